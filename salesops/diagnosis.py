"""What `manage.py doctor` looks at. Each finding says in words what is wrong and what to do."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from core import append_only
from core import clock as core_clock
from core.choices import JobState, OutboxState
from core.models import JobRun, OutboxMessage
from org.models import User
from salesops.health import broker_answers
from workflow.adapters import all_adapters
from workflow.models import ApprovalRoute

OK, WARNING, ERROR = "ok", "warning", "error"
LOW_DISK_BYTES = 1024**3
LOW_DISK_SHARE = 0.05
MOST_CLOCK_DRIFT_SECONDS = 5.0
BROKER_PATIENCE_SECONDS = 2.0
SCHEDULER_PATIENCE = timedelta(minutes=15)
"""Three times what the most frequent job takes from one run to the next."""


@dataclass(frozen=True)
class Finding:
    """`advice` is empty for what is well."""

    level: str
    subject: str
    words: str
    advice: str = ""


def examine() -> Iterator[Finding]:
    """Every finding, in the order in which one would mend them."""
    yield from configuration()
    reachable = database()
    yield reachable
    if reachable.level != ERROR:
        for look in (chinese, roles, clock):
            yield from safely(look)
        schema = list(safely(migrations))
        yield from schema
        if all(finding.level == OK for finding in schema):
            for look in (company, scheduler, outbox):
                yield from safely(look)
    yield broker()
    yield mail()
    yield from disk()
    yield timezone()


def safely(look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """A database that goes away half-way is a finding too."""
    try:
        yield from look()
    except DatabaseError as error:
        yield Finding(ERROR, "database", f"The database failed while being examined: {first_line(error)}", "Run again.")


def first_line(error: BaseException) -> str:
    return str(error).strip().split("\n", 1)[0]


def row(statement: str) -> tuple[object, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return tuple(cursor.fetchone() or ())


def configuration() -> Iterator[Finding]:
    messages = checks.run_checks(tags=[checks.Tags.security])
    for message in messages:
        if (message.id or "").startswith("salesops."):
            level = ERROR if message.level >= checks.ERROR else WARNING
            yield Finding(level, f"configuration ({message.id})", str(message.msg), str(message.hint or ""))


def database() -> Finding:
    target = settings.DATABASES["default"]
    try:
        version = row("SELECT current_setting('server_version')")[0]
    except DatabaseError as error:
        advice = (
            "Start it: make run, or python -m salesops.embedded start."
            if settings.EMBEDDED_DATABASE
            else f"Is PostgreSQL up at {target['HOST'] or 'its socket'}, and do role, password and database name in "
            "DATABASE_URL fit?"
        )
        return Finding(ERROR, "database", f"PostgreSQL cannot be reached: {first_line(error)}", advice)
    number = int(str(row("SELECT current_setting('server_version_num')")[0]))
    if number < 150000:
        return Finding(ERROR, "database", f"PostgreSQL {version} is too old.", "Version 15 or newer is needed.")
    return Finding(OK, "database", f"PostgreSQL {version} answers.")


def chinese() -> Iterator[Finding]:
    if not row("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'"):
        yield Finding(ERROR, "search", "The extension pg_trgm is missing.", "Run manage.py migrate.")
    elif row("SELECT show_trgm('深圳市') = '{}'")[0]:
        yield Finding(
            ERROR,
            "search",
            "This database cannot search Chinese: its locale splits no Chinese text.",
            "Create it anew with LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' ENCODING UTF8 (or another UTF-8 "
            "locale, never C), then restore into it.",
        )
    else:
        yield Finding(OK, "search", "Chinese text can be searched.")


def roles() -> Iterator[Finding]:
    role, powerful = row("SELECT current_user, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
    owned = row("SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p') AND relowner = current_user::regrole")[0]
    if powerful or owned:
        what = "is a superuser" if powerful else f"owns {owned} tables"
        yield Finding(
            ERROR,
            "role",
            f"The application's role {role} {what}: nothing stops it from rewriting the audit log.",
            "Put a role that owns nothing into DATABASE_URL, the owner into DATABASE_OWNER_URL, and run migrate.",
        )
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relnamespace = 'public'::regnamespace"
            " AND (has_table_privilege(oid, 'UPDATE') OR has_table_privilege(oid, 'DELETE')"
            " OR has_table_privilege(oid, 'TRUNCATE')) ORDER BY 1",
            [append_only.tables()],
        )
        loose = [name for (name,) in cursor.fetchall()]
    if loose:
        yield Finding(
            ERROR, "role", f"Append-only tables can be changed by {role}: {', '.join(loose)}.", "Run manage.py migrate."
        )
    else:
        yield Finding(OK, "role", f"The application connects as {role}, which owns nothing.")


def migrations() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        first = missing[0][0]
        yield Finding(
            ERROR,
            "migrations",
            f"{len(missing)} migrations have not run, the first is {first.app_label}.{first.name}.",
            "Run manage.py migrate.",
        )
    else:
        yield Finding(OK, "migrations", "Every migration has run.")


def clock() -> Iterator[Finding]:
    there = float(str(row("SELECT extract(epoch FROM clock_timestamp())")[0]))
    drift = abs(time.time() - there)
    if drift > MOST_CLOCK_DRIFT_SECONDS:
        yield Finding(
            WARNING,
            "clock",
            f"This machine and the database differ by {drift:.0f} s.",
            "Switch on time synchronisation on both; deadlines and second factors depend on it.",
        )
    else:
        yield Finding(OK, "clock", "This machine and the database agree on the time.")


def company() -> Iterator[Finding]:
    if not User.objects.with_capability("org.manage").exists():
        yield Finding(
            ERROR,
            "company",
            "Nobody can open accounts, change rules or read the log: no active person administers.",
            "Run manage.py createsuperuser.",
        )
    without = [adapter.kind for adapter in all_adapters() if not ApprovalRoute.objects.active(adapter.kind).exists()]
    if without:
        yield Finding(
            ERROR,
            "approval routes",
            f"Nothing of these kinds can be submitted, they have no approval route: {', '.join(without)}.",
            "Run manage.py bootstrap for the default route, or make one at /inbox/routes/.",
        )
    if not without:
        yield Finding(OK, "approval routes", "Every kind of document has an approval route.")


def scheduler() -> Iterator[Finding]:
    now = core_clock.now()
    latest = JobRun.objects.order_by("-planned_for").values_list("planned_for", flat=True).first()
    if latest is None or now - latest > SCHEDULER_PATIENCE:
        since = f"since {core_clock.local(latest):%Y-%m-%d %H:%M}" if latest else "yet"
        yield Finding(
            WARNING,
            "scheduler",
            f"No job has been planned {since}: nothing is sealed, reminded or escalated by itself.",
            "Start it: make run, or the beat container.",
        )
    waiting = JobRun.objects.filter(state=JobState.WAITING, planned_for__lt=now - SCHEDULER_PATIENCE).count()
    if waiting:
        yield Finding(
            WARNING,
            "worker",
            f"{waiting} planned jobs wait for a worker.",
            "Start it: make run, or the worker container.",
        )
    failing = sorted(set(JobRun.objects.failing().values_list("job", flat=True)))
    if failing:
        yield Finding(
            WARNING, "jobs", f"These jobs failed last time: {', '.join(failing)}.", "The page /jobs/ shows the error."
        )
    if latest and not waiting and not failing and now - latest <= SCHEDULER_PATIENCE:
        yield Finding(OK, "scheduler", "Jobs are planned and done.")


def outbox() -> Iterator[Finding]:
    dead = OutboxMessage.objects.filter(state=OutboxState.DEAD).count()
    if dead:
        yield Finding(
            WARNING, "outbox", f"{dead} messages could not be sent.", "The page /jobs/ shows why, and sends them again."
        )
    else:
        yield Finding(OK, "outbox", "No message is given up.")


def broker() -> Finding:
    if broker_answers(BROKER_PATIENCE_SECONDS):
        return Finding(OK, "broker", "Valkey or Redis answers.")
    return Finding(
        ERROR,
        "broker",
        f"The broker does not answer within {BROKER_PATIENCE_SECONDS:.0f} s: pages work, but mail, notices and "
        "scheduled jobs wait.",
        "Start it: make run, or python -m salesops.embedded start."
        if settings.EMBEDDED_BROKER
        else "Check REDIS_URL and that the server runs; nothing is lost, what waits is sent afterwards.",
    )


def mail() -> Finding:
    if not settings.EMAIL_URL:
        return Finding(
            WARNING,
            "mail",
            f"EMAIL_URL is not set: letters are written to {settings.EMAIL_FILE_PATH} and reach nobody.",
            "Set EMAIL_URL, for example smtp+tls://user:password@mail.example.com:587.",
        )
    return Finding(OK, "mail", f"Letters go out through {settings.EMAIL_HOST or settings.EMAIL_BACKEND}.")


def disk() -> Iterator[Finding]:
    for name, place in (("state", settings.STATE_DIR), ("attachments", settings.MEDIA_ROOT)):
        existing = Path(place)
        while not existing.exists() and existing != existing.parent:
            existing = existing.parent
        usage = shutil.disk_usage(existing)
        free = f"{usage.free / 1024**3:.1f} GB"
        if not os.access(existing, os.W_OK):
            yield Finding(
                ERROR, f"disk ({name})", f"{existing} cannot be written.", "Give it to the service's account."
            )
        elif usage.free < LOW_DISK_BYTES or usage.free < usage.total * LOW_DISK_SHARE:
            yield Finding(
                WARNING, f"disk ({name})", f"Only {free} free at {existing}.", "Free space or enlarge the disk."
            )
        else:
            yield Finding(OK, f"disk ({name})", f"{free} free at {existing}.")


def timezone() -> Finding:
    try:
        ZoneInfo(settings.TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError):
        return Finding(
            ERROR, "time zone", f"TZ is '{settings.TIME_ZONE}', which nobody knows.", "Set TZ=Asia/Shanghai."
        )
    if settings.TIME_ZONE != "Asia/Shanghai":
        return Finding(
            WARNING,
            "time zone",
            f"TZ is {settings.TIME_ZONE}: days begin and deadlines end at midnight there.",
            "Leave TZ unset for Asia/Shanghai.",
        )
    return Finding(OK, "time zone", "Days begin at midnight in Asia/Shanghai.")
