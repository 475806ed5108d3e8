"""What the approval engine must know of a quote: its route facts, its snapshot, and what follows a verdict."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit, money, policy
from core.errors import Conflict
from org.models import User
from quotes import policy as rules
from quotes.choices import QuoteState
from quotes.digest import digest_of
from quotes.models import Quote, QuoteLine
from quotes.models.quotes import KIND
from workflow import adapters
from workflow.adapters import Fact, Submission

USED = (rules.MAJOR_AMOUNT, rules.HEAD_DISCOUNT, rules.REGION_DISCOUNT, rules.PAYMENT_STANDARD)


def facts_of(quote: Quote, in_force: dict[str, policy.InForce]) -> dict[str, Any]:
    """What the route's conditions ask about. Thresholds come from policy, so a rule has one home."""
    discount = quote.discount
    return {
        "amount": quote.total,
        "discount": discount,
        "over_head": discount > in_force[rules.HEAD_DISCOUNT].value,
        "over_region": discount > in_force[rules.REGION_DISCOUNT].value,
        "below_floor": quote.worst_gap > 0,
        "nonstandard_payment": in_force[rules.PAYMENT_STANDARD].value not in quote.payment_terms.replace(" ", ""),
        "major": quote.total >= in_force[rules.MAJOR_AMOUNT].value,
    }


def submission_of(quote: Quote, lines: Sequence[QuoteLine]) -> Submission:
    """The quote as its approvers will see it, frozen."""
    in_force = policy.many(USED)
    facts = facts_of(quote, in_force)
    return Submission(
        number=str(quote),
        title=quote.title,
        party=quote.customer.name,
        url=reverse("quotes:quote_detail", args=[quote.pk]),
        amount=quote.total,
        currency=quote.currency,
        digest=digest_of(quote),
        facts=facts,
        data=_snapshot(quote, lines, facts, in_force),
        risks=_risks(quote, lines),
        policies=policy.cite(in_force.values()),
    )


def _risks(quote: Quote, lines: Sequence[QuoteLine]) -> list[str]:
    """Sentences that keep a quote out of bulk approval: it must be read."""
    risks = []
    if quote.worst_gap > 0:
        risks.append(_("低于底价 %(share)s") % {"share": _share(quote.worst_gap)})
    unlisted = sum(1 for line in lines if line.list_price is None)
    if unlisted:
        risks.append(_("%(count)s 行没有目录价") % {"count": unlisted})
    return risks


def _snapshot(
    quote: Quote, lines: Sequence[QuoteLine], facts: dict[str, Any], in_force: dict[str, policy.InForce]
) -> dict[str, Any]:
    return {
        "revision": quote.revision,
        "customer_id": quote.customer_id,
        "payment_terms": quote.payment_terms,
        "delivery_terms": quote.delivery_terms,
        "warranty_months": quote.warranty_months,
        "valid_until": quote.valid_until.isoformat(),
        "list_total": money.plain(quote.list_total),
        "net_total": money.plain(quote.net_total),
        "tax_total": money.plain(quote.tax_total),
        "total": money.plain(quote.total),
        "capital": money.capital(quote.total),
        "discount": str(facts["discount"]),
        "major": facts["major"],
        "why": _why(quote, facts, in_force),
        "lines": [_line(line) for line in lines],
    }


def _why(quote: Quote, facts: dict[str, Any], in_force: dict[str, policy.InForce]) -> dict[str, str]:
    """Fact → the sentence with its figures; the panel shows those a step's conditions ask about."""
    limits = {key: policy.show(item.rule, item.value) for key, item in in_force.items()}
    sentences = {
        "over_head": _("整单折让 %(share)s，超过销售经理权限 %(limit)s")
        % {"share": _share(facts["discount"]), "limit": limits[rules.HEAD_DISCOUNT]},
        "over_region": _("整单折让 %(share)s，超过区域经理权限 %(limit)s")
        % {"share": _share(facts["discount"]), "limit": limits[rules.REGION_DISCOUNT]},
        "below_floor": _("最低一行低于底价 %(share)s") % {"share": _share(quote.worst_gap)},
        "nonstandard_payment": _("付款方式 %(terms)s，标准是 %(limit)s")
        % {"terms": quote.payment_terms, "limit": limits[rules.PAYMENT_STANDARD]},
        "major": _("价税合计 %(amount)s，达到重大报价 %(limit)s 元")
        % {"amount": money.show(quote.total), "limit": limits[rules.MAJOR_AMOUNT]},
    }
    return {key: text for key, text in sentences.items() if facts[key]}


