"""What the application's role may not do to facts, tried for real on every append-only table."""

import pytest
from django.db import DatabaseError, connection, transaction
from psycopg2 import sql

from core import append_only, audit
from core.models import AuditEntry, Holiday, PolicyVersion
from tests.core.tamper import as_superuser

ATTEMPTS = {
    "update": "UPDATE {table} SET {key} = {key}",
    "delete": "DELETE FROM {table}",
    "truncate": "TRUNCATE {table}",
    "lock": "SELECT * FROM {table} FOR UPDATE",
}


def attempt(verb, table):
    key = append_only.primary_keys().get(table, "id")
    statement = sql.SQL(ATTEMPTS[verb]).format(table=sql.Identifier(table), key=sql.Identifier(key))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.rowcount


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ATTEMPTS)
def test_facts_can_only_be_added(verb):
    tables = append_only.tables()
    assert {"core_auditentry", "core_auditseal", "core_policyversion", "core_holidayevent"} <= set(tables)
    for table in tables:
        with pytest.raises(DatabaseError, match="permission denied"):
            attempt(verb, table)


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["update", "delete", "lock"])
def test_an_ordinary_table_takes_all_of_it(verb):
    """Negative control: the refusal is the grant's doing, not a broken statement."""
    Holiday.objects.create(date="2027-01-01", name="元旦")
    assert attempt(verb, "core_holiday") == 1


@pytest.mark.django_db
def test_the_orm_cannot_change_them_either(cast):
    entry = audit.record(actor=cast.rep, code="x.done", subject=None)
    entry.reason = "另一个理由"
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        entry.save()
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        AuditEntry.objects.all().delete()
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        PolicyVersion.objects.update(value=1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE core_auditentry DISABLE TRIGGER ALL",
        "ALTER TABLE core_holiday DISABLE TRIGGER ALL",
        "DROP TABLE core_auditseal",
        # Only a warning, so what it brought is asked for.
        "GRANT UPDATE ON core_auditentry TO salesops_app;"
        " SELECT 1 / has_table_privilege('core_auditentry', 'UPDATE')::int",
        "SET session_replication_role = replica",
        "SET ROLE salesops_owner",
        "CREATE TABLE mine (id int)",
    ],
)
def test_it_cannot_help_itself_to_more(statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_superuser_can_which_proves_that_the_role_is_the_guard(committed_db, servers, cast):
    audit.record(actor=cast.rep, code="x.done", subject=None)
    with as_superuser(servers) as hands:
        hands.execute("UPDATE core_auditentry SET reason = 'forged' WHERE code = 'x.done'")
        assert hands.rowcount == 1
