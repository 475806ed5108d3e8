"""The log, one's own bell, people and units."""

from core import audit, notices
from core.models import AuditEntry, Notification
from org.models import Unit
from tests.api.client import refused


def test_the_log_is_for_those_who_may_read_it(api, cast):
    audit.record(actor=cast.rep, code="test.happened", subject=cast.rep)
    script = api("admin")
    found = script.get("audit-entries/?code=test.happened").json()["results"]
    assert [(row["actor"]["id"], row["code"]) for row in found] == [(cast.rep.pk, "test.happened")]
    assert script.get(f"audit-entries/{found[0]['id']}/").status_code == 200
    for login in ("rep", "director", "hr"):
        refused(api(login).get("audit-entries/"), 403)
        refused(api(login).get(f"audit-entries/{found[0]['id']}/"), 403)


def test_the_log_is_cut_by_time(api, cast):
    entry = audit.record(actor=cast.rep, code="test.happened", subject=cast.rep)
    since = entry.at.isoformat().replace("+", "%2B")
    assert entry.pk in api("admin").ids(f"audit-entries/?since={since}")
    assert api("admin").ids(f"audit-entries/?until={since}&code=test.happened") == []
    refused(api("admin").get("audit-entries/?since=soon"), 400)


def test_nobody_writes_the_log(api):
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        refused(api("admin").send(method, "audit-entries/"), 405, "request.method")


def test_the_bell_is_ones_own(api, cast):
    kind = notices.kinds()[0].code
    notices.send(code=kind, recipients=[cast.rep, cast.head], dedupe_key="x")
    mine = Notification.objects.get(recipient=cast.rep)
    other = Notification.objects.get(recipient=cast.head)
    script = api("rep")
    assert script.ids("notifications/") == [mine.pk]
    refused(script.get(f"notifications/{other.pk}/"), 404)
    refused(script.post(f"notifications/{other.pk}/read/"), 404)
    assert script.post(f"notifications/{mine.pk}/read/").json()["read_at"]
    assert script.ids("notifications/?unread=true") == []
    assert api("head").post("notifications/read-all/").json() == {"read": 1}


def test_people_and_units(api, cast):
    script = api("rep")
    assert script.get(f"users/{cast.head.pk}/").json()["display_name"] == "周敏"
    assert script.ids("users/?q=zhoumin") == [cast.head.pk]
    assert cast.rep.pk in script.ids(f"users/?unit={cast.unit('east').pk}")
    assert set(script.ids("units/")) == set(Unit.objects.values_list("pk", flat=True))
    assert "password" not in script.get(f"users/{cast.head.pk}/").content.decode()


def test_me_says_what_one_may_do(api):
    me = api("rep").get("users/me/").json()
    assert (me["roles"], "quotes.create" in me["capabilities"]) == (["rep"], True)


def test_reading_writes_nothing(api, cast):
    script = api("director")
    before = AuditEntry.objects.count()
    for path in ("customers/", "quotes/", "visits/", "contacts/", "users/", "units/", "approval-steps/?tab=all"):
        assert script.get(path).status_code == 200
    assert AuditEntry.objects.count() == before
