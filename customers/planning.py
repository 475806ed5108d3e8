"""Reads for the pages of visit plans and of the Saturday list."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.http import Http404

from core import clock
from core.scope import ALL, NONE
from customers import focus as saturday
from customers import selectors
from customers.choices import FocusState, PlanState
from customers.deadlines import Deadline, deadlines
from customers.models import Customer, FocusList, Visit, VisitPlan
from customers.models.plans import principals, week_of
from org.models import User, naming

SUGGESTED = 12
LISTED = (
    "version",
    "state",
    "person",
    "week",
    "entered_by",
    "submitted_at",
    "confirmed_by",
    "confirmed_at",
    "returned_reason",
)
"""What pages of everybody's lists read of each."""
WEEK = timedelta(days=6)


@dataclass
class Day:
    """A day of the calendar with what is planned, what is due, and the visits nobody had planned."""

    day: date
    plans: list[VisitPlan] = field(default_factory=list)
    unplanned: list[Visit] = field(default_factory=list)
    due: list[Deadline] = field(default_factory=list)
    inside: bool = True
    """Whether it belongs to the month that is shown."""

    @property
    def is_today(self) -> bool:
        return self.day == clock.today()

    @property
    def is_past(self) -> bool:
        return self.day < clock.today()

    @property
    def is_workday(self) -> bool:
        return clock.is_workday(self.day)


@dataclass(frozen=True)
class Suggestion:
    """A customer one should see soon: since its class asks for it, or since one promised to."""

    customer: Customer
    due: date
    why: str
    step: str = ""


@dataclass(frozen=True)
class Tally:
    """What became of a person's plans of a week."""

    planned: int = 0
    done: int = 0
    skipped: int = 0
    missed: int = 0
    unplanned: int = 0


@dataclass(frozen=True)
class Row:
    """One person on the team's page of a week."""

    person: User
    focus: FocusList | None
    number: int
    tally: Tally

    @property
    def state(self) -> FocusState:
        return FocusState(self.focus.state) if self.focus else FocusState.DRAFT

    @property
    def is_missing(self) -> bool:
        return self.state == FocusState.DRAFT


def calendar(user: User, person: User, first: date, last: date, month: int | None = None) -> list[Day]:
    days = {
        first + timedelta(days=number): Day(first + timedelta(days=number)) for number in range((last - first).days + 1)
    }
    for one in days.values():
        one.inside = month is None or one.day.month == month
    for plan in plans_of(user, person, first, last):
        days[plan.day].plans.append(plan)
    for visit in unplanned_of(user, person, first, last):
        days[clock.local_date(visit.occurred_at)].unplanned.append(visit)
    for one_due in deadlines(user, person, first, last):
        days[one_due.day].due.append(one_due)
    return list(days.values())


def plan_record() -> QuerySet[VisitPlan]:
    return VisitPlan.objects.select_related("customer", "person__unit", "focus", "visit")


def plan_list(user: User) -> QuerySet[VisitPlan]:
    return plan_record().visible_to(user)  # type: ignore[attr-defined]


def plans_of(user: User, person: User, first: date, last: date) -> QuerySet[VisitPlan]:
    return plan_list(user).filter(person=person, day__range=(first, last)).order_by("day", "pk")


def unplanned_of(user: User, person: User, first: date, last: date) -> QuerySet[Visit]:
    start, end = clock.day_bounds(first, last)
    rows = Visit.objects.visible_to(user).filter(visitor=person, occurred_at__gte=start, occurred_at__lt=end)
    return rows.unplanned().select_related("customer").order_by("occurred_at", "pk")


def focus_of(user: User, person: User, week: date) -> FocusList | None:
    rows = FocusList.objects.visible_to(user).select_related("person__unit", "entered_by", "confirmed_by")
    return rows.filter(person=person, week=week).first()


def suggestions(user: User, person: User, last: date) -> list[Suggestion]:
    """Whom to see by `last` and has no plan yet: what was promised first, then the longest overdue by class frequency."""
    today = clock.today()
    planned = VisitPlan.objects.open().filter(person=person, day__gte=today).values("customer")
    seen = Customer.objects.visible_to(user)
    found: dict[int, Suggestion] = {}
    steps = selectors.promised(person, last).exclude(customer__in=planned)
    for visit in steps.filter(customer__in=seen)[:SUGGESTED]:
        assert visit.next_on is not None
        found.setdefault(visit.customer_id, Suggestion(visit.customer, visit.next_on, "step", visit.next_step))
    days = selectors.visit_days_today()
    due = seen.filter(owner=person).needs_visit(last + timedelta(days=1), days).exclude(pk__in=planned)
    for customer in due.order_by(F("last_contact_at").asc(nulls_first=True), "pk")[:SUGGESTED]:
        on = today + timedelta(days=selectors.next_due(customer, days, today))
        found.setdefault(customer.pk, Suggestion(customer, on, "due"))
    return sorted(found.values(), key=lambda one: (one.due, one.customer.pk))[:SUGGESTED]


