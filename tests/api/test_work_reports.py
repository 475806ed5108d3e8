"""Daily logs and weekly reports over the API."""

from core import clock
from tests.api.client import refused


def test_begun_changed_handed_in_read(api, cast):
    given = {"kind": "day", "day": str(clock.today()), "done": "整理投标资料"}
    made = api("rep").post("work-reports/", given)
    assert made.status_code == 201, made.content
    seen = made.json()
    address = f"work-reports/{seen['id']}/"
    refused(api("rep").post("work-reports/", given), 409, "report.begun")
    refused(api("head").get(address), 404)
    changed = api("rep").patch(address, {"problems": "等图纸"}, version=seen["version"]).json()
    refused(api("rep").post(f"{address}submit/", {}, version=seen["version"]), 412)
    submitted = api("rep").post(f"{address}submit/", {}, version=changed["version"]).json()
    assert (submitted["state"], submitted["available_actions"]) == ("submitted", ["withdraw"])
    refused(api("rep").post(f"{address}read/", {}, version=submitted["version"]), 403, "report.superior")
    refused(api("rep2").get(address), 404)
    read = api("head").post(f"{address}read/", {}, version=submitted["version"]).json()
    assert (read["state"], read["readers"][0]["person"]["id"]) == ("read", cast.head.pk)
    refused(api("rep").post(f"{address}withdraw/", {}, version=read["version"]), 409, "report.read")


def test_what_cannot_be_written(api, cast):
    refused(api("finance").post("work-reports/", {"kind": "day", "day": str(clock.today())}), 403, "report.day")
    refused(api("rep").post("work-reports/", {"kind": "month", "day": str(clock.today())}), 400, "invalid")
    refused(api("rep").post("work-reports/", {"kind": "day", "day": "2099-01-01"}), 400, "report.future")
