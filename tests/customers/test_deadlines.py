"""What falls due on which day of the calendar."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from customers import services
from customers.deadlines import deadlines
from tests.customers.test_account_plans import approved, make_key
from tests.customers.test_prior import ask, decide

FIRST, LAST = date(2026, 1, 12), date(2026, 12, 31)


@pytest.fixture(autouse=True)
def _monday(time_machine):
    time_machine.move_to(datetime.fromisoformat("2026-01-12T09:00:00+08:00"))


def due(user, person):
    return [(one.kind, one.title) for one in deadlines(user, person, FIRST, LAST)]


def test_tasks_reports_and_reviews_stand_on_their_days(cast, customer):
    services.create_task(
        actor=cast.rep, customer_id=customer.pk, facts={"subject": "寄样本", "due_on": date(2026, 1, 20)}
    )
    prior = decide(ask(cast.rep, customer), cast.head)
    assert due(cast.rep, cast.rep) == [("汇报", prior.subject), ("任务", "寄样本")]
    approved(cast, make_key(cast, customer))
    assert due(cast.account, cast.account) == [("回顾", f"{customer.name} 服务回顾")] * 4


def test_what_is_done_is_due_no_more(cast, customer):
    task = services.create_task(
        actor=cast.rep, customer_id=customer.pk, facts={"subject": "寄样本", "due_on": date(2026, 1, 20)}
    )
    services.finish_task(actor=cast.rep, task_id=task.pk)
    assert due(cast.rep, cast.rep) == []


def test_a_superior_sees_it_on_their_calendar_and_a_colleague_does_not(cast, customer, client):
    services.create_task(
        actor=cast.rep, customer_id=customer.pk, facts={"subject": "寄样本", "due_on": date(2026, 1, 14)}
    )
    assert due(cast.head, cast.rep) == [("任务", "寄样本")]
    assert due(cast.rep2, cast.rep) == []
    client.force_login(cast.head)
    page = client.get(f"{reverse('customers:plan_calendar')}?person={cast.rep.pk}").content.decode()
    assert "寄样本" in page
