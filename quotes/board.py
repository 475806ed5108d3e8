"""报价看板: quotes in play by state. Moving a card submits, withdraws or sends; verdicts stay in the inbox."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.addresses import address_of
from core.errors import Conflict, Invalid
from core.guards import require
from core.pages import keyset
from core.pages.boards import Board, Card, Column, Move, Moved, in_state
from core.scope import visible_or_404
from core.templatetags import ui
from org.models import User
from quotes import lists, policies, services
from quotes.choices import AWAITED, EDITABLE, SENT, FeedbackOutcome, QuoteState
from quotes.models import Quote
from quotes.models.quotes import stamp_required
from quotes.services.doors import require_state

S = QuoteState
LEADS_TO: dict[str, str] = {
    S.REPORTED: "submit",
    S.DRAFT: "withdraw",
    S.ISSUED: "send",
    S.NEGOTIATING: "negotiate",
    S.ACCEPTED: "accept",
}


def card(quote: Quote, user: User) -> Card:
    return Card(
        id=quote.pk,
        version=quote.version,
        url=quote.get_absolute_url(),
        title=quote.title,
        party=quote.customer.name,
        amount=quote.total,
        since=_since(quote),
        person=quote.owner,
        hint=str(quote),
        marks=_marks(quote),
        moves=_moves(quote, user),
    )


def _since(quote: Quote) -> datetime | None:
    """When it came into its state: a draft that was withdrawn or returned, when its approval was closed."""
    moments = {S.REPORTED: quote.reported_at, S.APPROVED: quote.approved_at, **dict.fromkeys(SENT, quote.issued_at)}
    if quote.state in EDITABLE:
        return quote.approval.closed_at if quote.approval else quote.created_at
    return moments.get(S(quote.state))


def _marks(quote: Quote) -> list[SafeString]:
    marks = []
    if quote.is_major:
        marks.append(ui.tag(_("重大"), "bad"))
    if quote.state == S.APPROVED and not quote.is_expired(clock.today()):
        marks.append(ui.state_mark("todo", "", _("待发出") if quote.stamps.all() else _("待用印")))
    if quote.is_expired(clock.today()):
        marks.append(ui.state_mark("exp", "off", _("已过期")))
    elif quote.state in AWAITED:
        marks.append(ui.clock(quote.valid_until))
    return marks


def _moves(quote: Quote, user: User) -> list[Move]:
    """The verbs of the record page that lead from one column to another, and those that stay on the card."""
    actions = policies.available_actions(user, quote)
    stamped = bool(quote.stamps.all())
    moves = []
    if "submit" in actions:
        moves.append(Move("submit", _("提交审批"), S.REPORTED))
    if "withdraw" in actions:
        moves.append(Move("withdraw", _("撤回审批"), S.DRAFT))
    if "stamp" in actions and not stamped:
        moves.append(Move("stamp", _("用印"), url=address_of("quotes:quote_stamp", quote.pk)))
    if "send" in actions and _may_go_out(quote, stamped):
        moves.append(Move("send", _("发出报价"), S.ISSUED, url=address_of("quotes:quote_send", quote.pk)))
    if "void" in actions:
        moves.append(Move("void", _("作废"), url=address_of("quotes:quote_void", quote.pk), danger=True))
    return moves


def _may_go_out(quote: Quote, stamped: bool) -> bool:
    return (stamped or not stamp_required()) and not quote.is_expired(clock.today())


def run(
    request: HttpRequest,
    *,
    id: int,
    version: int,
    verb: str = "",
    to: str = "",
) -> Moved:
    """The verb of a menu, or the one that would lead to a column: its service does it, or says why not."""
    verb = verb or LEADS_TO.get(to, "")
    actor: Any = request.user
    if verb == "submit":
        services.submit_quote(actor=actor, quote_id=id, version=version)
        return Moved(_("已提交审批"), undo_url=address_of("quotes:quote_withdraw", id))
    if verb == "withdraw":
        services.withdraw_quote(actor=actor, quote_id=id)
        return Moved(_("已撤回，改好再提交"))
    if verb == "send":
        return _ask_where_to(actor, id)
    if verb in ("negotiate", "accept"):
        return _ask_what_was_said(actor, id, verb)
    if to in (S.APPROVED, S.RETURNED):
        raise Conflict("quote.verdict", _("通过还是退回由审批人在审批里决定，卡片拖不过去"))
    raise Invalid("board.verb", _("没有这个动作"))


def _ask_where_to(actor: User, quote_id: int) -> Moved:
    """Sending needs a way and a name, which a drag does not bring: refused for any other reason first, else asked for."""
    try:
        services.send_quote(actor=actor, quote_id=quote_id, way="", to="")
    except Invalid as missing:
        if missing.code != "quote.dispatch":
            raise
    return Moved(ask_url=address_of("quotes:quote_send", quote_id))


def _ask_what_was_said(actor: User, quote_id: int, verb: str) -> Moved:
    """What the customer said is told on a form; who may not tell is refused at once."""
    quote = visible_or_404(Quote.objects.all(), actor, pk=quote_id)
    require(policies.may_send(actor, quote), "quote.feedback", _("只有负责人和销售内勤能记客户反馈"))
    require_state(quote, SENT, _("发给客户的报价才有反馈"))
    outcome = FeedbackOutcome.ACCEPTED if verb == "accept" else FeedbackOutcome.NEGOTIATING
    return Moved(ask_url=f"{address_of('quotes:quote_feedback', quote_id)}?outcome={outcome}")


def _rows(rows: Any) -> Any:
    return rows.select_related("approval").prefetch_related("stamps")


BOARD = Board(
    page=lists.QUOTES,
    url_name="quotes:quote_board",
    list_url_name="quotes:quote_list",
    columns=[
        Column(S.DRAFT, S.DRAFT.label, in_state(S.DRAFT), {"state": S.DRAFT}, slow=14),
        Column(S.RETURNED, S.RETURNED.label, in_state(S.RETURNED), {"state": S.RETURNED}, slow=3),
        Column(S.REPORTED, S.REPORTED.label, in_state(S.REPORTED), {"state": S.REPORTED}, slow=3),
        Column(S.APPROVED, S.APPROVED.label, in_state(S.APPROVED), {"state": S.APPROVED}, slow=3),
        Column(
            S.ISSUED,
            S.ISSUED.label,
            lambda rows: rows.filter(state=S.ISSUED).standing(clock.today()),
            {"state": S.ISSUED, "standing": "on"},
        ),
        Column(
            S.NEGOTIATING,
            S.NEGOTIATING.label,
            lambda rows: rows.filter(state=S.NEGOTIATING).standing(clock.today()),
            {"state": S.NEGOTIATING, "standing": "on"},
            slow=14,
        ),
        Column(S.ACCEPTED, S.ACCEPTED.label, in_state(S.ACCEPTED), {"state": S.ACCEPTED}),
    ],
    card=card,
    run=run,
    rows=_rows,
    order=keyset.Order("valid_until", descending=False),
    amount="total",
    aside=[
        (gettext_lazy("已过期"), {"expired": "on"}),
        (gettext_lazy("丢单"), {"state": S.LOST}),
        (gettext_lazy("已驳回"), {"state": S.REJECTED}),
        (gettext_lazy("已作废"), {"state": S.VOID}),
    ],
    hint=gettext_lazy("拖到下一列就是提交、撤回或发出；办不到的会说为什么"),
)
