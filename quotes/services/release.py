"""The way out of the house: submit, withdraw, stamp, send, print. Nothing leaves unaudited (E08–E13)."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from core import audit, clock, events, notices, policy
from core.errors import Conflict, Invalid
from core.guards import check_version, require
from core.scope import visible_or_404
from customers import stages
from org.models import User
from quotes import papers, payment, policies, submission
from quotes import policy as rules
from quotes.choices import EDITABLE, QuoteState, SentBy
from quotes.digest import digest_of
from quotes.models import Dispatch, Quote, QuoteLine, StampEntry
from quotes.models.quotes import KIND
from quotes.parties import buyer_of, presenter_of
from quotes.pricing import outdated, refresh_totals
from quotes.services.doors import lock_quote, require_state, write
from workflow import services as workflow

events.declare("quote.submitted", quote_id=int, actor_id=int)
events.declare("quote.issued", quote_id=int, actor_id=int)


@transaction.atomic
def submit_quote(*, actor: User, quote_id: int, version: int, note: str = "") -> Quote:
    """Report a quote for approval, as it stands and dated today. The route follows from amount, discount and floor.

    Raises Invalid when it has no lines or is already past its validity, Stale for another version, Conflict when
    list, floor or tax have changed since it was written: its author looks at the new figures first; or while the need
    analysis of its deal lacks what the rule asks for.
    """
    quote = lock_quote(actor, quote_id, "customer", "contact", "owner", "opportunity")
    require(policies.may_edit(actor, quote), "quote.edit_own", _("只有负责人能提交这份报价"))
    require_state(quote, EDITABLE, _("这份报价已经提交过"))
    check_version(quote, version)
    prefetch_related_objects([quote], Prefetch("lines", QuoteLine.objects.select_related("product")))
    lines = list(quote.lines.all())
    if not lines:
        raise Invalid("quote.no_lines", _("还没有明细，加上至少一行再提交"))
    if quote.valid_until < clock.today():
        raise Invalid("quote.expired", _("有效期已过，改了有效期再提交"), errors={"valid_until": [_("早于今天")]})
    if quote.opportunity:
        stages.require_need(quote.opportunity)
    _require_todays_prices(lines)
    payment.check_total(quote.payment_plan, quote.total)
    quote.quoted_on = clock.today()
    refresh_totals(quote, lines)
    quote.buyer = buyer_of(quote.customer, quote.contact)
    quote.presenter = presenter_of(quote.owner)
    was = quote.state
    request = workflow.submit_for_approval(
        actor=actor,
        kind=KIND,
        subject=quote,
        submission=submission.submission_of(quote, lines),
        note=note,
    )
    quote.report(request=request)
    write(quote)
    audit.record(actor=actor, code="quote.submitted", subject=quote, from_state=was, to_state=quote.state, reason=note)
    events.publish("quote.submitted", quote_id=quote.pk, actor_id=actor.pk)
    return quote


def withdraw_quote(*, actor: User, quote_id: int, reason: str = "") -> Quote:
    """Take one's own quote back from approval; it is a draft again."""
    quote = visible_or_404(Quote.objects.all(), actor, pk=quote_id)
    require(policies.may_edit(actor, quote), "quote.edit_own", _("只有负责人能撤回这份报价"))
    require_state(quote, (QuoteState.REPORTED,), _("只有审批中的报价能撤回"))
    workflow.withdraw_request(actor=actor, request_id=quote.approval_id, reason=reason)
    return Quote.objects.get(pk=quote_id)


@transaction.atomic
def stamp_quote(*, actor: User, quote_id: int, copies: int = 1) -> StampEntry:
    """Enter the stamp on exactly the approved content into the register. Raises Conflict if it is there already."""
    quote = lock_quote(actor, quote_id, "owner")
    require(policies.may_stamp(actor), "quote.stamp", _("只有管印章的人能用印"))
    require_state(quote, (QuoteState.APPROVED,), _("通过审批的报价才能用印"))
    _require_as_approved(quote)
    if not 1 <= copies <= 99:
        raise Invalid("quote.copies", _("份数 1 到 99"), errors={"copies": [_("1 到 99")]})
    if quote.stamps.filter(digest=quote.approved_digest).exists():
        raise Conflict("quote.stamped", _("这一版已经用过印"))
    entry = StampEntry.objects.create(
        quote=quote, digest=quote.approved_digest, copies=copies, applied_by=quote.owner, stamped_by=actor
    )
    audit.record(actor=actor, code="quote.stamped", subject=quote, data={"copies": copies, "digest": entry.digest})
    notices.send(
        code="quote.stamped",
        recipients=[quote.owner],
        subject=quote,
        params={"number": str(quote), "person": str(actor)},
        dedupe_key=f"quote.stamped:{entry.pk}",
    )
    return entry


@transaction.atomic
def send_quote(*, actor: User, quote_id: int, way: str, to: str) -> Quote:
    """Note that the approved, stamped quote went to the customer; from now on it is issued."""
    quote = lock_quote(actor, quote_id)
    require(policies.may_send(actor, quote), "quote.send", _("只有负责人和销售内勤能发出报价"))
    require_state(quote, (QuoteState.APPROVED,), _("通过审批的报价才能发出"))
    _require_as_approved(quote)
    rule = _require_stamp(quote)
    if quote.valid_until < clock.today():
        raise Conflict("quote.expired", _("这份报价已过有效期，出新版本再发"))
    if way not in SentBy.values or not to.strip():
        raise Invalid("quote.dispatch", _("填发出方式和收件人"), errors={"to": [_("填收件人")]})
    Dispatch.objects.create(
        quote=quote, digest=quote.approved_digest, sent_by_way=way, sent_to=to.strip(), sent_by=actor
    )
    quote.issue()
    write(quote)
    audit.record(
        actor=actor,
        code="quote.issued",
        subject=quote,
        from_state=QuoteState.APPROVED,
        to_state=quote.state,
        data={"way": way, "to": to.strip(), "policies": policy.cite([rule])},
    )
    events.publish("quote.issued", quote_id=quote.pk, actor_id=actor.pk)
    return quote


@transaction.atomic
def print_quote(*, actor: User, quote_id: int) -> tuple[Quote, bytes]:
    """The quote as PDF. Unless approved for exactly this content it carries a watermark; each print is logged."""
    quote = visible_or_404(Quote.objects.select_related("customer", "contact", "owner", "approval"), actor, pk=quote_id)
    data = papers.data_of(quote)
    pdf = papers.render_quote(data)
    audit.record(
        actor=actor,
        code="quote.printed",
        subject=quote,
        data={"mark": data["mark"], "digest": digest_of(quote), "sealed": bool(data.get("seal"))},
    )
    return quote, pdf


def _require_todays_prices(lines: Sequence[QuoteLine]) -> None:
    old = outdated(lines, on=clock.today())
    if old:
        raise Conflict(
            "quote.prices_changed",
            _("写好之后目录价、底价或税率变了（第 %(lines)s 行），打开报价存一次，看过新的折让再提交")
            % {"lines": _("、").join(str(line.position) for line in old)},
        )


def _require_as_approved(quote: Quote) -> None:
    if not quote.is_as_approved():
        raise Conflict("quote.changed", _("内容和通过审批的不一样，不能放行"))


def _require_stamp(quote: Quote) -> policy.InForce:
    rule = policy.in_force(rules.STAMP_REQUIRED)
    if rule.value and not quote.stamps.filter(digest=quote.approved_digest).exists():
        raise Conflict("quote.not_stamped", _("还没有用印登记，不能发出"), clause=rule.clause)
    return rule
