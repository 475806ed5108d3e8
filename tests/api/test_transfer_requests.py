"""撞单 over the API: asking for a colleague's customer by what one knows of it."""

from tests.api.client import refused
from tests.customers.conftest import enter

WHY = "展会上他们找的我"


def test_asking_and_reading(api, cast):
    customer = enter(cast.rep)
    given = {"name": "成都锐恒自动化设备", "wish": "own", "reason": WHY}
    made = api("rep_south").post("transfer-requests/", given)
    assert made.status_code == 201, made.content
    assert (made.json()["customer_id"], made.json()["called"]) == (None, given["name"])
    assert customer.number not in made.content.decode()
    (seen,) = api("rep").get("transfer-requests/").json()["results"]
    assert seen["customer_id"] == customer.pk
    assert api("rep2").ids("transfer-requests/") == []
    refused(api("rep2").get(f"transfer-requests/{seen['id']}/"), 404)
    refused(api("rep_south").post("transfer-requests/", given), 409, "customer.request_waits")


def test_what_cannot_be_asked(api, cast):
    enter(cast.rep)
    known = {"name": "成都锐恒自动化设备", "reason": WHY}
    refused(api("rep2").post("transfer-requests/", {**known, "wish": "steal"}), 400, "invalid")
    refused(api("rep2").post("transfer-requests/", {"wish": "own", "reason": WHY}), 409, "customer.request_gone")
    refused(api("rep").post("transfer-requests/", {**known, "wish": "own"}), 409, "customer.request_own")
    refused(api("finance").post("transfer-requests/", {**known, "wish": "own"}), 403, "customer.request")
