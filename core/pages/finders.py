"""Finding things by name part, pinyin, initials, phone tail or number: one registry for palette and pickers.

An app registers from `apps.ready()`:

    finders.register(Finder("customers.customer", _("客户"), "i-cust", selectors.find_customers))

`find(user, text, limit)` goes through `visible_to(user)` and returns Hits. The server understands pinyin; pages do not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.pages import navigation

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do to the first hit from the palette ("记拜访"), reached by Tab."""

    label: Text
    url: str
    icon: str = "i-go"
    note: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One line. `found` is the part of the title that matched, marked on the page; `end` stands at the right."""

    id: int
    title: str
    url: str
    note: str = ""
    end: str = ""
    found: str = ""
    actions: Sequence[Action] = field(default=())

    @property
    def marked(self) -> SafeString:
        before, found, after = self.title.partition(self.found) if self.found else (self.title, "", "")
        return format_html("{}<mark>{}</mark>{}", before, found, after) if found else format_html("{}", self.title)


@dataclass(frozen=True, slots=True)
class Finder:
    """`recent(user, limit)` fills the palette before anything is typed. `palette=False` keeps it to pickers."""

    code: str
    label: Text
    icon: str
    find: Callable[[Any, str, int], Sequence[Hit]]
    capability: str = ""
    recent: Callable[[Any, int], Sequence[Hit]] | None = None
    palette: bool = True
    order: int = 50


@dataclass(frozen=True, slots=True)
class Section:
    label: Text
    icon: str
    hits: Sequence[Hit]


_finders: dict[str, Finder] = {}


def register(*finders: Finder) -> None:
    for finder in finders:
        _finders[finder.code] = finder


def get(code: str) -> Finder | None:
    return _finders.get(code)


def _palette_finders(user: Any) -> list[Finder]:
    ordered = sorted(_finders.values(), key=lambda finder: (finder.order, finder.code))
    return [finder for finder in ordered if finder.palette and navigation.may(user, finder.capability)]


def search(user: Any, text: str, limit: int = 6) -> list[Section]:
    """What the palette shows for `text`, sections in order, empty ones left out."""
    text = text.strip()
    sections = []
    for finder in _palette_finders(user):
        if text:
            hits = list(finder.find(user, text, limit))
        else:
            hits = list(finder.recent(user, limit)) if finder.recent else []
        if hits:
            sections.append(Section(finder.label, finder.icon, hits))
    return sections


def places(user: Any, text: str) -> list[tuple[Text, str, str]]:
    """(label, url, icon) of pages and things to create whose label contains `text`; all of them when it is empty."""
    wanted = text.strip().lower()
    found = [(c.label, url, c.icon) for c, url in navigation.creates(user)]
    found += [(item.label, url, item.icon) for item, url in navigation.open_items(user)]
    return [entry for entry in found if wanted in str(entry[0]).lower()]
