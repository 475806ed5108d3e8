"""Planned visits and Saturday lists over the API: the verbs, what they answer, and who is refused."""

from datetime import date, datetime

import pytest

from customers.models import FocusList, VisitPlan
from tests.api.client import Api
from tests.customers.conftest import enter

THURSDAY = datetime.fromisoformat("2026-11-19T10:00:00+08:00")
MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _thursday(time_machine):
    time_machine.move_to(THURSDAY)


@pytest.fixture
def customer(cast):
    return enter(cast.rep)


def planned(script, customer, **more):
    return script.post("visit-plans/", {"customer": customer.pk, "day": str(MONDAY), **more})


def test_a_visit_is_planned_moved_skipped_and_answered_with_its_state(cast, customer):
    script = Api(cast.rep)
    made = planned(script, customer, purpose="谈付款节点", focus=True)
    assert made.status_code == 201, made.content
    plan = made.json()
    assert (plan["state"], plan["version"], plan["available_actions"]) == (
        "planned",
        1,
        ["edit", "move", "skip", "drop"],
    )
    moved = script.send("POST", f"visit-plans/{plan['id']}/move/", {"day": "2026-11-24"}, **{"If-Match": "1"})
    assert moved.json()["day"] == "2026-11-24"
    stale = script.send("POST", f"visit-plans/{plan['id']}/move/", {"day": "2026-11-25"}, **{"If-Match": "1"})
    assert stale.status_code == 412
    skipped = script.post(f"visit-plans/{plan['id']}/skip/", {"reason": "对方出差"}).json()
    assert (skipped["state"], skipped["reason"], skipped["available_actions"]) == ("skipped", "对方出差", [])


def test_a_list_is_handed_in_confirmed_and_frozen(cast, customer):
    script, director = Api(cast.rep), Api(cast.director)
    plan = planned(script, customer, focus=True).json()
    focus = script.post("focus-lists/", {"week": str(MONDAY)}).json()
    assert (focus["state"], focus["plans"]) == ("submitted", [plan["id"]])
    listed = director.get("focus-lists/?state=submitted").json()["results"]
    assert [row["available_actions"] for row in listed] == [["confirm", "return"]]
    address, seen = f"focus-lists/{focus['id']}/confirm/", {"If-Match": str(focus["version"])}
    assert script.send("POST", address, {}, **seen).status_code == 403
    assert director.send("POST", address, {}, **seen).json()["state"] == "confirmed"
    frozen = script.post(f"visit-plans/{plan['id']}/drop/", {})
    assert (frozen.status_code, frozen.json()["code"]) == (400, "focus.frozen")
    assert script.post(f"visit-plans/{plan['id']}/drop/", {"reason": "项目停了"}).status_code == 204
    changes = script.get(f"focus-lists/{focus['id']}/").json()["changes"]
    assert [(row["step"], row["reason"]) for row in changes] == [("dropped", "项目停了")]


def test_after_the_cutoff_the_answer_names_the_rule(cast, customer, time_machine):
    planned(Api(cast.rep), customer, focus=True)
    time_machine.move_to(datetime.fromisoformat("2026-11-21T09:30:00+08:00"))
    refused = Api(cast.rep).post("focus-lists/", {"week": str(MONDAY)})
    assert (refused.status_code, refused.json()["code"]) == (409, "focus.late")
    entered = Api(cast.head).post("focus-lists/", {"week": str(MONDAY), "person": cast.rep.pk})
    assert entered.json()["is_by_phone"] is True


def test_nothing_of_it_is_seen_from_elsewhere(cast, customer):
    planned(Api(cast.rep), customer, focus=True)
    other = Api(cast.rep_south)
    assert other.get("visit-plans/").json()["results"] == []
    assert other.get(f"visit-plans/{VisitPlan.objects.get().pk}/").status_code == 404
    assert other.get(f"focus-lists/{FocusList.objects.get().pk}/").status_code == 404
