"""The calendar feed of a plan: read by a calendar library, secret, replaced and revoked."""

from datetime import date, datetime

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.urls import reverse
from icalendar import Calendar

from core.errors import Forbidden
from core.models import AuditEntry
from customers import services
from customers.models import PlanFeed
from org import services as people

THURSDAY = datetime.fromisoformat("2026-11-19T10:00:00+08:00")
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _thursday(time_machine):
    time_machine.move_to(THURSDAY)


def read(client, key):
    return client.get(reverse("customers:plan_ics", args=[key]))


def test_a_calendar_reads_the_plan_without_signing_in(client, cast, customer):
    services.create_plan(
        actor=cast.rep, customer_id=customer.pk, day=MONDAY, purpose="谈付款；带对账单,两份", kind="return"
    )
    called_off = services.create_plan(actor=cast.rep, customer_id=customer.pk, day=TUESDAY)
    services.skip_plan(actor=cast.rep, plan_id=called_off.pk, reason="对方出差")
    answer = read(client, services.issue_feed(actor=cast.rep))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    first, second = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (first["summary"], first["dtstart"].dt, first["dtend"].dt) == (f"回访 {customer.name}", MONDAY, TUESDAY)
    assert first["description"] == "谈付款；带对账单,两份"
    assert (second["status"], second["uid"]) == ("CANCELLED", f"visit-plan-{called_off.pk}@salesops")


def test_what_is_due_is_in_it_until_it_is_done(client, cast, customer):
    task = services.create_task(actor=cast.rep, customer_id=customer.pk, facts={"subject": "寄样本", "due_on": MONDAY})
    key = services.issue_feed(actor=cast.rep)
    (event,) = Calendar.from_ical(read(client, key).content).walk("VEVENT")
    assert (event["summary"], event["dtstart"].dt, event["uid"]) == ("任务：寄样本", MONDAY, f"task-{task.pk}@salesops")
    services.finish_task(actor=cast.rep, task_id=task.pk)
    assert Calendar.from_ical(read(client, key).content).walk("VEVENT") == []


def test_only_ones_own_plan_is_in_it(client, cast, customer):
    services.create_plan(actor=cast.rep, customer_id=customer.pk, day=MONDAY)
    answer = read(client, services.issue_feed(actor=cast.head))
    assert Calendar.from_ical(answer.content).walk("VEVENT") == []


def test_the_key_is_kept_as_a_hash_alone_in_no_history(cast):
    key = services.issue_feed(actor=cast.rep)
    feed = PlanFeed.objects.get()
    assert key not in str(vars(feed))
    with pytest.raises(FieldDoesNotExist):
        PlanFeed.pgh_event_model._meta.get_field("digest")
    assert services.find_feed(key) == feed


def test_a_new_address_ends_the_old_and_revoking_ends_both(client, cast):
    old, new = services.issue_feed(actor=cast.rep), services.issue_feed(actor=cast.rep)
    assert (read(client, old).status_code, read(client, new).status_code) == (404, 200)
    services.revoke_feed(actor=cast.rep)
    assert read(client, new).status_code == 404
    assert AuditEntry.objects.filter(code="feed.revoked").count() == 1


def test_a_leavers_address_is_dead(client, cast):
    key = services.issue_feed(actor=cast.rep)
    people.dismiss_person(actor=cast.hr, user_id=cast.rep.pk, successor=cast.rep2)
    assert read(client, key).status_code == 404


def test_who_makes_no_visits_has_none(cast):
    with pytest.raises(Forbidden):
        services.issue_feed(actor=cast.inside)


def test_the_page_shows_the_address_once(client, cast):
    client.force_login(cast.rep)
    page = reverse("customers:plan_feed")
    assert ".ics" in client.post(page).content.decode()
    assert ".ics" not in client.get(page).content.decode()
    client.post(reverse("customers:plan_feed_revoke"))
    assert not PlanFeed.objects.exists()
