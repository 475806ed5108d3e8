"""Planned visits: made, changed, moved, dropped, skipped, and done by the visit that is logged (C01, C04)."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from core import clock
from core.errors import Conflict, Forbidden, Invalid, Stale
from core.models import AuditEntry, Notification
from customers import services
from customers.choices import ChangeStep, PlanState
from customers.models import FocusChange, FocusList, Visit, VisitPlan
from org import services as people
from tests.customers.conftest import enter

THURSDAY = datetime.fromisoformat("2026-11-19T10:00:00+08:00")
MONDAY, TUESDAY, NEXT_MONDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 30)


@pytest.fixture(autouse=True)
def _thursday(time_machine):
    time_machine.move_to(THURSDAY)


def plan(actor, customer, day=MONDAY, **more):
    return services.create_plan(actor=actor, customer_id=customer.pk, day=day, **more)


def log(actor, customer, **more):
    return services.log_visit(
        actor=actor, customer_id=customer.pk, occurred_at=clock.now(), outcome="steady", summary="看了现场", **more
    )


def confirmed(cast, customer):
    """Monday's visit on a list that the director confirmed."""
    row = plan(cast.rep, customer, focus=True)
    focus = services.submit_focus(actor=cast.rep, week=MONDAY)
    services.confirm_focus(actor=cast.director, focus_id=focus.pk)
    return VisitPlan.objects.get(pk=row.pk)


def test_one_plans_for_oneself(cast, customer):
    row = plan(cast.rep, customer, purpose=" 送技术协议 ")
    assert (row.person, row.state, row.purpose, row.focus) == (cast.rep, PlanState.PLANNED, "送技术协议", None)
    assert AuditEntry.objects.filter(code="plan.created", subject_id=row.pk).exists()


def test_what_is_over_is_no_plan(cast, customer):
    with pytest.raises(Invalid) as refusal:
        plan(cast.rep, customer, THURSDAY.date() - timedelta(days=1))
    assert refusal.value.code == "plan.past"
    assert plan(cast.rep, customer, THURSDAY.date())


def test_a_customer_is_planned_once_a_day(cast, customer):
    plan(cast.rep, customer)
    with pytest.raises(Conflict) as refusal:
        plan(cast.rep, customer)
    assert refusal.value.code == "plan.taken"
    assert plan(cast.rep, customer, TUESDAY)


