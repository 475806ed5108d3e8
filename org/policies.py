"""Who may do what to people. Pure questions; services and pages ask the same ones."""

from org import lines
from org.models import User


def may_manage_org(user: User) -> bool:
    return user.can("org.manage")


def may_hand_over(user: User) -> bool:
    return user.can("org.handover")


def may_set_stand_in(user: User, principal: User) -> bool:
    """Oneself, a superior, or an administrator."""
    return user.pk == principal.pk or may_manage_org(user) or lines.is_above(user, principal)
