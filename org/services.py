"""The verbs about people: appoint, move, grant, stand in, leave. Those about units and roles: org.structure."""

import secrets
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from core import audit, clock, events, notices, search
from core.errors import Conflict, Forbidden, Invalid, from_validation
from core.guards import require
from org import lines, policies
from org.models import Posting, Role, RoleGrant, StandIn, Unit, User

events.declare("org.person_moved", user_id=int, from_unit_id=int | None, to_unit_id=int)
events.declare("org.roles_changed", user_id=int)
events.declare("org.unit_moved", unit_id=int)
events.declare("org.role_edited", role_id=int)
events.declare("org.person_left", user_id=int, successor_id=int, actor_id=int)


@transaction.atomic
def appoint_person(
    *,
    actor: User | None,
    username: str,
    display_name: str,
    unit: Unit,
    roles: list[Role],
    password: str | None = None,
    **facts: Any,
) -> User:
    """Open an account: name, unit and roles from today on. `actor` None is the installation itself."""
    require(actor is None or policies.may_manage_org(actor), "org.manage_only", _("只有管理员能开账号"))
    person = User(username=username, display_name=display_name, unit=unit, **facts)
    person.set_password(password)  # None: nobody can sign in by password until one is set
    refresh_search(person)
    clean(person)
    person.save()
    Posting.objects.create(user=person, unit=unit, starts=clock.today())
    RoleGrant.objects.bulk_create(RoleGrant(user=person, role=role) for role in roles)
    audit.record(
        actor=actor,
        code="org.person_appointed",
        subject=person,
        data={"unit": unit.name, "roles": [role.code for role in roles]},
    )
    return person


@transaction.atomic
def edit_person(*, actor: User, user_id: int, facts: dict[str, Any]) -> User:
    """Change name, e-mail, phone or title. Unit and roles have verbs of their own."""
    require(policies.may_manage_org(actor), "org.manage_only", _("只有管理员能改人员资料"))
    person = User.objects.select_for_update(no_key=True, of=("self",)).get(pk=user_id)
    before = {name: getattr(person, name) for name in facts}
    for name, value in facts.items():
        setattr(person, name, value)
    refresh_search(person)
    clean(person)
    person.save()
    changed = {name: [str(before[name]), str(facts[name])] for name in facts if before[name] != facts[name]}
    audit.record(actor=actor, code="org.person_edited", subject=person, data=changed)
    return person


@transaction.atomic
def reset_password(*, actor: User, user_id: int) -> str:
    """Give somebody a temporary password, to be changed at the next sign-in. Ends sessions and keys; returns it once."""
    require(policies.may_manage_org(actor), "org.manage_only", _("只有管理员能重设密码"))
    person = User.objects.select_for_update(no_key=True, of=("self",)).get(pk=user_id)
    if not person.is_active:
        raise Conflict("org.already_left", _("%(person)s 已经离职") % {"person": person})
    password = temporary_password()
    person.set_password(password)
    person.password_is_temporary = True
    person.save(update_fields=["password", "password_is_temporary"])
    person.api_tokens.filter(revoked_at=None).update(revoked_at=clock.now())
    end_sessions(person)
    audit.record(actor=actor, code="org.password_reset", subject=person)
    return password


@transaction.atomic
def reset_second_factor(*, actor: User, user_id: int, reason: str) -> User:
    """Take every second factor off an account whose owner lost theirs, recovery codes too. Ends sessions and keys.

    Nobody does it for themselves: whoever can sign in needs no help, and whoever cannot is not this caller.
    """
    require(policies.may_manage_org(actor), "org.manage_only", _("只有管理员能取消别人的两步验证"))
    person = User.objects.select_for_update(no_key=True, of=("self",)).get(pk=user_id)
    if person.pk == actor.pk:
        raise Forbidden("org.own_second_factor", _("自己的两步验证在「我的」里关，丢了找另一位管理员"))
    if not reason.strip():
        raise Invalid("org.reason", _("要写明怎么核实了本人"), errors={"reason": [_("写一句")]})
    factors = Authenticator.objects.filter(user=person)
    kinds = sorted(factors.values_list("type", flat=True))
    if not kinds:
        raise Conflict("org.no_second_factor", _("%(person)s 没有开两步验证") % {"person": person})
    factors.delete()
    person.api_tokens.filter(revoked_at=None).update(revoked_at=clock.now())
    end_sessions(person)
    entry = audit.record(
        actor=actor, code="org.second_factor_reset", subject=person, reason=reason.strip(), data={"factors": kinds}
    )
    notices.send(
        code="org.second_factor_reset",
        recipients=[person],
        subject=person,
        params={"person": str(actor)},
        dedupe_key=f"org.second_factor_reset:{entry.pk}",
        url="/org/me/",
    )
    return person


