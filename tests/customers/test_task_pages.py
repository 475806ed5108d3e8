"""The pages of tasks: from what a customer says to the answer, by hand."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from core import clock
from customers.choices import TaskState
from customers.models import Task, Visit
from tests.customers.test_tasks import give, heard


@pytest.fixture
def rep(client, cast):
    client.force_login(cast.rep)
    return client


def read(client, address, *args, **asked):
    return unescape(client.get(reverse(f"customers:{address}", args=args), asked).content.decode())


def visit_form(customer, **more):
    now = clock.local(clock.now() - timedelta(minutes=5))
    return {
        "customer": customer.pk,
        "kind": "return",
        "outcome": "steady",
        "occurred_at": f"{now:%Y-%m-%dT%H:%M}",
        **more,
    }


def test_from_a_return_visit_to_the_answer(cast, rep, customer):
    page = read(rep, "visit_log", customer=customer.pk, kind="return")
    assert "记回访" in page
    assert "客户提的事" in page
    rep.post(
        reverse("customers:visit_log"), visit_form(customer, satisfaction="soso", feedback="泵有异响\r\n备件报个价")
    )
    visit = Visit.objects.get()
    task = Task.objects.earliest("pk")
    assert visit.satisfaction == "soso"
    page = read(rep, "visit_detail", visit.pk)
    assert "泵有异响" in page
    assert "备件报个价" in page
    assert task.get_absolute_url() in page
    address = reverse("customers:task_finish", args=[task.pk])
    refused = rep.post(address, {"result": "", "version": task.version})
    assert refused.status_code == 200
    rep.post(address, {"result": "换了轴承", "version": task.version})
    task.refresh_from_db()
    assert (task.state, task.result) == (TaskState.DONE, "换了轴承")
    page = read(rep, "customer_detail", customer.pk)
    assert "换了轴承" in page, "what was done stands on the timeline"
    plan = unescape(rep.get(f"{customer.get_absolute_url()}?tab=tasks").content.decode())
    assert "备件报个价" in plan
    assert "换了轴承" in plan


def test_too_much_feedback_stays_on_the_form(rep, customer):
    page = rep.post(reverse("customers:visit_log"), visit_form(customer, feedback="长" * 121)).content.decode()
    assert "每条不超过 120 个字" in page
    assert "长" * 121 in page
    assert not Visit.objects.exists()


def test_given_to_a_colleague_and_back(cast, client, rep, customer):
    day = clock.today() + timedelta(days=3)
    made = {"customer": customer.pk, "subject": "带技术部去一趟", "due_on": day, "owner": cast.ids["head"]}
    rep.post(reverse("customers:task_create"), made)
    task = Task.objects.get()
    assert task.owner == cast.head
    page = read(rep, "task_list", scene="given")
    assert "带技术部去一趟" in page
    client.force_login(cast.head)
    edit = reverse("customers:task_edit", args=[task.pk])
    changed = {"subject": "带张工去一趟", "due_on": day, "owner": cast.ids["rep"], "version": task.version}
    client.post(edit, changed)
    assert client.post(edit, changed).status_code == 412, "a stale tab"
    task.refresh_from_db()
    assert (task.subject, task.owner) == ("带张工去一趟", cast.rep)
    client.post(reverse("customers:task_drop", args=[task.pk]), {"reason": "客户出差", "version": task.version})
    page = read(client, "task_detail", task.pk)
    assert "客户出差" in page
    task.refresh_from_db()
    assert client.post(reverse("customers:task_reopen", args=[task.pk]), {"version": "1"}).status_code == 412
    client.post(reverse("customers:task_reopen", args=[task.pk]), {"version": task.version})
    task.refresh_from_db()
    assert task.is_open


def test_who_may_not_do_it_stays_on_the_form(cast, rep, customer):
    made = {"customer": customer.pk, "subject": "寄样本", "due_on": clock.today(), "owner": cast.ids["rep2"]}
    page = unescape(rep.post(reverse("customers:task_create"), made).content.decode())
    assert "看不到这家客户" in page
    assert "寄样本" in page
    assert not Task.objects.exists()


def test_the_day_says_what_is_due(cast, rep, customer):
    today = give(cast.rep, customer, due_on=clock.today())
    give(cast.rep, customer, subject="以后再办", due_on=clock.today() + timedelta(days=5))
    page = unescape(rep.get("/").content.decode())
    assert today.subject in page
    assert "以后再办" not in page


def test_the_list_finds_and_narrows(cast, rep, customer):
    give(cast.rep, customer)
    heard(cast.rep, customer, "泵有异响")
    assert "泵有异响" in read(rep, "task_list", q="yixiang")
    assert "寄两份样本" in read(rep, "task_list", q=customer.name[:4])
    page = read(rep, "task_list", kind="feedback")
    assert "泵有异响" in page
    assert "寄两份样本" not in page
    assert "泵有异响" not in read(rep, "task_list", late="on")
    Task.objects.update(due_on=clock.today() - timedelta(days=1))
    assert "泵有异响" in read(rep, "task_list", late="on")
    assert "泵有异响" in unescape(rep.get("/search/?q=yixiang").content.decode())


@pytest.mark.parametrize("login", ["rep2", "rep_south", "finance"])
def test_a_colleague_finds_no_such_page(cast, client, customer, login):
    task = give(cast.rep, customer)
    client.force_login(getattr(cast, login))
    assert client.get(task.get_absolute_url()).status_code == 404
    assert task.subject not in client.get("/search/?q=yangben").content.decode()


def test_where_it_came_from_is_a_link_for_who_sees_that(cast, client, rep, customer):
    visit = heard(cast.rep, customer, "泵有异响")
    task = Task.objects.get()
    assert f'href="{visit.get_absolute_url()}"' in read(rep, "task_detail", task.pk)
    Task.objects.update(owner=cast.inside)
    client.force_login(cast.inside)
    page = read(client, "task_detail", task.pk)
    assert visit.get_absolute_url() not in page
    assert "的拜访" in page
