"""The two kinds of test database, and what the application's role may do in them."""

import threading

import psycopg2
import pytest
from django.db import DatabaseError, connection, transaction

from core import append_only


def rows(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


@pytest.mark.django_db
def test_the_application_connects_as_a_role_that_owns_nothing() -> None:
    assert rows("SELECT current_user, usesuper, usecreatedb FROM pg_user WHERE usename = current_user") == [
        ("salesops_app", False, False)
    ]
    assert rows("SELECT relname FROM pg_class WHERE pg_get_userbyid(relowner) = current_user") == []


@pytest.mark.django_db
def test_limits_hang_on_the_role_not_on_the_session() -> None:
    assert rows(
        "SELECT current_setting('statement_timeout'), current_setting('lock_timeout'),"
        " current_setting('idle_in_transaction_session_timeout')"
    ) == [("15s", "3s", "30s")]


@pytest.mark.django_db
def test_migrate_says_on_the_database_how_every_session_begins() -> None:
    """Read from the template that `migrate` made: copies of it have none of its settings."""
    every_session = "SELECT unnest(setconfig) FROM pg_db_role_setting WHERE setdatabase <> 0 AND setrole = 0"
    assert {("random_page_cost=1.1",), ("statement_timeout=15s",), ("lock_timeout=3s",)} <= set(rows(every_session))


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE", "TRUNCATE"])
def test_append_only_tables_refuse_to_change(verb: str) -> None:
    tables = append_only.tables()
    assert "core_auditentry" in tables
    for table in tables:
        assert rows(f"SELECT has_table_privilege('{table}', '{verb}')") == [(False,)], table


@pytest.mark.django_db
def test_no_table_can_be_truncated() -> None:
    assert (
        rows(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
            " AND has_table_privilege(oid, 'TRUNCATE')"
        )
        == []
    )


@pytest.mark.django_db
def test_raw_update_of_the_audit_log_is_refused() -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        rows("UPDATE core_auditentry SET code = 'forged'")


def test_committed_rows_are_seen_by_other_connections(committed_db) -> None:
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    expiry = timezone.datetime(2030, 1, 1, tzinfo=timezone.get_current_timezone())

    def add(key: str):
        return lambda: Session.objects.create(session_key=key, session_data="", expire_date=expiry)

    committed_db.together([add(f"key-{number}") for number in range(20)])
    assert Session.objects.count() == 20
    seen: list[int] = []
    thread = threading.Thread(target=lambda: seen.append(Session.objects.count()))
    thread.start()
    thread.join()
    assert seen == [20]


def test_a_clone_starts_empty_and_is_dropped(servers, django_db_blocker) -> None:
    name = servers.clone()
    assert name in servers.databases()
    servers.drop(name)
    assert name not in servers.databases()


def test_the_owner_can_truncate_which_proves_the_guard_is_the_role(servers) -> None:
    name = servers.clone()
    try:
        connection_ = psycopg2.connect(servers.identity.database_url("salesops_owner", name))
        with connection_, connection_.cursor() as cursor:
            cursor.execute("SELECT has_table_privilege('core_auditentry', 'TRUNCATE')")
            assert cursor.fetchone() == (True,)
        connection_.close()
    finally:
        servers.drop(name)
