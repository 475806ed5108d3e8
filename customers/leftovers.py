"""What a meeting goes back to: planned visits that did not happen, until somebody goes there (C10).

Worked out from what the page reads anyway; nothing is kept, so nobody has to tick it off.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from core import clock
from customers.choices import IN_PERSON, PlanState
from customers.models import Customer, Visit, VisitPlan

LOOKED_BACK = timedelta(weeks=4)
"""How far a meeting looks back; what lies longer is a matter for 离公海, not for a list of weeks."""


Seen = tuple[date, bool]
"""When somebody was in touch, and whether in person."""


@dataclass(frozen=True)
class Leftover:
    """A customer that was to be seen and was not. `plan` is the last one missed, `times` how many there were since the
    last visit, `seen` when somebody went there after all, `again` for when it is planned once more."""

    plan: VisitPlan
    times: int
    seen: date | None = None
    again: VisitPlan | None = None

    @property
    def customer(self) -> Customer:
        return self.plan.customer

    @property
    def is_open(self) -> bool:
        return self.seen is None and self.again is None


def leftovers(plans: Iterable[VisitPlan], unplanned: Iterable[Visit], week: date) -> list[Leftover]:
    """Of one person's plans and visits, for the meeting before `week`: what nobody plans any more first, then what is planned
    again, then what was made good in the week that ends. What was made good earlier was told then."""
    today = clock.today()
    by_customer, seen = defaultdict[int, list[VisitPlan]](list), defaultdict[int, list[Seen]](list)
    for visit in unplanned:
        seen[visit.customer_id].append(_seen(visit))
    for plan in plans:
        by_customer[plan.customer_id].append(plan)
        if plan.visit is not None:
            seen[plan.customer_id].append(_seen(plan.visit))
    found = (_leftover(by_customer[pk], sorted(seen[pk]), week, today) for pk in by_customer)
    return sorted((one for one in found if one is not None), key=_order)


def _seen(visit: Visit) -> Seen:
    return clock.local_date(visit.occurred_at), visit.kind in IN_PERSON


def _leftover(plans: list[VisitPlan], seen: list[Seen], week: date, today: date) -> Leftover | None:
    undone = [plan for plan in plans if plan.day < week and (plan.state == PlanState.SKIPPED or plan.is_missed)]
    if not undone:
        return None
    last = max(undone, key=lambda plan: (plan.day, plan.pk))
    # As with the plan itself: a call makes good what was to be a call, not a visit.
    days = [day for day, in_person in seen if in_person or last.kind not in IN_PERSON]
    since = next((day for day in days if day >= last.day), None)
    before = max((day for day in days if day < last.day), default=date.min)
    times = sum(plan.day > before for plan in undone)
    if since is not None:
        return Leftover(last, times, seen=since) if since >= week - timedelta(weeks=1) else None
    ahead = [plan for plan in plans if plan.state == PlanState.PLANNED and plan.day >= max(today, last.day)]
    return Leftover(last, times, again=min(ahead, key=lambda plan: (plan.day, plan.pk), default=None))


def _order(one: Leftover) -> tuple[bool, bool, int, date, int]:
    return (one.seen is not None, one.again is not None, -one.times, one.plan.day, one.plan.pk)
