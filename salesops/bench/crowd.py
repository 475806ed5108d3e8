"""What a company of any size has once here: two hundred people with lists for Saturday, and a customer with a long past."""

from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from core import clock
from customers import focus
from customers.choices import FocusState, Outcome, PlanState
from customers.models import Customer, FocusList, Visit, VisitPlan
from org import services
from org.choices import UnitKind
from org.models import Role, Unit, User
from salesops.demo.cast import PASSWORD

MARK = "b."
LEADER = "b.region"
"""The login of who leads the two hundred."""
TEAMS, REPS = 8, 25
PLANS = 5
PAST = 5000
"""Entries on the timeline of the customer with a long past."""


@transaction.atomic
def gather(rep: User) -> None:
    """Everything that is not there yet; a later run against the same database adds what its own week needs."""
    if not User.objects.filter(username=LEADER).exists():
        _appoint()
    week = focus.next_week(clock.today())
    if not FocusList.objects.filter(person__username__startswith=MARK, week=week).exists():
        _plan(week)
    _remember(rep)


def remembered(rep: User) -> Customer:
    """Rep's oldest customer: the one with a long past."""
    return Customer.objects.filter(owner=rep).order_by("pk")[0]


def _appoint() -> None:
    roles = {role.code: role for role in Role.objects.filter(code__in=("rep", "region"))}
    region = Unit.objects.create(parent=Unit.objects.get(parent=None), name="例会大区", kind=UnitKind.REGION)
    _person(LEADER, "例会经理", region, roles["region"])
    for team in range(1, TEAMS + 1):
        unit = Unit.objects.create(parent=region, name=f"例会{team}组", kind=UnitKind.TEAM)
        for number in range(1, REPS + 1):
            _person(f"{MARK}{team}.{number}", f"例会{team}组{number}号", unit, roles["rep"])
    User.objects.filter(username__startswith=MARK).update(password=make_password(PASSWORD))


def _person(login: str, name: str, unit: Unit, role: Role) -> None:
    services.appoint_person(
        actor=None, username=login, display_name=name, unit=unit, roles=[role], title=str(role), email=""
    )


def _plan(week: date) -> None:
    """A list handed in by everybody for a week, and the week before it as it went: one of two was done."""
    people = list(User.objects.filter(username__startswith=MARK).exclude(username=LEADER).order_by("pk"))
    customers = list(Customer.objects.order_by("pk").values_list("pk", flat=True)[: len(people) * PLANS])
    at = clock.now()
    lists = FocusList.objects.bulk_create(
        FocusList(person=person, week=week, state=FocusState.SUBMITTED, entered_by=person, submitted_at=at)
        for person in people
    )
    before = week - timedelta(days=7)
    plans, visits = [], []
    for turn, (person, handed_in) in enumerate(zip(people, lists, strict=True)):
        for number in range(PLANS):
            asked = customers[(turn * PLANS + number) % len(customers)]
            plans.append(
                VisitPlan(customer_id=asked, person=person, day=week + timedelta(days=number), focus=handed_in)
            )
            visits.append(_visit(asked, person, clock.now() - timedelta(minutes=turn)))
    done = Visit.objects.bulk_create(visits)
    plans += [
        VisitPlan(customer_id=visit.customer_id, person=visit.visitor, day=before, state=PlanState.DONE, visit=visit)
        for visit in done[::2]
    ]
    VisitPlan.objects.bulk_create(plans)


def _remember(rep: User) -> None:
    customer = remembered(rep)
    there = Visit.objects.filter(customer=customer).count()
    begun = clock.now()
    Visit.objects.bulk_create(
        (_visit(customer.pk, rep, begun - timedelta(hours=number)) for number in range(PAST - there)), batch_size=1000
    )


def _visit(customer: int, visitor: User, at: datetime) -> Visit:
    return Visit(
        customer_id=customer,
        visitor=visitor,
        occurred_at=at,
        recorded_at=at,
        outcome=Outcome.PROGRESS,
        purpose="谈付款节点",
        summary="见了设备部，报价还差两台泵的参数，下周补齐。",
    )
