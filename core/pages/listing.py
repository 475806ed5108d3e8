"""A list page said once: columns, filters, scenes, sorts, bulk actions. docs/design.md shows the look.

    QUOTES = ListPage(
        code="quotes.quotes", title=_("报价"), unit=_("份"),
        rows=lambda user: Quote.objects.visible_to(user).select_related("customer", "owner"),
        columns=[Column("title", _("报价"), link=True, phone="p1", sort="title"), ...],
        filterset=QuoteFilter, search=search.search, scenes=[...], sort="-updated_at",
    )

    def quote_list(request):
        return render_list(request, QUOTES)

The URL is the whole state: scene, q, filters, sort, cols, cursor.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.markup import markup
from core.pages import keyset, words
from core.templatetags import ui

Text = str | Promise
Getter = Callable[[Any], Any]


def _in_units(label: Any, unit: Any) -> str:
    return _("%(label)s（%(unit)s）") % {"label": label, "unit": unit}


def path_value(row: Any, path: str) -> Any:
    """`customer.owner` read from a row, None when anything on the way is None; callables are called."""
    value = row
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else getattr(value, part, None)
        if callable(value) and not isinstance(value, type):
            value = value()
        if value is None:
            return None
    return value


KINDS: dict[str, Callable[[Any], Any]] = {
    "text": ui.or_dash,
    "num": ui.count,
    "money": ui.amount,
    "wan": ui.wan,
    "percent": ui.percent,
    "day": ui.day,
    "moment": ui.moment,
    "clock": lambda value: ui.clock(value),
    "state": lambda value: ui.state(value),
    "class": lambda value: ui.klass(value),
    "person": lambda value: ui.name_of(value) if value else ui.NONE,
    "bool": lambda value: "✓" if value else ui.NONE,
}
RIGHT = {"num", "money", "wan", "percent"}
QUIET = {"person", "day", "moment"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    `value` reads the plain value (a path such as "customer.name", or a function); exports write it, and sorting never uses
    it. `kind` says how it is shown; `show` (row → markup) or `template` (given `row` and `value`) overrule it.
    `dress` (row, its link → markup) adds to the linked name.
    `sort` is the ORM field to sort by; say `nullable=True` when it can be empty. `width` in px, none takes what is free.
    `phone` is the place in the phone's row: p1 name, p2 mark, p3 facts, p4 clock. `shown=False` waits in the chooser.
    """

    code: str
    label: Text
    value: str | Getter = ""
    kind: str = "text"
    show: Getter | None = None
    dress: Callable[[Any, SafeString], Any] | None = None
    template: str = ""
    sort: str = ""
    nullable: bool = False
    width: int = 0
    phone: str = ""
    link: bool = False
    shown: bool = True
    unit: Text = ""
    help: Text = ""

    def plain(self, row: Any) -> Any:
        """The value itself, for export and scripts."""
        if callable(self.value):
            return self.value(row)
        return path_value(row, self.value or self.code)

    def cell(self, row: Any) -> Any:
        if self.show is not None:
            return self.show(row)
        value = self.plain(row)
        if self.template:
            return get_template(self.template).render({"row": row, "value": value})
        if self.kind == "state" and not hasattr(value, "mark"):
            return ui.state(row, field=self.code)
        if self.kind == "class" and not hasattr(value, "weight"):
            return ui.klass(row, field=self.code)
        return KINDS[self.kind](value)

    @property
    def css(self) -> str:
        names = ["r" if self.kind in RIGHT else "", self.phone, "c-co" if self.link else ""]
        names.append("t2" if self.kind in QUIET or (self.kind == "text" and not self.link and not self.show) else "")
        return " ".join(name for name in names if name)

    @property
    def header(self) -> str:
        if self.unit:
            return _in_units(self.label, self.unit)
        return _in_units(self.label, words.wan_unit()) if self.kind == "wan" else str(self.label)


TICK, FREE, MOST_WIDTH = 50, 200, 24
"""Pixels of the box to tick; what a column without a width gets at least, to which the others may leave nothing; hundreds at most."""


