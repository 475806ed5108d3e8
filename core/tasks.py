"""Celery is the doorbell, Postgres the truth: beat rings every few seconds, and rows say what to do."""

import time
from datetime import datetime, timedelta
from datetime import time as time_of_day
from typing import Any

from celery import shared_task
from django.utils.translation import gettext_lazy as _

from core import audit, jobs, outbox
from core.choices import JobState, OutboxState
from core.imports import running
from core.models import JobRun, KeptAnswer, OutboxMessage
from core.pages import bulk, exporting
from core.schedule import Daily, Every

SWEEP_SECONDS = 60
KEPT = timedelta(days=90)
ANSWERS_KEPT = timedelta(days=2)
EXPORTS_KEPT = timedelta(days=1)
BULKS_KEPT = timedelta(days=1)
IMPORTS_KEPT = timedelta(days=1)


@shared_task
def tick(**later: Any) -> None:
    """Plan what has come due and hand each run to a worker."""
    for run_id in jobs.plan():
        work.delay(run_id=run_id)


@shared_task
def work(*, run_id: int, **later: Any) -> None:
    jobs.work(run_id)


@shared_task
def sweep_outbox(**later: Any) -> None:
    """Send everything due. One task for all keeps the broker free of messages that rows already hold.

    Stops after a minute even when mail servers hang: the next ring goes on.
    """
    patience = time.monotonic() + SWEEP_SECONDS
    for message_id in outbox.due():
        if time.monotonic() > patience:
            break
        outbox.deliver(message_id)


@shared_task
def write_exports(**later: Any) -> None:
    """Hand each waiting export to a worker."""
    for export_id in exporting.due():
        write_export.delay(export_id=export_id)


@shared_task
def write_export(*, export_id: int, **later: Any) -> None:
    exporting.work_later(export_id)


@shared_task
def run_bulks(**later: Any) -> None:
    """Hand each waiting bulk action to a worker."""
    for run_id in bulk.due():
        run_bulk.delay(run_id=run_id)


@shared_task
def run_bulk(*, run_id: int, **later: Any) -> None:
    bulk.work_later(run_id)


@shared_task
def run_imports(**later: Any) -> None:
    """Hand each waiting import to a worker."""
    for run_id in running.due():
        run_import.delay(run_id=run_id)


@shared_task
def run_import(*, run_id: int, **later: Any) -> None:
    running.work_later(run_id)


@jobs.job("core.seal_audit", label=_("给审计记录加封"), schedule=Every(minutes=5))
def seal_audit(*, as_of: datetime) -> dict[str, int]:
    return {"rows": audit.seal()}


@jobs.job("core.tidy", label=_("清理旧的运行和发送记录"), schedule=Daily(at=time_of_day(3, 20)))
def tidy(*, as_of: datetime) -> dict[str, int]:
    """Forget what ran or went out well more than 90 days ago. Failures and dead letters stay.

    Answers kept for repeated API requests go after two days, exported files, bulk actions and imports after one.
    """
    before = as_of - KEPT
    sent = OutboxMessage.objects.filter(state__in=[OutboxState.SENT, OutboxState.CANCELLED], created_at__lt=before)
    runs = JobRun.objects.filter(state=JobState.DONE, planned_for__lt=before)
    answers = KeptAnswer.objects.filter(created_at__lt=as_of - ANSWERS_KEPT)
    return {
        "messages": sent.delete()[0],
        "runs": runs.delete()[0],
        "answers": answers.delete()[0],
        "exports": exporting.forget(as_of - EXPORTS_KEPT),
        "bulks": bulk.forget(as_of - BULKS_KEPT),
        "imports": running.forget(as_of - IMPORTS_KEPT),
    }
