"""A deal in the browser: list, record, its forms; the stale tab is told; what is missing stands on the page."""

from datetime import timedelta
from decimal import Decimal

import pytest

from core import clock
from core.errors import Forbidden
from core.models import AuditEntry
from customers import deal_lists, services
from customers.models import Competitor, NeedAnalysis, Opportunity, Rival, Solution
from tests.customers.conftest import enter
from tests.customers.deals import NEED, at_quote, fresh, make_competitor, open_deal, with_need

LIST = "/customers/opportunities/"


@pytest.fixture
def deal(cast, customer):
    return open_deal(cast.rep, customer)


def said(answer):
    return [str(message) for message in answer.context["messages"]] if answer.context else []


def test_the_list_shows_what_one_sees(as_, cast, deal):
    theirs = open_deal(cast.rep_south, enter(cast.rep_south, "东莞粤恒机电"), title="南沙泵站")
    page = as_("rep").get(LIST).content.decode()
    assert deal.title in page
    assert theirs.title not in page
    for login, seen in (("head", [deal]), ("director", [theirs, deal]), ("service", [])):
        assert as_(login).get(f"{LIST}?scene=all").context["total"].number == len(seen)


@pytest.mark.parametrize(
    ("where", "number"),
    [
        ("q=hysg", 1),
        ("state=need", 1),
        ("state=quote", 0),
        ("amount_min=500000", 0),
        ("overdue=on", 0),
        ("stuck=on", 0),
        ("source=web", 1),
        ("competitor={competitor}", 1),
        ("lost_at=need", 0),
    ],
)
def test_the_list_narrows(as_, cast, customer, where, number):
    deal = open_deal(cast.rep, customer, title="恒压设备改造", source="web")
    competitor = make_competitor(cast.rep)
    services.name_rival(actor=cast.rep, opportunity_id=deal.pk, competitor=competitor)
    where = where.format(competitor=competitor.pk).replace("hysg", "hysb")
    assert as_("rep").get(f"{LIST}?scene=all&{where}").context["total"].number == number


def test_create_asks_for_the_customer_and_brings_it_along(as_, cast, customer):
    client = as_("rep")
    page = client.get(f"{LIST}new/?customer={customer.pk}").content.decode()
    assert f'value="{customer.pk}" selected' in page
    facts = {"customer": customer.pk, "title": "循环泵改造", "amount": "300000", "expected_on": "2099-01-31"}
    answer = client.post(f"{LIST}new/", facts)
    made = Opportunity.objects.get()
    assert answer.url == made.get_absolute_url()
    assert (made.chance, made.owner_id) == (10, cast.ids["rep"])
    assert "早于今天" in client.post(f"{LIST}new/", {**facts, "expected_on": "2020-01-31"}).content.decode()


def test_the_record_says_what_the_next_stage_waits_for(as_, deal):
    page = as_("rep").get(deal.get_absolute_url()).content.decode()
    assert "还缺需求里的需要什么、预算、采购计划、谁拍板" in page
    assert "disabled" in page
    assert "还缺" not in as_("inside").get(deal.get_absolute_url()).content.decode()


def test_the_whole_way_in_the_browser(as_, cast, deal):
    client, address = as_("rep"), deal.get_absolute_url()
    need = {**NEED, "version": deal.version}
    assert client.post(f"{address}need/", need).status_code == 302
    assert NeedAnalysis.objects.get().budget == Decimal("500000")
    seen = fresh(deal).version
    assert client.post(f"{address}advance/", {"version": seen}).status_code == 302
    assert client.post(f"{address}advance/", {"version": seen}).status_code == 412
    answer = client.post(f"{address}solutions/new/", {"title": "双泵方案", "version": fresh(deal).version})
    assert answer.url == f"{address}?tab=solutions"
    assert client.post(f"{address}advance/", {"version": fresh(deal).version}).status_code == 302
    answer = client.post(f"{address}advance/", {"version": fresh(deal).version})
    assert answer.status_code == 409
    assert "一份已发出的报价" in answer.content.decode()
    answer = client.post(f"{address}step-back/", {"reason": "客户改了配置", "version": fresh(deal).version})
    assert fresh(deal).state == "solution"
    for tab in ("need", "solutions", "rivals", "quotes", "timeline"):
        assert client.get(f"{address}?tab={tab}").status_code == 200


def test_a_stale_tab_is_told_and_keeps_what_was_typed(as_, deal):
    client = as_("rep")
    services.edit_opportunity(actor=deal.owner, opportunity_id=deal.pk, facts={"chance": 20})
    for path, body in [
        ("edit/", {"title": "新名字", "amount": "1", "expected_on": "2099-01-01", "version": 1}),
        ("need/", {"need": "新名字", "version": 1}),
        ("solutions/new/", {"title": "新名字", "version": 1}),
        ("lose/", {"reason": "cancelled", "note": "新名字", "version": 1}),
        ("edit/", {"title": "新名字", "amount": "1", "expected_on": "2099-01-01"}),
    ]:
        answer = client.post(deal.get_absolute_url() + path, body)
        assert answer.status_code == 412, path
        assert "新名字" in answer.content.decode()
    assert fresh(deal).version == 2


