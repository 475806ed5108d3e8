"""事前请示、事后汇报 (C09): ask before, report after. What a verdict does is in customers.approvals."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, clock, notices, numbering, policy
from core.errors import Conflict, Invalid
from core.guards import check_version, require
from core.scope import visible_or_404
from customers import policies
from customers.choices import PriorState
from customers.keys import refresh_prior
from customers.models import Customer, PriorApproval
from customers.models.prior import KIND
from customers.policy import REPORT_BACK_DAYS
from customers.services.doors import assign, write
from org import lines
from org.models import User
from workflow import services as workflow
from workflow.adapters import Submission

FACTS = frozenset({"kind", "subject", "content", "amount", "act_on"})


@transaction.atomic
def ask_prior(*, actor: User, facts: dict[str, Any], customer_id: int | None = None) -> PriorApproval:
    """Ask one's superior before doing something; with a customer in sight, or about none.

    Raises Forbidden without `visits.log`, Invalid for a day that is over.
    """
    require(policies.may_ask_prior(actor), "prior.ask", _("你没有请示的权限"))
    customer = visible_or_404(Customer.objects.all(), actor, pk=customer_id) if customer_id else None
    prior = PriorApproval(owner=actor, created_by=actor, customer=customer)
    assign(prior, facts, FACTS)
    if prior.act_on and prior.act_on < clock.today():
        told = _("请示要在办之前，不能是过去的日子")
        raise Invalid("prior.afterwards", told, errors={"act_on": [told]})
    prior.number = numbering.take(KIND)
    refresh_prior(prior)
    write(prior, exclude={"state"})
    prior.approval = workflow.submit_for_approval(
        actor=actor, kind=KIND, subject=prior, submission=_submission(prior, customer)
    )
    prior.save()
    audit.record(actor=actor, code="prior.asked", subject=prior, to_state=prior.state)
    return prior


@transaction.atomic
def report_prior(
    *,
    actor: User,
    prior_id: int,
    outcome: str,
    report: str,
    spent: Decimal | None = None,
    version: int | None = None,
) -> PriorApproval:
    """Say what became of what was granted: done or not, how, and what it cost. The superior reads it and closes.

    Raises Forbidden for anybody but who asked (for a leaver: their superior), Conflict unless it waits for a report.
    """
    prior = _lock(actor, prior_id)
    require(policies.may_report_prior(actor, prior), "prior.report", _("请示人自己汇报"))
    check_version(prior, version)
    _require(prior, PriorState.GRANTED, _("同意了、还没汇报的请示才能汇报"))
    if not report.strip():
        raise Invalid("prior.report_empty", _("写明办得怎么样"), errors={"report": [_("写明办得怎么样")]})
    prior.outcome, prior.report, prior.spent = outcome, report.strip(), spent
    prior.reported_at, prior.returned_reason = clock.now(), ""
    prior.tell()
    _save(prior)
    rule = policy.in_force(REPORT_BACK_DAYS)
    audit.record(
        actor=actor,
        code="prior.reported",
        subject=prior,
        to_state=prior.state,
        data={"outcome": outcome, "late": _is_late(prior), "policies": policy.cite([rule])},
    )
    _tell(prior, "prior.reported", lines.superiors(prior.owner), actor)
    return prior


@transaction.atomic
def return_prior(*, actor: User, prior_id: int, reason: str, version: int | None = None) -> PriorApproval:
    """Have a report written anew. Raises Forbidden for who is not above the one who asked, Conflict without a report."""
    prior = _lock_told(actor, prior_id, version)
    if not reason.strip():
        raise Invalid("prior.reason", _("退回要写明原因"), errors={"reason": [_("写一句原因")]})
    prior.returned_reason = reason.strip()[:500]
    prior.send_back()
    _save(prior)
    audit.record(actor=actor, code="prior.returned", subject=prior, to_state=prior.state, reason=prior.returned_reason)
    _tell(prior, "prior.returned", [prior.owner], actor, reason=prior.returned_reason)
    return prior


@transaction.atomic
def close_prior(*, actor: User, prior_id: int, version: int | None = None) -> PriorApproval:
    """Settle what was asked and reported. Raises Forbidden for who is not above the one who asked, Conflict without a report."""
    prior = _lock_told(actor, prior_id, version)
    prior.closed_by, prior.closed_at = actor, clock.now()
    prior.close()
    _save(prior)
    audit.record(actor=actor, code="prior.closed", subject=prior, to_state=prior.state)
    _tell(prior, "prior.closed", [prior.owner], actor)
    return prior


@transaction.atomic
def mind_priors(*, as_of: datetime) -> int:
    """Remind who has not reported what was granted, on the last day; their superiors when it is over. Once for each.

    Returns how many are meant. A repeated run tells nobody twice.
    """
    on = clock.local_date(as_of)
    if not clock.is_workday(on):
        return 0
    rows = PriorApproval.objects.to_report().filter(report_by__lte=on, owner__is_active=True)
    due = list(rows.select_related("owner").order_by("report_by", "pk"))
    above = {prior.owner_id: lines.superiors(prior.owner) for prior in due if prior.is_late}
    for prior in due:
        _remind(prior, "prior.due", [prior.owner])
        if prior.is_late:
            _remind(prior, "prior.late", above[prior.owner_id])
    return len(due)


def report_day(act_on: date) -> date:
    """Until when what is done on a day is to be reported, by the rule of today."""
    days = policy.in_force(REPORT_BACK_DAYS).value
    return clock.add_workdays(max(act_on, clock.today()), days)


def _lock(actor: User, prior_id: int) -> PriorApproval:
    rows = PriorApproval.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "owner", "customer", "approval"
    )
    prior: PriorApproval = visible_or_404(rows, actor, pk=prior_id)
    return prior


def _lock_told(actor: User, prior_id: int, version: int | None) -> PriorApproval:
    prior = _lock(actor, prior_id)
    require(policies.may_close_prior(actor, prior), "prior.close", _("请示人的上级才能了结"))
    check_version(prior, version)
    _require(prior, PriorState.TOLD, _("先有汇报，才能了结"))
    return prior


def _require(prior: PriorApproval, state: PriorState, otherwise: str) -> None:
    if prior.state != state:
        raise Conflict("prior.state", otherwise)


def _save(prior: PriorApproval) -> None:
    prior.touch()
    write(prior, exclude={"state"})


def _is_late(prior: PriorApproval) -> bool:
    return bool(prior.report_by and prior.reported_at and clock.local_date(prior.reported_at) > prior.report_by)


def _tell(prior: PriorApproval, code: str, people: list[User], actor: User, **more: str) -> None:
    notices.send(
        code=code,
        recipients=[person for person in people if person != actor],
        subject=prior,
        params={"person": str(actor), "subject": prior.subject, **more},
        dedupe_key=f"{code}:{prior.pk}:{prior.version}",
    )


def _remind(prior: PriorApproval, code: str, people: list[User]) -> None:
    assert prior.report_by is not None
    notices.send(
        code=code,
        recipients=people,
        subject=prior,
        params={"person": str(prior.owner), "subject": prior.subject, "day": f"{prior.report_by:%m-%d}"},
        dedupe_key=f"{code}:{prior.pk}:{prior.report_by}",
    )


def _submission(prior: PriorApproval, customer: Customer | None) -> Submission:
    return Submission(
        number=prior.number,
        title=prior.subject,
        party=customer.name if customer else "",
        url=prior.get_absolute_url(),
        amount=prior.amount,
        currency="CNY",
        digest=prior.digest,
        facts={"amount": prior.amount or Decimal(0)},
        data={
            "kind": prior.kind,
            "act_on": prior.act_on.isoformat(),
            "content": prior.content,
            "amount": str(prior.amount) if prior.amount is not None else None,
            "customer": customer.name if customer else "",
        },
    )