def temporary_password() -> str:
    """Four groups of four that can be read out over the phone: 74 bits."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _place in range(4)) for _group in range(4))


def end_sessions(person: User) -> None:
    """Sign a person out everywhere, now."""
    keys = list(UserSession.objects.filter(user=person).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(user=person).delete()


@transaction.atomic
def move_person(*, actor: User | None, user_id: int, unit: Unit, reason: str = "") -> User:
    """Put a person into another unit from this moment: sight and approvals follow, history keeps the old line."""
    require(actor is None or policies.may_manage_org(actor), "org.manage_only", _("只有管理员能调动人员"))
    person = User.objects.select_for_update(no_key=True, of=("self",)).get(pk=user_id)
    if person.unit_id == unit.pk:
        return person
    old = person.unit
    today = clock.today()
    # Two moves on one day leave no posting of zero days: the day belongs to the last unit.
    Posting.objects.filter(user=person, ends=None, starts=today).delete()
    Posting.objects.filter(user=person, ends=None).update(ends=today)
    Posting.objects.create(user=person, unit=unit, starts=today)
    person.unit = unit
    person.save(update_fields=["unit"])
    audit.record(
        actor=actor,
        code="org.person_moved",
        subject=person,
        from_state=old.name if old else "",
        to_state=unit.name,
        reason=reason,
    )
    events.publish("org.person_moved", user_id=person.pk, from_unit_id=old.pk if old else None, to_unit_id=unit.pk)
    return person


@transaction.atomic
def grant_roles(*, actor: User | None, user_id: int, roles: list[Role], reason: str = "") -> User:
    """Give a person exactly these roles. Nobody changes their own, and an administrator remains."""
    require(actor is None or policies.may_manage_org(actor), "org.manage_only", _("只有管理员能改角色"))
    lock_administrators()
    person = User.objects.select_for_update(no_key=True, of=("self",)).get(pk=user_id)
    if actor is not None and actor.pk == person.pk:
        raise Forbidden("org.own_roles", _("不能改自己的角色，让另一位管理员来改"))
    before = sorted(person.roles.values_list("code", flat=True))
    after = sorted(role.code for role in roles)
    if before == after:
        return person
    person.grants.exclude(role__in=roles).delete()
    RoleGrant.objects.bulk_create((RoleGrant(user=person, role=role) for role in roles), ignore_conflicts=True)
    require_administrator()
    audit.record(
        actor=actor,
        code="org.roles_changed",
        subject=person,
        from_state=",".join(before)[:40],
        to_state=",".join(after)[:40],
        reason=reason,
        data={"from": before, "to": after},
    )
    events.publish("org.roles_changed", user_id=person.pk)
    return person


@transaction.atomic
def set_stand_in(
    *, actor: User, principal: User, substitute: User, starts: date, ends: date | None, reason: str = ""
) -> StandIn:
    """Let somebody decide in another's place, from today or later, until a day or until cancelled."""
    require(policies.may_set_stand_in(actor, principal), "org.stand_in_own", _("代理人由本人、上级或管理员设置"))
    if starts < clock.today():
        raise Invalid("org.stand_in_past", _("代理不能从过去开始"), errors={"starts": [_("早于今天")]})
    if ends is not None and ends < starts:
        raise Invalid("org.stand_in_span", _("代理的结束不能早于开始"), errors={"ends": [_("早于开始")]})
    if substitute.pk == principal.pk:
        raise Invalid("org.stand_in_self", _("代理人要是别人"), errors={"substitute": [_("选别人")]})
    own_line = actor.pk == principal.pk or lines.is_above(actor, principal)
    if substitute.pk == actor.pk and not own_line:
        # Who keeps the accounts does not thereby decide on documents, nor see them.
        raise Forbidden("org.stand_in_for_oneself", _("管理员不能让自己代理别人，让对方本人或其上级来设"))
    if not substitute.is_active:
        raise Invalid("org.stand_in_left", _("代理人已离职"), errors={"substitute": [_("已离职")]})
    stand_in = StandIn(
        principal=principal, substitute=substitute, starts=starts, ends=ends, reason=reason, created_by=actor
    )
    clean(stand_in)
    stand_in.save()
    audit.record(actor=actor, code="org.stand_in_set", subject=stand_in, reason=reason)
    notices.send(
        code="org.stand_in_set",
        recipients=[person for person in (principal, substitute) if person.pk != actor.pk],
        subject=stand_in,
        params={"principal": str(principal), "substitute": str(substitute), "starts": starts.isoformat()},
        dedupe_key=f"org.stand_in_set:{stand_in.pk}",
        url="/org/me/",
    )
    return stand_in


