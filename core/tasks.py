"""Celery is the doorbell, Postgres the truth: beat rings every few seconds, and rows say what to do."""

from datetime import datetime
from typing import Any

from celery import shared_task
from django.utils.translation import gettext_lazy as _

from core import audit, jobs, outbox
from core.schedule import Every


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
    """Send everything due. One task for all keeps the broker free of messages that rows already hold."""
    for message_id in outbox.due():
        outbox.deliver(message_id)


@jobs.job("core.seal_audit", label=_("给审计记录加封"), schedule=Every(minutes=5))
def seal_audit(*, as_of: datetime) -> dict[str, int]:
    return {"rows": audit.seal()}
