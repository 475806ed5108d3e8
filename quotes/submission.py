"""A quote as its approvers will see it: the facts its route asks about, the snapshot, the risks.

Nothing here is in anybody's language: sentences and labels are kept as msgids and codes, and said to each reader.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_noop as _

from core import money, policy
from core.pages import words
from core.pages.text import keep
from quotes import payment
from quotes import policy as rules
from quotes.digest import digest_of
from quotes.models import Quote, QuoteLine
from workflow.adapters import Submission

LIMITS = (rules.MAJOR_AMOUNT, rules.HEAD_DISCOUNT, rules.REGION_DISCOUNT, rules.PAYMENT_STANDARD)
USED = (*LIMITS, rules.HAND_PRICED)


def facts_of(quote: Quote, lines: Sequence[QuoteLine], in_force: dict[str, policy.InForce]) -> dict[str, Any]:
    """What the route's conditions ask about. Thresholds come from policy, so a rule has one home."""
    discount = quote.discount
    return {
        "amount": quote.total,
        "discount": discount,
        "below_floor": quote.worst_gap > 0,
        "hand_priced": bool(_hand_priced(lines)) and in_force[rules.HAND_PRICED].value,
        "nonstandard_payment": not _is_standard(quote, in_force[rules.PAYMENT_STANDARD].value),
        **follow(quote.total, discount, in_force),
    }


def follow(amount: Decimal | None, discount: Decimal | None, in_force: dict[str, policy.InForce]) -> dict[str, bool]:
    """What the limits in force make of an amount and a discount; what is not known passes none."""
    return {
        "over_head": discount is not None and discount > in_force[rules.HEAD_DISCOUNT].value,
        "over_region": discount is not None and discount > in_force[rules.REGION_DISCOUNT].value,
        "major": amount is not None and amount >= in_force[rules.MAJOR_AMOUNT].value,
    }


def _is_standard(quote: Quote, standard: str) -> bool:
    """The company's terms and nothing beside them but a way to pay: "30/60/10（电汇）".

    Whatever else is written there can take the terms back, so a person looks at it.
    """
    said, wanted = payment.plain(quote.payment_terms), payment.plain(standard)
    words = said in {wanted, *(f"{wanted}({way})" for way in payment.WAYS)}
    return words and quote.payment_plan == (payment.parse(standard) or [])


def submission_of(quote: Quote, lines: Sequence[QuoteLine]) -> Submission:
    """The quote as its approvers will see it, frozen."""
    in_force = policy.many(USED)
    facts = facts_of(quote, lines, in_force)
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


def _risks(quote: Quote, lines: Sequence[QuoteLine]) -> list[dict[str, Any]]:
    """Sentences that keep a quote out of bulk approval: it must be read."""
    risks = []
    if quote.worst_gap > 0:
        # Without the share: the author reads this, and share and price together are the floor.
        risks.append(keep(_("有低于底价的行")))
    if _hand_priced(lines):
        risks.append(_hand_priced_words(lines))
    renamed = [
        line for line in lines if line.product and (line.name, line.model) != (line.product.name, line.product.model)
    ]
    if renamed:
        risks.append(keep(_("第 %(lines)s 行的名称或型号和目录不一样"), lines=_places(renamed)))
    return risks


def _hand_priced(lines: Sequence[QuoteLine]) -> list[QuoteLine]:
    """Lines that no discount limit and no floor can judge."""
    return [line for line in lines if line.list_price is None]


def _hand_priced_words(lines: Sequence[QuoteLine]) -> dict[str, Any]:
    found = _hand_priced(lines)
    total = sum((line.amount for line in found), Decimal(0))
    return keep(_("第 %(lines)s 行手工定价，合计 %(amount)s"), lines=_places(found), amount=money.show(total))


def _places(lines: Sequence[QuoteLine]) -> list[str]:
    return [str(line.position) for line in lines]


def _snapshot(
    quote: Quote, lines: Sequence[QuoteLine], facts: dict[str, Any], in_force: dict[str, policy.InForce]
) -> dict[str, Any]:
    return {
        "revision": quote.revision,
        "customer_id": quote.customer_id,
        "presenter": quote.presenter,
        "payment_terms": quote.payment_terms,
        "payment_plan": payment.divided(quote.payment_plan, quote.total),
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
        "why": _why(quote, lines, facts, in_force),
        "lines": [_line(line) for line in lines],
    }


def _why(
    quote: Quote, lines: Sequence[QuoteLine], facts: dict[str, Any], in_force: dict[str, policy.InForce]
) -> dict[str, dict[str, Any]]:
    """Fact → the sentence with its figures; the panel shows those a step's conditions ask about."""
    limits = {key: policy.show(in_force[key].rule, in_force[key].value) for key in LIMITS}
    sentences = {
        "over_head": keep(
            _("整单折让 %(share)s，超过销售经理权限 %(limit)s"),
            share=_share(facts["discount"]),
            limit=limits[rules.HEAD_DISCOUNT],
        ),
        "over_region": keep(
            _("整单折让 %(share)s，超过区域经理权限 %(limit)s"),
            share=_share(facts["discount"]),
            limit=limits[rules.REGION_DISCOUNT],
        ),
        "below_floor": keep(_("有低于底价的行")),
        "hand_priced": _hand_priced_words(lines),
        "nonstandard_payment": keep(
            _("付款方式 %(terms)s，标准是 %(limit)s"),
            terms=quote.payment_terms,
            limit=limits[rules.PAYMENT_STANDARD],
        ),
        "major": keep(
            _("价税合计 %(amount)s，达到重大报价 %(limit)s 元"),
            amount=money.show(quote.total),
            limit=limits[rules.MAJOR_AMOUNT],
        ),
    }
    return {key: sentence for key, sentence in sentences.items() if facts[key]}


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
        "hand_priced": line.list_price is None,
        "off_list": str(line.off_list) if line.off_list is not None else "",
        "below_floor": str(line.below_floor) if line.below_floor else "",
        "tax_rate": money.rate_text(line.tax_rate),
        "amount": money.plain(line.amount),
    }


def _share(fraction: Any) -> str:
    return words.percent_text(fraction)
