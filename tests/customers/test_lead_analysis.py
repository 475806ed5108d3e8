"""线索分析: every number opens exactly the rows it counts, for who reads it."""

import re
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connection

from customers import lead_analysis, services
from org import ranges
from tests.customers.leads import enter_lead, given_lead, ready_lead, spoken_lead
from tests.customers.test_lead_ends import deal

pytestmark = pytest.mark.django_db


@pytest.fixture
def leads(cast):
    cache.clear()
    won = ready_lead(cast.marketing, cast.rep)
    services.convert_lead(actor=cast.rep, lead_id=won.pk, opportunity=deal())
    spoken_lead(cast.marketing, cast.rep, company="聊过的有限公司", phone="", source="web")
    given_lead(cast.marketing, cast.rep_south, company="南方的有限公司", phone="", source="web")
    enter_lead(cast.marketing, company="没人管的有限公司", phone="", source="platform")
    return won


def drawn(user):
    charts, _found = lead_analysis.charts(lead_analysis.Analysis(ranges.chosen(user, "leads", "")))
    return {chart.code: chart for chart in charts}


def shown(client, url):
    """How many rows the list has there."""
    return len(set(re.findall(r'href="(/customers/leads/\d+/)[?"]', client.get(url).content.decode())))


@pytest.mark.parametrize("login", ["rep", "head", "director", "marketing", "rep2"])
def test_each_number_opens_its_rows(cast, leads, client, login):
    user = getattr(cast, login)
    client.force_login(user)
    opened = 0
    for chart in drawn(user).values():
        for point in chart.points:
            links = [(point.url, point.count if point.count is not None else point.value)]
            links += [(point.part_url, point.part_count)] if point.part_url else []
            for url, count in links:
                if not url:
                    continue
                assert shown(client, url) == count, (chart.code, point.label, url)
                opened += 1
    assert opened or login == "rep2"


def test_the_funnel_and_the_sources(cast, leads):
    charts = drawn(cast.director)
    assert [point.value for point in charts["leads.steps"].points] == [4, 2, 1, 1, 0]
    assert {point.label: point.value for point in charts["leads.sources"].points} == {"网站": 2, "展会": 1, "平台": 1}
    assert "展会转得最多" in charts["leads.sources"].title
    assert sum(point.value for point in charts["leads.ages"].points) == 2


def test_money_is_that_of_won_deals(cast, leads):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE customers_opportunity SET state = 'won', closed_on = current_date")
    cache.clear()
    (point,) = drawn(cast.marketing)["leads.money"].points
    assert (point.label, point.value, point.count) == ("展会", Decimal("300000.00"), 1)
