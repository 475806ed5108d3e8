"""Paging by cursor instead of by page number: the thousandth page costs what the first does.

A cursor carries where one stands (sort value and id), which way one goes, and the ordinal of the first row for the words
"26–50". It is opaque and unsigned: it holds nothing that the rows before it did not show, and the rows still come out of
`visible_to(user)`.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import F, Q, QuerySet

PAGE_SIZE = 50
COUNT_CAP = 1000
FORWARD, BACK = "n", "p"
HELD: Sequence[tuple[Any, type]] = (
    (models.DateTimeField, dt.datetime),
    (models.DateField, dt.date),
    (models.DecimalField, Decimal),
    (models.IntegerField, int),
    (models.CharField, str),
    (models.TextField, str),
)


class BadCursor(ValueError):
    """The cursor was not made by us; the caller shows the first page."""


@dataclass(frozen=True, slots=True)
class Order:
    """Sort by one field, ties broken by id in the same direction. Nulls come last either way.

    `nullable` must be True when rows can have none: the query then treats them apart, and an index has to say NULLS LAST.
    """

    field: str = "id"
    descending: bool = True
    nullable: bool = False

    def by(self, reverse: bool) -> list[Any]:
        down = self.descending != reverse
        tie = F("id").desc() if down else F("id").asc()
        if self.field == "id":
            return [tie]
        nulls: dict[str, bool] = {}
        if self.nullable:
            nulls = {"nulls_first": True} if reverse else {"nulls_last": True}
        column = F(self.field)
        return [column.desc(**nulls) if down else column.asc(**nulls), tie]


@dataclass(frozen=True, slots=True)
class Cursor:
    way: str
    value: Any
    id: int
    first: int


@dataclass(frozen=True, slots=True)
class Page:
    """`first` is the ordinal of the first row, from 1; cursors are empty at the ends."""

    rows: Sequence[Any]
    first: int
    previous: str
    next: str

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1


def _pack(value: Any) -> list[Any]:
    if isinstance(value, dt.datetime):
        return ["t", value.isoformat()]
    if isinstance(value, dt.date):
        return ["d", value.isoformat()]
    if isinstance(value, Decimal):
        return ["m", str(value)]
    if value is None or isinstance(value, (bool, int, str)):
        return ["", value]
    raise TypeError(f"cannot page by {type(value).__name__}")


def _unpack(kind: str, value: Any) -> Any:
    if kind == "t":
        return dt.datetime.fromisoformat(value)
    if kind == "d":
        return dt.date.fromisoformat(value)
    if kind == "m":
        return Decimal(value)
    if kind == "" and (value is None or isinstance(value, (bool, int, str))):
        return value
    raise BadCursor(kind)


def encode(cursor: Cursor) -> str:
    raw = json.dumps([cursor.way, *_pack(cursor.value), cursor.id, cursor.first], separators=(",", ":"))
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def decode(text: str) -> Cursor:
    """Raises BadCursor for anything we did not write."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        way, kind, value, id_, first = json.loads(raw)
        cursor = Cursor(way, _unpack(kind, value), id_, first)
    except (binascii.Error, ValueError, TypeError, KeyError, InvalidOperation, RecursionError) as error:
        raise BadCursor(text) from error
    whole = isinstance(id_, int) and isinstance(first, int)
    if way not in (FORWARD, BACK) or not whole or not 0 <= cursor.id < 2**63 or not -(2**31) < cursor.first < 2**31:
        raise BadCursor(text)
    return cursor


def _beyond(order: Order, cursor: Cursor) -> list[Q]:
    """Rows after the cursor in the direction of travel: on this side of the nulls, then on the other.

    Asked one after the other, since together no index could begin at the cursor.
    """
    down = order.descending != (cursor.way == BACK)
    step = "lt" if down else "gt"
    tie = Q(**{f"id__{step}": cursor.id})
    if order.field == "id":
        return [tie]
    name = order.field
    if cursor.value is None:
        same = Q(**{f"{name}__isnull": True}) & tie
        return [same] if cursor.way == FORWARD else [same, Q(**{f"{name}__isnull": False})]
    # The plain bound first: it is what an index on the column can walk.
    bound = Q(**{f"{name}__{step}e": cursor.value})
    strict = bound & (Q(**{f"{name}__{step}": cursor.value}) | tie)
    if order.nullable and cursor.way == FORWARD:
        return [strict, Q(**{f"{name}__isnull": True})]
    return [strict]


def _suits(queryset: QuerySet[Any], order: Order, value: Any) -> bool:
    """Whether a cursor's value is of the kind the sorted column holds. What was forged never reaches a query."""
    if isinstance(value, str) and ("\0" in value or value != value.encode("utf-8", "replace").decode()):
        return False
    if isinstance(value, Decimal) and not value.is_finite():
        return False
    if value is None or order.field == "id" or order.field in queryset.query.annotations:
        return True
    column: Any = None
    model: Any = queryset.model
    for part in order.field.split("__"):
        column = model._meta.get_field(part)
        model = column.related_model
    wanted = next((kind for field, kind in HELD if isinstance(column, field)), object)
    return isinstance(value, wanted) and isinstance(value, dt.datetime) is (wanted is dt.datetime)


