"""The pages of daily logs and weekly reports."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from core import clock, comments
from customers import services as customers
from performance import services
from performance.choices import ReportState
from performance.models import WorkReport
from tests.customers.conftest import enter


@pytest.fixture
def rep(client, cast):
    client.force_login(cast.rep)
    return client


def read(client, address):
    return unescape(client.get(address).content.decode())


def write_url(kind="day", day=None):
    return f"{reverse('performance:report_write')}?kind={kind}&on={day or clock.today()}"


def test_from_the_draft_to_the_comment_of_the_superior(cast, client, rep):
    customer = enter(cast.rep)
    visit = customers.log_visit(
        actor=cast.rep, customer_id=customer.pk, occurred_at=clock.now() - timedelta(minutes=1), outcome="progress"
    )
    page = read(rep, write_url())
    assert customer.name in page
    assert visit.get_absolute_url() in page, "every fact opens its row"
    given = {"done": "", "problems": "要技术部确认防护等级", "ahead": "", "version": "0"}
    answer = rep.post(write_url(), {**given, "verb": "save"})
    report = WorkReport.objects.get()
    assert (answer.status_code, report.state) == (302, ReportState.DRAFT)
    assert "要技术部确认防护等级" in read(rep, write_url())
    answer = rep.post(write_url(), {**given, "version": report.version, "verb": "submit"}, follow=True)
    assert answer.redirect_chain[-1][0] == report.get_absolute_url()
    client.force_login(cast.head)
    listed = read(client, f"{reverse('performance:report_list')}?scene=unread")
    assert report.get_absolute_url() in listed
    page = read(client, report.get_absolute_url())
    assert "要技术部确认防护等级" in page
    assert customer.name in page
    comments.add_comment(actor=cast.head, kind="performance.workreport", subject_id=report.pk, text="我来问技术部")
    report.refresh_from_db()
    client.post(reverse("performance:report_read", args=[report.pk]), {"version": report.version})
    report.refresh_from_db()
    assert (report.state, report.read_by) == (ReportState.READ, cast.head)
    client.force_login(cast.rep)
    page = read(client, report.get_absolute_url())
    assert "我来问技术部" in page
    assert str(cast.head) in page


def test_what_was_typed_stays_where_it_is_refused(rep):
    page = rep.post(write_url(), {"done": "", "problems": "在等回复", "ahead": "", "version": "0", "verb": "submit"})
    assert "写一句做了什么" in page.content.decode()
    assert "在等回复" in page.content.decode()
    assert not WorkReport.objects.filter(state=ReportState.SUBMITTED).exists()


def test_a_button_of_a_stale_page_is_told(cast, client):
    report = services.submit_report(actor=cast.rep, kind="day", day=clock.today(), texts={"done": "甲"})
    client.force_login(cast.head)
    address = reverse("performance:report_read", args=[report.pk])
    assert client.post(address).status_code == 412
    assert client.post(address, {"version": report.version}).status_code == 302, "control"


def test_who_is_missing_stands_on_the_teams_page(cast, client):
    services.submit_report(actor=cast.rep, kind="day", day=clock.today(), texts={"done": "甲"})
    client.force_login(cast.head)
    page = read(client, f"{reverse('performance:report_team')}?kind=day&on={clock.today()}")
    assert str(cast.rep) in page
    assert str(cast.rep2) in page
    assert str(cast.rep_south) not in page
    client.force_login(cast.rep)
    assert client.get(reverse("performance:report_team")).status_code == 302, "others come to their own"


@pytest.mark.parametrize("asked", ["kind=year", "on=2026-13-45", "on=x", "on=2099-01-01", "on=0001-01-01"])
def test_an_address_that_names_no_period_opens_the_usual_one(rep, asked):
    assert rep.get(f"{reverse('performance:report_write')}?{asked}").status_code == 200


def test_who_writes_no_log_of_the_day_comes_to_the_week(cast, client):
    client.force_login(cast.head)
    assert "周报" in read(client, reverse("performance:report_write"))
    assert client.get(write_url("day")).status_code == 403


def test_a_colleague_finds_no_such_page(cast, client):
    report = services.submit_report(actor=cast.rep, kind="day", day=clock.today(), texts={"done": "甲"})
    client.force_login(cast.rep2)
    assert client.get(report.get_absolute_url()).status_code == 404
    assert client.get(write_url(day=clock.today())).status_code == 200, "control: their own"
