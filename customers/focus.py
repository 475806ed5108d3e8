"""The Saturday list: until when a week's list has to be there, and who still owes one."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet

from core import clock, policy
from customers.models import FocusList
from customers.models.plans import week_of
from customers.policy import LIST_HOUR
from org.models import User

LAST_HOUR = 23


def next_week(on: date) -> date:
    """The Monday of the week after: the one people plan for."""
    return week_of(on) + timedelta(days=7)


def is_worked(week: date) -> bool:
    """Whether anybody works in a week; for one of holidays no list is asked."""
    return any(clock.is_workday(week + timedelta(days=number)) for number in range(7))


def cutoff_day(week: date) -> date:
    """The Saturday before, or the last work day before it when that whole week is off."""
    before = week - timedelta(days=7)
    if is_worked(before):
        return before + timedelta(days=5)
    return clock.add_workdays(before, -1)


def cutoff(week: date, rule: policy.InForce | None = None) -> datetime:
    """The moment until which people hand in the list of a week themselves."""
    day = cutoff_day(week)
    rule = rule or policy.in_force(LIST_HOUR, on=day)
    return datetime.combine(day, time(min(int(rule.value), LAST_HOUR)), tzinfo=clock.day_start(day).tzinfo)


def missing(week: date, people: QuerySet[User] | None = None) -> QuerySet[User]:
    """Those of `people` (else of everybody who owes one) whose list of a week is not there."""
    owed: Any = User.objects.with_capability("visits.submit_list") if people is None else people
    there = FocusList.objects.handed_in().filter(week=week).values("person")
    rows: QuerySet[User] = owed.exclude(pk__in=there)
    return rows
