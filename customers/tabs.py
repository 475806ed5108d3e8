"""Tabs and buttons of the pages of a customer and of a deal. Rooms upstairs add theirs: quotes, contracts, money."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from core.pages import keyset
from org.models import User

CUSTOMER, OPPORTUNITY = "customers.customer", "customers.opportunity"


@dataclass(frozen=True)
class Tab:
    """One tab. `context(user, record)` feeds `template`; `rows(user, record)` are counted beside the label.

    `of` is the kind of record whose page it is. `domain` hides the tab from people whose scope for that domain is none.
    """

    code: str
    label: str | Promise
    template: str
    context: Callable[[User, Any], dict[str, Any]]
    rows: Callable[[User, Any], QuerySet[Any]] | None = None
    domain: str = ""
    order: int = 50
    of: str = CUSTOMER


@dataclass(frozen=True)
class Start:
    """Something to begin with a customer or a deal ("新建报价"). `url(record)` opens it.

    A button on its page, or what is begun less often (`rare`) a line of its menu.
    """

    code: str
    label: str | Promise
    icon: str
    url: Callable[[Any], str]
    capability: str
    of: str = CUSTOMER
    rare: bool = False


_tabs: dict[tuple[str, str], Tab] = {}
_starts: dict[tuple[str, str], Start] = {}


def register(*tabs: Tab) -> None:
    for tab in tabs:
        _tabs[tab.of, tab.code] = tab


def open_to(user: User, of: str = CUSTOMER) -> list[Tab]:
    registered = [tab for tab in _tabs.values() if tab.of == of]
    shown = [tab for tab in registered if not tab.domain or user.access.scope(tab.domain) != "none"]
    return sorted(shown, key=lambda tab: (tab.order, tab.code))


def counts(shown: Sequence[Tab], user: User, record: Any) -> dict[str, keyset.Count]:
    """Tab → how many rows stand behind it, all in one query."""
    counted = [(tab.code, tab.rows(user, record)) for tab in shown if tab.rows]
    return dict(zip([code for code, _rows in counted], keyset.counts([rows for _code, rows in counted]), strict=True))


def register_start(*starts: Start) -> None:
    for start in starts:
        _starts[start.of, start.code] = start


def starts_for(user: User, record: Any, of: str = CUSTOMER) -> list[dict[str, Any]]:
    """Label, icon, address and rarity of what this user may begin with this record."""
    return [
        {"label": start.label, "icon": start.icon, "url": start.url(record), "rare": start.rare}
        for start in _starts.values()
        if start.of == of and user.can(start.capability)
    ]
