"""Who sees which row. `visible_to` is the only door to a row; the default is nothing.

Pages, API, search, pickers, counts, exports, files and notices all go through it (A14).
"""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, Self, TypeVar

from django.db import models
from django.db.models import Q, Value
from django.http import Http404

OWN, SUBTREE, ALL, NONE = "own", "subtree", "all", "none"

MOST_LISTED = 500
"""Ids to list in a query. Thousands take the planner longer than the query takes."""


class Viewer(Protocol):
    """What scope needs of a user; `org.User` and its `Access` provide it."""

    is_active: bool

    @property
    def pk(self) -> Any: ...

    @property
    def access(self) -> Any: ...

    def can(self, capability: str) -> bool: ...


class ScopedQuerySet(models.QuerySet):
    """A queryset nobody sees until its model says who does."""

    _unscoped: tuple[Self, Any] | None = None

    def visible_to(self, user: Viewer) -> Self:
        return self.none()

    def personal(self, user: Viewer, column: str = "owner_id") -> Self:
        """The user's own rows of those in sight, which they are anyway: right after `visible_to` its condition gives way.

        Both together look so rare to PostgreSQL that it sorts all of them rather than read an index in order. What one
        viewer may see never gives way to the rows of another.
        """
        unscoped, viewer = self._unscoped or (self, user.pk)
        return (unscoped if viewer == user.pk else self).filter(**{column: user.pk})

    def _in_sight(self, seen: Q, user: Viewer) -> Self:
        """For `visible_to`: rows that match `seen`, which the user's own always do."""
        rows = self.filter(seen)
        rows._unscoped = (self, user.pk)  # a clone has none: whatever else was asked for stays
        return rows


class OwnedQuerySet(ScopedQuerySet):
    """Rows with an owner, seen by the scope the viewer's roles give for `domain`.

    Shared rows (collaborators, approvers) are added by overriding `shared_with`. It returns
    explicit id lists rather than a subquery, because only then can PostgreSQL combine it with
    the owner index; a subquery walked a million rows.
    """

    domain = ""
    owner_field = "owner_id"

    def shared_with(self, user: Viewer) -> Q | None:
        return None

    def own(self, user: Viewer) -> Self:
        """The rows the user owns, a part of `visible_to` that needs not be asked what else was shared."""
        if user.access.scope(self.domain) == NONE:
            return self.none()
        return self.filter(**{self.owner_field: user.pk})

    def among(self, user: Viewer, people: Any) -> Self:
        """The rows of such of these people as are in the user's scope, a part of `visible_to` without what was shared besides."""
        scope = user.access.scope(self.domain)
        if scope == NONE:
            return self.none()
        found = self.filter(**{f"{self.owner_field}__in": people})
        return found if scope == ALL else found.filter(**{f"{self.owner_field}__in": user.access.people(scope)})

    def visible_to(self, user: Viewer) -> Self:
        scope = user.access.scope(self.domain)
        if scope == ALL:
            return self.all()
        if scope == NONE:
            return self.none()
        seen = Q(**{f"{self.owner_field}__in": user.access.people(scope)})
        shared = self.shared_with(user)
        return self._in_sight(seen | shared if shared is not None else seen, user)


class CapabilityQuerySet(ScopedQuerySet):
    """Company-wide rows shown whole to whoever holds one capability, to others not at all."""

    capability = ""

    def visible_to(self, user: Viewer) -> Self:
        return self.all() if user.can(self.capability) else self.none()


ReadAhead = Callable[[Sequence[Any]], None]
"""Gives the `access` of many people, in one query, what it would read of each."""

_ahead: list[ReadAhead] = []


def reads_ahead(read: ReadAhead) -> ReadAhead:
    """Decorator: what `visible_to` reads of a viewer, read for many viewers at once."""
    if read not in _ahead:
        _ahead.append(read)
    return read


def seen_by(rows: Any, people: Sequence[Any]) -> set[int]:
    """Keys of those people who see any of `rows`, each asked at their own door, in a number of queries that does not grow.

    The people are read for this question alone: what their `access` is given suits no other.
    """
    asked = [person for person in people if person.is_active]
    if not asked:
        return set()
    for read in _ahead:
        read(asked)
    parts = [
        rows.visible_to(person).order_by().annotate(viewer=Value(person.pk, models.BigIntegerField()))
        for person in asked
    ]
    first, *others = [part.values_list("viewer") for part in parts]
    return {pk for (pk,) in first.union(*others)}


M = TypeVar("M", bound=models.Model)


def visible_or_404(queryset: Any, user: Viewer, **lookup: Any) -> Any:
    """The one row matching `lookup` that `user` may see.

    Unseen and absent give the same Http404, so that a refusal never tells that a row exists.
    Numbers beyond the column's range count as absent.
    """
    try:
        rows = list(queryset.visible_to(user).filter(**lookup).order_by()[:1])
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    if not rows:
        raise Http404
    return rows[0]
