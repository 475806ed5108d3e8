"""Visits over the API."""

from datetime import timedelta

import pytest

from core import clock
from customers import services
from customers.models import Visit
from tests.api.client import refused
from tests.customers.deals import open_deal


@pytest.fixture
def customer(cast):
    return services.create_customer(actor=cast.rep, facts={"name": "成都锐恒自动化设备有限公司"})


def facts(customer, **more):
    moment = (clock.now() - timedelta(minutes=5)).isoformat()
    return {"customer": customer.pk, "occurred_at": moment, "outcome": "progress", **more}


def test_log(api, cast, customer):
    contact = services.create_contact(actor=cast.rep, customer_id=customer.pk, facts={"name": "刘建平"})
    answer = api("rep").post("visits/", facts(customer, contacts=[contact.pk], summary="谈了交期"))
    assert answer.status_code == 201, answer.content
    body = answer.json()
    assert (body["visitor"]["name"], body["contacts"], body["available_actions"]) == (
        str(cast.rep),
        [contact.pk],
        ["amend"],
    )
    assert api("head").ids("visits/") == [body["id"]]


def test_a_demonstration_names_its_deal_and_what_was_shown(api, cast, customer):
    contact = services.create_contact(actor=cast.rep, customer_id=customer.pk, facts={"name": "刘建平"})
    deal = open_deal(cast.rep, customer)
    asked = facts(customer, kind="demo", contacts=[contact.pk], opportunity=deal.pk)
    refused(api("rep").post("visits/", asked), 400, "visit.demo")
    body = api("rep").post("visits/", {**asked, "materials": "D280 样机"}).json()
    assert (body["opportunity"], body["materials"]) == (deal.pk, "D280 样机")
    path = f"visits/{body['id']}/amend/"
    refused(api("rep").post(path, {"materials": "", "reason": "记错了"}, version=1), 400, "visit.demo")
    kept = api("rep").post(path, {"companions": "王工", "reason": "补上同去的人"}, version=1).json()
    assert (kept["opportunity"], kept["companions"]) == (deal.pk, "王工")
    off = api("rep").post(path, {"opportunity": None, "reason": "不是这个商机"}, version=2).json()
    assert off["opportunity"] is None


def test_the_same_draft_twice_is_one_visit(api, customer):
    script, draft = api("rep"), facts(customer, client_key="draft-1")
    first, second = script.post("visits/", draft).json(), script.post("visits/", draft).json()
    assert first["id"] == second["id"]
    assert Visit.objects.count() == 1


def test_the_draft_of_another_customer_is_422(api, cast, customer):
    other = services.create_customer(actor=cast.rep, facts={"name": "无锡云麓泵业有限公司"})
    script = api("rep")
    script.post("visits/", facts(customer, client_key="draft-1"))
    refused(script.post("visits/", facts(other, client_key="draft-1")), 422, "visit.key_reused")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"occurred_at": "2999-01-01T00:00:00+08:00"}, "visit.future"),
        ({"occurred_at": "yesterday"}, "invalid"),
        ({"outcome": "great"}, "invalid"),
        ({"contacts": [999999]}, "invalid"),
        ({"contacts": "1"}, "invalid"),
        ({"position": {"latitude": "91", "longitude": "0", "accuracy": 5}}, "invalid"),
        ({"position": {"latitude": 31.2, "longitude": 120.6, "accuracy": 5}}, "invalid"),
        ({"next_on": "2027-01-01"}, "visit.invalid"),
    ],
)
def test_invalid_visits_are_400(api, customer, change, code):
    refused(api("rep").post("visits/", facts(customer, **change)), 400, code)
    assert not Visit.objects.exists()


def test_a_position_needs_consent(api, customer):
    position = {"latitude": "31.2989", "longitude": "120.5853", "accuracy": 12}
    refused(api("rep").post("visits/", facts(customer, position=position)), 403, "visit.no_consent")


def test_an_unseen_customer_cannot_be_visited(api, customer):
    refused(api("rep_south").post("visits/", facts(customer)), 400)


def test_who_may_not_log(api, customer):
    refused(api("inside").post("visits/", facts(customer)), 403, "visit.log")


def test_amend(api, customer):
    script = api("rep")
    visit = script.post("visits/", facts(customer)).json()
    path = f"visits/{visit['id']}/amend/"
    amended = script.post(path, {"summary": "改期到下周", "reason": "记错了"}, version=1)
    assert (amended.json()["summary"], amended.json()["version"]) == ("改期到下周", 2)
    refused(script.post(path, {"summary": "x", "reason": "y"}, version=1), 412)
    refused(script.post(path, {"summary": "x", "reason": "y"}), 400, "request.if_match")
    refused(script.post(path, {"summary": "x"}, version=2), 400)
    refused(api("head").post(path, {"summary": "x", "reason": "y"}, version=2), 403, "visit.amend")
    refused(api("rep2").post(path, {"summary": "x", "reason": "y"}), 404)
