"""`migrate` as the role that owns the schema, then the grants of the role that serves requests.

A trigger does not stop a table's owner, so the application connects as a role that owns nothing. With
DATABASE_OWNER_URL set this command connects as the owner and afterwards grants the application's role what it needs:
reading and writing rows, on append-only tables only reading and adding, TRUNCATE never.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.migrations.state import ModelState, ProjectState
from psycopg2 import sql

from core import append_only

# Any fixed number: two containers starting together take turns.
TURN = 4_719_083
TURN_PATIENCE_SECONDS = 300
# Trusted extensions: the owner of a database may create them without being superuser.
EXTENSIONS = ("pg_trgm", "btree_gist")
READ_ONLY_TABLES = {"django_migrations"}
# PgBouncer in transaction mode forgets what a session sets, so these hang on the database.
SESSION = {
    "statement_timeout": "15s",
    "lock_timeout": "3s",
    "idle_in_transaction_session_timeout": "30s",
    # PostgreSQL's own 4 is a disk that has to turn: rather than follow an index it reads whole tables to count a thousand rows.
    "random_page_cost": "1.1",
}
# As pgtrigger writes it anew with every trigger, it lets any session switch triggers off by a setting, and opens a subtransaction
# for each row to read it. Nothing of ours is ever to be skipped.
NO_TRIGGER_IS_IGNORED = """
    CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT false'
"""
OWNER_LIMITS = {"statement_timeout": "0", "lock_timeout": "2s", "idle_in_transaction_session_timeout": "0"}


class Command(DjangoMigrate):
    """Django's command; what differs is who runs it and what follows."""

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        application_role = connection.settings_dict["USER"]
        owner = settings.DATABASE_OWNER
        if not owner or owner["USER"] == application_role:
            with turn(connection):
                self.migrate(connection, *args, **options)
            return
        with connected_as(connection, owner), turn(connection):
            self.migrate(connection, *args, **options)
            if not (options["plan"] or options["check_unapplied"]):
                self.grant(connection, application_role)

    def migrate(self, connection: BaseDatabaseWrapper, *args: Any, **options: Any) -> None:
        if not (options["plan"] or options["check_unapplied"]):
            with connection.cursor() as cursor:
                for extension in EXTENSIONS:
                    cursor.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
        with new_models_alone():
            super().handle(*args, **options)

    def grant(self, connection: BaseDatabaseWrapper, role: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            if not cursor.fetchone():
                raise CommandError(
                    f"The role {role} of DATABASE_URL does not exist; create it: CREATE ROLE {role} LOGIN PASSWORD '…'."
                )
            for statement in grants(cursor, role):
                cursor.execute(statement)
            cursor.execute(NO_TRIGGER_IS_IGNORED)
            set_session_defaults(cursor)


@contextmanager
def connected_as(connection: BaseDatabaseWrapper, owner: dict[str, Any]) -> Iterator[None]:
    """The same alias through another account; the database name stays what it was."""
    before = dict(connection.settings_dict)
    connection.close()
    for key in ("USER", "PASSWORD", "HOST", "PORT"):
        connection.settings_dict[key] = owner[key]
    connection.settings_dict["OPTIONS"] = owner["OPTIONS"]
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


@contextmanager
def new_models_alone() -> Iterator[None]:
    """Let a model that a migration adds be rendered by itself, not with all that are related to it.

    Nearly every model of ours points to a user, so Django renders the whole company again for each new table: from
    nothing that was two thirds of the time. Marked as delayed, code in migrations (RunPython) still gets all of it afresh.
    """

    def add_model(self: ProjectState, model_state: ModelState) -> None:
        rendered = self.__dict__.pop("apps", None)
        original(self, model_state)
        if rendered is not None:
            self.apps = rendered
            self.is_delayed = True
            rendered.render_multiple([model_state])

    original = ProjectState.add_model
    ProjectState.add_model = add_model  # type: ignore[method-assign]
    try:
        yield
    finally:
        ProjectState.add_model = original  # type: ignore[method-assign]


@contextmanager
def turn(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """One migration at a time per database."""
    deadline = time.monotonic() + TURN_PATIENCE_SECONDS
    with connection.cursor() as cursor:
        while True:
            # Asking again instead of waiting: lock_timeout would cut a wait short.
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [TURN])
            if cursor.fetchone()[0]:
                break
            if time.monotonic() > deadline:
                raise CommandError("Another migration has been running for five minutes; look at it first.")
            time.sleep(0.5)
    try:
        yield
    finally:
        if connection.connection is not None and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [TURN])


def grants(cursor: CursorWrapper, role: str) -> list[sql.Composed]:
    """Every statement that brings the role from whatever it had to exactly what it needs."""
    cursor.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm')"
        " AND pg_get_userbyid(c.relowner) = current_user ORDER BY c.relname"
    )
    present = [row[0] for row in cursor.fetchall()]
    add_only = set(append_only.tables())
    name = sql.Identifier(role)
    statements = [
        sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC"),
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(name),
        sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(name),
        sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(name),
        # A new table may be append-only: the next migrate adds the rest.
        sql.SQL("ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT ON TABLES TO {}").format(name),
        sql.SQL("ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {}").format(name),
    ]
    for verbs, tables in (
        ("SELECT", [t for t in present if t in READ_ONLY_TABLES]),
        ("SELECT, INSERT", [t for t in present if t in add_only]),
        ("SELECT, INSERT, UPDATE, DELETE", [t for t in present if t not in add_only | READ_ONLY_TABLES]),
    ):
        if tables:
            statements.append(
                sql.SQL("GRANT " + verbs + " ON {} TO {}").format(
                    sql.SQL(", ").join(sql.Identifier("public", table) for table in tables), name
                )
            )
    # One transaction: between revoking and granting no request may find itself without rights.
    return [sql.SQL("; ").join([sql.SQL("BEGIN"), *statements, sql.SQL("COMMIT")])]


def set_session_defaults(cursor: CursorWrapper) -> None:
    """What every session on this database begins with: time limits, none for long migrations of its owner, and the cost of a page."""
    cursor.execute(
        "SELECT current_database(), pg_get_userbyid(datdba) = current_user"
        " FROM pg_database WHERE datname = current_database()"
    )
    database, owned = cursor.fetchone()
    if not owned:
        return
    for key, value in SESSION.items():
        cursor.execute(
            sql.SQL("ALTER DATABASE {} SET {} = {}").format(
                sql.Identifier(database), sql.Identifier(key), sql.Literal(value)
            )
        )
    for key, value in OWNER_LIMITS.items():
        cursor.execute(
            sql.SQL("ALTER ROLE CURRENT_USER IN DATABASE {} SET {} = {}").format(
                sql.Identifier(database), sql.Identifier(key), sql.Literal(value)
            )
        )