def test_a_rival_may_be_new(as_, deal):
    client, address = as_("rep"), deal.get_absolute_url()
    name = f"{address}rivals/new/"
    assert "选一个对手，或写一个新的" in client.post(name, {"version": 1}).content.decode()
    assert client.post(name, {"new_name": "江海泵业", "price": "450000", "version": 1}).url == f"{address}?tab=rivals"
    rival = Rival.objects.get()
    assert Competitor.objects.get() == rival.competitor
    page = client.get(f"{address}?tab=rivals").content.decode()
    assert "江海泵业" in page
    assert client.post(f"{address}rivals/{rival.pk}/drop/").status_code == 302
    assert not Rival.objects.exists()


def test_losing_and_reopening(as_, cast, deal):
    client, address = as_("rep"), deal.get_absolute_url()
    answer = client.post(f"{address}lose/", {"reason": "price", "version": 1})
    assert "选一个对手" in answer.content.decode()
    competitor = make_competitor(cast.rep)
    client.post(f"{address}lose/", {"reason": "price", "competitor": competitor.pk, "note": "低 6%", "version": 1})
    page = client.get(address).content.decode()
    assert "输给谁" in page
    assert "低 6%" in page
    assert "重新打开" in page
    client.post(f"{address}reopen/", {"reason": "又启动了", "version": fresh(deal).version})
    assert fresh(deal).state == "need"


def test_winning(as_, cast, deal):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE customers_opportunity SET state = 'contract' WHERE id = %s", [deal.pk])
    client, address = as_("rep"), deal.get_absolute_url()
    assert "成交" in client.get(address).content.decode()
    today = clock.today().isoformat()
    client.post(f"{address}win/", {"amount": "470000", "signed_on": today, "version": 1})
    assert (fresh(deal).state, fresh(deal).amount) == ("won", Decimal("470000"))


def test_the_customer_and_the_palette_lead_to_it(as_, cast, customer, deal):
    client = as_("rep")
    page = client.get(f"{customer.get_absolute_url()}?tab=opportunities").content.decode()
    assert deal.title in page
    assert f"/customers/opportunities/new/?customer={customer.pk}" in page
    assert deal.get_absolute_url() in client.get("/search/?q=msjd").content.decode()
    assert deal.get_absolute_url() not in as_("rep_south").get("/search/?q=msjd").content.decode()
    assert "商机" not in [tab["label"] for tab in as_("service").get(customer.get_absolute_url()).context["tabs"]]


def test_home_names_what_is_late_and_what_stands(as_, cast, deal, time_machine):
    assert "停住的商机" not in as_("rep").get("/today/").content.decode()
    time_machine.move_to(clock.now() + timedelta(days=15))
    assert "停住的商机" in as_("rep").get("/today/").content.decode()
    time_machine.move_to(clock.now() + timedelta(days=60))
    later = as_("rep").get("/today/").content.decode()
    assert "过了预计签约的商机" in later
    assert "停住的商机" not in later, "named once"


def test_export_opportunities_takes_a_right(as_, cast, deal):
    columns = deal_lists.OPPORTUNITIES.columns
    for login in ("rep", "inside", "finance"):
        with pytest.raises(Forbidden):
            services.export_opportunities(
                actor=getattr(cast, login), rows=Opportunity.objects.all(), columns=columns, conditions={}
            )
    sheet = services.export_opportunities(
        actor=cast.head, rows=Opportunity.objects.all(), columns=columns, conditions={}, form="csv"
    )
    assert deal.title in sheet.file.read().decode("utf-8-sig")
    assert AuditEntry.objects.get(code="opportunity.exported").data["rows"] == 1


def test_a_competitor_counts_its_deals(as_, cast, customer):
    competitor = make_competitor(cast.rep)
    won = at_quote(cast.rep, customer)
    services.name_rival(actor=cast.rep, opportunity_id=won.pk, competitor=competitor)
    lost = open_deal(cast.rep, customer, title="样机")
    services.lose_opportunity(actor=cast.rep, opportunity_id=lost.pk, reason="price", competitor=competitor)
    page = as_("rep").get(competitor.get_absolute_url())
    assert [str(deal) for deal in page.context["deals"]] == ["样机", won.title]
    row = as_("rep").get("/customers/competitors/").content.decode()
    assert competitor.name in row
    # A phone has no columns that would say what a bare number is.
    assert "在争 1 单" in row or "赢过" in row or "输过 1 单" in row
    assert as_("rep_south").get(competitor.get_absolute_url()).context["deals"] == []
    answer = as_("rep").post(f"{competitor.get_absolute_url()}edit/", {"name": "江海泵业", "version": 0})
    assert answer.status_code == 412


def test_bulk_moves_each_by_its_service(as_, cast, customer):
    ready, waiting = with_need(cast.rep, customer), open_deal(cast.rep, customer, title="还没写需求")
    client = as_("rep")
    ticked = [f"{row.pk}:{row.version}" for row in (ready, waiting)]
    answer = client.post(LIST, {"bulk": "advance", "id": ticked}, follow=True)
    client.post(answer.request["PATH_INFO"], follow=True)
    assert (fresh(ready).state, fresh(waiting).state) == ("solution", "need")


def test_what_hangs_on_it_is_shown_with_it(as_, cast, customer):
    deal = at_quote(cast.rep, customer)
    services.record_need(actor=cast.rep, opportunity_id=deal.pk, facts={"need": "三台"})
    page = as_("rep").get(f"{deal.get_absolute_url()}?tab=solutions").content.decode()
    assert "需求后来改了" in page
    solution = Solution.objects.get()
    assert as_("rep").get(f"/attachments/customers.solution/{solution.pk}/").status_code == 200
    assert as_("rep_south").get(f"/attachments/customers.solution/{solution.pk}/").status_code == 404
