"""The first five steps: by role, from facts, put away for good, and at no cost for who needs them no more."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock, onboarding
from core.models import AuditEntry
from customers import services as customers
from org.models import User
from tests.cast import LOGINS


@pytest.fixture(autouse=True)
def _new_here(cast):
    """The database the tests start from is kept from run to run, and its people are new for sixty days only."""
    User.objects.update(created_at=clock.now())


def sign_in(person):
    browser = Client()
    browser.force_login(person)
    return browser


def today(person):
    return sign_in(person).get("/").content.decode()


def ticked(person):
    return {line.step.code for line in onboarding.of(person).lines if line.done}


@pytest.mark.parametrize("login", LOGINS)
def test_everybody_has_five_and_each_leads_where_it_is_done(cast, login):
    person = getattr(cast, login)
    browser = sign_in(person)
    assert "上手五步" in browser.get("/").content.decode()
    lines = onboarding.of(person).lines
    assert len(lines) == 5
    for line in lines:
        answer = browser.get(line.url, follow=True)
        assert answer.status_code == 200, (login, line.url)


def test_the_steps_follow_the_role(cast):
    def codes(login):
        return [line.step.code for line in onboarding.of(getattr(cast, login)).lines]

    assert {"customer", "visit", "quote"} <= set(codes("rep"))
    assert {"verdict", "stand_in"} <= set(codes("head"))
    assert {"stamp", "sent"} <= set(codes("inside"))
    assert {"units", "people", "numbering"} <= set(codes("admin"))
    assert "customer" not in codes("engineer")


def test_a_step_ticks_itself_off(cast):
    assert "customer" not in ticked(cast.rep)
    customer = customers.create_customer(actor=cast.rep, facts={"name": "南京江北水务集团有限公司"})
    assert "customer" in ticked(cast.rep)
    assert "visit" not in ticked(cast.rep)
    customers.log_visit(
        actor=cast.rep, customer_id=customer.pk, occurred_at=clock.now() - timedelta(hours=1), outcome="progress"
    )
    assert "visit" in ticked(cast.rep)


def test_what_a_colleague_did_ticks_nothing(cast):
    """Negative control."""
    customers.create_customer(actor=cast.rep2, facts={"name": "南京江北水务集团有限公司"})
    assert "customer" not in ticked(cast.rep)


def test_what_is_to_be_read_ticks_when_it_was_opened_from_here(cast):
    browser = sign_in(cast.head)
    assert "policies" not in ticked(cast.head)
    answer = browser.post("/start/", {"open": "policies"})
    assert answer["Location"] == "/policies/"
    assert "policies" in ticked(cast.head)


def test_what_is_done_elsewhere_is_a_link_and_what_is_read_a_button(cast):
    html = today(cast.rep)
    assert '<a class="btn btn-sm keep" href="/customers/new/">去办</a>' in html
    assert 'name="open" value="process"' in html
    assert 'name="open" value="customer"' not in html


@pytest.mark.parametrize("code", ["verdict", "nothing", "stamp"])
def test_nobody_ticks_by_hand(cast, code):
    """A fact is not ticked by opening it, and a step of another role is not there."""
    answer = sign_in(cast.head).post("/start/", {"open": code})
    assert answer.status_code == (302 if code == "verdict" else 404)
    assert code not in ticked(cast.head)


def test_it_is_put_away_for_good_and_comes_back_when_asked(cast):
    browser = sign_in(cast.rep)
    browser.post("/start/", {"show": "off"})
    assert 'id="start-h"' not in browser.get("/").content.decode()
    assert 'id="start-h"' in browser.get("/start/").content.decode()
    assert 'href="/start/"' in browser.get("/").content.decode()
    browser.post("/start/", {"show": "on"})
    assert 'id="start-h"' in browser.get("/").content.decode()
    # A colleague's stays as it was.
    assert 'id="start-h"' in today(cast.rep2)


def test_putting_it_away_is_logged_once_and_what_ticks_itself_off_is_not(cast):
    def logged():
        return list(
            AuditEntry.objects.filter(code__startswith="onboarding.")
            .order_by("pk")
            .values_list("code", "actor", "subject_id")
        )

    browser = sign_in(cast.rep)
    browser.post("/start/", {"open": "process"})
    assert logged() == []
    for decided in ("off", "off", "on"):
        browser.post("/start/", {"show": decided})
    assert logged() == [(f"onboarding.{what}", cast.rep.pk, cast.rep.pk) for what in ("put_away", "brought_back")]


def test_who_has_been_here_for_long_is_not_asked(cast):
    User.objects.filter(pk=cast.rep.pk).update(created_at=clock.now() - onboarding.NEW - timedelta(days=1))
    assert 'id="start-h"' not in today(cast.rep)


def test_all_done_is_said_once(cast, monkeypatch):
    step = onboarding.Step("one", "一步", "", lambda user: "/", lambda user: True)
    monkeypatch.setattr(onboarding, "_tracks", [lambda user: [step]])
    assert "五步都办完了" in today(cast.rep)
    assert 'id="start-h"' not in today(cast.rep)


def test_it_costs_one_query_and_none_for_who_is_done(cast):
    browser = sign_in(cast.rep)

    def cost():
        browser.get("/")
        with CaptureQueriesContext(connection) as queries:
            browser.get("/")
        return len(queries)

    new = cost()
    onboarding.put_away(cast.rep)
    assert cost() == new - 1


def test_a_stranger_is_sent_to_the_door(cast):
    assert Client().get("/start/")["Location"].startswith("/accounts/login/")
