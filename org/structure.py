"""The verbs about the company's shape: units of the tree, and roles with what they may do."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, events
from core.errors import Conflict, Forbidden
from core.guards import require
from org import policies
from org.models import Role, Unit, User
from org.services import clean, lock_administrators, require_administrator


@transaction.atomic
def create_unit(*, actor: User, name: str, kind: str, parent: Unit | None, position: int = 0) -> Unit:
    """A new unit below another. Only the company itself has nothing above it."""
    require(policies.may_manage_org(actor), "org.manage_only", _("只有管理员能调整部门"))
    if parent is None and Unit.objects.filter(parent=None).exists():
        raise Conflict("org.one_company", _("公司只有一个，新部门要放在它下面"))
    unit = Unit(name=name, kind=kind, parent=parent, position=position)
    clean(unit)
    unit.save()
    audit.record(actor=actor, code="org.unit_created", subject=unit, to_state=str(parent or "")[:40])
    return unit


@transaction.atomic
def edit_unit(*, actor: User, unit_id: int, facts: dict[str, Any]) -> Unit:
    """Change a unit's name, kind or place among its siblings. Where it hangs is `move_unit`."""
    require(policies.may_manage_org(actor), "org.manage_only", _("只有管理员能调整部门"))
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    before = {name: getattr(unit, name) for name in facts}
    for name, value in facts.items():
        setattr(unit, name, value)
    clean(unit)
    unit.save()
    audit.record(actor=actor, code="org.unit_edited", subject=unit, data={"from": before, "to": facts})
    return unit


@transaction.atomic
def move_unit(*, actor: User, unit_id: int, parent: Unit | None) -> Unit:
    """Hang a unit elsewhere in the tree. Raises Conflict when it would sit below itself."""
    require(policies.may_manage_org(actor), "org.manage_only", _("只有管理员能调整部门"))
    # One lock for the tree: two moves at once could otherwise close a circle together.
    units = {unit.pk: unit for unit in Unit.objects.select_for_update(no_key=True).order_by("pk")}
    unit = units[unit_id]
    # Read under the lock: what the caller holds of the parent may be older than the last move.
    above = units[parent.pk] if parent else None
    if above is None and any(other.parent_id is None and other.pk != unit.pk for other in units.values()):
        raise Conflict("org.one_company", _("公司只有一个，部门要放在它下面"))
    while above is not None:
        if above.pk == unit.pk:
            raise Conflict("org.unit_circle", _("部门不能放到自己的下级里"))
        above = units[above.parent_id] if above.parent_id else None
    old = units.get(unit.parent_id or 0)
    unit.parent = parent
    clean(unit)
    unit.save()
    audit.record(
        actor=actor,
        code="org.unit_moved",
        subject=unit,
        from_state=str(old or "")[:40],
        to_state=str(parent or "")[:40],
    )
    events.publish("org.unit_moved", unit_id=unit.pk)
    return unit


@transaction.atomic
def remove_unit(*, actor: User, unit_id: int) -> None:
    """Take away a unit nobody works or ever worked in, without units below."""
    require(policies.may_manage_org(actor), "org.manage_only", _("只有管理员能调整部门"))
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    if unit.children.exists() or unit.people.exists() or unit.postings.exists():
        raise Conflict("org.unit_in_use", _("部门里还有人、有下级或有任职记录，不能删"))
    audit.record(actor=actor, code="org.unit_removed", subject=unit)
    unit.delete()


@transaction.atomic
def create_role(*, actor: User, code: str, name: str, duties: str = "", like: Role | None = None) -> Role:
    """A new role with the rights and sight of another, or with none."""
    require(policies.may_manage_org(actor), "org.manage_only", _("只有管理员能改角色"))
    role = Role(
        code=code,
        name=name,
        duties=duties,
        capabilities=list(like.capabilities) if like else [],
        scopes=dict(like.scopes) if like else {},
        position=Role.objects.count(),
    )
    clean(role)
    role.save()
    audit.record(actor=actor, code="org.role_created", subject=role, data={"like": like.code if like else ""})
    return role


@transaction.atomic
def edit_role(*, actor: User, role_id: int, facts: dict[str, Any]) -> Role:
    """Change a role's name, duties, capabilities or scopes, for all who hold it, from their next request on.

    Nobody widens a role they hold themselves, and somebody must remain who may manage.
    """
    require(policies.may_manage_org(actor), "org.manage_only", _("只有管理员能改角色"))
    lock_administrators()
    role = Role.objects.select_for_update(no_key=True).get(pk=role_id)
    before = {name: getattr(role, name) for name in facts}
    rights = {name for name in ("capabilities", "scopes") if name in facts and facts[name] != before[name]}
    if rights and actor.grants.filter(role=role).exists():
        raise Forbidden("org.own_role", _("不能改自己担任的角色的权限和可见范围，让不担任它的管理员来改"))
    for name, value in facts.items():
        setattr(role, name, value)
    clean(role)
    role.save()
    require_administrator()
    audit.record(actor=actor, code="org.role_edited", subject=role, data={"from": before, "to": facts})
    if rights:
        events.publish("org.role_edited", role_id=role.pk)
    return role


@transaction.atomic
def remove_role(*, actor: User, role_id: int) -> None:
    """Take away a role nobody holds."""
    require(policies.may_manage_org(actor), "org.manage_only", _("只有管理员能改角色"))
    role = Role.objects.select_for_update().get(pk=role_id)
    if role.grants.exists():
        raise Conflict("org.role_in_use", _("还有人担任这个角色，先给他们换角色"))
    audit.record(actor=actor, code="org.role_removed", subject=role)
    role.delete()
