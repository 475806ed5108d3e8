"""Whose rows an analysis counts: one's own, a unit's with all below it, or the company's.

A range finds rows and names the conditions under which a list shows the same ones, so that every number opens its rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from core.errors import Forbidden
from core.scope import ALL, MOST_LISTED, NONE, OWN
from org.access import subtree_ids
from org.lines import unit_line
from org.models import Unit, User


@dataclass(frozen=True)
class Member:
    """A unit below the range with all its people, or one person; `where` narrows a list to the rows of it."""

    label: str
    where: Mapping[str, Any]


@dataclass(frozen=True)
class Range:
    """`unit` None is the company; `own` is the reader alone."""

    user: User
    unit: Unit | None = None
    own: bool = False

    @property
    def label(self) -> str:
        if self.own:
            return _("我负责的")
        return str(self.unit) if self.unit else _("全公司")

    @property
    def key(self) -> str:
        """What kept figures depend on. A person's own are not kept."""
        return "" if self.own else f"unit.{self.unit.pk}" if self.unit else "company"

    @property
    def where(self) -> dict[str, Any]:
        if self.own:
            return {"scene": "mine"}
        return {"scene": "all", "unit": self.unit.pk} if self.unit else {"scene": "all"}

    def rows(self, owned: Any) -> Any:
        """Rows of an OwnedQuerySet that have their owner in the range."""
        if self.own:
            return owned.own(self.user)
        return owned.among(self.user, self.people) if self.unit else owned.visible_to(self.user)

    @cached_property
    def people(self) -> Any:
        """Ids while they are few, a query beyond (docs/decisions/id-lists.md)."""
        assert self.unit is not None
        rows = User.objects.filter(unit_id__in=subtree_ids(self.unit.pk)).values_list("pk", flat=True)
        found = list(rows[: MOST_LISTED + 1])
        return found if len(found) <= MOST_LISTED else rows

    def members(self, owner_ids: Iterable[int], *, persons: bool = False) -> dict[int, Member]:
        """Each owner's place: the unit right below the range that they work in, or themselves where there is none."""
        people = User.objects.filter(pk__in=list(owner_ids)).only("pk", "unit_id", "display_name", "username")
        alone = {person.pk: Member(str(person), {"owner": person.pk}) for person in people}
        if self.own or persons:
            return alone
        units = {unit.pk: unit for unit in Unit.objects.all()}
        top = self.unit.pk if self.unit else _only_root(units)
        found: dict[int, Member] = {}
        of_unit: dict[int, Member | None] = {}
        for person in people:
            place = person.unit_id
            if place not in of_unit:
                below = _below(place, top, units)
                of_unit[place] = Member(below.name, {"unit": below.pk}) if below else None
            found[person.pk] = of_unit[place] or alone[person.pk]
        return found


def _only_root(units: Mapping[int, Unit]) -> int | None:
    roots = [unit.pk for unit in units.values() if unit.parent_id is None]
    return roots[0] if len(roots) == 1 else None


def _below(place: int | None, top: int | None, units: Mapping[int, Unit]) -> Unit | None:
    """The unit right below `top` that `place` lies in; None for those who work in `top` itself."""
    while place is not None and place != top:
        unit = units[place]
        if unit.parent_id == top:
            return unit
        place = unit.parent_id
    return None


@dataclass(frozen=True)
class Choice:
    """One range to choose; `unit` goes into the address, none is the widest. `part` lies right below the present one."""

    label: str
    unit: int | None
    on: bool
    part: bool = False


def chosen(user: User, domain: str, wanted: str) -> Range:
    """The range that `?unit=` asks for if it lies in the reader's sight, else the widest. Refuses who sees no row at all."""
    scope = user.access.scope(domain)
    if scope == NONE:
        raise Forbidden("analysis.scope", _("你的角色看不到这些数据"))
    if scope == OWN:
        return Range(user, own=True)
    widest = None if scope == ALL else user.unit_id
    if scope != ALL and widest is None:
        return Range(user, own=True)
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 10 else widest
    if number is not None and scope != ALL and number not in user.access.unit_ids:
        number = widest
    unit = Unit.objects.filter(pk=number).first() if number else None
    if unit is None and widest is not None:
        unit = Unit.objects.get(pk=widest)
    return Range(user, unit)


def choices(user: User, domain: str, now: Range) -> list[Choice]:
    """Where one can go from here: up the line as far as one sees, and to the units below."""
    if now.own:
        return []
    everything = user.access.scope(domain) == ALL
    units = {unit.pk: unit for unit in Unit.objects.order_by("position", "pk")}
    line = [pk for pk in unit_line(now.unit.pk if now.unit else None) if everything or pk in user.access.unit_ids]
    top = now.unit.pk if now.unit else _only_root(units)
    shown = [units[pk] for pk in reversed(line)] + [unit for unit in units.values() if unit.parent_id == top]
    if everything:
        # The only root is the company itself, which stands first already.
        shown = [unit for unit in shown if unit.pk != _only_root(units)]
    found = [Choice(unit.name, unit.pk, unit == now.unit, part=unit.parent_id == top) for unit in shown]
    return [Choice(_("全公司"), None, now.unit is None), *found] if everything else found