def least_width(columns: Sequence[Column]) -> int:
    """Hundreds of pixels below which the table scrolls in its frame instead of squeezing names to nothing (`.w-9` in app.css)."""
    return min(MOST_WIDTH, -(-(TICK + sum(column.width or FREE for column in columns)) // 100))


@dataclass(frozen=True, slots=True)
class Scene:
    """A tab every user has: 我负责的, 公海. `narrow(queryset, user)` picks its rows. `counted` shows a capped number.

    The list opens on the first scene that is `first_for` this user, else on the first of all.
    """

    code: str
    label: Text
    narrow: Callable[[Any, Any], QuerySet[Any]]
    capability: str = ""
    counted: bool = True
    first_for: Callable[[Any], bool] | None = None


@dataclass(frozen=True, slots=True)
class Bulk:
    """Something to do to many rows, one after the other (core.pages.bulk).

    `act(actor=, row=, data=)` calls the service that does it by hand, with the row's version, and returns what the way back
    needs ({} when there is nothing to remember), or None when the row was so already. `back(actor=, row=, kept=)` is the way
    back; without one there is no undo. `form(posted, user)` asks for parameters first, its cleaned_data becomes `data`.
    `after(run=, done=)` says once what is said of all of it, in the transaction that ends the run or its way back (`run.undoes_id`);
    `done` are ids with what was kept.
    """

    code: str
    label: Text
    icon: str
    act: Callable[..., Mapping[str, Any] | None]
    capability: str = ""
    form: Callable[[Any, Any], forms.Form] | None = None
    back: Callable[..., object] | None = None
    after: Callable[..., object] | None = None
    danger: bool = False
    note: Text = ""

    @property
    def reversible(self) -> bool:
        """For templates, which would call `back` instead of asking whether it is there."""
        return self.back is not None


@dataclass(frozen=True, slots=True)
class Export:
    """How the list leaves the house. `run(actor=, rows=, columns=, conditions=, form=, progress=)` is a service: it asks for the
    right, writes by `core.pages.sheets`, notes it in the log and returns what has `file` and `row_count`.

    It gets the columns in use, or all with `more`, which no list shows; those of `always` in any case.
    """

    capability: str
    run: Callable[..., Any]
    more: Sequence[Column] = ()
    always: Sequence[str] = ()

    def columns(self, page: ListPage, codes: str) -> list[Column]:
        wanted = {*codes.split(","), *self.always}
        return (
            [column for column in page.columns if column.code in wanted or column.link]
            if codes
            else [
                *page.columns,
                *self.more,
            ]
        )


@dataclass(frozen=True, slots=True)
class Action:
    """A button in the page's head; the one with `primary=True` is the page's main verb.

    `shown_for(user)` asks more than a capability can say.
    """

    label: Text
    url_name: str
    icon: str = "i-plus"
    primary: bool = True
    key: str = ""
    capability: str = ""
    shown_for: Callable[[Any], bool] | None = None


_pages: dict[str, ListPage] = {}


def version_of(row: Any) -> str:
    return str(getattr(row, "version", ""))


def find(code: str) -> ListPage | None:
    """The list of a code. A worker has read none yet; the table of contents names them all."""
    if code not in _pages:
        import_module(settings.ROOT_URLCONF)
    return _pages.get(code)


@dataclass(frozen=True)
class ListPage:
    """The whole page. `rows(user)` must go through `visible_to(user)`.

    `search(queryset, text)` narrows by what is typed. `sort` is a column's code, "-" in front for descending.
    `row_url(row)` defaults to get_absolute_url. `row_label(row)` names a row for checkboxes and results;
    `row_seen(row)` changes whenever somebody else's bulk action should stop. `url_name` is the list's own address. `walked` lists
    lead from record to record (core.pages.neighbours). `empty_*` is what stands there when nothing was ever made; nothing found says so by itself.
    `extra_template` goes into the line of tools, before the columns. `footer(queryset)` gives {column code: total} for the tfoot.
    """

    code: str
    title: Text
    rows: Callable[[Any], QuerySet[Any]]
    columns: Sequence[Column]
    url_name: str = ""
    unit: Text = ""
    filterset: Any = None
    search: Callable[[Any, str], QuerySet[Any]] | None = None
    search_hint: Text = ""
    scenes: Sequence[Scene] = ()
    sort: str = "-id"
    actions: Sequence[Action] = ()
    bulk: Sequence[Bulk] = ()
    row_url: Callable[[Any], str] = field(default=lambda row: str(row.get_absolute_url()))
    row_label: Callable[[Any], str] = str
    row_seen: Callable[[Any], str] = version_of
    walked: bool = False
    empty_title: Text = ""
    empty_text: Text = ""
    empty_icon: str = "i-folder"
    page_size: int = keyset.PAGE_SIZE
    export: Export | None = None
    extra_template: str = ""
    footer: Callable[[QuerySet[Any]], Mapping[str, Any]] | None = None
    row_css: Callable[[Any], str] | None = None

    def __post_init__(self) -> None:
        _pages[self.code] = self

    @property
    def searchable(self) -> bool:
        """For templates, which would call `search` instead of asking whether it is there."""
        return self.search is not None

    def column(self, code: str) -> Column | None:
        return next((column for column in self.columns if column.code == code), None)

    def bulk_action(self, code: str) -> Bulk | None:
        return next((action for action in self.bulk if action.code == code), None)

    def order(self, wanted: str) -> tuple[keyset.Order, str]:
        """The order for `?sort=`, and its canonical text; an unknown one gives the page's own."""
        for text in (wanted, self.sort):
            code = text.removeprefix("-")
            column = self.column(code)
            if column is not None and column.sort:
                return keyset.Order(column.sort, text.startswith("-"), column.nullable), text
            if text == self.sort:
                return keyset.Order(code, text.startswith("-")), text
        raise AssertionError("unreachable: the page's own sort is always accepted")

    def chosen_columns(self, wanted: str) -> list[Column]:
        """Columns of `?cols=a,b`, in the page's order; the linked name column always stays."""
        codes = set(wanted.split(",")) if wanted else set()
        known = codes & {column.code for column in self.columns}
        if not known:
            return [column for column in self.columns if column.shown]
        return [column for column in self.columns if column.code in known or column.link]


def link_cell(url: str, text: Any) -> SafeString:
    """A name: ink, ellipsis at the end, whole in the title."""
    return markup('<a href="{}" title="{}">{}</a>', url, text, text)


def phone_line(*parts: Any) -> SafeString:
    """The rest of a p3 cell, seen on the phone only: ` · 刘建平 · 在谈 386.4 万`."""
    joined = ui.dots(*parts)
    return markup('<span class="d-phone">&nbsp;· {}</span>', joined) if joined else SafeString("")
