"""商机分析: each number opens exactly its rows, to each person those in their sight."""

from datetime import timedelta
from decimal import Decimal

import pytest

from core import clock
from customers import deal_analysis, services
from customers.models import Opportunity
from tests.customers.conftest import enter
from tests.customers.deals import at_quote, make_competitor, open_deal, with_need

URL = "/customers/opportunities/analysis/"
READERS = ["rep", "rep2", "rep_south", "head", "region", "director", "inside", "finance", "account"]


@pytest.fixture
def trade(cast, customer):
    """Open and closed deals of three people in two regions, near, far and past."""
    south = enter(cast.rep_south, "东莞恒通机电有限公司")
    competitor = make_competitor(cast.rep)
    today = clock.today()
    for days in (3, 40, 95, 400):
        open_deal(cast.rep, customer, expected_on=today + timedelta(days=days))
    open_deal(cast.rep_south, south)
    past = open_deal(cast.rep, customer)
    Opportunity.objects.filter(pk=past.pk).update(expected_on=today - timedelta(days=50))
    for person, where in ((cast.rep, customer), (cast.rep_south, south)):
        lost = at_quote(person, where)
        services.lose_opportunity(actor=person, opportunity_id=lost.pk, reason="price", competitor=competitor)
    early = with_need(cast.rep, customer)
    services.lose_opportunity(actor=cast.rep, opportunity_id=early.pk, reason="cancelled")
    Opportunity.objects.filter(pk=early.pk).update(closed_on=today - timedelta(days=70))
    won = open_deal(cast.rep, customer)
    Opportunity.objects.filter(pk=won.pk).update(closed_on=today, chance=100, state="won")


def points(answer):
    return [(chart.code, point) for chart in answer.context["charts"] for point in chart.points]


def behind(client, url):
    return client.get(url).context["total"].number


@pytest.mark.parametrize("query", ["", "?by=person"])
def test_every_number_opens_as_many_rows(as_, trade, query):
    wrong, opened = [], {}
    for login in READERS:
        client = as_(login)
        for code, point in points(client.get(URL + query)):
            for number, url in ((point.count, point.url), (point.part_count, point.part_url)):
                found = opened.setdefault((login, url), behind(client, url) if url else 0)
                if found != (number or 0):
                    wrong.append((login, code, str(point.label), number, found, url))
    assert wrong == []
    assert len(opened) > 40


def test_the_test_above_would_notice(as_, trade):
    client = as_("rep")
    _code, point = next((code, p) for code, p in points(client.get(URL)) if p.url)
    assert behind(client, point.url + "&amount_min=99999999") != point.count


def test_money_counts_by_its_chance(as_, trade):
    forecast = next(chart for chart in as_("rep").get(URL).context["charts"] if chart.code == "opportunities.forecast")
    assert sum(point.value for point in forecast.points) == Decimal("480000") * 5 / 10
    assert [str(point.label) for point in forecast.points][0::5] == ["以前", "以后"]
    assert forecast.points[0].hot
    assert str(forecast.points[forecast.now].label) == deal_analysis.month_text(clock.today())


def test_leakage_is_of_those_that_came_so_far(as_, trade):
    charts = {chart.code: chart for chart in as_("rep").get(URL).context["charts"]}
    told = {str(point.label): (point.value, point.note) for point in charts["opportunities.stages"].points}
    assert told == {"需求": (1, "33%"), "方案": (0, "0%"), "报价": (1, "50%"), "合同": (0, "0%")}
    assert "报价阶段漏得最多" in charts["opportunities.stages"].title
    assert "丢了 2 个，漏失率 67%" in charts["opportunities.months"].title
    assert "opportunities.members" not in charts, "nobody to compare with"


def test_by_unit_and_by_person(as_, trade):
    def named(query):
        charts = {chart.code: chart for chart in as_("director").get(URL + query).context["charts"]}
        return [(str(p.label), p.value, p.part, p.note) for p in charts["opportunities.members"].points]

    assert named("") == [("华南区", 1, 1, "100%"), ("华东区", 3, 2, "67%")]
    assert named("?by=person") == [("黄嘉欣", 1, 1, "100%"), ("林晓峰", 3, 2, "67%")]


def test_nothing_yet_is_said(as_, cast):
    answer = as_("rep").get(URL)
    assert "近 12 个月没有了结的商机" in answer.content.decode()


def test_months_go_over_the_year():
    december = clock.today().replace(year=2026, month=12, day=1)
    assert deal_analysis.months_after(december, 1).isoformat() == "2027-01-01"
    assert deal_analysis.months_after(december, -12).isoformat() == "2025-12-01"
