"""What the home page shows: each app contributes the rows that want this person today.

A contributor reads a handful of rows per section and says how many there are in all, so that the
number can open its rows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from core.pages.keyset import Count, count

Text = str | Promise

NONE = Count(0)

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
    """Items of one urgency. Without `total` no number is shown; `late` counts into the sentence under the date."""

    code: str
    label: Text
    items: Sequence[Item]
    total: Count = NONE
    url: str = ""
    late: Count = NONE
    position: int = 50
    note: Text = ""

    @property
    def rest(self) -> Count:
        """What is not late."""
        return Count(self.total.number - self.late.number, self.total.capped and not self.late.capped)


Contributor = Callable[..., Sequence[Section]]

_contributors: list[Contributor] = []
_later: list[Contributor] = []


def register(contributor: Contributor) -> Contributor:
    """Decorator: `fn(*, user, on)` returns the sections an app has for this person on this day."""
    if contributor not in _contributors:
        _contributors.append(contributor)
    return contributor


def first(rows: QuerySet[Any], most: int = MOST) -> tuple[list[Any], Count]:
    """The first rows, and how many there are in all; that is only asked when these are not all of them."""
    found = list(rows[: most + 1])
    return found[:most], count(rows) if len(found) > most else Count(len(found))


def late_among(found: Sequence[Any], is_late: Callable[[Any], bool], late: QuerySet[Any]) -> Count:
    """How many are late in all, where `found` are the first by their day: all of them late, and there may be more."""
    shown = sum(map(is_late, found))
    return count(late) if shown == MOST else Count(shown)


def sections(user: Any, on: date) -> list[Section]:
    """All sections that have something to show, most urgent first."""
    found = [section for contribute in _contributors for section in contribute(user=user, on=on)]
    return sorted((section for section in found if section.items), key=lambda item: item.position)


def register_later(contributor: Contributor) -> Contributor:
    """Decorator for what is good to know but not to do: the rail, filled after the page. A section may have only a note."""
    if contributor not in _later:
        _later.append(contributor)
    return contributor


def later(user: Any, on: date) -> list[Section]:
    found = [section for contribute in _later for section in contribute(user=user, on=on)]
    return sorted((section for section in found if section.items or section.note), key=lambda item: item.position)
