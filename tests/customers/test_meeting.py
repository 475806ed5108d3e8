"""The Saturday meeting: person by person, for who leads; all of it on paper."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from customers import services

THURSDAY = datetime.fromisoformat("2026-11-19T10:00:00+08:00")
MONDAY = date(2026, 11, 23)
MEETING, PAPER = reverse("customers:focus_meeting"), reverse("customers:focus_print")
WEEK = {"week": "2026-W48"}


@pytest.fixture(autouse=True)
def _thursday(time_machine):
    time_machine.move_to(THURSDAY)


@pytest.fixture
def submitted(cast, customer):
    services.create_plan(actor=cast.rep, customer_id=customer.pk, day=MONDAY, focus=True, purpose="谈付款节点")
    return services.submit_focus(actor=cast.rep, week=MONDAY)


def test_it_opens_with_who_waits_and_the_button_confirms(client, cast, submitted, customer):
    client.force_login(cast.vp)
    page = client.get(MEETING, WEEK).content.decode()
    assert "确认林晓峰的重点" in page
    assert customer.name in page
    client.post(reverse("customers:focus_confirm", args=[submitted.pk]), {"version": submitted.version})
    assert "确认林晓峰的重点" not in client.get(MEETING, WEEK).content.decode()


def test_the_arrows_lead_to_the_neighbours(client, cast, submitted):
    client.force_login(cast.vp)
    page = client.get(MEETING, {**WEEK, "person": cast.rep2.pk}).content.decode()
    assert 'data-key="ArrowLeft"' in page
    assert 'data-key="ArrowRight"' in page


def test_the_head_holds_it_without_the_last_word(client, cast, submitted):
    client.force_login(cast.head)
    page = client.get(MEETING, WEEK).content.decode()
    assert "林晓峰" in page
    assert "黄嘉欣" not in page
    assert "确认林晓峰的重点" not in page


@pytest.mark.parametrize("url", [MEETING, PAPER])
def test_a_rep_comes_to_the_own_list(client, cast, url):
    client.force_login(cast.rep)
    assert client.get(url).status_code == 302


def test_the_paper_has_everybody_and_who_is_missing(client, cast, submitted, customer):
    client.force_login(cast.vp)
    page = client.get(PAPER, WEEK).content.decode()
    assert customer.name in page
    assert "没交：" in page
    assert "黄嘉欣" in page


def test_its_queries_do_not_grow_with_the_room(client, cast, submitted, django_assert_max_num_queries):
    client.force_login(cast.vp)
    client.get(MEETING, WEEK)
    with django_assert_max_num_queries(20):
        client.get(MEETING, WEEK)


def test_a_weekday_has_room_in_english_too(client, cast, submitted):
    client.force_login(cast.vp)
    type(cast.vp).objects.filter(pk=cast.vp.pk).update(language="en")
    assert "Mon 11-23" in client.get(MEETING, WEEK).content.decode()
