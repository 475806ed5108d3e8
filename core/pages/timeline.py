"""The timeline of a record: what happened, newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.pages import words


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """The order of a timeline: by moment, then by where an entry comes from, then by its row."""

    at: dt.datetime
    source: str
    pk: int


@dataclass(slots=True)
class Entry:
    """One line. The sentence starts with the person: `who` then `text`. `source` and `pk` name the row it tells of.

    `names` are those that the quote mentions. A decision has a `glyph` (with tone ok or w); a visit is `key` (filled dot); the rest is a small dot.
    """

    at: dt.datetime
    who: str = ""
    text: Any = ""
    glyph: str = ""
    tone: str = ""
    key: bool = False
    quote: str = ""
    names: Sequence[str] = ()
    facts: Sequence[tuple[str, Any]] = ()
    files: Sequence[Any] = ()
    tag: str = ""
    source: str = ""
    pk: int = 0
    day: str = field(default="", init=False)

    @property
    def place(self) -> Place:
        """Where it stands among entries of the same moment, too."""
        return Place(self.at, self.source, self.pk)


def with_days(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Name the day on the first entry of each day only."""
    last = None
    for entry in entries:
        date = words.local_date(entry.at)
        entry.day = words.relative_day(date) if date != last else ""
        last = date
        yield entry
