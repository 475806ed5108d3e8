"""The Saturday list: handed in until the cut-off, confirmed by who leads the line, missed by nobody unnoticed (C02, C03)."""

from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet
from django.http import Http404

from core import clock
from core.errors import Conflict, Forbidden, Invalid, Stale
from core.models import AuditEntry, Holiday, Notification
from customers import focus as saturday
from customers import services
from customers.choices import FocusState
from customers.models import FocusList
from customers.services import focus as verbs
from org import services as people
from tests.concurrency.racing import tally
from tests.customers.conftest import enter

THURSDAY = datetime.fromisoformat("2026-11-19T10:00:00+08:00")
MONDAY = date(2026, 11, 23)
CUTOFF = datetime.fromisoformat("2026-11-21T09:00:00+08:00")


@pytest.fixture(autouse=True)
def _thursday(time_machine):
    time_machine.move_to(THURSDAY)
    clock.forget_overrides()
    yield
    clock.forget_overrides()


def put(actor, customer, person=None):
    return services.create_plan(actor=actor, customer_id=customer.pk, day=MONDAY, focus=True, person=person)


def stand_in(principal, substitute):
    people.set_stand_in(actor=principal, principal=principal, substitute=substitute, starts=clock.today(), ends=None)


@pytest.fixture
def submitted(cast, customer):
    """rep's list for next week, handed in."""
    put(cast.rep, customer)
    return services.submit_focus(actor=cast.rep, week=MONDAY)


def test_it_is_handed_in_once_and_not_empty(cast, customer):
    with pytest.raises(Invalid) as refusal:
        services.submit_focus(actor=cast.rep, week=MONDAY)
    assert refusal.value.code == "focus.empty"
    put(cast.rep, customer)
    focus = services.submit_focus(actor=cast.rep, week=MONDAY + timedelta(days=3))
    assert (focus.state, focus.entered_by, focus.is_by_phone) == (FocusState.SUBMITTED, cast.rep, False)
    with pytest.raises(Conflict):
        services.submit_focus(actor=cast.rep, week=MONDAY)


def test_after_the_cutoff_the_rule_is_named_and_nothing_is_lost(cast, customer, time_machine):
    put(cast.rep, customer)
    time_machine.move_to(CUTOFF + timedelta(seconds=1))
    with pytest.raises(Conflict) as refusal:
        services.submit_focus(actor=cast.rep, week=MONDAY)
    assert refusal.value.code == "focus.late"
    assert "9 点前" in str(refusal.value.clause)
    assert FocusList.objects.get().plans.count() == 1


def test_at_the_last_moment_it_is_in_time(cast, customer, time_machine):
    put(cast.rep, customer)
    time_machine.move_to(CUTOFF, tick=False)
    assert services.submit_focus(actor=cast.rep, week=MONDAY)


def test_a_superior_enters_it_by_phone_also_late_and_it_says_who(cast, customer, time_machine):
    time_machine.move_to(CUTOFF + timedelta(hours=1))
    put(cast.head, customer, person=cast.rep)
    focus = services.submit_focus(actor=cast.head, week=MONDAY, person=cast.rep)
    assert (focus.person, focus.entered_by, focus.is_by_phone) == (cast.rep, cast.head, True)
    assert AuditEntry.objects.get(code="focus.entered").actor == cast.head


@pytest.mark.parametrize("login", ["rep2", "head_south", "inside", "account"])
def test_nobody_else_hands_it_in(cast, customer, login):
    put(cast.rep, customer)
    with pytest.raises(Forbidden):
        services.submit_focus(actor=getattr(cast, login), week=MONDAY, person=cast.rep)


@pytest.mark.parametrize("login", ["director", "vp"])
def test_director_and_vp_confirm(cast, submitted, login):
    focus = services.confirm_focus(actor=getattr(cast, login), focus_id=submitted.pk, version=submitted.version)
    assert (focus.state, focus.confirmed_by) == (FocusState.CONFIRMED, getattr(cast, login))
    assert Notification.objects.filter(recipient=cast.rep, code="focus.confirmed").count() == 1


@pytest.mark.parametrize(("login", "error"), [
    ("rep", Forbidden), ("head", Forbidden), ("region", Forbidden), ("leader", Forbidden),
    ("rep2", Http404), ("head_south", Http404), ("inside", Http404), ("admin", Http404),
])  # fmt: skip
def test_others_do_not(cast, submitted, login, error):
    with pytest.raises(error):
        services.confirm_focus(actor=getattr(cast, login), focus_id=submitted.pk)


def test_who_took_it_down_does_not_confirm_it(cast, customer):
    put(cast.director, customer, person=cast.rep)
    focus = services.submit_focus(actor=cast.director, week=MONDAY, person=cast.rep)
    with pytest.raises(Forbidden) as refusal:
        services.confirm_focus(actor=cast.director, focus_id=focus.pk)
    assert refusal.value.code == "focus.own"
    with pytest.raises(IntegrityError), transaction.atomic():
        FocusList.objects.filter(pk=focus.pk).update(
            state="confirmed", confirmed_by=cast.director, confirmed_at=clock.now()
        )
    assert services.confirm_focus(actor=cast.vp, focus_id=focus.pk)


