"""Tasks over the API."""

from datetime import timedelta

from core import clock
from customers.models import Task
from tests.api.client import refused
from tests.customers.conftest import enter


def asked(customer, **more):
    day = str(clock.today() + timedelta(days=2))
    return {"customer": customer.pk, "subject": "寄两份样本给王工", "due_on": day, **more}


def test_from_giving_to_done(api, cast):
    customer = enter(cast.rep)
    made = api("head").post("tasks/", asked(customer, owner=cast.ids["rep"]))
    assert made.status_code == 201, made.content
    address = f"tasks/{made.json()['id']}/"
    seen = api("rep").get(address).json()
    assert (seen["owner"]["id"], seen["available_actions"]) == (cast.ids["rep"], ["finish", "edit", "drop"])
    later = api("rep").patch(address, {"due_on": str(clock.today())}, version=seen["version"])
    assert later.json()["due_on"] == str(clock.today())
    refused(api("rep").post(f"{address}finish/", {}, version=seen["version"]), 412)
    done = api("rep").post(f"{address}finish/", {"result": "寄了"}, version=later.json()["version"])
    assert (done.json()["state"], done.json()["closed_by"]["id"]) == ("done", cast.ids["rep"])
    refused(api("rep").post(f"{address}drop/", {"reason": "不要"}, version=done.json()["version"]), 409, "task.closed")
    again = api("head").post(f"{address}reopen/", {}, version=done.json()["version"])
    assert again.json()["state"] == "open"
    dropped = api("head").post(f"{address}drop/", {"reason": "不要了"}, version=again.json()["version"])
    assert dropped.json()["state"] == "dropped"


def test_what_cannot_be_given(api, cast):
    customer = enter(cast.rep)
    refused(api("rep").post("tasks/", asked(customer, due_on="2020-01-01")), 400, "task.past")
    refused(api("rep").post("tasks/", asked(customer, owner=cast.ids["rep2"])), 400, "task.owner")
    refused(api("rep_south").post("tasks/", asked(customer)), 400)
    refused(api("engineer").post("tasks/", asked(customer)), 400)
    assert not Task.objects.exists()


def test_what_a_customer_said_comes_with_the_visit(api, cast):
    customer = enter(cast.rep)
    visit = {
        "customer": customer.pk,
        "kind": "return",
        "occurred_at": (clock.now() - timedelta(hours=1)).isoformat(),
        "outcome": "steady",
        "satisfaction": "content",
        "feedback": ["备件报个价"],
    }
    made = api("rep").post("visits/", visit)
    assert made.status_code == 201, made.content
    assert made.json()["satisfaction"] == "content"
    (task,) = api("rep").get("tasks/?kind=feedback").json()["results"]
    assert (task["subject"], task["visit"]) == ("备件报个价", made.json()["id"])
    refused(api("rep").post("visits/", {**visit, "feedback": ["一条"] * 21}), 400)


def test_an_issue_of_a_review(api, cast):
    unit = cast.head.unit_id
    asked_ = {"unit": unit, "kind": "technical", "subject": "谐波超标", "due_on": str(clock.today())}
    made = api("rep").post("tasks/issues/", asked_)
    assert made.status_code == 201, made.content
    assert (made.json()["unit"]["id"], made.json()["customer"]) == (unit, None)
    refused(api("rep_south").post("tasks/issues/", asked_), 403, "task.issue")
    refused(api("rep").post("tasks/issues/", {**asked_, "kind": "plan"}), 400)
