"""Lines of command: who decides for whom. Read at the moment of asking, so a moved person counts at once (A01)."""

from collections.abc import Collection

from django.db import connection

from org.access import subtree_ids
from org.choices import UnitKind
from org.models import Unit, User

UPWARDS_SQL = """
    WITH RECURSIVE line AS (
        SELECT id, parent_id, 0 AS height FROM org_unit WHERE id = %s
        UNION ALL
        SELECT unit.id, unit.parent_id, line.height + 1
        FROM org_unit unit JOIN line ON unit.id = line.parent_id WHERE line.height < 20
    )
    SELECT id FROM line ORDER BY height
"""

LADDER = (
    "approvals.head",
    "approvals.region",
    "approvals.director",
    "approvals.vp",
    "approvals.leader",
)
"""The rungs of the sales line. Above the highest there is nobody to ask."""


def from_rung(capability: str) -> tuple[str, ...]:
    """The right itself and, on the ladder, every rung above it."""
    return LADDER[LADDER.index(capability) :] if capability in LADDER else (capability,)


def unit_line(unit_id: int | None) -> list[int]:
    """The unit and those above it, nearest first."""
    if unit_id is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(UPWARDS_SQL, [unit_id])
        return [row[0] for row in cursor.fetchall()]


def region_of(unit: Unit | None) -> Unit | None:
    """The sales region that a unit lies in (A15); None outside the regions. Parents not loaded cost a query each."""
    while unit is not None and unit.kind != UnitKind.REGION:
        unit = unit.parent
    return unit


def staff_ids(unit: Unit) -> list[int]:
    """Everybody who works in a unit or below, leavers too: what they own stays with the unit."""
    return list(User.objects.filter(unit_id__in=subtree_ids(unit.pk)).values_list("pk", flat=True))


def holders(capability: str, *, of: User, excluding: Collection[int] = ()) -> list[User]:
    """Those who hold a capability for somebody: in the nearest unit upwards that has a holder.

    Capabilities held outside the person's line (finance, company leaders in the board room) are found
    company-wide when no unit of the line has one. Ids in `excluding` are never among them.
    """
    candidates = list(User.objects.with_capability(capability).exclude(pk__in=excluding).order_by("pk"))
    for unit_id in unit_line(of.unit_id):
        here = [person for person in candidates if person.unit_id == unit_id]
        if here:
            return here
    return candidates if capability not in ("approvals.head", "approvals.region") else []


def superiors(of: User, *, excluding: Collection[int] = ()) -> list[User]:
    """The next rung above a person: whoever holds the first capability up the ladder that they lack."""
    held = [rung for rung in LADDER if rung in of.access.capabilities]
    start = LADDER.index(held[-1]) + 1 if held else 0
    for capability in LADDER[start:]:
        found = holders(capability, of=of, excluding={of.pk, *excluding})
        if found:
            return found
    return []


def common_superiors(of: User, others: Collection[User], *, excluding: Collection[int] = ()) -> list[User]:
    """The nearest rung above a person whose holders lead all the others too: who decides between people of two lines."""
    held = [rung for rung in LADDER if rung in of.access.capabilities]
    start = LADDER.index(held[-1]) + 1 if held else 0
    for capability in LADDER[start:]:
        above = holders(capability, of=of, excluding={of.pk, *excluding})
        if found := [person for person in above if all(is_above(person, other) for other in others)]:
            return found
    return []


def is_above(person: User, other: User) -> bool:
    """Whether somebody leads a colleague: holds a rung of the ladder and has them in their sight."""
    if person.pk == other.pk or not set(LADDER) & person.access.capabilities:
        return False
    scope = person.access.scope("people")
    return scope == "all" or (scope == "subtree" and other.pk in person.access.team_ids)
