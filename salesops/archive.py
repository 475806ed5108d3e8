"""Backup and restore: one zip file with every row, every sequence and every attachment.

Rows travel through COPY, so no PostgreSQL program is needed on either side. A backup is one consistent snapshot; a
restore is one transaction that compares row counts and checksums before it commits.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg2 import sql

from core import clock

FORMAT = 1
MANIFEST = "manifest.json"


class ArchiveError(Exception):
    """One sentence for the operator: why there was no backup or no restore."""


@dataclass
class Report:
    """What went in or came out."""

    tables: int = 0
    rows: int = 0
    files: int = 0
    missing_files: list[str] = field(default_factory=list)


class Hashing:
    """A file in between that hashes what passes; None as target only hashes."""

    def __init__(self, target: IO[bytes] | None = None) -> None:
        self.target = target
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        if self.target:
            self.target.write(data)
        return len(data)


def columns_by_table(cursor: CursorWrapper) -> dict[str, list[str]]:
    """Every table of the schema with the columns that can be written, in their order."""
    cursor.execute(
        "SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum) FROM pg_class c"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition"
        " GROUP BY c.relname ORDER BY c.relname"
    )
    return dict(cursor.fetchall())


def key_of(cursor: CursorWrapper, table: str) -> list[str]:
    cursor.execute(
        "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)"
        " WHERE i.indrelid = to_regclass(quote_ident(%s)) AND i.indisprimary ORDER BY a.attnum",
        [table],
    )
    return [name for (name,) in cursor.fetchall()]


def copy_out(cursor: CursorWrapper, table: str, columns: list[str], target: Hashing) -> int:
    """Writes the rows in the order of their key, so that equal tables give equal bytes. Returns how many."""
    order = key_of(cursor, table) or columns
    statement = sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.Identifier("public", table),
        sql.SQL(", ").join(map(sql.Identifier, order)),
    )
    raw = cursor.cursor
    raw.copy_expert(statement, target)
    return int(raw.rowcount)


def sequence_values(cursor: CursorWrapper) -> dict[str, int]:
    cursor.execute(
        "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"
        " ORDER BY 1"
    )
    return dict(cursor.fetchall())


def applied_migrations(cursor: CursorWrapper) -> list[list[str]]:
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    return [list(row) for row in cursor.fetchall()]


def write(target: Path) -> Report:
    """Makes a backup; the file appears under its name only when it is whole. Raises ArchiveError."""
    if target.exists():
        raise ArchiveError(f"{target} exists; choose another name.")
    unfinished = target.with_name(target.name + ".part")
    report = Report()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w+b") as handle:
            with zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as archive:
                manifest = _write_rows(archive, report)
                _write_files(archive, report)
                archive.writestr(MANIFEST, json.dumps(manifest, indent=1, ensure_ascii=False))
            handle.flush()
            os.fsync(handle.fileno())
        unfinished.rename(target)
    except OSError as error:
        raise ArchiveError(f"{target} cannot be written: {error.strerror}.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return report


def _write_rows(archive: zipfile.ZipFile, report: Report) -> dict[str, Any]:
    tables: dict[str, dict[str, Any]] = {}
    with transaction.atomic(), connection.cursor() as cursor:
        # One snapshot for all tables, however long it takes.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        for table, columns in columns_by_table(cursor).items():
            with archive.open(f"tables/{table}", "w", force_zip64=True) as entry:
                through = Hashing(entry)
                rows = copy_out(cursor, table, columns, through)
            tables[table] = {"columns": columns, "rows": rows, "sha256": through.digest.hexdigest()}
            report.tables += 1
            report.rows += rows
        return {
            "format": FORMAT,
            "django": django.get_version(),
            "made_at": clock.now().isoformat(),
            "migrations": applied_migrations(cursor),
            "tables": tables,
            "sequences": sequence_values(cursor),
        }


def _write_files(archive: zipfile.ZipFile, report: Report) -> None:
    """After the rows: a file that came later does no harm, a row without its file would."""
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_symlink() or not path.is_file():
            continue
        try:
            archive.write(path, f"attachments/{name}")
        except FileNotFoundError:
            report.missing_files.append(name)
        else:
            report.files += 1


def read(source: Path) -> Report:
    """Fills an empty database and the attachments directory from a backup. All or nothing for the rows."""
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            if manifest.get("format") != FORMAT:
                raise ArchiveError(f"{source} has format {manifest.get('format')}; this version reads {FORMAT}.")
            # Files first: no row may appear without its file.
            report = _read_files(archive)
            _read_rows(archive, manifest, report)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise ArchiveError(f"{source} is not a whole backup: {error}.") from error
    return report


def _read_files(archive: zipfile.ZipFile) -> Report:
    root = Path(settings.MEDIA_ROOT)
    report = Report()
    for entry in archive.infolist():
        path = PurePosixPath(entry.filename)
        if path.parts[:1] != ("attachments",) or entry.is_dir():
            continue
        if path.is_absolute() or ".." in path.parts:
            raise ArchiveError(f"{entry.filename} would be written outside the attachments; this is no backup of ours.")
        target = root.joinpath(*path.parts[1:])
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as handle, archive.open(entry) as content:
            shutil.copyfileobj(content, handle)
        report.files += 1
    return report


def _read_rows(archive: zipfile.ZipFile, manifest: dict[str, Any], report: Report) -> None:
    tables: dict[str, dict[str, Any]] = manifest["tables"]
    with transaction.atomic(), connection.cursor() as cursor:
        people = get_user_model()._meta.db_table
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(people)))
        count = cursor.fetchone()[0]
        if count:
            raise ArchiveError(f"This database is in use ({count} people); restore into an empty one.")
        if applied_migrations(cursor) != manifest["migrations"]:
            raise ArchiveError("The backup comes from another version; install that version, restore, then upgrade.")
        present = columns_by_table(cursor)
        if {name: entry["columns"] for name, entry in tables.items()} != present:
            raise ArchiveError("The tables of this database differ from those of the backup.")
        names = [sql.Identifier("public", table) for table in tables]
        # History comes from the backup: the triggers that write it must rest, those of foreign keys stay awake.
        for name in names:
            cursor.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(name))
        # What migrate itself put there: content types, permissions, its own log.
        cursor.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(names)))
        for table, entry in tables.items():
            with archive.open(f"tables/{table}") as content:
                statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
                    sql.Identifier("public", table), sql.SQL(", ").join(map(sql.Identifier, entry["columns"]))
                )
                cursor.cursor.copy_expert(statement, content)
            _compare(cursor, table, entry)
            report.tables += 1
            report.rows += entry["rows"]
        # Deferred foreign keys are checked now: a table with pending events cannot be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for sequence, value in manifest["sequences"].items():
            cursor.execute("SELECT setval(quote_ident(%s)::regclass, %s)", [sequence, value])
        for name in names:
            cursor.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(name))


def _compare(cursor: CursorWrapper, table: str, entry: dict[str, Any]) -> None:
    through = Hashing()
    rows = copy_out(cursor, table, entry["columns"], through)
    if rows != entry["rows"] or through.digest.hexdigest() != entry["sha256"]:
        raise ArchiveError(f"{table} differs from the backup after reading it; nothing was changed.")
