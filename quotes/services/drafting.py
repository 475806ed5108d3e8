"""Drafting quotes: create, edit, revise, duplicate, give up."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, clock, events, numbering, policy
from core.errors import Conflict, Invalid
from core.guards import check_version, require
from core.scope import visible_or_404
from customers.models import Contact, Customer
from org.models import User
from quotes import deals, payment, policies
from quotes import policy as rules
from quotes.choices import EDITABLE, REVISABLE, QuoteState
from quotes.keys import refresh_quote
from quotes.models import Quote, QuoteLine
from quotes.parties import buyer_of, presenter_of
from quotes.pricing import LineInput, build_lines, refresh_totals
from quotes.services.doors import lock_quote, require_state, write

events.declare("quote.created", quote_id=int, actor_id=int)

FACTS = frozenset(
    {
        "title",
        "valid_until",
        "payment_terms",
        "payment_plan",
        "delivery_terms",
        "freight_terms",
        "warranty_months",
        "remarks",
    }
)


@transaction.atomic
def create_quote(
    *,
    actor: User,
    customer_id: int,
    contact_id: int | None,
    facts: dict[str, Any],
    lines: Sequence[LineInput],
) -> Quote:
    """Start a quote as a draft under its own number, dated and priced today: nobody picks another day's list.

    `facts` may name the `opportunity` it belongs to and the `solution` it prices (quotes.deals).

    Raises Http404 for a customer out of sight, Invalid for a bad line or another date.
    """
    require(policies.may_create(actor), "quote.create", _("你的角色不能起草报价"))
    customer = visible_or_404(Customer.objects.all(), actor, pk=customer_id)
    quote = Quote(owner=actor, created_by=actor, customer=customer, contact=_contact(customer, contact_id))
    quote.buyer = buyer_of(customer, quote.contact)
    quote.presenter = presenter_of(actor)
    _apply(quote, facts)
    built = build_lines(lines, on=quote.quoted_on)
    refresh_totals(quote, built)
    # Last before writing: the counter's lock makes every other author wait.
    quote.number = numbering.take("quotes.quote", on=quote.quoted_on)
    refresh_quote(quote)
    write(quote)
    _replace_lines(quote, built)
    audit.record(actor=actor, code="quote.created", subject=quote, to_state=quote.state)
    events.publish("quote.created", quote_id=quote.pk, actor_id=actor.pk)
    return quote


@transaction.atomic
def edit_quote(
    *,
    actor: User,
    quote_id: int,
    version: int,
    contact_id: int | None,
    facts: dict[str, Any],
    lines: Sequence[LineInput],
) -> Quote:
    """Change a draft or returned quote; its lines are replaced as a whole, its date and list prices become today's.

    Raises Stale when `version` is not what stands now, Conflict once it is reported.
    """
    quote = lock_quote(actor, quote_id, "customer", "owner")
    require(policies.may_edit(actor, quote), "quote.edit_own", _("只有负责人能改这份报价"))
    require_state(quote, EDITABLE, _("审批中和通过后的报价不能改，改内容要出新版本"))
    check_version(quote, version)
    before = {"total": str(quote.total), "lines": quote.lines.count()}
    quote.contact = _contact(quote.customer, contact_id)
    quote.buyer = buyer_of(quote.customer, quote.contact)
    quote.presenter = presenter_of(quote.owner)
    _apply(quote, facts)
    built = build_lines(lines, on=quote.quoted_on)
    refresh_totals(quote, built)
    refresh_quote(quote)
    write(quote)
    _replace_lines(quote, built)
    audit.record(
        actor=actor,
        code="quote.edited",
        subject=quote,
        data={"from": before, "to": {"total": str(quote.total), "lines": len(built)}},
    )
    return quote


@transaction.atomic
def revise_quote(*, actor: User, quote_id: int) -> Quote:
    """The next revision under the same number, as a draft with the same content and today's prices beside it.

    Only one revision is in work at a time. The old one stays readable and in force until the new one passes.
    """
    quote = lock_quote(actor, quote_id, "customer", "contact", "owner")
    require(policies.may_edit(actor, quote), "quote.edit_own", _("只有负责人能改这份报价"))
    require_state(quote, REVISABLE, _("审过、客户还没接受的报价才能出新版本，草稿直接改"))
    newest = Quote.objects.filter(number=quote.number).order_by("-revision").first()
    if newest.pk != quote.pk and newest.state in (*EDITABLE, QuoteState.REPORTED):
        raise Conflict("quote.revision_open", _("V%(revision)s 还在进行中，先处理它") % {"revision": newest.revision})
    revision = _copy(quote, actor, number=quote.number, revision=newest.revision + 1, owner=quote.owner)
    audit.record(actor=actor, code="quote.revised", subject=revision, data={"from": str(quote)})
    return revision


@transaction.atomic
def duplicate_quote(*, actor: User, quote_id: int) -> Quote:
    """A new draft with a new number and the same content. Whatever the original had passed, this one has not."""
    original = visible_or_404(Quote.objects.select_related("customer"), actor, pk=quote_id)
    require(policies.may_create(actor), "quote.create", _("你的角色不能起草报价"))
    visible_or_404(Customer.objects.all(), actor, pk=original.customer_id)
    number = numbering.take("quotes.quote", on=clock.today())
    copy = _copy(original, actor, number=number, revision=1, owner=actor)
    audit.record(actor=actor, code="quote.duplicated", subject=copy, data={"from": str(original)})
    return copy


@transaction.atomic
def void_quote(*, actor: User, quote_id: int, reason: str) -> Quote:
    """Give up a draft or returned quote. What was approved is only ever replaced by a newer revision."""
    quote = lock_quote(actor, quote_id)
    require(policies.may_edit(actor, quote), "quote.edit_own", _("只有负责人能作废这份报价"))
    require_state(quote, EDITABLE, _("只有草稿和退回的报价能作废"))
    if not reason.strip():
        raise Invalid("quote.reason", _("作废要写明理由"), errors={"reason": [_("写一句理由")]})
    was = quote.state
    quote.void()
    write(quote)
    audit.record(
        actor=actor, code="quote.voided", subject=quote, from_state=was, to_state=quote.state, reason=reason.strip()
    )
    return quote


@transaction.atomic
def refresh_quotes_of(customer_id: int) -> None:
    """Let the quotes of a renamed customer be found by the new name. What was printed stays."""
    rows = Quote.objects.filter(customer_id=customer_id).select_related("customer").order_by("pk")
    quotes = list(rows.select_for_update(no_key=True, of=("self",)))
    for quote in quotes:
        refresh_quote(quote)
    Quote.objects.bulk_update(quotes, ["search_key"], batch_size=500)


def _apply(quote: Quote, facts: dict[str, Any]) -> None:
    today = clock.today()
    if facts.get("quoted_on") not in (None, today, quote.quoted_on):
        raise Invalid(
            "quote.date",
            _("报价日期就是写报价那天：价格按当天的价格表，不能往前往后填"),
            errors={"quoted_on": [_("只能是今天，空着就行")]},
        )
    if "opportunity" in facts:
        deals.attach(quote, facts["opportunity"], facts.get("solution"))
    for name in (FACTS - {"payment_plan"}) & facts.keys():
        setattr(quote, name, facts[name])
    quote.quoted_on = today
    if facts.keys() & {"payment_terms", "payment_plan"}:
        _agree_payment(quote, facts.get("payment_plan"))
    if not facts.get("valid_until", quote.valid_until):
        quote.valid_until = quote.quoted_on + timedelta(days=policy.value(rules.VALID_DAYS))
    if quote.valid_until < quote.quoted_on:
        raise Invalid("quote.validity", _("有效期不能早于报价日期"), errors={"valid_until": [_("早于报价日期")]})


def _agree_payment(quote: Quote, rows: Sequence[dict[str, Any]] | None) -> None:
    """Words and rows say the same: rows given make the words where there are none, else the words make the rows."""
    said = payment.parse(quote.payment_terms)
    written = bool(quote.payment_plan) and quote.payment_terms == payment.describe(quote.payment_plan)
    if not rows:
        quote.payment_plan = quote.payment_plan if written else said or []
        return
    quote.payment_plan = payment.clean(rows)
    if written or not quote.payment_terms.strip():
        quote.payment_terms = payment.describe(quote.payment_plan)
    elif said is not None and said != quote.payment_plan:
        raise Invalid(
            "quote.payment_terms",
            _("付款方式「%(terms)s」和付款计划不一样，只留一种") % {"terms": quote.payment_terms},
            errors={"payment_terms": [_("和付款计划不一样")]},
        )


def _contact(customer: Customer, contact_id: int | None) -> Contact | None:
    """A person of this customer. Somebody else's contact is refused as if absent."""
    if contact_id is None:
        return None
    contact = customer.contacts.filter(pk=contact_id).first()
    if contact is None:
        raise Invalid("quote.contact", _("收件人不是这家客户的联系人"), errors={"contact": [_("选这家客户的联系人")]})
    return contact


