"""Deals and competitors over the API: the same verbs, the same refusals."""

import pytest

from customers.models import Opportunity
from tests.api.client import refused
from tests.customers.conftest import enter
from tests.customers.deals import at_quote, fresh, make_competitor, with_need


@pytest.fixture
def customer(cast):
    return enter(cast.rep)


@pytest.fixture
def deal(cast, customer):
    return with_need(cast.rep, customer)


def test_the_whole_way(api, cast, customer):
    rep = api("rep")
    facts = {"customer": customer.pk, "title": "循环泵改造", "amount": "480000.00", "expected_on": "2099-01-31"}
    made = rep.post("opportunities/", facts).json()
    assert (made["state"], made["chance"], made["amount"]) == ("need", 10, "480000.00")
    deal = Opportunity.objects.get()
    path = f"opportunities/{deal.pk}"
    body = refused(rep.post(f"{path}/advance/", {}, version=fresh(deal).version), 409, "opportunity.not_ready")
    assert "需求里的" in body["detail"]
    need = {"need": "三台", "budget": "500000.00", "purchase_plan": "招标", "deciders": "刘总"}
    answer = rep.post(f"{path}/record-need/", need, version=fresh(deal).version).json()
    assert [row["number"] for row in answer["needs"]] == [1]
    assert rep.post(f"{path}/advance/", {}, version=fresh(deal).version).json()["state"] == "solution"
    assert (
        rep.post(f"{path}/add-solution/", {"title": "方案"}, version=fresh(deal).version).json()["solutions"][0][
            "number"
        ]
        == 1
    )
    assert rep.post(f"{path}/advance/", {}, version=fresh(deal).version).json()["state"] == "quote"
    back = rep.post(f"{path}/step-back/", {"reason": "改配置"}, version=fresh(deal).version).json()
    assert (back["state"], back["available_actions"][0]) == ("solution", "advance")
    lost = rep.post(f"{path}/lose/", {"reason": "price"}, version=fresh(deal).version)
    assert "competitor" in refused(lost, 400, "opportunity.lost_to")["errors"]
    competitor = rep.post("competitors/", {"name": "江海泵业"}).json()["id"]
    named = rep.post(
        f"{path}/name-rival/", {"competitor": competitor, "price": "9.00"}, version=fresh(deal).version
    ).json()
    assert named["rivals"][0]["competitor"]["id"] == competitor
    assert "drop-rival" in named["available_actions"]
    dropped = rep.post(f"{path}/drop-rival/", {"rival": named["rivals"][0]["id"]}, version=fresh(deal).version).json()
    assert dropped["rivals"] == []
    lost = rep.post(f"{path}/lose/", {"reason": "price", "competitor": competitor}, version=fresh(deal).version).json()
    assert (lost["state"], lost["lost_to"]["id"]) == ("lost", competitor)
    again = rep.post(f"{path}/reopen/", {"reason": "又启动了"}, version=fresh(deal).version).json()
    assert again["state"] == "need"


@pytest.mark.parametrize("verb", ["advance", "lose", "record-need", "add-solution", "step-back", "win", "reopen"])
def test_a_version_is_asked_for_and_a_stale_one_is_412(api, deal, verb):
    bodies = {
        "lose": {"reason": "cancelled"},
        "record-need": {"need": "别的"},
        "add-solution": {"title": "方案"},
        "step-back": {"reason": "改"},
        "reopen": {"reason": "改"},
        "win": {"amount": "9.00", "signed_on": "2026-01-01"},
    }
    path, body = f"opportunities/{deal.pk}/{verb}/", bodies.get(verb, {})
    refused(api("rep").post(path, body), 400, "request.if_match")
    assert api("rep").post(path, body, version=1).status_code == 412
    assert fresh(deal).state == "need"


def test_the_stage_is_no_field(api, deal):
    answer = api("rep").patch(f"opportunities/{deal.pk}/", {"state": "won", "chance": 90}, version=fresh(deal).version)
    assert answer.status_code in (200, 400)
    assert fresh(deal).state == "need"


def test_what_is_out_of_sight_is_404(api, deal):
    assert api("rep_south").get(f"opportunities/{deal.pk}/").status_code == 404
    assert api("rep_south").get("opportunities/").json()["results"] == []
    assert api("rep").get("opportunities/?state=need").json()["results"][0]["id"] == deal.pk


def test_a_quote_names_the_solution_it_prices(api, cast, customer):
    from tests.quotes import world

    products = world.make_products(cast)
    deal = at_quote(cast.rep, customer)
    lines = [{"product": products[0].pk, "qty": "1"}]
    body = {"customer": customer.pk, "title": "供水", "payment_terms": "30/60/10", "lines": lines}
    made = api("rep").post("quotes/", {**body, "opportunity": deal.pk}).json()
    assert made["opportunity"]["id"] == deal.pk
    assert made["solution"]["name"].startswith("V1")
    other = with_need(cast.rep_south, enter(cast.rep_south, "东莞粤恒机电有限公司"))
    assert api("rep").post("quotes/", {**body, "opportunity": other.pk}).status_code == 400


def test_competitors(api, cast):
    competitor = make_competitor(cast.rep)
    path = f"competitors/{competitor.pk}/"
    refused(api("rep").post("competitors/", {"name": competitor.name}), 409, "competitor.known")
    assert api("engineer").get(path).status_code == 404
    answer = api("marketing").patch(path, {"pricing": "低 5%"}, version=1)
    assert (answer.json()["pricing"], answer.json()["version"]) == ("低 5%", 2)
    assert api("rep").patch(path, {"pricing": "低"}, version=1).status_code == 412
