"""An index costs every insert: none stands that is only the beginning of another."""

import pytest
from django.apps import apps
from django.db import connection

from tests.architecture.test_migrations import OURS

INDEXES = """
SELECT indrelid::regclass::text, indexrelid::regclass::text, indkey::text, indisunique, indpred IS NOT NULL
FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid JOIN pg_am ON pg_am.oid = relam
WHERE amname = 'btree' AND relnamespace = 'public'::regnamespace
"""

pytestmark = pytest.mark.django_db


def _tables() -> set[str]:
    return {model._meta.db_table for model in apps.get_models() if model._meta.app_label in OURS}


Index = tuple[str, str, str, bool, bool]


def _indexes() -> list[Index]:
    with connection.cursor() as cursor:
        cursor.execute(INDEXES)
        return [row for row in cursor.fetchall() if row[0] in _tables()]


def beginnings(indexes: list[Index]) -> list[str]:
    """Indexes whose columns another index of the table begins with. Column 0 is an expression."""
    whole = [(table, name, columns) for table, name, columns, _unique, partial in indexes if not partial]
    return [
        f"{name} < {longer}"
        for table, name, columns, unique, partial in indexes
        for other, longer, more in whole
        if other == table and not unique and not partial and "0" not in columns.split()
        if more.startswith(f"{columns} ")
    ]


def bare_keys(indexes: list[Index]) -> list[str]:
    """Foreign keys without an index of their own that no other index begins with: deletes and joins would read it all."""
    first = {(table, columns.split()[0]) for table, _name, columns, _unique, partial in indexes if not partial}
    with connection.cursor() as cursor:
        cursor.execute("SELECT attrelid::regclass::text, attname, attnum::text FROM pg_attribute WHERE attnum > 0")
        numbers = {(table, column): number for table, column, number in cursor.fetchall()}
    return [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in OURS and model._meta.managed
        for field in model._meta.local_fields
        if field.is_relation and field.db_constraint and not field.db_index
        if (model._meta.db_table, numbers[model._meta.db_table, field.column]) not in first
    ]


def test_no_index_is_the_beginning_of_another() -> None:
    assert not beginnings(_indexes()), "Give the foreign key db_index=False: the longer index serves it."


def test_every_foreign_key_is_led_by_an_index() -> None:
    assert not bare_keys(_indexes())


def test_both_would_be_found() -> None:
    indexes = _indexes()
    visitor = next(row for row in indexes if row[1] == "visit_visitor")
    extra = ("customers_visit", "extra", visitor[2].split()[0], False, False)
    assert beginnings([*indexes, extra]) == ["extra < visit_visitor"]
    assert bare_keys([row for row in indexes if row != visitor]) == ["customers.Visit.visitor"]