def people(user: User) -> QuerySet[User]:
    """Who owes a list, of the people the user answers for and of those they stand in for somebody over."""
    answering = [user, *principals(user)]
    scopes = [(one, one.access.scope("people")) for one in answering]
    everybody = User.objects.with_capability("visits.submit_list").select_related("unit")
    ordered = everybody.order_by("unit__position", "unit", "sort_key", "pk")
    if any(scope == ALL for _one, scope in scopes):
        return ordered
    theirs = Q(pk=user.pk)
    for one, scope in scopes:
        if scope != NONE:
            theirs |= Q(pk__in=one.access.people(scope))
    return ordered.filter(theirs)


def person_in_sight(user: User, text: str) -> User:
    """The user, or the colleague of this id whose plans or lists the user sees. Raises Http404."""
    if text in ("", str(user.pk)):
        return user
    if not text.isdecimal() or len(text) > 18:
        raise Http404
    scope = user.access.scope("visits")
    rows = User.objects.select_related("unit").filter(pk=int(text))
    seen = rows if scope == ALL else rows.filter(pk__in=user.access.people(scope)) if scope != NONE else rows.none()
    found = seen.first() or (people(user).filter(pk=int(text)).first() if principals(user) else None)
    if found is None:
        raise Http404
    return found


def leads(user: User) -> bool:
    """Whether a team's page has anybody on it but the user."""
    return user.access.scope("visits") in (ALL, "subtree") or bool(principals(user))


def week_rows(user: User, week: date) -> list[Row]:
    """Everybody's list of a week beside what became of the plans of the week before, in as many queries for 6 as for 200."""
    owing = list(people(user))
    lists = FocusList.objects.visible_to(user).filter(week=week).select_related("entered_by", "confirmed_by")
    lists = lists.only(*LISTED, *naming("entered_by", "confirmed_by"))
    by_person = {focus.person_id: focus for focus in lists.annotate(number=Count("plans"))}
    tallies = tally(user, [person.pk for person in owing], week - timedelta(days=7))
    return [
        Row(person, focus, focus.number if focus else 0, tallies[person.pk])
        for person in owing
        for focus in [by_person.get(person.pk)]
    ]


def tally(user: User, person_ids: Sequence[int], week: date) -> dict[int, Tally]:
    """Planned, done, skipped, missed and unplanned of each person in a week."""
    today = clock.today()
    plans = VisitPlan.objects.visible_to(user).filter(person__in=person_ids, day__range=(week, week + WEEK))
    counted = (
        plans.order_by()
        .values("person")
        .annotate(
            planned=Count("pk"),
            done=Count("pk", filter=Q(state=PlanState.DONE)),
            skipped=Count("pk", filter=Q(state=PlanState.SKIPPED)),
            missed=Count("pk", filter=Q(state=PlanState.PLANNED, day__lt=today)),
        )
    )
    start, end = clock.day_bounds(week, week + WEEK)
    visits = Visit.objects.visible_to(user).filter(visitor__in=person_ids, occurred_at__gte=start, occurred_at__lt=end)
    besides = dict(visits.unplanned().order_by().values_list("visitor").annotate(Count("pk")))
    found: dict[int, Tally] = defaultdict(Tally)
    by_person = {row.pop("person"): row for row in counted}
    for pk in person_ids:
        found[pk] = Tally(**by_person.get(pk, {}), unplanned=besides.get(pk, 0))
    return found


def week_named(text: str) -> date | None:
    """The Monday of "2026-W48"; None for anything else."""
    year, _dash, number = text.partition("-W")
    if not (year.isdecimal() and number.isdecimal() and len(year) == 4 and len(number) <= 2):
        return None
    try:
        return date.fromisocalendar(int(year), int(number), 1)
    except ValueError:
        return None


def week_text(week: date) -> str:
    return f"{week:%G-W%V}"


def month_span(day: date) -> tuple[date, date]:
    """From the Monday of the week the month begins in to the Sunday of the one it ends in."""
    first = day.replace(day=1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return week_of(first), week_of(last) + WEEK


def list_week(on: date) -> date:
    """The week whose list people now work on: next week's, from Thursday on, before that the running one's.

    Saturday's meeting looks at the next week, Monday's questions are about this one.
    """
    return saturday.next_week(on) if on.weekday() >= 3 else week_of(on)
