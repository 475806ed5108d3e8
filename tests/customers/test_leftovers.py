"""上周遗留 and 本次新增: what a meeting goes back to until somebody goes there, and what came in after the list was confirmed."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from customers import leftovers, planning, services
from customers.models import VisitPlan
from tests.customers.conftest import enter

MEETING = reverse("customers:focus_meeting")
WEEK = date(2026, 11, 23)
"""The week the meeting of Saturday the 21st is about."""


@pytest.fixture
def at(time_machine):
    def move(text):
        time_machine.move_to(datetime.fromisoformat(f"2026-{text}:00+08:00"))

    move("11-05T09:00")
    return move


def plan(cast, customer, day, **more):
    return services.create_plan(actor=cast.rep, customer_id=customer.pk, day=date(2026, *day), **more)


def log(cast, customer, **more):
    return services.log_visit(
        actor=cast.rep, customer_id=customer.pk, occurred_at=clock.now(), outcome="steady", summary="看了现场", **more
    )


def of(cast, week=WEEK):
    plans = planning.plans_of(cast.vp, cast.rep, week - leftovers.LOOKED_BACK, date.max)
    visits = planning.unplanned_of(cast.vp, cast.rep, week - leftovers.LOOKED_BACK, clock.today())
    return leftovers.leftovers(plans, visits, week)


def test_what_was_not_done_is_left_over_and_nobody_plans_it(cast, customer, at):
    row = plan(cast, customer, (11, 18))
    at("11-21T10:00")
    [one] = of(cast)
    assert (one.plan, one.times, one.seen, one.again, one.is_open) == (row, 1, None, None, True)


def test_what_was_done_is_not_left_over(cast, customer, at):
    """Control."""
    plan(cast, customer, (11, 18))
    at("11-18T10:00")
    log(cast, customer)
    at("11-21T10:00")
    assert of(cast) == []


def test_what_lies_ahead_is_not_left_over(cast, customer, at):
    plan(cast, customer, (11, 24))
    at("11-21T10:00")
    assert of(cast) == []


def test_it_says_for_when_it_is_planned_again(cast, customer, at):
    missed = plan(cast, customer, (11, 18))
    services.skip_plan(actor=cast.rep, plan_id=missed.pk, reason="对方出差")
    again = plan(cast, customer, (11, 25))
    at("11-21T10:00")
    [one] = of(cast)
    assert (one.plan.reason, one.again, one.is_open) == ("对方出差", again, False)


def test_it_carries_over_until_somebody_goes_there(cast, customer, at):
    plan(cast, customer, (11, 10))
    plan(cast, customer, (11, 18))
    at("11-21T10:00")
    [one] = of(cast)
    assert (one.plan.day, one.times) == (date(2026, 11, 18), 2)
    at("11-25T10:00")
    log(cast, customer)
    at("11-28T10:00")
    [one] = of(cast, WEEK + timedelta(weeks=1))
    assert (one.seen, one.is_open) == (date(2026, 11, 25), False)
    assert of(cast, WEEK + timedelta(weeks=2)) == []


def test_a_call_makes_no_visit_good(cast, customer, at):
    plan(cast, customer, (11, 10))
    at("11-19T10:00")
    log(cast, customer, kind="phone")
    at("11-21T10:00")
    [one] = of(cast)
    assert one.seen is None


def test_what_nobody_plans_comes_first(cast, customer, at):
    other = enter(cast.rep, "苏州第二家设备有限公司")
    plan(cast, customer, (11, 17))
    plan(cast, customer, (11, 25))
    plan(cast, other, (11, 18))
    at("11-21T10:00")
    assert [one.customer for one in of(cast)] == [other, customer]


def test_the_page_tells_both(client, cast, customer, at):
    at("11-19T10:00")
    plan(cast, customer, (11, 20))
    kept = plan(cast, enter(cast.rep, "苏州第二家设备有限公司"), (11, 24), focus=True)
    focus = services.submit_focus(actor=cast.rep, week=WEEK)
    at("11-21T10:00")
    client.force_login(cast.vp)
    page = client.get(MEETING, {"week": "2026-W48", "person": cast.rep.pk}).content.decode()
    assert "上周遗留" in page
    assert "没再排" in page
    assert "本次新增</h2>" not in page, "before it is confirmed everything is new"
    services.confirm_focus(actor=cast.vp, focus_id=focus.pk)
    at("11-23T08:00")
    services.create_plan(
        actor=cast.rep, customer_id=customer.pk, day=date(2026, 11, 26), focus=True, reason="客户来电，周四见"
    )
    page = client.get(MEETING, {"week": "2026-W48", "person": cast.rep.pk}).content.decode()
    assert "又排在 <time" in page
    assert "本次新增</h2>" in page
    assert "客户来电，周四见" in page
    assert VisitPlan.objects.get(pk=kept.pk).focus_id == focus.pk


def test_its_queries_do_not_grow_with_what_is_left_over(client, cast, customer, at):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(MEETING, {"week": "2026-W48", "person": cast.rep.pk})
        return len(queries)

    plan(cast, customer, (11, 17))
    client.force_login(cast.vp)
    at("11-21T10:00")
    asked()
    one = asked()
    at("11-16T10:00")
    for number in range(4):
        plan(cast, enter(cast.rep, f"苏州第{number}家泵业有限公司"), (11, 17 + number % 3))
    at("11-21T10:00")
    assert len(of(cast)) == 5
    assert asked() == one
