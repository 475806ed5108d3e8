"""The doctor names what is wrong and what to do, and finds a healthy company healthy."""

import io
from datetime import timedelta

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from core import clock
from core.models import JobRun, Notification, OutboxMessage
from org.models import RoleGrant, User
from salesops import diagnosis
from workflow.models import ApprovalRoute


def doctor() -> tuple[str, bool]:
    """What it said, and whether it found an error."""
    out = io.StringIO()
    try:
        call_command("doctor", stdout=out)
    except CommandError:
        return out.getvalue(), True
    return out.getvalue(), False


def test_a_healthy_company(committed_db) -> None:
    words, failed = doctor()
    assert "✗" not in words
    assert not failed
    assert "Chinese text can be searched" in words


def test_mail_that_reaches_nobody_is_only_a_warning(committed_db, settings) -> None:
    settings.EMAIL_URL = ""
    settings.EMAIL_FILE_PATH = "/tmp/mail"
    words, failed = doctor()
    assert "! mail: EMAIL_URL is not set" in words
    assert not failed


def test_database_unreachable(committed_db) -> None:
    target = connections.settings["default"]
    before = target["HOST"], target["OPTIONS"]
    connections["default"].close()
    target["HOST"], target["OPTIONS"] = "/nowhere", {}
    try:
        words, failed = doctor()
    finally:
        connections["default"].close()
        target["HOST"], target["OPTIONS"] = before
    assert failed
    assert "✗ database: PostgreSQL cannot be reached" in words
    assert "→ Start it: make run" in words


def test_broker_down_is_told_within_its_patience(committed_db, settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    words, failed = doctor()
    assert failed
    assert "✗ broker: The broker does not answer within 2 s" in words


def test_migrations_missing(committed_db, servers) -> None:
    owner(servers, committed_db.name, "DELETE FROM django_migrations WHERE app = 'sessions'")
    words, failed = doctor()
    assert failed
    assert "1 migrations have not run, the first is sessions.0001_initial" in words


def test_a_role_that_owns_tables(committed_db, servers) -> None:
    superuser(servers, committed_db.name, "ALTER TABLE core_auditentry OWNER TO salesops_app")
    words, failed = doctor()
    assert failed
    assert "The application's role salesops_app owns 1 tables" in words


def test_an_append_only_table_that_can_be_changed(committed_db, servers) -> None:
    owner(servers, committed_db.name, "GRANT UPDATE ON core_auditentry TO salesops_app")
    words, failed = doctor()
    assert failed
    assert "Append-only tables can be changed by salesops_app: core_auditentry" in words


def test_a_locale_that_cannot_search_chinese(servers, django_db_blocker) -> None:
    from tests.servers import using

    superuser(
        servers,
        "postgres",
        "CREATE DATABASE test_0_deaf OWNER salesops_owner TEMPLATE template0 ENCODING UTF8 LOCALE_PROVIDER libc LOCALE 'C'",
    )
    try:
        superuser(servers, "test_0_deaf", "CREATE EXTENSION pg_trgm")
        with django_db_blocker.unblock(), using("test_0_deaf"):
            found = list(diagnosis.chinese())
        assert [finding.level for finding in found] == [diagnosis.ERROR]
        assert "cannot search Chinese" in found[0].words
    finally:
        servers.drop("test_0_deaf")


def test_nobody_administers(committed_db) -> None:
    RoleGrant.objects.filter(role__code="admin").delete()
    words, failed = doctor()
    assert failed
    assert "✗ company: Nobody can open accounts" in words
    assert "createsuperuser" in words


def test_a_kind_of_document_nobody_could_submit(committed_db) -> None:
    ApprovalRoute.objects.update(state="retired")
    words, failed = doctor()
    assert failed
    assert (
        "they have no approval route: customers.accountplan, customers.poolextension, customers.priorapproval, "
        "customers.transferrequest, quotes.quote" in words
    )


def test_nothing_runs_by_itself(committed_db) -> None:
    words, failed = doctor()
    assert "! scheduler: No job has been planned yet" in words
    assert not failed
    now = clock.now()
    run = JobRun.objects.create(job="core.seal_audit", planned_for=now - timedelta(hours=1))
    words, _failed = doctor()
    assert "! scheduler: No job has been planned since" in words
    assert "! worker: 1 planned jobs wait for a worker" in words
    JobRun.objects.filter(pk=run.pk).update(state="done", planned_for=now)
    assert "✓ scheduler" in doctor()[0]


def test_jobs_that_fail_and_messages_given_up(committed_db) -> None:
    now = clock.now()
    JobRun.objects.create(job="core.tidy", planned_for=now, state="failed", error="x")
    notice = Notification.objects.create(recipient=User.objects.get(username="rep"), code="x.y", dedupe_key="x")
    OutboxMessage.objects.create(notification=notice, channel="mail", state="dead")
    words, failed = doctor()
    assert "! jobs: These jobs failed last time: core.tidy" in words
    assert "! outbox: 1 messages could not be sent" in words
    assert not failed


def test_disk_low(committed_db, monkeypatch) -> None:
    monkeypatch.setattr(diagnosis, "LOW_DISK_SHARE", 1.1)
    words, failed = doctor()
    assert "! disk (state): Only" in words
    assert not failed


def test_time_zone_nobody_knows(settings) -> None:
    settings.TIME_ZONE = "Asia/Shenzen"
    assert diagnosis.timezone().level == diagnosis.ERROR


@pytest.fixture(autouse=True)
def mail_is_set(settings) -> None:
    settings.EMAIL_URL = "smtp://mail.example.com"


def superuser(servers, database: str, statement: str) -> None:
    run(servers.identity.database_url("postgres", database), statement)


def owner(servers, database: str, statement: str) -> None:
    run(servers.identity.database_url("salesops_owner", database), statement)


def run(url: str, statement: str) -> None:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()
