"""The pages of plans and lists: what each shows to whom, and what a press does."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from customers import services
from customers.models import FocusList, VisitPlan
from tests.customers.conftest import enter

THURSDAY = datetime.fromisoformat("2026-11-19T10:00:00+08:00")
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
CALENDAR, OWN, TEAM = (reverse(f"customers:{name}") for name in ("plan_calendar", "focus_own", "focus_week"))


@pytest.fixture(autouse=True)
def _thursday(time_machine):
    time_machine.move_to(THURSDAY)


@pytest.fixture
def plan(cast, customer):
    return services.create_plan(actor=cast.rep, customer_id=customer.pk, day=MONDAY, focus=True, purpose="谈付款节点")


def open_as(client, user, url, **data):
    client.force_login(user)
    return client.get(url, data)


@pytest.mark.parametrize("view", ["week", "month", "day", "nonsense"])
def test_the_calendar_shows_what_is_planned(client, cast, plan, view):
    page = open_as(client, cast.rep, CALENDAR, view=view, on="2026-11-23")
    assert plan.customer.name in page.content.decode()


def test_a_line_of_the_month_says_its_weekday_on_the_phone(client, cast, plan):
    page = open_as(client, cast.rep, CALENDAR, view="month", on="2026-11-23").content.decode()
    assert '<span class="d-phone">周一 11-23</span>' in page


def test_a_colleague_has_no_calendar_of_it_and_the_head_has(client, cast, plan):
    assert open_as(client, cast.rep2, CALENDAR, person=cast.rep.pk).status_code == 404
    page = open_as(client, cast.head, CALENDAR, person=cast.rep.pk, on="2026-11-23")
    assert plan.customer.name in page.content.decode()


def test_one_click_plans_who_is_due(client, cast, customer, time_machine):
    time_machine.shift(60 * 60 * 24 * 70)
    page = open_as(client, cast.rep, CALENDAR).content.decode()
    assert "该去还没排的" in page
    client.post(reverse("customers:plan_create"), {"customer": customer.pk, "day": "2027-01-29", "kind": "visit"})
    assert VisitPlan.objects.get().day == date(2027, 1, 29)
    assert "该去还没排的" not in client.get(CALENDAR).content.decode()


def test_a_card_dropped_on_a_day_is_moved_and_a_stale_one_told(client, cast, plan):
    client.force_login(cast.rep)
    client.post(CALENDAR, {"drop": f"2026-11-24.{plan.pk}.{plan.version}"})
    assert VisitPlan.objects.get().day == TUESDAY
    page = client.post(CALENDAR, {"drop": f"2026-11-25.{plan.pk}.{plan.version}"}, follow=True)
    assert VisitPlan.objects.get().day == TUESDAY
    assert "你打开之后有人改过" in page.content.decode()


def test_dropped_from_a_confirmed_list_the_form_asks_why(client, cast, plan):
    focus = services.submit_focus(actor=cast.rep, week=MONDAY)
    services.confirm_focus(actor=cast.vp, focus_id=focus.pk)
    client.force_login(cast.rep)
    answer = client.post(CALENDAR, {"drop": f"2026-11-24.{plan.pk}.{plan.version}"})
    form = client.get(answer["Location"])
    assert "为什么改" in form.content.decode()
    data = {"day": "2026-11-24", "kind": "visit", "purpose": "", "focus": "on", "version": plan.version}
    assert "写一句原因" in client.post(answer["Location"], data).content.decode()
    assert client.post(answer["Location"], {**data, "reason": "对方改约"}).status_code == 302
    page = client.get(OWN, {"week": "2026-W48"}).content.decode()
    assert "对方改约" in page
    assert " → " in page


def test_handing_in_and_confirming_by_the_buttons(client, cast, plan):
    client.force_login(cast.rep)
    assert "上报" in client.get(OWN, {"week": "2026-W48"}).content.decode()
    client.post(reverse("customers:focus_submit"), {"week": "2026-W48"})
    focus = FocusList.objects.get()
    assert focus.state == "submitted"
    page = open_as(client, cast.vp, TEAM, week="2026-W48").content.decode()
    assert "全部确认 1 份" in page
    client.post(reverse("customers:focus_confirm_all"), {"list": f"{focus.pk}.{focus.version}"})
    focus.refresh_from_db()
    assert focus.state == "confirmed"


def test_the_head_sees_the_team_but_no_button_to_confirm(client, cast, plan):
    services.submit_focus(actor=cast.rep, week=MONDAY)
    page = open_as(client, cast.head, TEAM, week="2026-W48").content.decode()
    assert "林晓峰" in page
    assert "黄嘉欣" not in page
    assert "全部确认" not in page


def test_a_rep_comes_to_the_own_list(client, cast):
    answer = open_as(client, cast.rep, TEAM)
    assert answer["Location"].startswith(OWN)


def test_every_number_opens_its_rows(client, cast, plan, customer, time_machine):
    other = enter(cast.rep, "无锡华翔重型装备")
    time_machine.move_to(datetime.fromisoformat("2026-11-25T15:00:00+08:00"))
    services.log_visit(actor=cast.rep, customer_id=other.pk, occurred_at=datetime.now().astimezone(), outcome="steady")
    page = open_as(client, cast.vp, TEAM, week="2026-W49").content.decode()
    assert "missed=on" in page
    assert "unplanned=on" in page
    span = {"scene": "all", "person": cast.rep.pk, "on_after": "2026-11-23", "on_before": "2026-11-29"}
    rows = client.get(reverse("customers:plan_list"), {**span, "missed": "on"}).content.decode()
    assert customer.name in rows
    visits = client.get(
        reverse("customers:visit_list"), {"scene": "all", "unplanned": "on", "visitor": cast.rep.pk}
    ).content.decode()
    assert other.name in visits


def test_the_teams_page_costs_the_same_for_many(client, cast, plan, django_assert_max_num_queries):
    services.submit_focus(actor=cast.rep, week=MONDAY)
    client.force_login(cast.vp)
    client.get(TEAM, {"week": "2026-W48"})
    with django_assert_max_num_queries(16):
        client.get(TEAM, {"week": "2026-W48"})
