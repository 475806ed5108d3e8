"""A board said once: a list's rows in columns by state. Moving a card is a verb of the state machine, asked of its service.

    BOARD = Board(page=QUOTES, url_name="quotes:quote_board", list_url_name="quotes:quote_list",
                  columns=[Column("draft", _("草稿"), rows=in_state(S.DRAFT), where={"state": "draft"}, slow=14), ...],
                  card=card, run=run, order=keyset.Order("valid_until", descending=False), amount="total")

It shows what the list shows at the same address: scene, search and filters are the list's own. Each column counts and sums up
to a thousand rows, and reads on from the last card. Without scripts the menu on a card is a form; with them the card can be
dragged, or moved by keys (static/js/board.js). A refusal is said in the service's words, and nothing has moved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from core.addresses import address_of
from core.errors import Refusal
from core.markup import joined, markup
from core.pages import keyset, rendering, toasts, words
from core.pages.listing import ListPage
from core.templatetags import ui

Text = str | Promise
CARDS = 12


@dataclass(frozen=True, slots=True)
class Move:
    """Something this reader may do to a card. `to` is the column it leads to, empty when it stays or leaves the board.

    With `url` the verb asks for something first, on its own page; else it is done at once.
    """

    verb: str
    label: Text
    to: str = ""
    url: str = ""
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says. `since` is when it came into its column; `marks` stand in a line of their own,
    `hint` shows when the pointer rests on the title."""

    id: int
    version: int
    url: str
    title: Text
    party: Text
    amount: Decimal | None
    since: datetime | None
    person: Any
    hint: Text = ""
    marks: Sequence[Any] = ()
    moves: Sequence[Move] = ()


@dataclass(frozen=True)
class Column:
    """One state. `rows` narrows the list's rows, `where` is the same as conditions of the list's address.

    Longer than `slow` days in it is said in colour; a written rule gives them as a function. `note` stands beside its sum.
    """

    code: str
    label: Text
    rows: Callable[[Any], QuerySet[Any]]
    where: Mapping[str, Any]
    slow: int | Callable[[], int] = 14
    note: Callable[[], Text] | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """What moving came to: words, with a way back where there is one; or a page that asks for what is missing."""

    words: Text = ""
    undo_url: str = ""
    ask_url: str = ""


@dataclass(frozen=True)
class Board:
    """`run(request, verb=, to=, id=, version=)` calls the service and returns Moved: `verb` from a menu, or `to` after a drop."""

    page: ListPage
    url_name: str
    list_url_name: str
    columns: Sequence[Column]
    card: Callable[[Any, Any], Card]
    run: Callable[..., Moved]
    rows: Callable[[Any], Any]
    order: keyset.Order
    amount: str
    aside: Sequence[tuple[Text, Mapping[str, Any]]] = ()
    hint: Text = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    column: Column
    count: keyset.Count
    total: str
    cards: SafeString
    list_url: str
    more: SafeString | str
    on: bool
    switch_url: str
    note: Text = ""