def _line(line: QuoteLine) -> dict[str, Any]:
    return {
        "position": line.position,
        "name": line.name,
        "model": line.model,
        "spec": line.spec,
        "unit": line.unit,
        "qty": money.plain_number(line.qty),
        "list_price": money.plain(line.list_price) if line.list_price is not None else "",
        "unit_price": money.plain(line.unit_price),
        "off_list": str(line.off_list) if line.off_list is not None else "",
        "below_floor": str(line.below_floor) if line.below_floor else "",
        "tax_rate": money.rate_text(line.tax_rate),
        "amount": money.plain(line.amount),
    }


def _share(fraction: Any) -> str:
    return f"{fraction * 100:.1f}%"


class QuoteAdapter:
    """Carries verdicts into quotes. The engine calls it with the quote locked."""

    kind = KIND
    label = gettext_lazy("报价")
    preview_template = "quotes/_approval_preview.html"
    facts = (
        Fact("amount", gettext_lazy("价税合计"), policy.MONEY),
        Fact("discount", gettext_lazy("整单折让"), policy.PERCENT),
        Fact("over_head", gettext_lazy("折让超过销售经理权限"), policy.SWITCH),
        Fact("over_region", gettext_lazy("折让超过区域经理权限"), policy.SWITCH),
        Fact("below_floor", gettext_lazy("有低于底价的行"), policy.SWITCH),
        Fact("nonstandard_payment", gettext_lazy("付款方式不标准"), policy.SWITCH),
        Fact("major", gettext_lazy("重大报价"), policy.SWITCH),
    )

    def lock(self, subject_id: int) -> Quote:
        return Quote.objects.select_for_update(no_key=True, of=("self",)).select_related("approval").get(pk=subject_id)

    def digest(self, subject: Quote) -> str:
        return digest_of(subject)

    def on_approved(self, subject: Quote, *, actor: User, request_id: int) -> None:
        """The newer revision passes, the older ones under the same number are void."""
        subject.approval.refresh_from_db()
        subject.approve()
        self._save(subject, actor, "quote.approved", QuoteState.REPORTED)
        older = Quote.objects.filter(number=subject.number, revision__lt=subject.revision)
        for quote in older.filter(state__in=[QuoteState.APPROVED, QuoteState.ISSUED]).select_for_update(no_key=True):
            was = quote.state
            quote.void()
            self._save(quote, actor, "quote.superseded", was)

    def on_returned(self, subject: Quote, *, actor: User, reason: str) -> None:
        subject.send_back()
        self._save(subject, actor, "quote.returned", QuoteState.REPORTED, reason)

    def on_rejected(self, subject: Quote, *, actor: User, reason: str) -> None:
        subject.reject()
        self._save(subject, actor, "quote.rejected", QuoteState.REPORTED, reason)

    def on_withdrawn(self, subject: Quote, *, actor: User, reason: str) -> None:
        subject.withdraw()
        self._save(subject, actor, "quote.withdrawn", QuoteState.REPORTED, reason)

    def on_undone(self, subject: Quote, *, actor: User) -> None:
        """Back to reported, unless somebody has stamped or changed it, or it replaced an older revision."""
        if subject.state not in (QuoteState.APPROVED, QuoteState.RETURNED, QuoteState.REJECTED):
            raise Conflict("quote.moved_on", _("报价已经往下走了，不能撤销"))
        if subject.stamps.exists() or digest_of(subject) != subject.approval.digest:
            raise Conflict("quote.moved_on", _("报价已经往下走了，不能撤销"))
        if Quote.objects.filter(number=subject.number, revision__lt=subject.revision, state=QuoteState.VOID).exists():
            raise Conflict("quote.superseded", _("旧版本已经作废，不能撤销"))
        was = subject.state
        subject.reopen()
        self._save(subject, actor, "quote.reopened", was)

    def _save(self, quote: Quote, actor: User, code: str, was: str, reason: str = "") -> None:
        quote.touch()
        quote.save()
        audit.record(actor=actor, code=code, subject=quote, from_state=was, to_state=quote.state, reason=reason)


adapters.register(QuoteAdapter())
