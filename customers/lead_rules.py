"""What the written rules say of a lead: when it has waited too long, and what screening still lacks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from core import clock, policy
from customers.choices import LeadState, ScreenFact
from customers.models import Lead
from customers.policy import LEAD_ASSIGN_DAYS, LEAD_SCREENING, LEAD_TOUCH_DAYS


@dataclass(frozen=True)
class Limits:
    """Before these days a lead has waited too long for its owner, or for the owner's first word."""

    assigned_since: date
    touched_since: date


def since(on: date, allowed: int) -> date:
    """The last day on which waiting began in time: `allowed` work days after it are not over on `on`."""
    while not clock.is_workday(on):
        on -= timedelta(days=1)
    return clock.add_workdays(on, -allowed)


def limits(on: date) -> Limits:
    """As the rules have it on a date."""
    rules = policy.many([LEAD_ASSIGN_DAYS, LEAD_TOUCH_DAYS], on=on)
    return Limits(since(on, rules[LEAD_ASSIGN_DAYS].value), since(on, rules[LEAD_TOUCH_DAYS].value))


def limits_today() -> Limits:
    """`limits` for pages that only show it."""
    values = policy.recent_values([LEAD_ASSIGN_DAYS, LEAD_TOUCH_DAYS])
    on = clock.today()
    return Limits(since(on, int(values[LEAD_ASSIGN_DAYS])), since(on, int(values[LEAD_TOUCH_DAYS])))


def waiting_since(lead: Lead) -> date | None:
    """From when a lead waits for its owner or for the first word; None when it waits for neither."""
    if lead.state == LeadState.NEW:
        return clock.local_date(lead.received_at)
    if lead.state == LeadState.ASSIGNED and lead.owned_since:
        return clock.local_date(lead.owned_since)
    return None


def is_overdue(lead: Lead, limit: Limits) -> bool:
    began = waiting_since(lead)
    if began is None:
        return False
    return began < (limit.assigned_since if lead.state == LeadState.NEW else limit.touched_since)


def missing(lead: Lead, required: Collection[str] | None = None) -> list[ScreenFact]:
    """What screening must still say before the lead may become a customer."""
    asked = policy.value(LEAD_SCREENING) if required is None else required
    return [fact for fact in ScreenFact if fact in asked and not getattr(lead, fact.value).strip()]