def _replace_lines(quote: Quote, lines: list[QuoteLine]) -> None:
    quote.lines.all().delete()
    for line in lines:
        line.quote = quote
    QuoteLine.objects.bulk_create(lines)


def _copy(original: Quote, actor: User, *, number: str, revision: int, owner: User) -> Quote:
    """Content only: nothing that was ever decided about the original comes along."""
    today = clock.today()
    copy = Quote(
        number=number,
        revision=revision,
        owner=owner,
        created_by=actor,
        customer=original.customer,
        contact=original.contact,
        opportunity=original.opportunity,
        solution=original.solution,
        buyer=buyer_of(original.customer, original.contact),
        presenter=presenter_of(owner),
        **{name: getattr(original, name) for name in FACTS - {"valid_until"}},
        quoted_on=today,
        valid_until=today + timedelta(days=policy.value(rules.VALID_DAYS)),
    )
    built = build_lines([_as_input(line) for line in original.lines.order_by("position")], on=today)
    refresh_totals(copy, built)
    refresh_quote(copy)
    write(copy)
    _replace_lines(copy, built)
    return copy


def _as_input(line: QuoteLine) -> LineInput:
    return LineInput(
        qty=line.qty,
        product_id=line.product_id,
        name=line.name,
        model=line.model,
        spec=line.spec,
        unit=line.unit,
        unit_price=line.unit_price,
        tax_code=line.tax_code,
        delivery=line.delivery,
        remark=line.remark,
    )
