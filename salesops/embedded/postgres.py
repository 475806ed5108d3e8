"""One PostgreSQL cluster: initialise, start, roles, and the check that it can search Chinese."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg2
import psycopg2.extensions
from psycopg2 import sql

from salesops.embedded import state as st
from salesops.embedded.binaries import postgres_bin
from salesops.embedded.state import EmbeddedError, Identity, State

START_PATIENCE = 60.0
# PgBouncer in transaction mode forgets what a session sets, so the limits hang on the role.
ROLE_LIMITS = {
    "statement_timeout": "15s",
    "lock_timeout": "3s",
    "idle_in_transaction_session_timeout": "30s",
}
# With --locale=C pg_trgm finds no Chinese at all.
INITDB = [
    "-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8",
    "--data-checksums", "-U", st.SUPERUSER, "--auth=scram-sha-256",
]  # fmt: skip


@dataclass(frozen=True)
class Tuning:
    """`durable=False` trades crash safety for speed: tests only."""

    durable: bool = True
    max_connections: int = 120

    def options(self) -> list[str]:
        values = {
            "listen_addresses": "",
            "max_connections": str(self.max_connections),
            "shared_buffers": "256MB" if self.durable else "128MB",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_min_duration_statement": "2s",
            "log_checkpoints": "off",
            # Worker threads of the io method would double the process count on a laptop.
            "io_method": "sync",
            # After a kill: one call instead of one for each of two thousand files.
            "recovery_init_sync_method": "syncfs" if sys.platform.startswith("linux") else "fsync",
        }
        if not self.durable:
            values |= {
                "fsync": "off",
                "synchronous_commit": "off",
                "full_page_writes": "off",
                "wal_level": "minimal",
                "max_wal_senders": "0",
                "autovacuum": "off",
            }
        return [part for key, value in values.items() for part in ("-c", f"{key}={value}")]


def connect(identity: Identity, database: str = "postgres", role: str = st.SUPERUSER) -> psycopg2.extensions.connection:
    connection = psycopg2.connect(identity.database_url(role, database), connect_timeout=5)
    connection.autocommit = True
    return connection


def answers(identity: Identity) -> bool:
    try:
        connect(identity).close()
    except psycopg2.OperationalError:
        return False
    return True


def live_postmaster(state: State) -> psutil.Process | None:
    """The server that has this data directory open, if it is alive."""
    try:
        pid = int((state.postgres_data / "postmaster.pid").read_text().split("\n", 1)[0])
        process = psutil.Process(pid)
        arguments = process.cmdline()
    except (OSError, ValueError, psutil.Error):
        return None
    # After a reboot the number may belong to a stranger.
    return process if str(state.postgres_data) in arguments else None


def command(state: State, identity: Identity, tuning: Tuning) -> list[str]:
    return [
        str(postgres_bin() / "postgres"),
        "-D",
        str(state.postgres_data),
        "-k",
        identity.socket_dir,
        *tuning.options(),
    ]


def initialise(state: State, say: st.Say) -> None:
    """Makes the cluster unless a complete one is there; an unfinished one is set aside."""
    data = state.postgres_data
    if state.postgres_complete.exists() and (data / "PG_VERSION").exists():
        return
    if data.exists() and any(data.iterdir()):
        aside = st.set_aside(data)
        say(f"An earlier start stopped half-way; its unfinished database went to {aside}.")
    account = st.server_account()
    say("Creating the database cluster (once).")
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(mode=0o700)
    if account:
        shutil.chown(data, account.uid, account.gid)
    password_file = state.services / ".initdb-password"
    identity = st.read_identity(state.root)
    if identity is None:
        raise EmbeddedError(f"{state.identity_file} is missing; start again.")
    password_file.write_text(identity.superuser_password)
    password_file.chmod(0o600)
    if account:
        shutil.chown(password_file, account.uid, account.gid)
    try:
        result = subprocess.run(
            [
                str(postgres_bin() / "initdb"), "-D", str(data), "--no-sync",
                "--pwfile", str(password_file), *INITDB,
            ],
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "TZ": "UTC", "LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=False,
            **(account.popen_options() if account else {}),  # type: ignore[call-overload]
        )  # fmt: skip
    finally:
        password_file.unlink(missing_ok=True)
    if result.returncode != 0:
        last = (result.stderr or result.stdout).strip().splitlines()[-1:]
        raise EmbeddedError(f"initdb failed in {data}: {' '.join(last)}")


def write_access_rules(state: State) -> None:
    """The superuser by operating system account, everybody else by password; nothing over the network.

    By account, so that passwords can be set anew when `embedded.json` was lost.
    """
    account = st.server_account()
    operator = pwd.getpwuid(os.geteuid()).pw_name
    for name, lines in (
        ("pg_hba.conf", f"local all {st.SUPERUSER} peer map=salesops\nlocal all all scram-sha-256\n"),
        ("pg_ident.conf", f"salesops {operator} {st.SUPERUSER}\n"),
    ):
        path = state.postgres_data / name
        path.write_text(lines)
        path.chmod(0o600)
        if account:
            shutil.chown(path, account.uid, account.gid)


def clear_stale_pid(state: State) -> None:
    """A killed server leaves postmaster.pid; its number may since belong to another process."""
    if live_postmaster(state) is None:
        (state.postgres_data / "postmaster.pid").unlink(missing_ok=True)


def wait_until_ready(process: subprocess.Popen[bytes], identity: Identity, log: Path) -> None:
    deadline = time.monotonic() + START_PATIENCE
    while not answers(identity):
        if process.poll() is not None:
            raise EmbeddedError(f"PostgreSQL did not start: {last_line(log)} (log: {log})")
        if time.monotonic() > deadline:
            raise EmbeddedError(f"PostgreSQL did not answer for {START_PATIENCE:.0f} s (log: {log}).")
        time.sleep(0.05)


def last_line(log: Path) -> str:
    """The last line of a server log that says why, without its time stamp."""
    try:
        lines = log.read_text(errors="replace").strip().splitlines()
    except OSError:
        return "no log"
    for line in reversed(lines[-20:]):
        if "FATAL" in line or "PANIC" in line or "rror" in line:
            return line
    return lines[-1] if lines else "no log"


def set_up_roles(state: State, identity: Identity) -> None:
    """Roles, passwords, limits and the database. Safe to repeat; also heals a lost identity."""
    # Not `with connection`: that opens a transaction, in which no database can be created.
    with closing(connect(identity)) as connection, connection.cursor() as cursor:
        for role, password in (
            (st.OWNER_ROLE, identity.owner_password),
            (st.APP_ROLE, identity.app_password),
        ):
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            verb = sql.SQL("ALTER" if cursor.fetchone() else "CREATE")
            cursor.execute(
                sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {}").format(
                    verb, sql.Identifier(role), sql.Literal(password)
                )
            )
        for name, value in ROLE_LIMITS.items():
            cursor.execute(
                sql.SQL("ALTER ROLE {} SET {} = {}").format(
                    sql.Identifier(st.APP_ROLE), sql.Identifier(name), sql.Literal(value)
                )
            )
        # A migration waits two seconds for a lock, then lets the web go on.
        cursor.execute(sql.SQL("ALTER ROLE {} SET lock_timeout = '2s'").format(sql.Identifier(st.OWNER_ROLE)))
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [st.DATABASE])
        if not cursor.fetchone():
            create_database(cursor, st.DATABASE)
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        check_chinese(cursor)
    state.postgres_complete.touch()


def create_database(
    cursor: psycopg2.extensions.cursor, name: str, template: str = "template1", strategy: str = "wal_log"
) -> None:
    """A database of the owner role; the public schema belongs to the owner role too."""
    cursor.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY {}").format(
            sql.Identifier(name), sql.Identifier(st.OWNER_ROLE), sql.Identifier(template), sql.Identifier(strategy)
        )
    )
    cursor.execute(sql.SQL("REVOKE ALL ON DATABASE {db} FROM PUBLIC").format(db=sql.Identifier(name)))
    cursor.execute(
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(name), sql.Identifier(st.APP_ROLE))
    )


def check_chinese(cursor: psycopg2.extensions.cursor) -> None:
    """Raises EmbeddedError when trigram search would find no Chinese."""
    cursor.execute("SELECT show_trgm('深圳市') <> '{}'")
    row = cursor.fetchone()
    if not row or not row[0]:
        raise EmbeddedError(
            "This PostgreSQL cannot search Chinese text (show_trgm('深圳市') is empty): "
            "its locale must be C.UTF-8 or another UTF-8 locale."
        )
