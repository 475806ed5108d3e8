"""Intelligence over the API."""

from tests.api.client import refused
from tests.customers.conftest import enter
from tests.customers.intel import TEXT

FACTS = {"kind": "purchase", "text": TEXT, "source": "customer"}


def test_noting_correcting_regrading_withdrawing(api, cast):
    customer = enter(cast.rep)
    made = api("rep").post("intelligence/", {**FACTS, "customer": customer.pk})
    assert made.status_code == 201, made.content
    seen = made.json()
    address = f"intelligence/{seen['id']}/"
    assert seen["level"] == "internal"
    assert api("rep2").ids("intelligence/") == []
    refused(api("rep2").get(address), 404)
    edited = api("rep").patch(address, {"source_note": "前台"}, version=seen["version"]).json()
    refused(api("rep").patch(address, {"source_note": "门卫"}, version=seen["version"]), 412)
    raised = api("rep").post(f"{address}regrade/", {"level": "secret"}, version=edited["version"]).json()
    refused(
        api("rep").post(f"{address}regrade/", {"level": "open", "reason": "x"}, version=raised["version"]),
        403,
        "intelligence.lower",
    )
    gone = api("head").post(f"{address}withdraw/", {"reason": "听错了"}, version=raised["version"]).json()
    assert gone["withdrawn_why"] == "听错了"
    refused(
        api("rep").post(f"{address}withdraw/", {"reason": "再撤"}, version=gone["version"]),
        409,
        "intelligence.withdrawn",
    )


def test_what_cannot_be_noted(api, cast):
    customer = enter(cast.rep)
    refused(api("rep").post("intelligence/", FACTS), 400, "intelligence.about")
    refused(api("rep").post("intelligence/", {**FACTS, "customer": customer.pk, "level": "top"}), 400, "invalid")
    refused(api("finance").post("intelligence/", {**FACTS, "customer": customer.pk}), 403, "intelligence.record")
    refused(api("rep").post("intelligence/", {**FACTS, "customer": customer.pk, "learned_on": "2099-01-01"}), 400)