def render_board(request: HttpRequest, board: Board) -> HttpResponse:
    """GET shows the board, or the next cards of one column (#more-…); POST moves a card and comes back."""
    if request.method == "POST":
        return _move(request, board)
    if request.headers.get("HX-Target") == "filters":
        return render(request, "components/list_filters.html", rendering.filter_panel(request, board.page))
    rows, filters = rendering.matching(request, board.page)
    rows = board.rows(rows)
    asked = next((column for column in board.columns if column.code == request.GET.get("col")), None)
    if asked and request.headers.get("HX-Target") == f"more-{asked.code}":
        cards, more = _cards(request, board, asked, rows, request.GET.get("cursor", ""))
        return HttpResponse(joined([cards, more]))
    sums = keyset.sums([column.rows(rows) for column in board.columns], board.amount)
    counts = [count for count, _total in sums]
    shown = asked or next((c for c, n in zip(board.columns, counts, strict=True) if n), board.columns[0])
    drawn = []
    for column, (count, total) in zip(board.columns, sums, strict=True):
        cursor = request.GET.get("cursor", "") if column is asked else ""
        cards, more = _cards(request, board, column, rows, cursor) if count else (SafeString(""), "")
        said = (
            _("超过 %(n)s %(unit)s，不合计") % {"n": keyset.COUNT_CAP, "unit": board.page.unit}
            if count.capped
            else words.wan_text(total or Decimal(0))
        )
        switch = rendering.with_(request, col=column.code)
        note = column.note() if column.note else ""
        url = _list_url(request, board, column.where)
        drawn.append(Drawn(column, count, said, cards, url, more, column is shown, switch, note))
    stale = rendering.stale_conditions(request, board.page, filters)
    chips = rendering.chips_in_force(request, filters, stale)
    context = {
        "spec": board.page,
        "board": board,
        "page_title": board.page.title,
        "columns": drawn,
        "unit": words.wan_unit(),
        "chips": chips,
        "q": request.GET.get("q", ""),
        "filtered": bool(chips) or bool(request.GET.get("q")),
        "kept": [(name, value) for name, value in rendering.kept(request) if name not in ("q", "cursor", "col")],
        "filters_url": rendering.with_(request, filters="1") if board.page.filterset else "",
        "clear_url": rendering.clear_url(request),
        "list_url": _list_url(request, board, {}),
        "aside": [(label, _list_url(request, board, where)) for label, where in board.aside],
        "here": request.get_full_path(),
        **rendering.frame(request, board.page, {}),
    }
    if board.page.filterset and request.GET.get("filters"):
        context |= rendering.filter_panel(request, board.page)
    response = render(request, "pages/board.html", context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _cards(
    request: HttpRequest, board: Board, column: Column, rows: Any, cursor: str
) -> tuple[SafeString, SafeString | str]:
    page = keyset.page(column.rows(rows), board.order, cursor, CARDS)
    back = urlencode({"next": request.get_full_path()})
    slow = column.slow if isinstance(column.slow, int) else column.slow()
    cards = joined(draw_card(board.card(row, request.user), column.code, slow, back) for row in page.rows)
    if not page.next:
        return cards, ""
    url = rendering.with_(request, col=column.code) + "&" + urlencode({"cursor": page.next})
    return cards, markup(
        '<li class="kan-more" id="more-{}" hx-get="{}" hx-target="this" hx-swap="outerHTML" hx-select="unset" '
        'hx-trigger="click"><a class="btn btn-sm btn-bare" href="{}">{}</a></li>',
        column.code,
        url,
        url,
        _("再看 %(n)s %(unit)s") % {"n": CARDS, "unit": board.page.unit},
    )


def draw_card(card: Card, column: str, slow: int, back: str) -> SafeString:
    """A card, in Python: a board has sixty of them."""
    amount = markup('<span class="amt num">{}</span>', ui.wan_full(card.amount)) if card.amount else ""
    foot = [amount, _stay(card.since, slow), ui.avatar(card.person) if card.person else ""]
    marks = markup('<span class="ft">{}</span>', joined(card.marks)) if any(card.marks) else ""
    return markup(
        '<li class="kc" id="card-{}" data-card="{}.{}" data-column="{}"><a class="m" href="{}" title="{}">{}</a>'
        '<span class="co">{}</span><span class="ft">{}</span>{}{}</li>',
        card.id,
        card.id,
        card.version,
        column,
        card.url,
        card.hint,
        card.title,
        card.party,
        joined(foot),
        marks,
        _menu(card, back),
    )


def _stay(since: datetime | None, slow: int) -> SafeString | str:
    if since is None:
        return ""
    days = (clock.today() - words.local_date(since)).days
    said = ngettext("停 %(n)s 天", "停 %(n)s 天", days) % {"n": days} if days else _("今天")
    return markup('<span class="num{}">{}</span>', " warn" if days > slow else "", said)


def _menu(card: Card, back: str) -> SafeString | str:
    if not card.moves:
        return ""
    items = []
    for move in card.moves:
        css = "no" if move.danger else ""
        if move.url:
            items.append(
                markup('<a class="{}" href="{}?{}" data-to="{}">{}</a>', css, move.url, back, move.to, move.label)
            )
        else:
            value = f"{move.verb}.{card.id}.{card.version}"
            items.append(
                markup(
                    '<button class="{}" name="move" value="{}" data-to="{}">{}</button>',
                    css,
                    value,
                    move.to,
                    move.label,
                )
            )
    return markup(
        '<details class="drop drop-r kc-m"><summary class="btn btn-i btn-bare btn-sm" aria-label="{}">{}</summary>'
        '<div class="drop-m">{}</div></details>',
        _("移动 %(title)s") % {"title": card.title},
        ui.icon("i-dots", small=True),
        joined(items),
    )


def _list_url(request: HttpRequest, board: Board, where: Mapping[str, Any]) -> str:
    """The list at the present conditions, and these."""
    parameters = request.GET.copy()
    for name in ("col", "cursor", "filters", *where):
        parameters.pop(name, None)
    for name, value in where.items():
        parameters[name] = str(value)
    query = parameters.urlencode()
    return address_of(board.list_url_name) + (f"?{query}" if query else "")


def _move(request: HttpRequest, board: Board) -> HttpResponse:
    """`move` is verb.id.version from a menu, `drop` is column.id.version after a drag onto a column no menu item leads to."""
    named = "move" if "move" in request.POST else "drop"
    what, _dot, rest = request.POST.get(named, "").partition(".")
    number, _dot, version = rest.partition(".")
    here = HttpResponseRedirect(request.get_full_path())
    if not (number.isdecimal() and version.isdecimal() and len(rest) < 30):
        toasts.say(request, _("没有这个动作"), tone="bad")
        return here
    asked: dict[str, Any] = {"verb": what} if named == "move" else {"to": what}
    try:
        moved = board.run(request, id=int(number), version=int(version), **asked)
    except Refusal as refusal:
        clause = f" {refusal.clause}" if refusal.clause else ""
        toasts.say(request, f"{refusal.message}{clause}", tone="bad")
        return here
    if moved.ask_url:
        joint = "&" if "?" in moved.ask_url else "?"
        target = f"{moved.ask_url}{joint}{urlencode({'next': request.get_full_path()})}"
        if not request.headers.get("HX-Request"):
            return HttpResponseRedirect(target)
        return HttpResponse(headers={"HX-Redirect": target})
    toasts.say(request, moved.words, undo_url=moved.undo_url)
    return here


def in_state(state: str) -> Callable[[Any], QuerySet[Any]]:
    return lambda rows: rows.filter(state=state)