@transaction.atomic
def cancel_stand_in(*, actor: User, stand_in_id: int) -> StandIn:
    """End a stand-in now. What was decided in the meantime stays decided."""
    stand_in = StandIn.objects.select_for_update(no_key=True, of=("self",)).get(pk=stand_in_id)
    require(
        policies.may_set_stand_in(actor, stand_in.principal), "org.stand_in_own", _("代理人由本人、上级或管理员设置")
    )
    if stand_in.cancelled_at is None:
        stand_in.cancelled_at = clock.now()
        stand_in.save(update_fields=["cancelled_at"])
        audit.record(actor=actor, code="org.stand_in_cancelled", subject=stand_in)
    return stand_in


@transaction.atomic
def dismiss_person(*, actor: User, user_id: int, successor: User, reason: str = "") -> User:
    """Close a leaver's account and hand everything open to a successor.

    The rooms upstairs hand over what is theirs through `org.person_left`: customers, open documents,
    waiting approvals. Sessions and keys end at once.
    """
    require(policies.may_hand_over(actor), "org.handover_only", _("你没有办理离职交接的权限"))
    person = User.objects.select_for_update(no_key=True, of=("self",)).get(pk=user_id)
    if person.pk in (actor.pk, successor.pk):
        raise Invalid("org.handover_self", _("不能给自己办离职，也不能交接给本人"))
    if not person.is_active:
        raise Conflict("org.already_left", _("%(person)s 已经离职") % {"person": person})
    if not successor.is_active:
        raise Invalid("org.successor_left", _("接手人已离职"), errors={"successor": [_("已离职")]})
    close_account(person=person, successor=successor, actor=actor)
    entry = audit.record(
        actor=actor, code="org.person_left", subject=person, reason=reason, data={"successor": successor.username}
    )
    notices.send(
        code="org.work_received",
        recipients=[successor],
        subject=person,
        params={"person": str(person)},
        dedupe_key=f"org.work_received:{entry.pk}",
        url="/",
    )
    return person


@transaction.atomic
def close_account(*, person: User, successor: User, actor: User) -> None:
    """Hand over what somebody holds and end all they could do, now. The caller has locked them, asks who may and tells."""
    lock_administrators()
    now, today = clock.now(), clock.today()
    events.publish("org.person_left", user_id=person.pk, successor_id=successor.pk, actor_id=actor.pk)
    person.is_active, person.left_on = False, today
    person.save(update_fields=["is_active", "left_on"])
    require_administrator()
    Posting.objects.filter(user=person, ends=None).update(ends=Greatest("starts", today))
    person.api_tokens.filter(revoked_at=None).update(revoked_at=now)
    end_sessions(person)
    StandIn.objects.filter(Q(substitute=person) | Q(principal=person), cancelled_at=None).update(cancelled_at=now)


@transaction.atomic
def reinstate_person(*, actor: User, user_id: int) -> str:
    """Open a leaver's account again, in the unit it had. Returns the temporary password, once.

    Roles are granted anew, for they may have been the reason; what was handed over stays with the successor.
    """
    require(policies.may_manage_org(actor), "org.manage_only", _("只有管理员能开账号"))
    person = User.objects.select_for_update(no_key=True, of=("self",)).get(pk=user_id)
    if person.is_active:
        raise Conflict("org.not_left", _("%(person)s 在职，不用恢复") % {"person": person})
    person.is_active, person.left_on = True, None
    person.save(update_fields=["is_active", "left_on"])
    person.grants.all().delete()
    Posting.objects.create(user=person, unit=person.unit, starts=clock.today())
    audit.record(actor=actor, code="org.person_reinstated", subject=person)
    return reset_password(actor=actor, user_id=person.pk)


def lock_administrators() -> None:
    """Take turns in changing who administers, so that two administrators cannot remove each other at once."""
    list(Role.objects.select_for_update(no_key=True).filter(capabilities__contains=["org.manage"]).order_by("pk"))


def require_administrator() -> None:
    """Raise Conflict when nobody would be left who may manage people."""
    if not User.objects.with_capability("org.manage").exists():
        raise Conflict("org.last_administrator", _("至少要留一位管理员，先让别人接任"))


def refresh_search(person: User) -> None:
    person.search_key = search.search_key(person.display_name, codes=(person.username,), phones=(person.phone,))
    person.sort_key = search.sort_key(person.display_name, person=True)[:160]


def clean(row: Any) -> None:
    """`full_clean` whose complaint is a refusal of ours."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise from_validation(error, f"{row._meta.model_name}.invalid") from error
