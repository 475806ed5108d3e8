"""What one person may do and see, worked out afresh for every request.

A changed role, a moved person or a disabled account therefore counts from the next request on.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connection
from django.db.models import Q, prefetch_related_objects
from django.db.models.expressions import RawSQL

from core import clock
from core.scope import MOST_LISTED, reads_ahead
from org.choices import WIDTH, Scope

if TYPE_CHECKING:
    from org.models import Role, StandIn, User

T = TypeVar("T")

SUBTREE_SQL = """
    WITH RECURSIVE below AS (
        SELECT id FROM org_unit WHERE id = %s
        UNION
        SELECT unit.id FROM org_unit unit JOIN below ON unit.parent_id = below.id
    )
    SELECT id FROM below
"""


TEAM_SQL = f"SELECT id FROM org_user WHERE unit_id IN ({SUBTREE_SQL})"  # noqa: S608  (our own text)


def subtree_ids(unit_id: int | None) -> list[int]:
    """A unit and all below it; nothing for nobody's unit. Ends even on a circle, which services never make."""
    if unit_id is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(SUBTREE_SQL, [unit_id])
        return [row[0] for row in cursor.fetchall()]


ABOVE_SQL = """
    WITH RECURSIVE above AS (
        SELECT id, parent_id FROM org_unit WHERE id = %s
        UNION
        SELECT unit.id, unit.parent_id FROM org_unit unit JOIN above ON unit.id = above.parent_id
    )
    SELECT id FROM above
"""


class Access:
    """The rights of one user. Holds what it has read for as long as the user object lives: one request."""

    def __init__(self, user: "User") -> None:
        self.user = user
        self._remembered: dict[str, Any] = {}

    @cached_property
    def roles(self) -> "list[Role]":
        return list(self.user.roles.all()) if self.user.is_active else []

    @cached_property
    def capabilities(self) -> frozenset[str]:
        return frozenset(code for role in self.roles for code in role.capabilities)

    def scope(self, domain: str) -> str:
        """own, subtree, all or none; with several roles the widest."""
        scopes = [role.scopes.get(domain, Scope.NONE) for role in self.roles]
        return max(scopes, key=lambda scope: WIDTH[Scope(scope)], default=Scope.NONE.value)

    @cached_property
    def unit_ids(self) -> list[int]:
        """The user's unit and all below it."""
        return subtree_ids(self.user.unit_id)

    @cached_property
    def units_above(self) -> RawSQL:
        """The user's unit and all above it, as a part of whatever query asks."""
        return RawSQL(ABOVE_SQL, [self.user.unit_id])  # noqa: S611  (our own text)

    @cached_property
    def team_ids(self) -> list[int]:
        """People in the user's subtree, the user included, leavers too: their records stay in sight."""
        return self._read_team() if self._listed_team is None else self._listed_team

    @cached_property
    def _listed_team(self) -> list[int] | None:
        """`team_ids`, unless they are too many to list."""
        found = self._read_team(MOST_LISTED + 1)
        return found if len(found) <= MOST_LISTED else None

    def _read_team(self, most: int | None = None) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(f"{TEAM_SQL} LIMIT %s", [self.user.unit_id, most])
            return sorted({self.user.pk, *(row[0] for row in cursor.fetchall())})

    def user_ids(self, scope: str) -> list[int]:
        return self.team_ids if scope == Scope.SUBTREE else [self.user.pk]

    def people(self, scope: str) -> Any:
        """`user_ids` for `__in`, ids or a query: a query where a list would take longer to send and to plan than to work out."""
        from org.models import User

        if scope != Scope.SUBTREE or self._listed_team is not None:
            return self.user_ids(scope)
        return User.objects.filter(unit_id__in=self.unit_ids).values("pk")

    @cached_property
    def stand_ins(self) -> "list[StandIn]":
        """Today's stand-ins with the user on either side."""
        return _live_stand_ins([self.user.pk])

    @cached_property
    def principal_ids(self) -> list[int]:
        """Whom the user stands in for today."""
        rows = [row for row in self.stand_ins if row.substitute_id == self.user.pk]
        return [row.principal_id for row in rows if row.principal.is_active]

    @cached_property
    def substitutes(self) -> "list[User]":
        """Who decides in the user's place today."""
        return [row.substitute for row in self.stand_ins if row.principal_id == self.user.pk]

    def remember(self, key: str, read: Callable[[], T]) -> T:
        """Read once per request what other apps need to know of this user."""
        if key not in self._remembered:
            self._remembered[key] = read()
        return self._remembered[key]


def _live_stand_ins(people: list[int]) -> "list[StandIn]":
    from org.models import StandIn, naming

    rows = StandIn.objects.live(clock.today()).filter(Q(substitute__in=people) | Q(principal__in=people))
    kept = ("principal__is_active", *naming("substitute"))
    return list(rows.select_related("principal", "substitute").only("pk", *kept))


@reads_ahead
def read_ahead(people: "Sequence[User]") -> None:
    """Roles and stand-ins of all; whoever is below them becomes part of the query that asks."""
    prefetch_related_objects(list(people), "roles")
    rows = _live_stand_ins([person.pk for person in people])
    for person in people:
        access = person.access
        access.stand_ins = [row for row in rows if person.pk in (row.substitute_id, row.principal_id)]
        access.unit_ids = RawSQL(SUBTREE_SQL, [person.unit_id])  # type: ignore[assignment]  # noqa: S611  (our own text)
        access._listed_team = None
