"""Tabs and buttons of the customer's page. Rooms upstairs add theirs: quotes, contracts, money."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from core.pages import keyset
from customers.models import Customer
from org.models import User


@dataclass(frozen=True)
class Tab:
    """One tab. `context(user, customer)` feeds `template`; `rows(user, customer)` are counted beside the label.

    `domain` hides the tab from people whose scope for that domain is none.
    """

    code: str
    label: str | Promise
    template: str
    context: Callable[[User, Customer], dict[str, Any]]
    rows: Callable[[User, Customer], QuerySet[Any]] | None = None
    domain: str = ""
    order: int = 50


@dataclass(frozen=True)
class Start:
    """Something to begin with a customer ("新建报价"): a button on the customer's page. `url(customer)` opens it."""

    code: str
    label: str | Promise
    icon: str
    url: Callable[[Customer], str]
    capability: str


_tabs: dict[str, Tab] = {}
_starts: dict[str, Start] = {}


def register(*tabs: Tab) -> None:
    for tab in tabs:
        _tabs[tab.code] = tab


def open_to(user: User) -> list[Tab]:
    shown = [tab for tab in _tabs.values() if not tab.domain or user.access.scope(tab.domain) != "none"]
    return sorted(shown, key=lambda tab: (tab.order, tab.code))


def counts(shown: Sequence[Tab], user: User, customer: Customer) -> dict[str, keyset.Count]:
    """Tab → how many rows stand behind it, all in one query."""
    counted = [(tab.code, tab.rows(user, customer)) for tab in shown if tab.rows]
    return dict(zip([code for code, _rows in counted], keyset.counts([rows for _code, rows in counted]), strict=True))


def register_start(*starts: Start) -> None:
    for start in starts:
        _starts[start.code] = start


def starts_for(user: User, customer: Customer) -> list[dict[str, Any]]:
    """Label, icon and address of what this user may begin with this customer."""
    return [
        {"label": start.label, "icon": start.icon, "url": start.url(customer)}
        for start in _starts.values()
        if user.can(start.capability)
    ]
