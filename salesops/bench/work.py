"""What workers do, measured in a process of its own (`site.ask`): both answer in JSON."""

import resource
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import xlsxwriter
from django.core.files import File
from django.db import connection, transaction
from django.db.models import Count

from core import clock, policy
from core.choices import ImportStage
from core.imports import running
from core.models import ImportRun
from customers import pool, selectors, services
from customers.models import Customer
from customers.policy import POOL_WARNINGS
from org.models import User
from salesops.scale import words

TURNS = 5
ROWS = 50_000
HEADER = ("客户名称", "地区", "行业", "联系人", "手机", "邮箱")
SILENT = """
    SELECT owner_id, count(*) FROM customers_customer
    JOIN (VALUES {classes}) AS class (kind, before) ON class.kind = customer_class
    WHERE owner_id IS NOT NULL AND {since} < class.before GROUP BY owner_id
"""


def sweeps() -> dict[str, Any]:
    """Each morning's look at all customers, once everybody was told, beside the bare SQL that finds the same rows."""
    on = clock.next_workday(clock.today())
    monday = clock.next_workday(on - timedelta(days=on.weekday()))
    within = max(int(rule.value) for rule in policy.many(POOL_WARNINGS, on=on).values())
    leaving = pool.leaving(Customer.objects.order_by(), within=within, days=pool.days_of(on), on=on)
    return {
        "visits": _sweep(
            "Remind of visits",
            lambda: services.remind_of_visits(as_of=clock.day_start(on)),
            *_silent("coalesce(last_contact_at, created_at)", selectors.visit_days(on), on),
        ),
        "stale": _sweep(
            "Remind of stale data",
            lambda: services.remind_of_stale(as_of=clock.day_start(monday)),
            *_silent("confirmed_at", selectors.stale_days(monday), monday),
        ),
        "pool": _sweep(
            "Warn of the pool",
            lambda: services.warn_of_return(as_of=clock.day_start(on)),
            *leaving.values("owner").annotate(Count("pk")).query.sql_with_params(),
        ),
    }


def bring_in() -> dict[str, Any]:
    """A workbook of 50,000 new customers with their contacts, checked and written."""
    boss = User.objects.get(username="head")
    found: dict[str, Any] = {"rows": ROWS}
    with tempfile.TemporaryDirectory() as place:
        book = Path(place) / "客户.xlsx"
        _write_book(book)
        started = time.perf_counter()
        with book.open("rb") as opened:
            run = running.order_import(actor=boss, page="customers.customers", file=File(opened), name=book.name)
    running.check_import(actor=boss, run_id=run.pk, wanted=run.mapping)
    found["check"] = _worked(run, ImportStage.PREVIEW, started)
    started = time.perf_counter()
    running.confirm_import(actor=boss, run_id=run.pk)
    found["write"] = _worked(run, ImportStage.DONE, started)
    found["outcomes"] = ImportRun.objects.get(pk=run.pk).outcomes()
    found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found


def _silent(since: str, days: Mapping[str, int], on: date) -> tuple[str, Sequence[Any]]:

    classes = ", ".join(["(%s, %s::timestamptz)"] * len(days))
    given = [value for kind, n in days.items() for value in (str(kind), clock.day_start(on - timedelta(days=n)))]
    return SILENT.format(classes=classes, since=since), given


def _sweep(label: str, job: Callable[[], object], sql: str, given: Sequence[Any]) -> dict[str, Any]:
    """Job and SQL in turn, in a transaction that leaves nothing behind."""

    jobs, bare = [], []
    with transaction.atomic(), connection.cursor() as cursor:
        job()
        for _turn in range(TURNS):
            jobs.append(_seconds(job))
            bare.append(_seconds(lambda: (cursor.execute(sql, given), cursor.fetchall())))
        transaction.set_rollback(True)
    return {"label": label, "job": median(jobs) * 1000, "bare": median(bare) * 1000}


def _seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _worked(run: Any, stage: str, started: float) -> float:

    while True:
        running.work(run.pk)
        run.refresh_from_db()
        if run.failed:
            raise RuntimeError(run.refusal)
        if run.stage == stage and not run.unfinished:
            return time.perf_counter() - started


def _write_book(path: Path) -> None:

    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        for number in range(1, ROWS + 1):
            made = words.company(number)
            phone = f"139{number:08d}"
            sheet.write_row(
                number,
                0,
                [made.name, "江苏省苏州市", made.business, f"联系人{number}", phone, f"c{number}@kehu.example"],
            )
