"""报价分析: each number opens exactly its rows, to each person those in their sight."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from core import clock, figures
from customers import services as customers
from quotes import analysis, services
from quotes.models import Quote
from tests.quotes import world

URL = "/quotes/analysis/"
NONE = {"engineer", "hr", "admin", "production", "logistics", "service", "marketing"}


@pytest.fixture
def trade(cast, customer, pump, seller):
    """Something in each state, of three people in two regions, some of it old."""
    south = customers.create_customer(actor=cast.rep_south, facts={"name": "东莞恒通机电有限公司"})
    second = customers.create_customer(actor=cast.rep2, facts={"name": "杭州西奥流体控制系统有限公司"})
    world.make_quote(cast.rep, customer, pump)
    world.submit(world.make_quote(cast.rep, customer, pump), cast.rep)
    stamped = world.approved(cast, customer, pump, qty="9")
    services.stamp_quote(actor=cast.inside, quote_id=stamped.pk)
    services.send_quote(actor=cast.rep, quote_id=stamped.pk, way="mail", to="刘建平")
    world.approved(cast, customer, pump, qty="3")
    old = world.submit(world.make_quote(cast.rep2, second, pump), cast.rep2)
    long_ago = clock.now() - timedelta(days=20)
    Quote.objects.filter(pk=old.pk).update(reported_at=long_ago, quoted_on=long_ago.date())
    world.submit(world.make_quote(cast.rep_south, south, pump, qty="5"), cast.rep_south)
    void = world.make_quote(cast.rep, customer, pump)
    services.void_quote(actor=cast.rep, quote_id=void.pk, reason="写错了")


def points(answer):
    return [(chart.code, point) for chart in answer.context["charts"] for point in chart.points]


def behind(client, url):
    return client.get(url).context["total"].number


READERS = ["rep", "rep2", "rep_south", "head", "region", "director", "inside", "finance", "account"]


@pytest.mark.parametrize("query", ["", "?period=month&by=person"])
def test_every_number_opens_as_many_rows(as_, trade, query):
    wrong, opened = [], {}
    for login in READERS:
        client = as_(login)
        for code, point in points(client.get(URL + query)):
            for number, url in ((point.count, point.url), (point.part_count, point.part_url)):
                found = opened.setdefault((login, url), behind(client, url) if url else 0)
                if found != (number or 0):
                    wrong.append((login, code, str(point.label), number, url))
    assert wrong == []
    assert len(opened) > 40


def test_the_test_above_would_notice(as_, trade):
    client = as_("rep")
    _code, point = next((code, p) for code, p in points(client.get(URL)) if p.url)
    assert behind(client, point.url.replace("scene=mine", "scene=mine&total_min=99999999")) != point.count


NAMED = [
    ("rep", "", ["林晓峰"]),
    ("rep", "?by=person&unit=1", ["林晓峰"]),
    ("rep2", "", ["赵一鸣"]),
    ("head", "", ["林晓峰", "赵一鸣"]),
    ("region", "", ["华东一组"]),
    ("region", "?by=person", ["林晓峰", "赵一鸣"]),
    ("director", "", ["华东区", "华南区"]),
    ("director", "?by=person", ["林晓峰", "黄嘉欣", "赵一鸣"]),
    ("head_south", "", ["黄嘉欣"]),
]


def ranked(client, query=""):
    charts = client.get(URL + query).context["charts"]
    return [str(point.label) for chart in charts if chart.code == "quotes.ranking" for point in chart.points]


def test_whom_the_ranking_names(as_, trade):
    assert [(login, query, ranked(as_(login), query)) for login, query, _names in NAMED] == NAMED


@pytest.mark.parametrize(
    ("login", "query", "offered"),
    [
        ("rep", "", False),
        ("head", "", False),
        ("head", "?by=person", False),
        ("region", "", True),
        ("director", "", True),
    ],
)
def test_by_unit_or_by_person_is_asked_where_it_differs(as_, trade, login, query, offered):
    choosers = as_(login).get(URL + query).context["choosers"]
    assert ("排名" in [chooser.label for chooser in choosers]) is offered
    if not offered:
        assert ranked(as_(login), "?by=person") == ranked(as_(login))


def test_a_unit_without_units_below_has_one_ranking(cast, as_, trade):
    client = as_("director")
    shown = {
        code: "排名"
        in [chooser.label for chooser in client.get(f"{URL}?unit={cast.unit(code).pk}").context["choosers"]]
        for code in ("company", "east", "east1")
    }
    assert shown == {"company": True, "east": True, "east1": False}


def test_months_are_said_in_the_readers_language():
    for language, said in (("zh-hans", "3 月"), ("zh-hant", "3 月"), ("en", "Mar")):
        with translation.override(language):
            assert analysis._month(clock.date(2026, 3, 1)) == said


def test_a_unit_out_of_sight_is_not_opened_by_its_number(cast, as_, trade):
    south = f"?unit={cast.unit('south').pk}&by=person"
    assert ranked(as_("head"), south) == ["林晓峰", "赵一鸣"]
    assert ranked(as_("director"), south) == ["黄嘉欣"]


def test_who_sees_no_quote_sees_no_figure(as_, db):
    for login in sorted(NONE):
        answer = as_(login).get(URL)
        assert answer.status_code == 403
        assert f'href="{URL}"' not in answer.content.decode()


def test_the_numbers_of_one_person(as_, trade):
    charts = {chart.code: chart for chart in as_("rep").get(URL).context["charts"]}
    assert [point.value for point in charts["quotes.funnel"].points] == [4, 3, 2, 1]
    this_month = charts["quotes.trend"].points[-1]
    assert (this_month.value, this_month.part) == (Decimal(14000), Decimal(12000))
    assert [point.value for point in charts["quotes.waiting"].points] == [1, 0, 0, 0, 0]
    assert [point.value for point in charts["quotes.open"].points] == [1, 0, 0, 0]
    assert "过 67%" in as_("rep").get(URL).content.decode()


def test_what_waits_too_long_is_the_title(as_, trade):
    charts = {chart.code: chart for chart in as_("head").get(URL).context["charts"]}
    assert str(charts["quotes.waiting"].title) == "2 份在等审批，1 份超过 3 天"


@pytest.mark.parametrize(
    ("months_back", "said"),
    [(0, "，上月没有报出"), (1, "本月还没有报出，上月 "), (2, "这个月和上个月都没有报出")],
)
def test_a_month_without_a_quote_is_no_sum(as_, trade, months_back, said):
    Quote.objects.update(quoted_on=analysis.months_before(clock.today().replace(day=1), months_back))
    charts = {chart.code: chart for chart in as_("director").get(URL).context["charts"]}
    assert said in str(charts["quotes.trend"].title)


def test_a_page_without_a_quote(as_, db):
    html = as_("director").get(URL).content.decode()
    assert "没有报价在等审批" in html
    assert '<rect class="k' not in html


def test_a_wild_address_is_the_usual_page(as_, db):
    for query in ("?unit=x", "?unit=99999999", "?unit=-1", "?period=century", "?by=planet"):
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


@pytest.mark.parametrize(
    ("month", "back", "said"),
    [("2026-11-01", 11, "2025-12-01"), ("2026-01-01", 1, "2025-12-01"), ("2025-12-01", -1, "2026-01-01")],
)
def test_months_over_new_year(month, back, said):
    assert analysis.months_before(clock.date.fromisoformat(month), back).isoformat() == said
