"""The sidebar, the phone's + sheet and the palette's "go to" as data. Apps register from `apps.ready()`.

navigation.register(Item("quotes.quotes", _("报价"), "i-quote", "quotes:quote_list", group="papers",
                         capability="quote.view", count=selectors.count_mine, order=10))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.addresses import address_of
from core.scope import NONE

Text = str | Promise

GROUPS: dict[str, Text] = {
    "": "",
    "customers": _("客户与商机"),
    "papers": _("单据"),
    "service": _("服务"),
    "analysis": _("分析"),
    "company": _("公司"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One place. `count(user)` gives the grey number, None for none; `hot` fills it (only for approvals).

    `capability` empty means everybody signed in; with a `domain`, whoever sees any of its records. `tab` is the order in the phone's bottom bar, which holds four.
    `listed=False` keeps a place that has a button of its own (the bell) out of the sidebar.
    """

    code: str
    label: Text
    icon: str
    url_name: str
    group: str = ""
    capability: str = ""
    domain: str = ""
    count: Callable[[Any], int | None] | None = None
    hot: bool = False
    order: int = 50
    tab: int = 0
    tab_label: Text = ""
    listed: bool = True

    @property
    def counted(self) -> bool:
        """For templates, which would call `count` instead of asking whether it is there."""
        return self.count is not None


@dataclass(frozen=True, slots=True, eq=False)
class Create:
    """Something to make, for the + sheet and the palette. `key` is a single-letter shortcut, shown in upper case.

    An `offline` form opens and is sent without signal too (static/js/worker.js): its service must take a `client_key`, by
    which it knows what comes twice, and its form tag says `data-holds`.
    """

    code: str
    label: Text
    icon: str
    url_name: str
    capability: str = ""
    key: str = ""
    order: int = 50
    offline: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """An Item as one user sees it now."""

    item: Item
    url: str
    here: bool


_items: dict[str, Item] = {}
_creates: dict[str, Create] = {}


def register(*items: Item) -> None:
    """Add places; the same code again replaces."""
    for item in items:
        if item.group not in GROUPS:
            raise ValueError(f"unknown navigation group {item.group!r}")
        _items[item.code] = item


def register_create(*creates: Create) -> None:
    for create in creates:
        _creates[create.code] = create


def may(user: Any, capability: str) -> bool:
    return not capability or bool(user.can(capability))


def url_of(name: str) -> str | None:
    """The address, or None while no app serves that name."""
    try:
        return address_of(name)
    except NoReverseMatch:
        return None


def _open_to(user: Any, entries: Iterable[Any]) -> list[tuple[Any, str]]:
    ordered = sorted(entries, key=lambda entry: (entry.order, entry.code))
    found = [(entry, url_of(entry.url_name)) for entry in ordered if may(user, entry.capability)]
    return [(entry, url) for entry, url in found if url]


def _places_of(user: Any, items: Iterable[Item]) -> list[tuple[Item, str]]:
    """A room that would always be empty for this person is no place of theirs."""
    return _open_to(user, (item for item in items if not item.domain or user.access.scope(item.domain) != NONE))


def places(request: HttpRequest) -> list[Place]:
    """Every place this user may open, the present one marked: the longest address that the path starts with."""
    found = _places_of(request.user, (item for item in _items.values() if item.listed))
    path = request.path
    inside = [url for _item, url in found if path == url or (url != "/" and path.startswith(url))]
    here = max(inside, key=len, default=None)
    return [Place(item, url, url == here) for item, url in found]


def grouped(request: HttpRequest) -> list[tuple[Text, list[Place]]]:
    """Places by group in the order of GROUPS, empty groups left out."""
    all_places = places(request)
    by_group = [(label, [p for p in all_places if p.item.group == code]) for code, label in GROUPS.items()]
    return [(label, members) for label, members in by_group if members]


def tabs(request: HttpRequest) -> list[Place]:
    """The phone's bottom bar without + and 我."""
    return sorted((p for p in places(request) if p.item.tab), key=lambda p: p.item.tab)[:3]


def creates(user: Any) -> list[tuple[Create, str]]:
    return _open_to(user, _creates.values())


def offline_creates() -> list[tuple[Create, str]]:
    """Whose form opens without signal, for whoever may (the form itself asks)."""
    offline = sorted((make for make in _creates.values() if make.offline), key=lambda make: make.order)
    return [(make, url) for make in offline if (url := url_of(make.url_name))]


def open_items(user: Any) -> list[tuple[Item, str]]:
    return _places_of(user, _items.values())


def counts(user: Any) -> list[tuple[Item, int | None]]:
    """The numbers beside the places; one query each, fetched in one fragment after the page stands."""
    counted = [item for item, _url in _places_of(user, _items.values()) if item.count]
    return [(item, item.count(user)) for item in counted if item.count]
