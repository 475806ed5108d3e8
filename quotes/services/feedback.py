"""What the customer says of a quote they have (E13), and the reminder of those nobody has heard about."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, clock, events, notices, policy
from core.addresses import address_of
from core.errors import Conflict, Invalid
from core.guards import check_version, require
from customers import losses
from customers.models import Competitor, Contact
from org import lines
from org.models import User
from quotes import policies
from quotes import policy as rules
from quotes.choices import EDITABLE, SENT, FeedbackOutcome, QuoteState
from quotes.models import Quote, QuoteFeedback
from quotes.services.doors import lock_quote, require_state, write

events.declare("quote.accepted", quote_id=int, customer_id=int, actor_id=int)
events.declare("quote.lost", quote_id=int, customer_id=int, actor_id=int)

CODES = {
    FeedbackOutcome.NEGOTIATING: "quote.negotiated",
    FeedbackOutcome.ACCEPTED: "quote.accepted",
    FeedbackOutcome.LOST: "quote.lost",
}


@transaction.atomic
def record_feedback(
    *,
    actor: User,
    quote_id: int,
    outcome: str,
    said: str = "",
    contact: Contact | None = None,
    reason: str = "",
    competitor: Competitor | None = None,
    version: int | None = None,
) -> QuoteFeedback:
    """Note what the customer said of the quote they have. Of several the last one counts; each stays.

    Raises Forbidden to whoever neither owns the quote nor keeps its papers; Conflict before it went out, for the same
    decision twice, and for an acceptance of what is past its validity, is being replaced, or is not as it was approved;
    Invalid for talks without what they are about, or a loss without its reason.
    """
    quote = lock_quote(actor, quote_id, "customer", "owner")
    require(policies.may_send(actor, quote), "quote.feedback", _("只有负责人和销售内勤能记客户反馈"))
    require_state(quote, SENT, _("发给客户的报价才有反馈"))
    check_version(quote, version)
    if outcome not in FeedbackOutcome.values:
        raise Invalid("quote.outcome", _("选客户怎么说"), errors={"outcome": [_("选一个")]})
    feedback = QuoteFeedback(
        quote=quote, outcome=FeedbackOutcome(outcome), said=said.strip(), contact=contact, recorded_by=actor
    )
    _check(feedback, reason, competitor)
    was = quote.state
    _move(quote, feedback.outcome)
    feedback.full_clean(exclude=["quote", "contact", "competitor", "recorded_by"], validate_constraints=False)
    feedback.save()
    write(quote)
    audit.record(
        actor=actor,
        code=CODES[FeedbackOutcome(outcome)],
        subject=quote,
        from_state=was,
        to_state=quote.state,
        reason=feedback.said,
        data={"lost_reason": feedback.lost_reason} if feedback.lost_reason else {},
    )
    _tell(quote, feedback, actor)
    return feedback


def remind_of_feedback(*, as_of: datetime) -> int:
    """Tell owners, once per quote, of what went to the customer so many days ago and nothing was heard of since."""
    on = clock.local_date(as_of)
    days = policy.value(rules.FEEDBACK_DAYS, on=on)
    silent = Quote.objects.unanswered(clock.day_start(on - timedelta(days=days))).standing(on)
    told = 0
    for quote in silent.select_related("owner", "customer"):
        told += len(
            notices.send(
                code="quote.unanswered",
                recipients=[quote.owner],
                subject=quote,
                params={"number": str(quote), "customer": str(quote.customer), "days": days},
                url=address_of("quotes:quote_feedback", quote.pk),
                dedupe_key=f"quote.unanswered:{quote.pk}",
            )
        )
    return told


def _check(feedback: QuoteFeedback, reason: str, competitor: Competitor | None) -> None:
    if feedback.contact and feedback.contact.customer_id != feedback.quote.customer_id:
        raise Invalid("quote.contact", _("这个人不是这家客户的联系人"), errors={"contact": [_("选这家客户的联系人")]})
    if feedback.outcome == FeedbackOutcome.NEGOTIATING and not feedback.said:
        raise Invalid("quote.said", _("写下客户要谈什么"), errors={"said": [_("写一句")]})
    if feedback.outcome == FeedbackOutcome.LOST:
        feedback.lost_reason, feedback.competitor = losses.agreed(reason, competitor)


def _move(quote: Quote, outcome: str) -> None:
    """Another round of talks leaves the quote where it is; to decide the same twice is a mistake."""
    if outcome == FeedbackOutcome.NEGOTIATING:
        if quote.state != QuoteState.NEGOTIATING:
            quote.negotiate()
        return
    if quote.state == outcome:
        raise Conflict("quote.decided", _("已经记过了（现在是%(state)s）") % {"state": quote.get_state_display()})
    if outcome == FeedbackOutcome.LOST:
        quote.lose()
        return
    _require_acceptable(quote)
    quote.accept()


def _require_acceptable(quote: Quote) -> None:
    rule = policy.in_force(rules.VALID_DAYS)
    if quote.valid_until < clock.today():
        raise Conflict("quote.expired", _("这份报价已过有效期，出新版本再让客户接受"), clause=rule.clause)
    newer = Quote.objects.filter(number=quote.number, revision__gt=quote.revision)
    open_one = newer.filter(state__in=[*EDITABLE, QuoteState.REPORTED, QuoteState.APPROVED]).first()
    if open_one is not None:
        raise Conflict("quote.revision_open", _("V%(revision)s 还在进行中，先处理它") % {"revision": open_one.revision})
    if not quote.is_as_approved():
        raise Conflict("quote.changed", _("内容和通过审批的不一样，不能放行"))


def _tell(quote: Quote, feedback: QuoteFeedback, actor: User) -> None:
    """Superiors hear of a decision; whoever comes next acts on it."""
    if feedback.outcome == FeedbackOutcome.NEGOTIATING:
        return
    code = CODES[FeedbackOutcome(feedback.outcome)]
    people = {person.pk: person for person in [quote.owner, *lines.superiors(quote.owner)] if person.pk != actor.pk}
    notices.send(
        code=code,
        recipients=people.values(),
        subject=quote,
        params={"number": str(quote), "customer": str(quote.customer), "person": str(quote.owner)},
        dedupe_key=f"{code}:{feedback.pk}",
    )
    events.publish(code, quote_id=quote.pk, customer_id=quote.customer_id, actor_id=actor.pk)
