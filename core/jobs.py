"""Scheduled jobs: each planned time runs once, whoever schedules and whatever dies (job_run).

`plan` writes one row for every planned time that has come; `work` takes a row and runs it, holding the row's lock in
the transaction of the run. A worker killed in between lets go of the lock with its connection, and the row is taken
again, so a job must be safe to run twice for the same `as_of`.
"""

import traceback
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Max, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from core import audit, clock, context, notices
from core.choices import JobState
from core.errors import Forbidden
from core.models import JobRun
from core.pages.text import keep
from core.schedule import Schedule, between

log = structlog.get_logger(__name__)

GRACE = timedelta(seconds=20)
"""How long a run that was taken may be without a lock: its worker is about to lock it. Then nobody is at it.

The database ends a killed worker's last statement after 15 s and a silent transaction after 30 (`migrate`).
"""

ATTEMPTS = 3
MOST_MISSED = 60

Run = Callable[..., dict[str, Any] | None]


@dataclass(frozen=True)
class Job:
    """A scheduled job. With `catch_up` every missed time is made up for, else only the latest one."""

    code: str
    label: str | Promise
    schedule: Schedule
    run: Run
    catch_up: bool


_jobs: dict[str, Job] = {}


def job(code: str, *, label: str | Promise, schedule: Schedule, catch_up: bool = False) -> Callable[[Run], Run]:
    """Decorator: `fn(*, as_of)` runs by schedule and returns what the jobs page shows as its result."""

    def register(run: Run) -> Run:
        _jobs[code] = Job(code, label, schedule, run, catch_up)
        return run

    return register


def all_jobs() -> list[Job]:
    return sorted(_jobs.values(), key=lambda item: item.code)


def plan(now: datetime | None = None) -> list[int]:
    """Write down every planned time that has come; returns the runs that wait for a worker."""
    now = now or clock.now()
    _give_up(now)
    latest = dict(JobRun.objects.values_list("job").annotate(Max("planned_for")))
    rows = [
        JobRun(job=item.code, planned_for=moment)
        for item in all_jobs()
        for moment in _due(item, latest.get(item.code), now)
    ]
    JobRun.objects.bulk_create(rows, ignore_conflicts=True)
    with transaction.atomic():
        return list(_takeable(now).values_list("pk", flat=True))


def work(run_id: int) -> bool:
    """Run one planned run, unless it is done or somebody else is at it. True when it ran here."""
    run = _take(run_id)
    if run is None:
        return False
    item = _jobs[run.job]
    try:
        with context.use(context.RequestMeta(request_id=uuid.uuid4().hex, source="job")), transaction.atomic():
            JobRun.objects.select_for_update(no_key=True).get(pk=run.pk)
            # The outcome is written before the lock goes: in between the run would look like a dead worker's.
            _finish(run, JobState.DONE, result=item.run(as_of=run.planned_for) or {})
    except Exception:
        log.exception("job_failed", job=run.job, planned_for=run.planned_for)
        _finish(run, JobState.FAILED, error=traceback.format_exc(limit=8))
    return True


@transaction.atomic
def _take(run_id: int) -> JobRun | None:
    run: JobRun | None = _takeable(clock.now()).filter(pk=run_id).first()
    if run is not None:
        run.state, run.started_at, run.attempts = JobState.RUNNING, clock.now(), run.attempts + 1
        run.save(update_fields=["state", "started_at", "attempts"])
    return run


@transaction.atomic
def run_now(*, actor: Any, code: str) -> JobRun:
    """An administrator's extra run, written down like any other; a worker takes it at the next tick.

    Raises Forbidden without `system.jobs`, KeyError for a job nobody declared.
    """
    if not actor.can("system.jobs"):
        raise Forbidden("job.run_only", _("你没有运行定时任务的权限"))
    run = JobRun.objects.create(job=_jobs[code].code, planned_for=clock.now())
    audit.record(actor=actor, code="job.requested", subject=run)
    return run


def _due(item: Job, last: datetime | None, now: datetime) -> list[datetime]:
    newest = item.schedule.latest(now)
    if last is None or not item.catch_up:
        return [newest] if last is None or newest > last else []
    return list(between(item.schedule, last, now))[-MOST_MISSED:]


def _takeable(now: datetime) -> Any:
    """Waiting, or left behind by a dead worker, or failed and not yet given up; locked, without those somebody is at."""
    left_behind = Q(state=JobState.RUNNING, attempts__lt=ATTEMPTS, started_at__lt=now - GRACE)
    again = Q(state=JobState.FAILED, attempts__lt=ATTEMPTS, finished_at__lt=now - timedelta(minutes=1))
    rows = JobRun.objects.filter(Q(state=JobState.WAITING) | left_behind | again, job__in=_jobs)
    return rows.select_for_update(no_key=True, skip_locked=True)


@transaction.atomic
def _give_up(now: datetime) -> None:
    """A run that took its worker down three times would do so for ever."""
    hopeless = JobRun.objects.filter(state=JobState.RUNNING, attempts__gte=ATTEMPTS, started_at__lt=now - GRACE)
    for run in hopeless.select_for_update(no_key=True, skip_locked=True):
        _finish(run, JobState.FAILED, error=gettext_noop("每次都跑到一半就断了"))


def _tell(run: JobRun) -> None:
    """Whoever may see to it learns once a day that a job does not work."""
    people = get_user_model()._default_manager.with_capability("system.jobs")
    with override(settings.LANGUAGE_CODE):  # which our msgids are written in
        label = str(_jobs[run.job].label) if run.job in _jobs else run.job
    notices.send(
        code="job.failed",
        recipients=people,
        params={"job": keep(label)},
        dedupe_key=f"job.failed:{run.job}:{clock.local_date(run.planned_for)}",
        url="/jobs/",
    )


def _finish(run: JobRun, state: str, *, result: dict[str, Any] | None = None, error: str = "") -> None:
    """Write the outcome, unless the run was taken over meanwhile: the attempt is the fence."""
    with transaction.atomic():
        written = JobRun.objects.filter(pk=run.pk, state=JobState.RUNNING, attempts=run.attempts).update(
            state=state, finished_at=clock.now(), result=result or {}, error=error
        )
        if written and state == JobState.FAILED and run.attempts >= ATTEMPTS:
            _tell(run)
