"""事前请示、事后汇报 over the API."""

from datetime import timedelta

from core import clock
from customers.models import PriorApproval
from tests.api.client import refused
from tests.customers.conftest import enter
from tests.customers.test_prior import decide

ASKED = {"subject": "请采购部吃饭", "kind": "hosting", "content": "谈框架", "amount": "800.00"}


def asked(**more):
    return {**ASKED, "act_on": str(clock.today() + timedelta(days=2)), **more}


def test_from_asking_to_closed(api, cast):
    made = api("rep").post("prior-approvals/", asked(customer=enter(cast.rep).pk))
    assert made.status_code == 201, made.content
    prior = decide(PriorApproval.objects.get(pk=made.json()["id"]), cast.head)
    address = f"prior-approvals/{prior.pk}/"
    seen = api("rep").get(address).json()
    assert (seen["state"], seen["available_actions"]) == ("granted", ["report"])
    told = {"outcome": "done", "report": "下周送样", "spent": "760.00"}
    refused(api("head").post(f"{address}close/", {}, version=seen["version"]), 409, "prior.state")
    refused(api("head").post(f"{address}report/", told, version=seen["version"]), 403, "prior.report")
    answer = api("rep").post(f"{address}report/", told, version=seen["version"])
    assert answer.json()["state"] == "told"
    refused(api("rep").post(f"{address}close/", {}, version=answer.json()["version"]), 403, "prior.close")
    refused(api("head").post(f"{address}close/", {}, version=seen["version"]), 412)
    closed = api("head").post(f"{address}close/", {}, version=answer.json()["version"])
    assert (closed.json()["state"], closed.json()["available_actions"]) == ("closed", [])


def test_what_cannot_be_asked(api, cast):
    customer = enter(cast.rep)
    refused(api("rep").post("prior-approvals/", asked(amount="0.00")), 400)
    refused(api("rep").post("prior-approvals/", asked(kind="party")), 400, "invalid")
    refused(api("rep").post("prior-approvals/", asked(act_on="2020-01-01")), 400, "prior.afterwards")
    refused(api("rep_south").post("prior-approvals/", asked(customer=customer.pk)), 400)
    refused(api("finance").post("prior-approvals/", asked()), 403, "prior.ask")
    assert not PriorApproval.objects.exists()
