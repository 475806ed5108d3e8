"""Two presses, two people, two files at once: every row is written once, and who comes second is told why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from stdnum.cn import uscc

from core.choices import ImportRowState, ImportStage
from core.imports import running
from core.models import AuditEntry, ImportRow, ImportRun
from customers.models import Customer
from org.models import User
from tests.committed import Committed
from tests.concurrency import racing
from tests.customers.test_import_customers import check


def test_twenty_presses_of_one_button(committed_db: Committed, cast: Any) -> None:
    run = check(cast.head, ["名称"], *[[f"演练客户{n}有限公司"] for n in range(40)])

    def press() -> ImportRun:
        return running.confirm_import(actor=cast.head, run_id=run.pk)

    assert racing.tally(committed_db.together([press] * 20)) == Counter({200: 20})
    run.refresh_from_db()
    assert (run.stage, run.outcomes()["created"]) == (ImportStage.DONE, 40)
    assert Customer.objects.count() == 40
    assert AuditEntry.objects.filter(code="import.done").count() == 1

    def take_back() -> ImportRun:
        return running.undo_import(actor=cast.head, run_id=run.pk)

    assert racing.tally(committed_db.together([take_back] * 20)) == Counter({200: 20})
    assert not Customer.objects.exists()
    assert AuditEntry.objects.filter(code="customer.import_undone").count() == 40


def test_one_file_by_three_people(committed_db: Committed, cast: Any) -> None:
    """All were shown that every company is new; they meet at the constraint, row by row."""
    rows = [[f"演练客户{n}有限公司", code_of(n)] for n in range(20)]
    people = [cast.head, cast.region, cast.director]
    runs = [check(person, ["名称", "税号"], *rows) for person in people]

    def presses(person: User, run: ImportRun) -> Callable[[], ImportRun]:
        return lambda: running.confirm_import(actor=person, run_id=run.pk)

    calls = [presses(person, run) for person, run in zip(people, runs, strict=True)]
    assert racing.tally(committed_db.together(calls)) == Counter({200: 3})
    states = Counter(ImportRow.objects.values_list("state", flat=True))
    # Who comes so late that the companies are there already has nothing left to write.
    assert states.pop(ImportRowState.CREATED) == 20
    assert states.total() == 40
    assert states.keys() <= {ImportRowState.REFUSED, ImportRowState.SKIPPED}
    assert Customer.objects.count() == 20
    assert AuditEntry.objects.filter(code="customer.created").count() == 20
    told = ImportRow.objects.exclude(state=ImportRowState.CREATED).values_list("message", flat=True)
    assert all("统一社会信用代码" in message or message == "没有变化" for message in told)


def code_of(number: int) -> str:
    body = f"91510100MA6CJ8{number:03d}"
    return body + uscc.calc_check_digit(body)