def _value(row: Any, name: str) -> Any:
    for part in name.split("__"):
        row = None if row is None else getattr(row, part)
    return row


def page(queryset: QuerySet[Any], order: Order, cursor: str = "", size: int = PAGE_SIZE) -> Page:
    """One page of `queryset`; a bad cursor gives the first. One query of size + 1 rows, two where nulls begin."""
    try:
        at = decode(cursor) if cursor else None
    except BadCursor:
        at = None
    if at is not None and not _suits(queryset, order, at.value):
        at = None
    backwards = at is not None and at.way == BACK
    rows_query = queryset.order_by(*order.by(backwards))
    if at is not None:
        try:
            found: list[Any] = []
            for part in _beyond(order, at):
                if len(found) <= size:
                    found += rows_query.filter(part)[: size + 1 - len(found)]
        except (ValueError, TypeError, OverflowError):
            return page(queryset, order, "", size)
    else:
        found = list(rows_query[: size + 1])
    more, rows = len(found) > size, found[:size]
    if backwards:
        rows.reverse()
        if not rows:
            return page(queryset, order, "", size)
    first = at.first if at is not None else 1
    if backwards:
        first = max(1, first - len(rows) + 1) if more else 1
    has_previous = more if backwards else at is not None
    has_next = True if backwards else more
    return Page(
        rows=rows,
        first=first if rows else 0,
        previous=_cursor(order, BACK, rows[0], first - 1) if rows and has_previous else "",
        next=_cursor(order, FORWARD, rows[-1], first + len(rows)) if rows and has_next else "",
    )


def neighbours(queryset: QuerySet[Any], order: Order, row: Any) -> tuple[Any, Any]:
    """The rows right before and right after `row`, each None at its end. `row` itself need not be among them."""
    value = None if order.field == "id" else _value(row, order.field)
    found = []
    for way in (BACK, FORWARD):
        rows = queryset.order_by(*order.by(way == BACK))
        parts = _beyond(order, Cursor(way, value, row.pk, 1))
        found.append(next((one for part in parts for one in rows.filter(part)[:1]), None))
    return found[0], found[1]


def _cursor(order: Order, way: str, row: Any, first: int) -> str:
    value = None if order.field == "id" else _value(row, order.field)
    return encode(Cursor(way, value, row.pk, first))


@dataclass(frozen=True, slots=True)
class Count:
    """How many, exact up to the cap."""

    number: int
    capped: bool = False

    def __str__(self) -> str:
        return f"{self.number}+" if self.capped else str(self.number)

    def __bool__(self) -> bool:
        return self.number > 0

    def __add__(self, other: Count) -> Count:
        return Count(self.number + other.number, self.capped or other.capped)


def count(queryset: QuerySet[Any], cap: int = COUNT_CAP) -> Count:
    """Count, but never past `cap`: a million rows cost as much as a thousand."""
    return counts([queryset], cap)[0]


def counts(querysets: Sequence[QuerySet[Any]], cap: int = COUNT_CAP) -> list[Count]:
    """Several counts in one query: a page with five tabs asks once, and a queryset that stands for two of them counts once."""
    if not querysets:
        return []
    parts: list[str] = []
    values: list[Any] = []
    asked = list(dict.fromkeys(querysets))
    for queryset in asked:
        try:
            text, some = queryset.order_by().values("pk")[: cap + 1].query.sql_with_params()
        except EmptyResultSet:
            text, some = "SELECT 1 WHERE false", ()
        parts.append(f"(SELECT count(*) FROM ({text}) counted)")  # noqa: S608  (composed by the ORM)
        values += some
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        numbers = cursor.fetchone()
    found = {one: Count(min(number, cap), number > cap) for one, number in zip(asked, numbers, strict=True)}
    return [found[one] for one in querysets]


def sums(querysets: Sequence[QuerySet[Any]], field: str, cap: int = COUNT_CAP) -> list[tuple[Count, Decimal | None]]:
    """Counts with the sum of a field, several in one query. Past the cap there is no sum: it would be of some rows only."""
    parts: list[str] = []
    values: list[Any] = []
    for queryset in querysets:
        try:
            text, some = queryset.order_by().values_list(field)[: cap + 1].query.sql_with_params()
        except EmptyResultSet:
            text, some = "SELECT 0 WHERE false", ()
        parts.append(f"(SELECT ARRAY[count(*), sum(amount)] FROM ({text}) counted(amount))")  # noqa: S608  (composed by the ORM)
        values += some
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        found = [(int(number), total) for number, total in cursor.fetchone()]
    return [(Count(min(number, cap), number > cap), None if number > cap else total) for number, total in found]
