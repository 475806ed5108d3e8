"""The pages of 事前请示、事后汇报: from asking to the closed report, by hand."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from core import clock
from customers import services
from customers.choices import PriorState
from customers.models import PriorApproval
from tests.customers.test_prior import ask, decide, granted, report


@pytest.fixture
def rep(client, cast):
    client.force_login(cast.rep)
    return client


def read(client, address, *args):
    return unescape(client.get(reverse(f"customers:{address}", args=args)).content.decode())


def typed(**more):
    day = clock.today() + timedelta(days=2)
    return {"subject": "请采购部吃饭", "kind": "hosting", "content": "谈框架", "amount": "800", "act_on": day, **more}


def test_from_asking_to_closed(cast, rep, client):
    answer = rep.post(reverse("customers:prior_ask"), typed(), follow=True)
    prior = PriorApproval.objects.get()
    assert answer.redirect_chain[-1][0] == prior.get_absolute_url()
    assert "周敏" in unescape(answer.content.decode()), "who it waits for"
    decide(prior, cast.head)
    page = read(rep, "prior_detail", prior.pk)
    assert "汇报了才能了结" in page
    assert reverse("customers:prior_report", args=[prior.pk]) in page
    prior.refresh_from_db()
    told = {"outcome": "done", "report": "见了王部长", "spent": "900", "version": prior.version}
    rep.post(reverse("customers:prior_report", args=[prior.pk]), told)
    assert "超出请示" in read(rep, "prior_detail", prior.pk)
    assert reverse("customers:prior_close", args=[prior.pk]) not in read(rep, "prior_detail", prior.pk)
    client.force_login(cast.head)
    assert reverse("customers:prior_close", args=[prior.pk]) in read(client, "prior_detail", prior.pk)
    prior.refresh_from_db()
    client.post(reverse("customers:prior_close", args=[prior.pk]), {"version": prior.version})
    prior.refresh_from_db()
    assert prior.state == PriorState.CLOSED
    assert f"{cast.head} 了结" in read(client, "prior_detail", prior.pk)


def test_what_was_typed_stays_where_it_is_refused(rep):
    page = rep.post(reverse("customers:prior_ask"), typed(act_on="2020-01-01")).content.decode()
    assert "不能是过去的日子" in page
    assert "请采购部吃饭" in page
    assert not PriorApproval.objects.exists()


def test_a_stale_close_is_told(cast, client):
    prior = report(granted(cast), cast.rep)
    client.force_login(cast.head)
    address = reverse("customers:prior_close", args=[prior.pk])
    assert client.post(address, {"version": prior.version - 1}).status_code == 412
    assert client.post(address).status_code == 412
    assert client.post(address, {"version": prior.version}).status_code == 302, "control"


def test_a_report_that_came_back_says_why_and_keeps_its_words(cast, client, rep):
    prior = report(granted(cast), cast.rep)
    client.force_login(cast.head)
    client.post(reverse("customers:prior_return", args=[prior.pk]), {"reason": "写明见了谁", "version": prior.version})
    client.force_login(cast.rep)
    page = read(client, "prior_report", prior.pk)
    assert "汇报退回了：写明见了谁" in page
    assert prior.report in page


def test_what_was_refused_is_asked_again_with_its_words(cast, rep):
    prior = decide(ask(cast.rep), cast.head, "reject", comment="先电话谈")
    again = f"{reverse('customers:prior_ask')}?again={prior.pk}"
    assert again in read(rep, "prior_detail", prior.pk)
    assert prior.subject in rep.get(again).content.decode()
    rep.force_login(cast.rep2)
    assert rep.get(again).status_code == 404


def test_the_day_says_what_is_owed(cast, client, rep):
    prior = granted(cast)
    assert prior.subject in read_later(rep)
    report(prior, cast.rep)
    assert prior.subject not in read_later(rep)
    client.force_login(cast.head)
    assert prior.subject in read_later(client), "the superior reads and closes it"


def read_later(client):
    return unescape(client.get(reverse("home_later")).content.decode())


def test_the_list_finds_and_narrows(cast, rep):
    prior = granted(cast)
    ask(cast.rep, subject="去包头看现场")
    address = reverse("customers:prior_list")
    assert prior.subject in rep.get(address).content.decode()
    found = rep.get(address, {"q": "baotou"}).content.decode()
    assert "去包头看现场" in found
    assert prior.subject not in found
    late = rep.get(address, {"late": "on"}).content.decode()
    assert prior.subject not in late
    PriorApproval.objects.filter(pk=prior.pk).update(report_by=clock.today() - timedelta(days=1))
    assert prior.subject in rep.get(address, {"late": "on"}).content.decode()


def test_it_stands_on_the_timeline_of_its_customer(cast, client, customer):
    prior = ask(cast.rep, customer)
    services.add_collaborator(actor=cast.rep, customer_id=customer.pk, person=cast.rep2)
    client.force_login(cast.head)
    assert prior.get_absolute_url() in client.get(customer.get_absolute_url()).text
    client.force_login(cast.rep2)
    assert prior.subject not in client.get(customer.get_absolute_url()).text, "seen by who sees the request"


@pytest.mark.parametrize("login", ["rep2", "rep_south"])
def test_a_colleague_finds_no_such_page(cast, client, login):
    prior = ask(cast.rep)
    client.force_login(getattr(cast, login))
    assert client.get(prior.get_absolute_url()).status_code == 404
    assert prior.subject not in client.get(f"/search/?q={prior.number}").content.decode()
