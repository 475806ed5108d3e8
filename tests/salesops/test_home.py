"""The front page: its rail has a part that nobody waits for."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from core.choices import JobState
from core.models import JobRun
from customers import services as customers

LATER = reverse("home_later")


@pytest.fixture
def as_(cast):
    def sign_in(login):
        browser = Client()
        browser.force_login(getattr(cast, login))
        return browser

    return sign_in


@pytest.fixture
def visited(cast):
    customer = customers.create_customer(actor=cast.rep, facts={"name": "南京江北水务集团有限公司"})
    return customers.log_visit(
        actor=cast.rep, customer_id=customer.pk, occurred_at=clock.now() - timedelta(hours=1), outcome="progress"
    )


def test_who_leads_reads_where_the_others_have_been(as_, visited):
    assert visited.customer.name in as_("head").get(LATER).content.decode()
    assert visited.customer.name not in as_("head_south").get(LATER).content.decode()


def test_an_administrator_reads_what_did_not_run(as_):
    assert "都按时跑完了" in as_("admin").get(LATER).content.decode()
    JobRun.objects.create(job="core.tick", planned_for=clock.now(), state=JobState.FAILED)
    told = as_("admin").get(LATER).content.decode()
    assert "都按时跑完了" not in told
    assert reverse("core:job_list") in told


def test_only_for_whom_there_is_more_does_the_page_ask_for_it(as_, visited):
    for login, asks in (("head", True), ("admin", True), ("rep", False)):
        assert (f'hx-get="{LATER}"' in as_(login).get("/").content.decode()) is asks


def test_the_fragment_is_bare_and_the_page_whole(as_):
    head = as_("head")
    assert "<html" not in head.get(LATER, headers={"HX-Request": "true"}).content.decode()
    assert "<html" in head.get(LATER).content.decode()
