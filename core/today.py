"""What the home page shows: each app contributes the rows that want this person today.

A contributor reads a handful of rows per section and says how many there are in all, so that the
number can open its rows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from core.pages.keyset import Count, counts

Text = str | Promise

Counted = Count | QuerySet[Any]
"""How many there are, or the rows still to be counted: all sections count together, in one query."""

NONE = Count(0)

MOST = 6
"""Rows a section shows; the rest is one click away."""

PAGE = 50
"""Rows read to know how many there are without asking."""


@dataclass(frozen=True)
class Item:
    """One thing to do: a sentence, where it is done, and its clock in words ("逾期 3 天").

    `details` are the facts below it, joined by dots; `keep` leaves the button in the row on the phone too, where a tap on the row leads elsewhere.
    """

    title: Text
    url: str
    details: Sequence[Text] = ()
    clock: Text = ""
    tone: str = ""
    icon: str = "st-todo"
    action: Text = ""
    action_url: str = ""
    amount: Any = None
    keep: bool = False


@dataclass(frozen=True)
class Section:
    """Items of one urgency. Without `total` no number is shown; `late` counts into the sentence under the date.

    `rules` are the written ones that decide what stands here; the page says them below it. `again` are those of
    the late ones that another section counts too: the sentence counts them once.
    """

    code: str
    label: Text
    items: Sequence[Item]
    total: Counted = NONE
    url: str = ""
    late: Counted = NONE
    position: int = 50
    note: Text = ""
    rules: Sequence[str] = ()
    again: Counted = NONE

    @property
    def lead(self) -> tuple[Count, Count]:
        """How many are late and how many are not, once both are counted."""
        assert isinstance(self.total, Count)
        assert isinstance(self.late, Count)
        assert isinstance(self.again, Count)
        rest = Count(self.total.number - self.late.number, self.total.capped and not self.late.capped)
        return Count(self.late.number - self.again.number, self.late.capped), rest


Contributor = Callable[..., Sequence[Section]]

_contributors: list[Contributor] = []
_later: list[Contributor] = []


def register(contributor: Contributor) -> Contributor:
    """Decorator: `fn(*, user, on)` returns the sections an app has for this person on this day."""
    if contributor not in _contributors:
        _contributors.append(contributor)
    return contributor


def first(rows: QuerySet[Any], read: int = MOST) -> tuple[list[Any], Counted]:
    """The first rows, and how many there are in all; that is only asked when more than `read` are there.

    Of what people have by the dozen it costs less to read a page than to count.
    """
    found = list(rows[: read + 1])
    return found[:MOST], rows if len(found) > read else Count(len(found))


def first_and_late(
    rows: QuerySet[Any], is_late: Callable[[Any], bool], late: QuerySet[Any]
) -> tuple[list[Any], Counted, Counted]:
    """Like `first`, where the rows come by their day and so the late ones first; and how many of them are late."""
    found = list(rows[: PAGE + 1])
    many = len(found) > PAGE
    late_ones = sum(map(is_late, found))
    return found[:MOST], rows if many else Count(len(found)), late if late_ones > PAGE else Count(late_ones)


def sections(user: Any, on: date) -> list[Section]:
    """All sections that have something to show, most urgent first."""
    found = [section for contribute in _contributors for section in contribute(user=user, on=on)]
    shown = sorted((section for section in found if section.items), key=lambda item: item.position)
    return _counted(shown)


def register_later(contributor: Contributor) -> Contributor:
    """Decorator for what is good to know but not to do: the rail, filled after the page. A section may have only a note."""
    if contributor not in _later:
        _later.append(contributor)
    return contributor


def later(user: Any, on: date) -> list[Section]:
    found = [section for contribute in _later for section in contribute(user=user, on=on)]
    shown = sorted((section for section in found if section.items or section.note), key=lambda item: item.position)
    return _counted(shown)


def _counted(found: list[Section]) -> list[Section]:
    asked = [rows for it in found for rows in (it.total, it.late, it.again) if isinstance(rows, QuerySet)]
    numbers = iter(counts(asked))

    def number(of: Counted) -> Count:
        return next(numbers) if isinstance(of, QuerySet) else of

    return [replace(it, total=number(it.total), late=number(it.late), again=number(it.again)) for it in found]
