"""Key customers and their service plans over the API."""

import pytest

from core import clock
from customers.models import AccountPlan
from tests.api.client import refused
from tests.customers.conftest import enter
from tests.customers.test_account_plans import MORNING, QUARTERS, decide, make_key


@pytest.fixture
def key(cast, time_machine):
    time_machine.move_to(MORNING)
    return make_key(cast, enter(cast.rep))


def test_from_the_list_to_the_review(api, cast, key):
    made = api("head").post("account-plans/", {"customer": key.pk, "year": 2026})
    assert made.status_code == 201, made.content
    body = made.json()
    address = f"account-plans/{body['id']}/"
    assert (body["manager"]["name"], body["state"]) == (str(cast.account), "named")
    refused(api("account").post(f"{address}report/", {}, version=body["version"]), 400, "account_plan.incomplete")
    plan = {"goals": "续签框架", "measures": "每月巡检", "reviews": [str(day) for day in QUARTERS]}
    refused(api("rep").post(f"{address}write/", plan, version=body["version"]), 403, "account_plan.write")
    body = api("account").post(f"{address}write/", plan, version=body["version"]).json()
    assert [review["due_on"] for review in body["reviews"]] == plan["reviews"]
    refused(api("account").post(f"{address}write/", plan, version=1), 412)
    body = api("account").post(f"{address}report/", {}, version=body["version"]).json()
    held = {"held_on": str(clock.today()), "summary": "开年走访", "satisfaction": "content"}
    refused(api("account").post(f"{address}review/", held), 409, "account_plan.state")
    row = AccountPlan.objects.select_related("approval").get()
    decide(decide(row, cast.region), cast.director)
    planned = body["reviews"][0]["id"]
    body = api("account").post(f"{address}review/", {**held, "review": planned}).json()
    assert (body["reviews"][0]["summary"], body["available_actions"]) == ("开年走访", ["review", "revise"])
    refused(api("account").post(f"{address}review/", {**held, "review": planned}), 409, "account_review.held")
    version = body["version"]
    refused(api("account").post(f"{address}drop/", {"reason": "不做了"}, version=version), 403, "account_plan.name")
    assert api("head").post(f"{address}drop/", {"reason": "不做了"}, version=version).json()["state"] == "dropped"


def test_what_cannot_be_named(api, cast, key):
    plain = enter(cast.rep, "无锡东亭机械有限公司")
    refused(api("head").post("account-plans/", {"customer": plain.pk, "year": 2026}), 400, "account_plan.class")
    refused(api("head").post("account-plans/", {"customer": key.pk, "year": 2024}), 400, "account_plan.year")
    refused(api("head_south").post("account-plans/", {"customer": key.pk, "year": 2026}), 400)
    refused(api("rep").post("account-plans/", {"customer": key.pk, "year": 2026}), 403, "account_plan.name")
    assert not AccountPlan.objects.exists()
