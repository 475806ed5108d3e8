"""Of which days and weeks a report is asked, until when, and who still owes one."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_date

from core import clock, policy
from core.scope import ALL, NONE
from org.models import StandIn, User
from performance.choices import ReportKind
from performance.models import WorkReport
from performance.models.reports import RIGHT
from performance.policy import DUE_HOUR

LAST_HOUR = 23
DAY, WEEK = timedelta(days=1), timedelta(days=7)


def begin(kind: str, day: date) -> date:
    """What stands for the period a day lies in: the day itself, or its week's Monday."""
    return day if kind == ReportKind.DAY else day - timedelta(days=day.weekday())


def named(kind: str, text: str) -> date | None:
    """The period an address names by a day of it; None for what is no day, and for those to come."""
    try:
        day = parse_date(text) if len(text) <= 10 else None
    except ValueError:
        return None
    if day is None or not date(2000, 1, 1) <= day <= clock.today():
        return None
    return begin(kind, day)


def end(kind: str, day: date) -> date:
    """The last day of a period."""
    return day if kind == ReportKind.DAY else day + WEEK - DAY


def step(kind: str, day: date, number: int) -> date:
    return day + number * (DAY if kind == ReportKind.DAY else WEEK)


def is_asked(kind: str, day: date) -> bool:
    """Whether anybody works in the period; for days off no report is asked, though one may be written."""
    return any(clock.is_workday(day + number * DAY) for number in range((end(kind, day) - day).days + 1))


def due(kind: str, day: date, rule: policy.InForce | None = None) -> datetime:
    """Until when the report of a period is in time: the next day, or the first work day of the next week, at the rule's hour."""
    last = end(kind, day)
    until = last + DAY if kind == ReportKind.DAY else clock.next_workday(last + DAY)
    rule = rule or policy.in_force(DUE_HOUR[ReportKind(kind)], on=last)
    return datetime.combine(until, time(max(0, min(int(rule.value), LAST_HOUR))), tzinfo=clock.day_start(until).tzinfo)


def owing(kind: str, day: date) -> QuerySet[User]:
    """Who owes a report of a period: those who hold the right, were here by then, and had nobody stand in for them all the while."""
    last = end(kind, day)
    away = StandIn.objects.filter(Q(ends=None) | Q(ends__gte=last), starts__lte=day, cancelled_at=None)
    rows: Any = User.objects.with_capability(RIGHT[ReportKind(kind)]).filter(created_at__lt=clock.day_start(last + DAY))
    people: QuerySet[User] = rows.exclude(pk__in=away.values("principal"))
    return people.select_related("unit").order_by("unit__position", "unit", "sort_key", "pk")


def missing(kind: str, day: date, people: QuerySet[User] | None = None) -> QuerySet[User]:
    """Those of `people` (else of everybody who owes one) whose report is not there."""
    there = WorkReport.objects.handed_in().of(kind, day).values("owner")
    return (owing(kind, day) if people is None else people).exclude(pk__in=there)


def below(user: User, people: QuerySet[User]) -> QuerySet[User]:
    """Those of the people whose reports the user reads, without the user."""
    scope = user.access.scope(WorkReport.objects.all().domain)
    if scope == NONE:
        return people.none()
    rows = people.exclude(pk=user.pk)
    return rows if scope == ALL else rows.filter(pk__in=user.access.people(scope))
