"""Reads for the pages of reports."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from core import clock
from org.models import User
from performance import periods
from performance.choices import ReportKind
from performance.models import ReportCopy, ReportReader, WorkReport

FRIDAY, NOON = 4, 12


@dataclass(frozen=True)
class Row:
    """One person on the team's page of a period."""

    person: User
    report: WorkReport | None

    @property
    def sums(self) -> Mapping[str, Any]:
        copy = latest_copy(self.report) if self.report else None
        return copy.facts.get("sums", {}) if copy else {}


def report_record() -> QuerySet[WorkReport]:
    readers = ReportReader.objects.select_related("person").order_by("read_at", "pk")
    rows = WorkReport.objects.select_related("owner__unit", "read_by")
    return rows.prefetch_related(Prefetch("readers", readers), Prefetch("copies", _copies()))


def _copies() -> QuerySet[ReportCopy]:
    return ReportCopy.objects.order_by("number")


def report_list(user: User) -> QuerySet[WorkReport]:
    rows: Any = WorkReport.objects.select_related("owner__unit", "read_by")
    found: QuerySet[WorkReport] = rows.visible_to(user)
    return found


def latest_copy(report: WorkReport) -> ReportCopy | None:
    """What was handed in last; the copies are few and mostly one."""
    return max(report.copies.all(), key=lambda copy: copy.number, default=None)


def own(user: User, kind: str, day: date) -> WorkReport | None:
    return WorkReport.objects.visible_to(user).of(kind, day).filter(owner=user).first()


def team(user: User, kind: str, day: date) -> list[Row]:
    """Everybody below the user who owes a report of the period, and what they handed in; whoever wrote without owing one, too."""
    reports = WorkReport.objects.visible_to(user).of(kind, day).handed_in().exclude(owner=user)
    by_person = {
        report.owner_id: report
        for report in reports.select_related("owner__unit", "read_by").prefetch_related(Prefetch("copies", _copies()))
    }
    owing = list(periods.below(user, periods.owing(kind, day)))
    known = {person.pk for person in owing}
    besides = [report.owner for report in by_person.values() if report.owner_id not in known]
    return [Row(person, by_person.get(person.pk)) for person in [*owing, *besides]]


def unread(user: User) -> QuerySet[ReportReader]:
    """What was handed in to the user, they see and have not read; the oldest period first."""
    rows: Any = ReportReader.objects.visible_to(user).unread(user)
    found: QuerySet[ReportReader] = rows.select_related("report__owner").order_by("report__day", "pk")
    return found


def next_unread(user: User, besides: WorkReport) -> WorkReport | None:
    """The next one to read, of the same kind first."""
    rows = unread(user).exclude(report=besides)
    seat = rows.filter(report__kind=besides.kind).first() or rows.first()
    return seat.report if seat else None


def usual_day(user: User, kind: str) -> date:
    """Which period somebody means who just wants to write: today's from noon on, this week's from Friday on.

    Before that the last one, while it is owed and not there.
    """
    now = clock.now()
    today = now.date()
    current = periods.begin(kind, today)
    ripe = today.weekday() >= FRIDAY if kind == ReportKind.WEEK else now.hour >= NOON
    if ripe and periods.is_asked(kind, current):
        return current
    last = clock.add_workdays(today, -1) if kind == ReportKind.DAY else periods.step(kind, current, -1)
    there = WorkReport.objects.visible_to(user).filter(owner=user).handed_in().of(kind, last).exists()
    return current if there or not periods.is_asked(kind, last) else last
