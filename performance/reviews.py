"""What a unit's weekly review looks at (C10): its issues, carried on until closed, and what of its people is late (J09)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from core import clock
from core.scope import ALL, SUBTREE
from customers.models import Task
from org.access import subtree_ids
from org.choices import SELLING
from org.models import Unit, User
from performance import periods
from performance.choices import ReportKind
from performance.models import WeeklyReview, WorkReport

SHOWN = 20


@dataclass(frozen=True)
class Agenda:
    """One week of one unit. `carried` was open when the week began, `raised` is of the week itself."""

    carried: Sequence[Task]
    raised: Sequence[Task]
    late: Sequence[Task]
    late_in_all: int
    review: WeeklyReview | None

    @property
    def open(self) -> int:
        return sum(task.is_open for task in [*self.carried, *self.raised])

    @property
    def closed(self) -> int:
        return sum(not task.is_open for task in [*self.carried, *self.raised])


def agenda(user: User, unit: Unit, week: date) -> Agenda:
    """The agenda of a week, `week` its Monday, as far as the user sees it. What was closed before it began stands with the weeks it was open in."""
    units = subtree_ids(unit.pk)
    begun = clock.day_start(week)
    rows = (
        Task.objects.visible_to(user)
        .issues()
        .filter(unit_id__in=units)
        .select_related("unit", "customer", "owner", "closed_by")
    )
    rows = rows.filter(Q(closed_at=None) | Q(closed_at__gte=begun)).order_by("due_on", "pk")
    issues = list(rows.filter(raised_in__lte=week))
    late = Task.objects.visible_to(user).late(clock.today()).filter(owner__unit_id__in=units, unit=None)
    return Agenda(
        carried=[task for task in issues if task.raised_in != week],
        raised=[task for task in issues if task.raised_in == week],
        late=list(late.select_related("owner", "customer").order_by("due_on", "pk")[:SHOWN]),
        late_in_all=late.count(),
        review=WeeklyReview.objects.visible_to(user).select_related("created_by").filter(unit=unit, week=week).first(),
    )


def units_of(user: User) -> QuerySet[Unit]:
    """Whose reviews the user sees: their own unit, and the selling units below for who reads the reports of others."""
    if not user.can("reviews.attend"):
        return Unit.objects.none()
    rows = Unit.objects.filter(kind__in=SELLING).order_by("kind", "position", "pk")
    scope = user.access.scope(WorkReport.objects.all().domain)
    if scope == ALL:
        return rows
    return rows.filter(pk__in=user.access.unit_ids) if scope == SUBTREE else rows.filter(pk=user.unit_id or 0)


def this_week() -> date:
    return periods.begin(ReportKind.WEEK, clock.today())
