"""What plans and the Saturday list put on the home page, and on whose."""

import re
from datetime import date, datetime

import pytest

from core import clock, today
from customers import services

THURSDAY = datetime.fromisoformat("2026-11-19T10:00:00+08:00")
SATURDAY = datetime.fromisoformat("2026-11-21T09:30:00+08:00")
MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _thursday(time_machine):
    time_machine.move_to(THURSDAY)


def shown(user, code, late=False):
    sections = today.later(user, clock.today()) if late else today.sections(user, clock.today())
    return next((section for section in sections if section.code == code), None)


def test_todays_visit_is_one_tap_from_its_form(cast, customer, client):
    services.create_plan(actor=cast.rep, customer_id=customer.pk, day=clock.today(), purpose="谈付款", kind="phone")
    section = shown(cast.rep, "planned")
    (item,) = section.items
    assert (item.title, item.action_url) == (customer.name, f"/customers/visits/new/?customer={customer.pk}&kind=phone")
    client.force_login(cast.rep)
    assert customer.name in client.get(section.url).content.decode()
    assert re.search('value="phone"[^>]*checked', client.get(item.action_url).content.decode())
    assert shown(cast.rep2, "planned") is None


def test_what_nobody_spoke_of_is_late_and_a_logged_visit_ends_it(cast, customer, time_machine):
    services.create_plan(actor=cast.rep, customer_id=customer.pk, day=clock.today())
    time_machine.shift(86_400)
    assert shown(cast.rep, "planned").late.number == 1
    services.log_visit(actor=cast.rep, customer_id=customer.pk, occurred_at=clock.now(), outcome="steady")
    assert shown(cast.rep, "planned") is None


def test_the_list_is_asked_for_until_it_is_in(cast, customer, time_machine):
    assert shown(cast.rep, "own_list").late.number == 0
    assert shown(cast.head, "own_list") is None
    services.create_plan(actor=cast.rep, customer_id=customer.pk, day=MONDAY, focus=True)
    services.submit_focus(actor=cast.rep, week=MONDAY)
    assert shown(cast.rep, "own_list") is None
    time_machine.move_to(SATURDAY)
    assert shown(cast.rep2, "own_list").late.number == 1


def test_not_yet_on_tuesday(cast, time_machine):
    time_machine.move_to(datetime.fromisoformat("2026-11-17T10:00:00+08:00"))
    assert shown(cast.rep, "own_list") is None


def test_who_confirms_is_told_and_who_entered_it_is_not(cast, customer):
    services.create_plan(actor=cast.director, person=cast.rep, customer_id=customer.pk, day=MONDAY, focus=True)
    services.submit_focus(actor=cast.director, person=cast.rep, week=MONDAY)
    assert [item.title for item in shown(cast.vp, "lists_to_confirm").items] == ["林晓峰"]
    assert shown(cast.director, "lists_to_confirm") is None
    assert shown(cast.head, "lists_to_confirm") is None


def test_superiors_see_who_is_missing_from_the_cutoff_on(cast, time_machine):
    assert shown(cast.head, "missing_lists", late=True) is None
    time_machine.move_to(SATURDAY)
    assert [item.title for item in shown(cast.head, "missing_lists", late=True).items] == ["林晓峰", "赵一鸣"]
    assert shown(cast.rep, "missing_lists", late=True) is None
