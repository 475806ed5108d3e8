"""客户分析: each number opens exactly its rows, to each person those in their sight."""

from datetime import timedelta

import pytest

from core import clock, figures
from customers import analysis, services
from customers.models import Customer, Visit

URL = "/customers/analysis/"
NONE = {"engineer", "hr", "admin", "production", "logistics"}
READERS = [
    "rep",
    "rep2",
    "rep_south",
    "head",
    "region",
    "director",
    "inside",
    "finance",
    "service",
    "marketing",
    "account",
]


@pytest.fixture
def trade(cast):
    """Customers of three people in two regions, one of them a key one, some late, one nowhere; visits over some weeks."""

    def made(owner, name, division="", days_ago=0, **facts):
        customer = services.create_customer(actor=owner, facts={"name": name, "division": division})
        if facts:
            services.classify_customer(actor=cast.director, customer_id=customer.pk, **facts)
        for ago in (days_ago, days_ago + 8):
            services.log_visit(
                actor=owner,
                customer_id=customer.pk,
                occurred_at=clock.now() - timedelta(days=ago, hours=1),
                outcome="progress",
            )
        return customer

    made(cast.rep, "南京江北水务集团有限公司", "320111")
    made(cast.rep, "无锡华润微电子有限公司", "320214", days_ago=20, customer_class="focus")
    made(cast.rep, "杭州西奥电梯有限公司", "330110", days_ago=10, customer_class="key", account_manager=cast.account)
    made(cast.rep2, "苏州科达流体控制有限公司", "320505", customer_class="normal")
    # Its earlier visit, 73 days ago, is among the last twelve weeks on a Monday too: they reach back 77 days then.
    made(cast.rep_south, "东莞恒通机电有限公司", "4419", days_ago=65)
    made(cast.rep_south, "没有地址的有限公司")


def charts_of(client, query=""):
    return {chart.code: chart for chart in client.get(URL + query).context["charts"]}


def behind(client, url):
    return client.get(url).context["total"].number


def test_every_number_opens_as_many_rows(as_, trade):
    wrong, opened = [], {}
    for login in READERS:
        client = as_(login)
        for code, chart in charts_of(client).items():
            for point in chart.points:
                for number, url in ((point.count or point.value, point.url), (point.part, point.part_url)):
                    found = opened.setdefault((login, url), behind(client, url) if url else 0)
                    if found != (number or 0):
                        wrong.append((login, code, str(point.label), number, url))
    assert wrong == []
    assert len(opened) > 40


def test_the_test_above_would_notice(as_, trade):
    client = as_("director")
    point = charts_of(client)["customers.classes"].points[0]
    assert behind(client, point.url.replace("customer_class=key", "customer_class=normal&due=on")) != point.count


def test_the_numbers_of_the_company(as_, trade):
    charts = charts_of(as_("director"))
    gauge = charts["customers.in_time"].points[0]
    # Late are the focus customer after 20 days, the key one after 10, the potential one after 65.
    assert (gauge.value, gauge.target) == (3, 6)
    assert [(point.value, point.part) for point in charts["customers.classes"].points] == [
        (1, 1),
        (1, 1),
        (1, 0),
        (3, 1),
    ]
    assert [(point.label, point.value) for point in charts["customers.places"].points] == [
        ("江苏省", 3),
        ("浙江省", 1),
        ("广东省", 1),
        ("没填地区", 1),
    ]
    assert sum(point.value for point in charts["customers.weeks"].points) == 12
    # 7/7 + 7/14 + 7/30 + 3 × 7/60 = 2.08
    assert {point.target for point in charts["customers.weeks"].points} == {3}


def test_a_person_has_their_own(as_, trade):
    charts = charts_of(as_("rep_south"))
    assert charts["customers.in_time"].points[0].target == 2
    assert sum(point.value for point in charts["customers.weeks"].points) == 4


def test_visits_are_measured_only_against_the_customers_of_the_same_people(cast, as_, trade):
    """Service reads all customers and logs visits of its own; finance sees no visit."""
    service, finance = charts_of(as_("service")), charts_of(as_("finance"))
    scopes = cast.service.access
    same = scopes.scope("customers") == scopes.scope("visits")
    assert all((point.target is not None) == same for point in service["customers.weeks"].points)
    assert "customers.weeks" not in finance
    assert sum(chart.width for chart in finance.values()) == sum(chart.width for chart in service.values()) == 24


def test_a_unit_out_of_sight_is_not_opened_by_its_number(cast, as_, trade):
    south = f"?unit={cast.unit('south').pk}"
    assert charts_of(as_("head"), south)["customers.in_time"].points[0].target == 4
    assert charts_of(as_("director"), south)["customers.in_time"].points[0].target == 2


def test_the_visits_of_a_unit_are_those_of_its_people(cast, as_, trade):
    client = as_("director")
    assert behind(client, f"/customers/visits/?scene=all&unit={cast.unit('south').pk}") == 4
    assert behind(client, "/customers/visits/?scene=all") == Visit.objects.count() == 12


def test_who_sees_no_customer_sees_no_figure(as_, db):
    for login in sorted(NONE):
        answer = as_(login).get(URL)
        assert answer.status_code == 403
        assert f'href="{URL}"' not in answer.content.decode()


def test_a_page_without_a_customer(as_, db):
    html = as_("director").get(URL).content.decode()
    assert "还没有客户" in html
    assert '<rect class="k' not in html


def test_a_wild_address_is_the_usual_page(as_, db):
    for query in ("?unit=x", "?unit=99999999", "?unit=-1"):
        assert as_("director").get(URL + query).status_code == 200


def test_the_same_number_of_questions_whatever_there_is(as_, trade, django_assert_max_num_queries):
    client = as_("director")
    client.get(URL)
    with django_assert_max_num_queries(12):
        client.get(URL)


def test_what_took_long_is_kept_and_says_since_when(as_, trade, monkeypatch):
    kept = {}
    monkeypatch.setattr(figures, "SLOW", -1)
    monkeypatch.setattr(figures.cache, "get", kept.get)
    monkeypatch.setattr(figures.cache, "set", lambda name, value, _seconds: kept.__setitem__(name, value))
    client = as_("director")
    assert "数据到" not in client.get(URL).content.decode()
    assert len(kept) == 1
    assert "数据到" in client.get(URL).content.decode()
    as_("rep").get(URL)
    assert len(kept) == 1, "a person's own rows are never kept for others"


def test_in_time_and_due_are_all_there_are(as_, trade):
    client = as_("director")
    due, in_time = (behind(client, f"/customers/?scene=all&{name}=on") for name in ("due", "in_time"))
    assert due + in_time == Customer.objects.count()
    assert due > 0


def test_a_week_begins_on_monday():
    assert analysis.monday(clock.date.fromisoformat("2026-11-22")).isoformat() == "2026-11-16"
    assert analysis.monday(clock.date.fromisoformat("2026-11-16")).isoformat() == "2026-11-16"
