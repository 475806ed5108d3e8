"""Imports in the background: killed workers, overtaken ones, faults, what is told and what is forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core import clock
from core.choices import ImportStage, JobState
from core.errors import Conflict, Invalid
from core.imports import running
from core.models import AuditEntry, ImportRow, ImportRun, Notification
from customers.models import Customer
from tests.customers.test_import_customers import as_csv, bring_in, check, states, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def _long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "AT_ONCE", 0)
    monkeypatch.setattr(running, "BATCH", 2)


@pytest.mark.usefixtures("_long")
def test_many_wait_for_a_worker_and_the_bell_tells(cast: Any) -> None:
    run = check(cast.head, ["名称"], *[[f"客户{n}"] for n in range(5)])
    assert run.unfinished
    assert running.due() == [run.pk]
    assert running.work_later(run.pk)
    run.refresh_from_db()
    assert (run.stage, run.plans()["create"]) == (ImportStage.PREVIEW, 5)
    run = running.confirm_import(actor=cast.head, run_id=run.pk)
    assert running.confirm_import(actor=cast.head, run_id=run.pk).attempts == 0, "a second press finds it begun"
    assert running.work_later(run.pk)
    assert Customer.objects.count() == 5
    assert {entry.source for entry in AuditEntry.objects.filter(code="customer.created")} == {"job"}
    codes = set(Notification.objects.filter(recipient=cast.head).values_list("code", flat=True))
    assert codes == {"import.checked", "import.done"}


@pytest.mark.usefixtures("_long")
@pytest.mark.parametrize("stage", ["check", "write", "undo"])
def test_what_a_killed_worker_left_is_gone_on_with_exactly_once(
    cast: Any, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    run = check(cast.head, ["名称"], *[[f"客户{n}"] for n in range(5)])
    if stage != "check":
        running.work(run.pk)
        running.confirm_import(actor=cast.head, run_id=run.pk)
    if stage == "undo":
        running.work(run.pk)
        running.undo_import(actor=cast.head, run_id=run.pk)
    real, calls = running._progress, []

    class Killed(BaseException):
        """What no handler of ours catches, as a kill is."""

    def dies(run: ImportRun, rows: int, **facts: Any) -> None:
        real(run, rows, **facts)
        calls.append(rows)
        if len(calls) == 2:
            raise Killed

    monkeypatch.setattr(running, "_progress", dies)
    with pytest.raises(Killed):
        running.work(run.pk)
    monkeypatch.setattr(running, "_progress", real)
    run.refresh_from_db()
    assert run.state == JobState.RUNNING
    assert not running.work(run.pk), "the lease still holds"
    ImportRun.objects.filter(pk=run.pk).update(lease_until=clock.now() - timedelta(seconds=1))
    assert running.work(run.pk)
    run.refresh_from_db()
    there, entries = Customer.objects.count(), AuditEntry.objects.filter(code="customer.created").count()
    assert run.state == JobState.DONE
    assert ImportRow.objects.filter(run=run).count() == 5
    assert (there, entries) == {"check": (0, 0), "write": (5, 5), "undo": (0, 5)}[stage]


@pytest.mark.usefixtures("_long")
def test_who_was_overtaken_writes_nothing(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    run = check(cast.head, ["名称"], *[[f"客户{n}"] for n in range(5)])
    running.work(run.pk)
    run = running.confirm_import(actor=cast.head, run_id=run.pk)
    real = running._held

    def overtaken(run: ImportRun) -> bool:
        ImportRun.objects.filter(pk=run.pk).update(attempts=7)
        return real(run)

    monkeypatch.setattr(running, "_held", overtaken)
    assert not running.work(run.pk)
    assert not Customer.objects.exists()


@pytest.mark.usefixtures("_long")
def test_a_run_that_kills_its_workers_is_given_up_and_can_go_on(cast: Any) -> None:
    run = check(cast.head, ["名称"], ["成都锐恒"])
    running.work(run.pk)
    run = running.confirm_import(actor=cast.head, run_id=run.pk)
    ImportRun.objects.filter(pk=run.pk).update(attempts=running.ATTEMPTS)
    assert running.work(run.pk)
    run.refresh_from_db()
    assert run.failed
    assert "一再中断" in run.refusal
    run = running.confirm_import(actor=cast.head, run_id=run.pk)
    assert running.work(run.pk)
    assert Customer.objects.count() == 1


def test_a_fault_stops_one_row(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    run = check(cast.head, ["名称"], ["一"], ["二"], ["三"])
    from customers.services import imports

    real = imports.refresh_customer

    def faulty(customer: Customer) -> None:
        if customer.name == "二":
            raise ZeroDivisionError("division")
        real(customer)

    monkeypatch.setattr(imports, "refresh_customer", faulty)
    run = running.confirm_import(actor=cast.head, run_id=run.pk)
    assert states(run) == ["created", "refused", "created"]
    assert "系统出错了" in run.rows.get(line=3).message


def test_the_mapping_must_make_sense(cast: Any) -> None:
    run = upload(cast.head, as_csv(["甲", "乙"], ["成都锐恒", "028-85336021"]))
    for wanted in (["", ""], ["phone", ""], ["name", "name"], ["name", "nothing"]):
        with pytest.raises(Invalid):
            running.check_import(actor=cast.head, run_id=run.pk, wanted=wanted)
    run = running.check_import(actor=cast.head, run_id=run.pk, wanted=["name", "phone"])
    assert run.plans()["create"] == 1
    run = running.check_import(actor=cast.head, run_id=run.pk, wanted=["name", ""])
    assert run.rows.count() == 1, "checked anew, not twice"
    with pytest.raises(Conflict):
        running.undo_import(actor=cast.head, run_id=run.pk)


def test_files_and_rows_are_forgotten_after_a_day(cast: Any) -> None:
    run = bring_in(cast.head, ["名称"], ["成都锐恒"])
    assert running.forget(clock.now() - timedelta(days=1)) == 0
    assert running.forget(clock.now() + timedelta(seconds=1)) == 1
    assert not ImportRow.objects.exists()
    assert not run.file.storage.exists(run.file.name)