def test_the_database_holds_what_the_services_promise(cast, customer):
    row = plan(cast.rep, customer)
    copy = {"customer": customer, "person": cast.rep, "day": row.day}
    for broken in ({"state": "done"}, {"state": "skipped"}, {"reason": "没空"}, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            VisitPlan.objects.create(**copy, **broken)


def test_a_customer_out_of_sight_is_not_there(cast, customer):
    with pytest.raises(Http404):
        plan(cast.rep2, customer)


def test_the_head_plans_for_who_reports_by_phone_and_a_colleague_does_not(cast, customer):
    assert plan(cast.head, customer, person=cast.rep).created_by == cast.head
    for other in (cast.rep2, cast.head_south, cast.inside):
        with pytest.raises(Forbidden):
            plan(other, customer, person=cast.rep)


def test_nobody_is_sent_to_a_customer_they_do_not_see(cast, customer):
    with pytest.raises(Http404):
        plan(cast.head, customer, person=cast.rep2)


def test_a_plan_is_seen_by_its_line_alone(cast, customer):
    row = plan(cast.rep, customer)
    sees = {login for login in ("rep", "rep2", "rep_south", "head", "head_south", "director", "inside", "admin")
            if VisitPlan.objects.visible_to(getattr(cast, login)).filter(pk=row.pk).exists()}  # fmt: skip
    assert sees == {"rep", "head", "director"}
    with pytest.raises(Http404):
        services.move_plan(actor=cast.rep2, plan_id=row.pk, day=TUESDAY)


def test_moving_asks_for_what_was_seen(cast, customer):
    row = plan(cast.rep, customer)
    moved = services.move_plan(actor=cast.rep, plan_id=row.pk, day=TUESDAY, version=row.version)
    assert moved.day == TUESDAY
    with pytest.raises(Stale):
        services.move_plan(actor=cast.rep, plan_id=row.pk, day=MONDAY, version=row.version)


def test_what_nothing_changes_writes_nothing(cast, customer):
    row = plan(cast.rep, customer)
    assert services.edit_plan(actor=cast.rep, plan_id=row.pk, facts={"day": MONDAY}).version == row.version


def test_skipping_needs_a_reason(cast, customer):
    row = plan(cast.rep, customer)
    with pytest.raises(Invalid):
        services.skip_plan(actor=cast.rep, plan_id=row.pk, reason=" ")
    skipped = services.skip_plan(actor=cast.rep, plan_id=row.pk, reason="对方出差")
    assert (skipped.state, skipped.reason) == (PlanState.SKIPPED, "对方出差")
    with pytest.raises(Conflict):
        services.skip_plan(actor=cast.rep, plan_id=row.pk, reason="又一次")


def test_a_logged_visit_makes_the_plan_done(cast, customer, time_machine):
    row = plan(cast.rep, customer)
    time_machine.move_to(datetime.fromisoformat("2026-11-25T15:00:00+08:00"))
    visit = log(cast.rep, customer)
    row.refresh_from_db()
    assert (row.state, row.visit) == (PlanState.DONE, visit)
    for verb in (services.drop_plan, services.move_plan):
        with pytest.raises(Conflict):
            verb(actor=cast.rep, plan_id=row.pk, **({"day": NEXT_MONDAY} if verb is services.move_plan else {}))


def test_the_plan_of_the_day_comes_first_and_another_week_is_left_alone(cast, customer, time_machine):
    monday, tuesday, later = (plan(cast.rep, customer, day) for day in (MONDAY, TUESDAY, NEXT_MONDAY))
    time_machine.move_to(datetime.fromisoformat("2026-11-24T15:00:00+08:00"))
    log(cast.rep, customer)
    states = dict(VisitPlan.objects.values_list("pk", "state"))
    assert states == {monday.pk: "planned", tuesday.pk: "done", later.pk: "planned"}
    log(cast.rep, customer)
    assert VisitPlan.objects.get(pk=monday.pk).state == "done"


def test_a_call_is_no_visit(cast, customer, time_machine):
    row, called = plan(cast.rep, customer), plan(cast.rep, customer, TUESDAY, kind="phone")
    time_machine.move_to(datetime.fromisoformat("2026-11-23T15:00:00+08:00"))
    log(cast.rep, customer, kind="phone")
    assert VisitPlan.objects.get(pk=called.pk).state == "done"
    assert VisitPlan.objects.get(pk=row.pk).state == "planned"


def test_without_a_plan_the_visit_is_an_unplanned_one(cast, customer):
    plan(cast.rep, customer)
    visit = log(cast.rep, customer)
    assert list(Visit.objects.unplanned()) == [visit]


def test_who_went_after_all_did_not_skip(cast, customer, time_machine):
    row = plan(cast.rep, customer)
    services.skip_plan(actor=cast.rep, plan_id=row.pk, reason="对方出差")
    time_machine.move_to(datetime.fromisoformat("2026-11-27T15:00:00+08:00"))
    log(cast.rep, customer)
    row.refresh_from_db()
    assert (row.state, row.reason) == (PlanState.DONE, "")


def test_a_refused_visit_leaves_the_plan(cast, customer, time_machine):
    row = plan(cast.rep, customer)
    time_machine.move_to(datetime.fromisoformat("2026-11-23T15:00:00+08:00"))
    stranger = services.create_contact(
        actor=cast.rep, customer_id=enter(cast.rep, "无锡华翔重型装备").pk, facts={"name": "王工"}
    )
    with pytest.raises(Invalid):
        log(cast.rep, customer, contact_ids=[stranger.pk])
    row.refresh_from_db()
    assert row.state == PlanState.PLANNED


def test_a_confirmed_list_changes_for_a_reason_and_shows_it(cast, customer):
    row = confirmed(cast, customer)
    with pytest.raises(Invalid) as refusal:
        services.move_plan(actor=cast.rep, plan_id=row.pk, day=TUESDAY)
    assert refusal.value.code == "focus.frozen"
    assert VisitPlan.objects.get(pk=row.pk).day == MONDAY
    services.move_plan(actor=cast.rep, plan_id=row.pk, day=TUESDAY, reason="刘总改约周二")
    change = FocusChange.objects.get()
    assert (change.step, change.day_before, change.day_after, change.reason) == (
        ChangeStep.MOVED, MONDAY, TUESDAY, "刘总改约周二",
    )  # fmt: skip
    assert Notification.objects.filter(recipient=cast.director, code="focus.changed").count() == 1


def test_another_purpose_is_a_change_as_well(cast, customer):
    row = confirmed(cast, customer)
    with pytest.raises(Invalid):
        services.edit_plan(actor=cast.rep, plan_id=row.pk, facts={"purpose": "谈付款"})
    services.edit_plan(actor=cast.rep, plan_id=row.pk, facts={"purpose": "谈付款"}, reason="合同签了")
    assert FocusChange.objects.get().step == ChangeStep.EDITED


def test_adding_to_and_dropping_from_a_confirmed_list(cast, customer):
    row = confirmed(cast, customer)
    other = enter(cast.rep, "无锡华翔重型装备")
    with pytest.raises(Invalid):
        plan(cast.rep, other, focus=True)
    assert plan(cast.rep, other, focus=False)
    plan(cast.rep, other, TUESDAY, focus=True, reason="他们要来验厂")
    with pytest.raises(Invalid):
        services.drop_plan(actor=cast.rep, plan_id=row.pk)
    services.drop_plan(actor=cast.rep, plan_id=row.pk, reason="项目停了")
    assert list(FocusChange.objects.order_by("pk").values_list("step", flat=True)) == ["added", "dropped"]


def test_into_another_week_it_leaves_one_list_and_joins_the_other(cast, customer):
    row = confirmed(cast, customer)
    services.move_plan(actor=cast.rep, plan_id=row.pk, day=NEXT_MONDAY, reason="推一周")
    row.refresh_from_db()
    assert row.focus.week == NEXT_MONDAY
    assert FocusChange.objects.get().step == ChangeStep.DROPPED


def test_before_it_is_confirmed_a_list_changes_freely_but_not_unseen(cast, customer):
    row = plan(cast.rep, customer, focus=True)
    seen = services.submit_focus(actor=cast.rep, week=MONDAY).version
    services.edit_plan(actor=cast.rep, plan_id=row.pk, facts={"purpose": "谈付款"})
    with pytest.raises(Stale):
        services.confirm_focus(actor=cast.director, focus_id=row.focus_id, version=seen)
    assert not FocusChange.objects.exists()


def test_with_the_customer_goes_what_was_planned(cast, customer):
    row = confirmed(cast, customer)
    services.transfer_customer(actor=cast.head, customer_id=customer.pk, to=cast.rep2)
    row.refresh_from_db()
    assert (row.person, row.focus) == (cast.rep2, None)
    assert FocusChange.objects.get().focus.person == cast.rep
    assert not FocusList.objects.get().plans.exists()


def test_a_leavers_plans_go_to_the_successor_once(cast, customer):
    theirs = plan(cast.rep, customer)
    services.add_collaborator(actor=cast.head, customer_id=customer.pk, person=cast.rep2)
    same = plan(cast.rep2, customer)
    second = plan(cast.rep, customer, TUESDAY)
    people.dismiss_person(actor=cast.hr, user_id=cast.rep.pk, successor=cast.rep2)
    assert not VisitPlan.objects.filter(pk=theirs.pk).exists()
    assert {same.pk, second.pk} == set(VisitPlan.objects.filter(person=cast.rep2).values_list("pk", flat=True))


def test_what_is_over_is_not_handed_over(cast, customer, time_machine):
    past, coming = plan(cast.rep, customer), plan(cast.rep, customer, NEXT_MONDAY)
    time_machine.move_to(datetime.fromisoformat("2026-11-25T15:00:00+08:00"))
    assert services.hand_over_plans(actor=cast.head, leaver=cast.rep, successor=cast.rep2) == 1
    assert VisitPlan.objects.get(pk=past.pk).person == cast.rep
    assert VisitPlan.objects.get(pk=coming.pk).person == cast.rep2