def test_a_stand_in_confirms_in_their_place(cast, submitted):
    with pytest.raises(Http404):
        services.confirm_focus(actor=cast.head_south, focus_id=submitted.pk)
    stand_in(cast.director, cast.head_south)
    assert services.confirm_focus(actor=cast.head_south, focus_id=submitted.pk).confirmed_by == cast.head_south
    assert AuditEntry.objects.get(code="focus.confirmed").in_place_of == cast.director


def test_a_stand_in_does_not_confirm_their_own(cast, submitted):
    stand_in(cast.director, cast.rep)
    with pytest.raises(Forbidden):
        services.confirm_focus(actor=cast.rep, focus_id=submitted.pk)


def test_returned_with_a_reason_it_may_come_late(cast, submitted, time_machine):
    time_machine.move_to(CUTOFF + timedelta(hours=1))
    with pytest.raises(Invalid):
        services.return_focus(actor=cast.vp, focus_id=submitted.pk, reason=" ")
    back = services.return_focus(actor=cast.vp, focus_id=submitted.pk, reason="大客户一家都没有")
    assert (back.state, back.returned_reason) == (FocusState.DRAFT, "大客户一家都没有")
    assert Notification.objects.filter(recipient=cast.rep, code="focus.returned").count() == 1
    assert services.submit_focus(actor=cast.rep, week=MONDAY).state == FocusState.SUBMITTED


def test_confirming_all_says_what_became_of_each(cast, submitted):
    other = enter(cast.rep2, "无锡华翔重型装备")
    put(cast.rep2, other)
    second = services.submit_focus(actor=cast.rep2, week=MONDAY)
    done = services.confirm_focuses(
        actor=cast.vp, seen=[(submitted.pk, submitted.version), (second.pk, second.version - 1)]
    )
    assert [row.done for row in done] == [True, False]
    with pytest.raises(Stale):
        services.confirm_focus(actor=cast.vp, focus_id=second.pk, version=second.version - 1)


def test_one_list_for_a_person_and_week(cast, submitted):
    with pytest.raises(IntegrityError), transaction.atomic():
        FocusList.objects.create(person=cast.rep, week=MONDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        FocusList.objects.create(person=cast.rep, week=MONDAY + timedelta(days=1))


def test_after_a_week_off_the_cutoff_lies_before_it(db):
    assert saturday.cutoff_day(MONDAY) == date(2026, 11, 21)
    off = [MONDAY - timedelta(days=number) for number in range(1, 8)]
    Holiday.objects.bulk_create(Holiday(date=day, name="停工", is_workday=False) for day in off)
    clock.forget_overrides()
    assert saturday.cutoff_day(MONDAY) == date(2026, 11, 13)


def test_for_a_week_off_no_list_is_asked(cast):
    off = [MONDAY + timedelta(days=number) for number in range(7)]
    Holiday.objects.bulk_create(Holiday(date=day, name="停工", is_workday=False) for day in off)
    clock.forget_overrides()
    assert services.mind_focus(as_of=CUTOFF) == 0


def test_before_the_cutoff_who_owes_is_reminded_once(cast, submitted):
    as_of = CUTOFF - timedelta(hours=2)
    told = services.mind_focus(as_of=as_of)
    reminded = set(Notification.objects.filter(code="focus.due").values_list("recipient__username", flat=True))
    assert told == len(reminded)
    assert reminded == {"rep2", "rep_south", "account"}
    assert services.mind_focus(as_of=as_of + timedelta(minutes=30)) == 0


def test_after_the_cutoff_superiors_learn_who_is_missing_once(cast, submitted):
    assert services.mind_focus(as_of=CUTOFF) == 3
    told = {row.recipient.username: row.params["number"] for row in Notification.objects.filter(code="focus.missing")}
    assert told == {"head": 1, "head_south": 1, "region": 1}
    assert services.mind_focus(as_of=CUTOFF + timedelta(hours=3)) == 0


@pytest.mark.parametrize("as_of", [CUTOFF - timedelta(days=2), CUTOFF + timedelta(days=2)])
def test_at_other_times_nobody_is_told(cast, as_of):
    assert services.mind_focus(as_of=as_of) == 0


TWO = ("director", "vp")


def confirm_at_once(db, cast, focus):
    def press(login):
        return lambda: services.confirm_focus(actor=getattr(cast, login), focus_id=focus.pk)

    return db.together([press(login) for login in TWO])


def ready(cast):
    put(cast.rep, enter(cast.rep, "成都锐恒自动化"))
    return services.submit_focus(actor=cast.rep, week=MONDAY)


def test_of_two_confirmers_at_once_one_counts(committed_db, cast):
    focus = ready(cast)
    counted = tally(confirm_at_once(committed_db, cast, focus))
    assert counted == {200: 1, 409: 1}
    assert AuditEntry.objects.filter(code="focus.confirmed").count() == 1


def test_without_its_locks_both_would(committed_db, cast, monkeypatch):
    """Negative control: both look at the waiting list before either writes."""
    focus, both = ready(cast), Barrier(2, timeout=20)
    asked = verbs._require_waiting

    def meet(row):
        asked(row)
        both.wait()

    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **how: self.all())
    monkeypatch.setattr(FocusList, "_do_update", Model._do_update)
    monkeypatch.setattr(verbs, "_require_waiting", meet)
    confirm_at_once(committed_db, cast, focus)
    assert AuditEntry.objects.filter(code="focus.confirmed").count() == 2
