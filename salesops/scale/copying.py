"""Rows as PostgreSQL's COPY reads them, and a table made ready to swallow a million of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.backends.utils import CursorWrapper
from psycopg2 import sql

NULL = "\\N"
CHUNK = 1 << 18
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Sheet:
    """How rows of one model are written: as lists of columns, or as forms to be filled in."""

    def __init__(self, model: type[models.Model]) -> None:
        self.table = model._meta.db_table
        self.model = model
        self.fields = [(field.attname, _writer(field)) for field in model._meta.concrete_fields]
        self.columns = [field.column for field in model._meta.concrete_fields]
        self.place = {name: (index, write) for index, (name, write) in enumerate(self.fields)}

    def row(self, instance: models.Model) -> list[str]:
        return [NULL if (value := getattr(instance, name)) is None else write(value) for name, write in self.fields]

    def form(self, instance: models.Model, **gaps: str) -> str:
        """The line of an instance with gaps, column → key: `form % {key: text for COPY, …}`. One key may fill several.

        Filling gaps is ten times faster than making a row, which counts when there are millions.
        """
        cells = [cell.replace("%", "%%") for cell in self.row(instance)]
        for name, key in gaps.items():
            cells[self.place[name][0]] = f"%({key})s"
        return line(cells)

    def text(self, name: str, value: Any) -> str:
        """A value as this column spells it."""
        return NULL if value is None else self.place[name][1](value)

    def copy(self, cursor: CursorWrapper, lines: bytes, *, fresh: bool) -> None:
        """Copy the lines in. Into a `fresh` table as rows that no vacuum has to look at again."""
        statement = sql.SQL("COPY {} ({}) FROM STDIN" + (" (FREEZE)" if fresh else "")).format(
            sql.Identifier(self.table), sql.SQL(", ").join(map(sql.Identifier, self.columns))
        )
        cursor.copy_expert(statement, BytesIO(lines), CHUNK)


def line(row: list[str]) -> str:
    return "\t".join(row) + "\n"


def _writer(field: models.Field[Any, Any]) -> Callable[[Any], str]:
    """How values of one column are spelt. Chosen once, because it is asked a hundred million times."""
    if isinstance(field, models.JSONField):
        return lambda value: escaped(json.dumps(value, ensure_ascii=False, cls=field.encoder))
    if isinstance(field, ArrayField):
        return lambda value: escaped(f"{{{','.join(json.dumps(item, ensure_ascii=False) for item in value)}}}")
    if isinstance(field, models.BooleanField):
        return lambda value: "t" if value else "f"
    if isinstance(field, models.CharField | models.TextField):
        return lambda value: escaped(str(value))
    return str


def escaped(text: str) -> str:
    return text if text.isprintable() and "\\" not in text else text.translate(_ESCAPES)


@contextmanager
def bare(tables: Iterable[str]) -> Iterator[set[str]]:
    """Tables without what makes each row slow: triggers, foreign keys and indexes. All are there again at the end.

    Inside one transaction: a run that dies leaves the tables as they were. Connect as the owner. The foreign keys are
    checked when they come back, so nothing gets in that could not have been inserted. Gives the tables that were empty:
    they are made anew, and what goes into them needs no log to be undone.
    """
    names = list(tables)
    with connection.cursor() as cursor:
        indexes = _read(cursor, INDEXES, names)
        keys = _read(cursor, FOREIGN_KEYS, names)
        for name in names:
            cursor.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(name)))
        for table, key, _definition in keys:
            cursor.execute(
                sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.Identifier(table), sql.Identifier(key))
            )
        for _table, index, _definition in indexes:
            cursor.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(index)))
        fresh = {name for name in names if _is_empty(cursor, name)}
        for name in fresh:
            cursor.execute(sql.SQL("TRUNCATE {}").format(sql.Identifier(name)))
    yield fresh
    with connection.cursor() as cursor:
        for _table, _index, definition in indexes:
            cursor.execute(definition)
        for table, key, definition in keys:
            cursor.execute(
                sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {}").format(
                    sql.Identifier(table), sql.Identifier(key), sql.SQL(definition)
                )
            )
        for name in names:
            cursor.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(sql.Identifier(name)))


def _is_empty(cursor: CursorWrapper, table: str) -> bool:
    cursor.execute(sql.SQL("SELECT NOT EXISTS (SELECT FROM {})").format(sql.Identifier(table)))
    return bool(cursor.fetchone()[0])


# Indexes that a constraint owns stay: the rows come in the order of their keys, which costs those little.
INDEXES = """
    SELECT t.relname, i.relname, pg_get_indexdef(i.oid)
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
    WHERE t.relname = ANY(%s) AND t.relnamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.oid AND c.contype IN ('p', 'u', 'x'))
    ORDER BY i.relname
"""
FOREIGN_KEYS = """
    SELECT t.relname, c.conname, pg_get_constraintdef(c.oid)
    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
    JOIN pg_class other ON other.oid = c.confrelid
    WHERE c.contype = 'f' AND %s && ARRAY[t.relname::text, other.relname::text]
      AND t.relnamespace = 'public'::regnamespace
    ORDER BY c.conname
"""


def _read(cursor: CursorWrapper, query: str, names: list[str]) -> list[tuple[str, str, str]]:
    cursor.execute(query, [names])
    return list(cursor.fetchall())
