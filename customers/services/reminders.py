"""What the morning tells owners about their own customers: whom to see (B05), whose data to look at again (B03)."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count

from core import clock, notices
from core.addresses import address_of
from customers import selectors
from customers.models import Customer
from customers.models.customers import overdue
from org.models import User


def remind_of_visits(*, as_of: datetime) -> int:
    """Tell each owner for whose customers a visit fell due since the last work day; returns how many customers did.

    Silent on days off: the next work day tells of theirs, too. A repeated run tells nobody twice.
    """
    on = clock.local_date(as_of)
    if not clock.is_workday(on):
        return 0
    before = clock.add_workdays(on, -1)
    due = Customer.objects.needs_visit(on, selectors.visit_days(on)).filter(owner__isnull=False)
    fresh = Count("pk", filter=~overdue(before, selectors.visit_days(before)))
    counted = due.order_by().values_list("owner").annotate(number=Count("pk"), new=fresh)
    told = {owner: {"number": number, "new": new} for owner, number, new in counted if new}
    _tell("customer.due", told, "due", on.isoformat())
    return sum(params["new"] for params in told.values())


def remind_of_stale(*, as_of: datetime) -> int:
    """On a week's first work day, tell each owner how many customers have data to look at again; returns how many."""
    on = clock.local_date(as_of)
    if on != clock.next_workday(on - timedelta(days=on.weekday())):
        return 0
    stale = Customer.objects.stale(on, selectors.stale_days(on)).filter(owner__isnull=False)
    counted = stale.order_by().values_list("owner").annotate(Count("pk"))
    told = {owner: {"number": number} for owner, number in counted}
    _tell("customer.stale", told, "stale", f"{on:%G-W%V}")
    return sum(params["number"] for params in told.values())


def _tell(code: str, told: dict[int, dict[str, Any]], listed: str, period: str) -> None:
    """One notice per owner and period; it opens the list the number is of."""
    url = f"{address_of('customers:customer_list')}?scene=mine&{listed}=on"
    owners = User.objects.only("is_active").in_bulk(told)
    with transaction.atomic():
        notices.send_each(
            code=code,
            told={owners[pk]: params for pk, params in told.items()},
            url=url,
            dedupe_key=f"{code}:{period}",
        )
