"""Lists into files: at once or later, by the service's own rules, told, downloaded by one's own, forgotten."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from core import clock, tasks
from core.choices import JobState
from core.errors import Invalid
from core.models import AuditEntry, ListExport, Notification
from core.pages import exporting, sheets
from customers.models import Customer
from org import structure
from org.models import Role
from tests.customers.conftest import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def _long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 1)


def order(client: Client, address: str = "/customers/?scene=all", form: str = "csv") -> Any:
    return client.post(address, {"export": form})


def words(answer: Any) -> str:
    return strip_tags(answer.content.decode())


def body(answer: Any) -> str:
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def test_what_cannot_be_written_is_not_logged_as_taken_out(cast: Any) -> None:
    enter(cast.rep, "成都锐恒")
    asked = {
        "code": "customer.exported",
        "title": "客户",
        "rows": Customer.objects.all(),
        "columns": [],
        "conditions": {},
    }
    with pytest.raises(Invalid):
        sheets.take_out(actor=cast.head, form="pdf", **asked)
    assert not AuditEntry.objects.filter(code="customer.exported").exists()
    assert sheets.take_out(actor=cast.head, form="csv", **asked).row_count == 1
    assert AuditEntry.objects.get(code="customer.exported").data["rows"] == 1


def test_a_short_list_is_a_file_at_once(cast: Any, as_person: Any) -> None:
    enter(cast.rep, "成都锐恒")
    enter(cast.rep, "杭州西奥")
    answer = as_person("head").post("/customers/?scene=all&q=锐恒&cursor=x", {"export": "csv"}, follow=True)
    assert answer["Content-Disposition"].startswith("attachment")
    assert "成都锐恒" in (text := body(answer))
    assert "杭州西奥" not in text
    assert AuditEntry.objects.get(code="customer.exported").data["conditions"] == {"scene": "all", "q": "锐恒"}
    assert not Notification.objects.filter(code="export.done").exists()


@pytest.mark.usefixtures("_long")
def test_a_long_one_waits_for_a_worker_and_tells(cast: Any, as_person: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.pages.sheets.CHUNK", 2)
    for number in range(5):
        enter(cast.rep, f"客户 {number}")
    head = as_person("head")
    place = order(head)["Location"]
    assert re.fullmatch(r"/exports/\d+/", place)
    waiting = head.get(place).content.decode()
    assert "排上队了" in waiting
    assert 'http-equiv="refresh"' in waiting
    assert head.get(f"{place}file/").status_code == 404
    assert not AuditEntry.objects.filter(code="customer.exported").exists()
    monkeypatch.setattr(tasks.write_export, "delay", lambda export_id: tasks.write_export(export_id=export_id))
    tasks.write_exports()
    tasks.write_exports()
    assert ListExport.objects.get().done == 5
    part = head.get(place, headers={"HX-Request": "true"})
    assert "5 行写好了" in words(part)
    assert "every 1s" not in part.content.decode()
    assert body(head.get(f"{place}file/")).count("客户 ") == 5
    assert Notification.objects.get(code="export.done").recipient == cast.head
    entry = AuditEntry.objects.get(code="customer.exported")
    assert (entry.actor, entry.source) == (cast.head, "job")


@pytest.mark.usefixtures("_long")
def test_the_page_says_how_far_it_is(cast: Any, as_person: Any) -> None:
    row = ListExport.objects.create(
        user=cast.head, page="customers.customers", form="csv", state=JobState.RUNNING, done=2000, total=8412
    )
    assert "写了 2,000 行，共 8,412 行" in words(as_person("head").get(f"/exports/{row.pk}/"))


def test_nobody_opens_anothers(cast: Any, as_person: Any) -> None:
    enter(cast.rep)
    place = order(as_person("head"))["Location"]
    assert as_person("head").get(place).status_code == 200
    assert as_person("director").get(place).status_code == 404
    assert as_person("director").get(place.removesuffix("file/")).status_code == 404


def test_without_the_right_there_is_nothing_to_press_and_nothing_to_get(cast: Any, as_person: Any) -> None:
    enter(cast.rep)
    assert 'name="export"' in as_person("head").get("/customers/?scene=all").content.decode()
    assert 'name="export"' not in as_person("rep").get("/customers/?scene=all").content.decode()
    assert order(as_person("rep")).status_code == 403
    assert order(as_person("rep"), "/quotes/?scene=all").status_code == 403
    assert order(as_person("head"), form="exe").status_code == 400
    assert not ListExport.objects.exists()


@pytest.mark.usefixtures("_long")
def test_a_right_lost_meanwhile_stops_the_file(cast: Any, as_person: Any) -> None:
    for number in range(3):
        enter(cast.rep, f"客户 {number}")
    place = order(as_person("head"))["Location"]
    role = Role.objects.get(code="head")
    kept = [code for code in role.capabilities if code != "customers.export"]
    structure.edit_role(actor=cast.admin, role_id=role.pk, facts={"capabilities": kept})
    assert exporting.work_later(ListExport.objects.get().pk)
    row = ListExport.objects.get()
    assert (row.state, row.file.name) == (JobState.FAILED, "")
    assert "没有导出这个列表的权限" in as_person("head").get(place).content.decode()
    assert not AuditEntry.objects.filter(code="customer.exported").exists()
    assert Notification.objects.filter(code="export.failed", recipient=cast.head).exists()


def test_a_right_lost_afterwards_closes_the_file(cast: Any, as_person: Any) -> None:
    enter(cast.rep)
    place = order(as_person("head"))["Location"]
    assert as_person("head").get(place).status_code == 200
    role = Role.objects.get(code="head")
    structure.edit_role(actor=cast.admin, role_id=role.pk, facts={"capabilities": ["quotes.create"]})
    assert as_person("head").get(place).status_code == 403


@pytest.mark.usefixtures("_long")
def test_what_a_dead_worker_held_is_taken_again_but_not_for_ever(cast: Any, as_person: Any) -> None:
    enter(cast.rep)
    enter(cast.rep, "又一家")
    order(as_person("head"))
    rows = ListExport.objects.all()
    rows.update(state=JobState.RUNNING, lease_until=clock.now() + timedelta(minutes=1), attempts=1)
    assert exporting.due() == []
    assert not exporting.work(rows.get().pk)
    rows.update(lease_until=clock.now() - timedelta(minutes=1), attempts=exporting.ATTEMPTS)
    assert exporting.due() == [rows.get().pk]
    assert exporting.work(rows.get().pk)
    assert "一再中断" in rows.get().refusal


@pytest.mark.usefixtures("_long")
def test_a_fault_is_said_and_not_shown(cast: Any, as_person: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    enter(cast.rep)
    enter(cast.rep, "又一家")
    order(as_person("head"))
    monkeypatch.setattr("core.spreadsheets.csv_chunks", lambda *_args: 1 / 0)
    exporting.work(ListExport.objects.get().pk)
    row = ListExport.objects.get()
    assert row.state == JobState.FAILED
    assert "division" not in row.refusal
    assert "再导一次" in row.refusal


def test_files_go_after_a_day(cast: Any, as_person: Any) -> None:
    enter(cast.rep)
    order(as_person("head"))
    row = ListExport.objects.get()
    assert exporting.forget(clock.now() - timedelta(days=1)) == 0
    assert row.file.storage.exists(row.file.name)
    assert exporting.forget(clock.now() + timedelta(seconds=1)) == 1
    assert not row.file.storage.exists(row.file.name)
    assert not ListExport.objects.exists()


def test_all_columns_or_those_in_use(cast: Any, as_person: Any) -> None:
    enter(cast.rep, "成都锐恒", address="武侯大道 1 号", remarks="老客户")
    head = as_person("head")
    used = body(head.post("/customers/?scene=all&cols=industry", {"export": "csv"}, follow=True)).splitlines()
    assert used[0] == "客户,行业,编号"
    whole = body(head.post("/customers/?scene=all", {"export": "csv.all"}, follow=True))
    assert "武侯大道 1 号" in whole
    assert "老客户" in whole


@pytest.mark.usefixtures("_long")
def test_its_page_leads_back_to_the_list_as_it_was(cast: Any, as_person: Any) -> None:
    for name in ("锐恒 1", "锐恒 2"):
        enter(cast.rep, name)
    place = order(as_person("head"), "/customers/?scene=all&q=锐恒")["Location"]
    assert 'href="/customers/?scene=all&amp;q=%E9%94%90%E6%81%92"' in as_person("head").get(place).content.decode()
