"""Who may do what to people. Pure questions; services and pages ask the same ones."""

from allauth.mfa.models import Authenticator

from core import policy
from org import lines
from org.models import User

STRONG = frozenset(
    {
        "org.manage",
        "system.settings",
        "approvals.finance",
        "approvals.director",
        "approvals.vp",
        "approvals.leader",
    }
)
"""Whoever holds one of these needs a second factor when org.mfa_required says so."""

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def may_manage_org(user: User) -> bool:
    return user.can("org.manage")


def may_hand_over(user: User) -> bool:
    return user.can("org.handover")


def may_set_stand_in(user: User, principal: User) -> bool:
    """Oneself, a superior, or an administrator."""
    return user.pk == principal.pk or may_manage_org(user) or lines.is_above(user, principal)


def needs_second_factor(user: User) -> bool:
    """Whether the rules ask this person for one."""
    return bool(STRONG & user.access.capabilities) and bool(policy.value("org.mfa_required"))


def second_factors(user: User) -> set[str]:
    """An authenticator app, a passkey or both. Recovery codes alone are none."""
    return set(Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).values_list("type", flat=True))


def has_second_factor(user: User) -> bool:
    return bool(second_factors(user))
