"""Keyset pages: everything once, in order, both ways; nobody else's cursor."""

import pytest

from core.models import Notification
from org.models import User
from tests.api.client import refused
from tests.cast import LOGINS


@pytest.fixture
def bell(cast):
    rows = [Notification(recipient=cast.rep, code="x", dedupe_key=str(number)) for number in range(7)]
    Notification.objects.bulk_create(rows)
    return [row.pk for row in reversed(rows)]


def test_pages_join_up(api, bell):
    assert api("rep").ids("notifications/?limit=3") == bell


def test_pages_go_back(api, bell):
    script = api("rep")
    first = script.get("notifications/?limit=3").json()
    second = script.get(first["next"]).json()
    back = script.get(second["previous"]).json()
    assert first["previous"] is None
    assert [row["id"] for row in back["results"]] == bell[:3]


def test_the_last_page_has_no_next(api, bell):
    assert api("rep").get("notifications/?limit=7").json()["next"] is None


def test_links_keep_the_filters(api, bell):
    answer = api("rep").get("notifications/?limit=2&unread=true").json()
    assert "unread=true" in answer["next"]
    assert "limit=2" in answer["next"]


def test_a_page_holds_fifty_unless_told(api, cast):
    User.objects.bulk_create(User(username=f"u{n}", display_name="x") for n in range(60))
    assert len(api("rep").get("users/").json()["results"]) == 50
    assert len(api("rep").get("users/?limit=200").json()["results"]) == 60 + len(LOGINS)


def test_a_cursor_of_another_list_is_refused(api, bell):
    script = api("rep")
    cursor = script.get("notifications/?limit=3").json()["next"].split("cursor=")[1].split("&")[0]
    refused(script.get(f"users/?cursor={cursor}"), 400)


def test_a_cursor_of_another_order_is_refused(api):
    script = api("rep")
    cursor = script.get("users/?limit=3&sort=display_name").json()["next"].split("cursor=")[1].split("&")[0]
    refused(script.get(f"users/?sort=-display_name&cursor={cursor}"), 400)


def test_a_tampered_cursor_is_refused(api, bell):
    script = api("rep")
    cursor = script.get("notifications/?limit=3").json()["next"].split("cursor=")[1].split("&")[0]
    refused(script.get(f"notifications/?cursor=A{cursor[1:]}"), 400)


def test_times_carry_their_offset(api, bell):
    assert api("rep").get("notifications/").json()["results"][0]["created_at"].endswith("+08:00")
