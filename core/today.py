"""What the home page shows: each app contributes the rows that want this person today.

A contributor reads a handful of rows per section and says how many there are in all, so that the
number can open its rows.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.functional import Promise

Text = str | Promise

MOST = 6
"""Rows a section shows; the rest is one click away."""


@dataclass(frozen=True)
class Item:
    """One thing to do: a sentence, where it is done, and its clock in words ("逾期 3 天").

    `keep` leaves the button in the row on the phone too, where a tap on the row leads elsewhere.
    """

    title: Text
    url: str
    detail: Text = ""
    clock: Text = ""
    tone: str = ""
    icon: str = "st-todo"
    action: Text = ""
    action_url: str = ""
    amount: Any = None
    keep: bool = False


@dataclass(frozen=True)
class Section:
    """Items of one urgency. `late` counts into the sentence under the date."""

    code: str
    label: Text
    items: Sequence[Item]
    total: int
    url: str = ""
    late: int = 0
    position: int = 50
    rail: bool = False
    note: Text = ""
    extra: dict[str, Any] = field(default_factory=dict)


Contributor = Callable[..., Sequence[Section]]

Applies = Callable[[Any], bool]

_contributors: list[Contributor] = []
_later: list[tuple[Applies, Contributor]] = []


def register(contributor: Contributor) -> Contributor:
    """Decorator: `fn(*, user, on)` returns the sections an app has for this person on this day."""
    if contributor not in _contributors:
        _contributors.append(contributor)
    return contributor


def first(rows: QuerySet[Any], most: int = MOST) -> list[Any]:
    """The first rows, each with the number there are as `in_all`, in one query."""
    return list(rows.annotate(in_all=Window(Count("*")))[:most])


def first_of_each(rows: QuerySet[Any], field: str, *order: Any, most: int = MOST) -> dict[Any, list[Any]]:
    """The first rows for each value of `field`, with `in_all` like `first`: two sections in one query."""
    place = Window(RowNumber(), partition_by=field, order_by=order)
    rows = rows.annotate(place=place, in_all=Window(Count("*"), partition_by=field))
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in rows.filter(place__lte=most).order_by("place"):
        found[getattr(row, field)].append(row)
    return found


def in_all(found: Sequence[Any]) -> int:
    """How many rows there are of which `found` are the first."""
    return found[0].in_all if found else 0


def sections(user: Any, on: date) -> list[Section]:
    """All sections that have something to show, most urgent first."""
    found = [section for contribute in _contributors for section in contribute(user=user, on=on)]
    return sorted((section for section in found if section.items or section.extra), key=lambda item: item.position)


def register_later(applies: Applies) -> Callable[[Contributor], Contributor]:
    """Decorator for what is good to know but not to do: it fills the rail after the page, for whom `applies` says."""

    def add(contributor: Contributor) -> Contributor:
        if (applies, contributor) not in _later:
            _later.append((applies, contributor))
        return contributor

    return add


def has_later(user: Any) -> bool:
    """Whether anything comes after the page. Costs no query."""
    return any(applies(user) for applies, _contributor in _later)


def later(user: Any, on: date) -> list[Section]:
    told = [contribute for applies, contribute in _later if applies(user)]
    found = [section for contribute in told for section in contribute(user=user, on=on)]
    return sorted((section for section in found if section.items or section.note), key=lambda item: item.position)
