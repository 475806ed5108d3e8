"""What quote pages show."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import clock, search
from core.pages import words
from core.pages.text import told
from core.templatetags import ui
from customers.models import Customer, Opportunity
from org.models import User
from quotes import policies
from quotes.choices import AWAITED, RELEASED, QuoteState
from quotes.models import Quote, QuoteFeedback
from workflow.models import ApprovalStep


def whole_quote(user: User) -> Any:
    """Quotes in sight with what a record page needs of them."""
    return (
        Quote.objects.visible_to(user)
        .select_related("customer", "contact", "owner", "approval", "opportunity", "solution")
        .prefetch_related("lines", "stamps__stamped_by", "dispatches__sent_by", "approval__steps__seats__approver")
    )


def quote_list(user: User) -> Any:
    """Quotes in sight with what a list shows of them."""
    return Quote.objects.select_related("customer", "owner").defer("search_key").visible_to(user)


def quotes_of(user: User, customer: Customer, limit: int = 50) -> list[Quote]:
    """A customer's quotes the reader may see, newest first."""
    return list(Quote.objects.at(customer, user).order_by("-id")[:limit])


def quotes_of_deal(user: User, deal: Opportunity) -> list[Quote]:
    """The quotes of a deal the reader may see, newest first, each with the solution it prices."""
    rows = Quote.objects.visible_to(user).filter(opportunity=deal).select_related("solution")
    return list(rows.order_by("-id"))


def revisions(user: User, quote: Quote) -> list[Quote]:
    """All revisions under the same number the reader may see, newest first."""
    return list(
        Quote.objects.visible_to(user).filter(number=quote.number).select_related("owner").order_by("-revision")
    )


def discount_amount(quote: Quote) -> Any:
    """What the discount comes to in money; negative when dearer than the list."""
    return quote.list_total - sum(line.amount for line in quote.lines.all() if line.list_price is not None)


def facts(quote: Quote, user: User) -> list[dict[str, Any]]:
    """The facts under the title."""
    off = quote.discount
    weeks = sorted({line.delivery for line in quote.lines.all() if line.delivery})
    return [
        {
            "label": _("价税合计"),
            "value": ui.money(quote.total),
            "big": True,
            "wide": True,
            "note": _("折让 %(share)s") % {"share": words.percent_text(off)} if off > 0 else "",
            "note_class": "warn num",
        },
        {
            "label": pgettext("one", "客户"),
            "value": quote.customer.name,
            "url": quote.customer.get_absolute_url() if user.access.scope("customers") != "none" else "",
            "wide": True,
        },
        *_deal(quote, user),
        {"label": _("收件人"), "value": quote.contact.name if quote.contact else _("未填")},
        {
            "label": _("有效期至"),
            "value": words.day_text(quote.valid_until),
            "note": _validity(quote, clock.today()),
            "note_class": "bad" if quote.is_expired(clock.today()) else "t3",
        },
        {"label": _("付款"), "value": quote.payment_terms},
        {"label": _("交货"), "value": _("、").join(weeks[:3]) or "—"},
    ]


def _deal(quote: Quote, user: User) -> list[dict[str, Any]]:
    """The deal it belongs to, and the solution it prices."""
    deal = quote.opportunity
    if deal is None:
        return []
    note = _("方案 V%(n)s") % {"n": quote.solution.number} if quote.solution else ""
    seen = Opportunity.objects.visible_to(user).filter(pk=deal.pk).exists()
    return [{"label": _("商机"), "value": deal.title, "url": deal.get_absolute_url() if seen else "", "note": note}]


def steps(quote: Quote) -> list[dict[str, Any]]:
    """The step bar: draft, each approval step, stamp, issue. Done steps say who and when."""
    bar = [_step(_("起草"), _who(quote.owner, quote.created_at), "done" if quote.state != QuoteState.DRAFT else "now")]
    if quote.state == QuoteState.VOID:
        return [*bar, _step(_("已作废"), "", "now")]
    bar += [_approval_step(step) for step in _approval_steps(quote)] or [_step(pgettext("one", "审批"), "", "")]
    stamp = next(iter(quote.stamps.all()), None)
    passed = quote.state in RELEASED
    bar.append(
        _step(
            _("用印"),
            _who(stamp.stamped_by, stamp.stamped_at) if stamp else "",
            "done" if stamp else ("now" if passed else ""),
        )
    )
    sent = next(iter(quote.dispatches.all()), None)
    bar.append(
        _step(
            _("发出"),
            _who(sent.sent_by, sent.sent_at) if sent else "",
            "done" if sent else ("now" if passed and stamp else ""),
        )
    )
    if sent:
        bar.append(_answer(quote))
    return bar


def _answer(quote: Quote) -> dict[str, Any]:
    """What the customer said last; until they decide, it is their turn."""
    told = next(iter(feedback_of(quote)), None)
    note = _who(told.recorded_by, told.recorded_at) if told else ""
    label = str(quote.get_state_display()) if told else _("客户答复")
    return _step(label, note, "now" if quote.state in AWAITED else "done")


def feedback_of(quote: Quote) -> list[QuoteFeedback]:
    """What the customer said, the newest first; of one that never went out nothing is asked."""
    if quote.issued_at is None:
        return []
    rows = QuoteFeedback.objects.select_related("recorded_by", "contact", "competitor")
    prefetch_related_objects([quote], Prefetch("feedback", rows))
    return list(quote.feedback.all())


def lines(quote: Quote, user: User) -> Sequence[dict[str, Any]]:
    """The lines as the table shows them. The floor itself is only for those who decide."""
    sees_floor = policies.may_see_floor(user)
    return [
        {
            "line": line,
            "off": words.percent_text(-line.off_list) if line.off_list else "",
            "floor": _floor_words(line, sees_floor),
        }
        for line in quote.lines.all()
    ]


def find_quotes(user: User, text: str, limit: int) -> list[Quote]:
    """By part of the number, of the title, of the customer's name, its pinyin or initials, newest first."""
    rows: Any = search.search(quote_list(user), text)
    return list(rows.order_by("-id")[:limit])


def _floor_words(line: Any, sees_floor: bool) -> str:
    if not line.below_floor:
        return ""
    if sees_floor:
        return _("低于底价 %(share)s") % {"share": words.percent_text(line.below_floor)}
    return _("低于底价")


def _validity(quote: Quote, today: date) -> str:
    if quote.is_expired(today):
        return _("已过期")
    return _("%(days)s 天") % {"days": (quote.valid_until - quote.quoted_on).days}


def _approval_steps(quote: Quote) -> list[ApprovalStep]:
    if quote.approval is None or quote.state == QuoteState.DRAFT:
        return []
    return [step for step in quote.approval.steps.all() if step.state != "cancelled"]


def _approval_step(step: ApprovalStep) -> dict[str, Any]:
    names = _("、").join(str(seat.approver) for seat in step.seats.all())
    states = {"approved": "done", "open": "now", "returned": "now", "rejected": "now"}
    note = f"{names} {words.relative_day(step.closed_at)}" if step.closed_at else names
    return _step(told(step.name), note, states.get(step.state, ""))


def _step(label: str, note: str, state: str) -> dict[str, Any]:
    return {"label": label, "note": note, "state": state}


def _who(person: User, at: Any) -> str:
    return f"{person} {words.day_text(at)}"
