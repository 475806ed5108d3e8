"""Many rows in one statement, for work that goes through tens of thousands: `bulk_update` compares each row with each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models


def update(model: type[models.Model], rows: Sequence[models.Model], fields: Sequence[str]) -> None:
    """Write these fields of these rows as they are. Triggers see each row; nothing is locked or compared before."""
    if not rows:
        return
    columns: list[models.Field[Any, Any]] = [model._meta.get_field(name) for name in fields]  # type: ignore[misc]
    key = connection.ops.quote_name(str(model._meta.pk.column))
    names = [connection.ops.quote_name(str(column.column)) for column in columns]
    sets = ", ".join(f"{name} = {_taken(column, f'new.c{at}')}" for at, (name, column) in _each(names, columns))
    given = ", ".join(f"%s::{_carried(column)}[]" for column in columns)
    places = ", ".join(f"c{at}" for at in range(len(columns)))
    table = connection.ops.quote_name(model._meta.db_table)
    values = [[_value(column, row) for row in rows] for column in columns]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} AS old SET {sets} FROM unnest(%s::bigint[], {given}) AS new(id, {places}) "  # noqa: S608
            f"WHERE old.{key} = new.id",
            [[row.pk for row in rows], *values],
        )


def insert(model: type[models.Model], columns: Mapping[str, Sequence[Any]], same: Mapping[str, Any]) -> None:
    """Add rows given column by column, with what is the `same` in all of them. No instance is made, no default applied."""
    names = [*columns, *same]
    fields: list[models.Field[Any, Any]] = [model._meta.get_field(name) for name in names]  # type: ignore[misc]
    varied, constant = fields[: len(columns)], fields[len(columns) :]
    into = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    chosen = [_taken(field, f"c{at}") for at, field in enumerate(varied)]
    chosen += [f"%s::{field.db_type(connection)}" for field in constant]
    given = ", ".join(f"%s::{_carried(field)}[]" for field in varied)
    places = ", ".join(f"c{at}" for at in range(len(varied)))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({into}) "  # noqa: S608  (our own names)
            f"SELECT {', '.join(chosen)} FROM unnest({given}) AS new({places})",
            [
                *(field.get_db_prep_save(same[field.name], connection) for field in constant),
                *([_prepared(field, value) for value in columns[field.name]] for field in varied),
            ],
        )


def _each(names: Sequence[str], columns: Sequence[Any]) -> Any:
    return enumerate(zip(names, columns, strict=True))


def _carried(column: Any) -> str:
    """JSON travels as text: an array of it would need each of its values cast. So does an array: unnest would take it apart."""
    return "text" if isinstance(column, (models.JSONField, ArrayField)) else str(column.db_type(connection))


def _taken(column: Any, place: str) -> str:
    kind = column.db_type(connection)
    if isinstance(column, ArrayField):
        return f"ARRAY(SELECT jsonb_array_elements_text({place}::jsonb))::{kind}"
    return f"{place}::{kind}"


def _value(column: Any, row: models.Model) -> Any:
    return _prepared(column, getattr(row, column.attname))


def _prepared(column: Any, value: Any) -> Any:
    if isinstance(column, models.JSONField):
        return json.dumps(value, cls=column.encoder)
    if isinstance(column, ArrayField):
        return json.dumps(value)
    return column.get_db_prep_save(value, connection)
