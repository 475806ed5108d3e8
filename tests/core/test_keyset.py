"""Paging by cursor: every row once, both ways, with ties and with empty values."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.pages import keyset
from core.pages.keyset import BadCursor, Cursor, Order


@pytest.mark.parametrize(
    "value",
    [None, 0, 7, "成都", True, Decimal("1.50"), dt.date(2026, 11, 19), dt.datetime(2026, 11, 19, 8, tzinfo=dt.UTC)],
)
def test_cursor_survives_the_address(value: Any) -> None:
    cursor = Cursor(keyset.FORWARD, value, 12, 51)
    assert keyset.decode(keyset.encode(cursor)) == cursor


@given(st.text(max_size=60))
def test_foreign_cursor_is_refused_quietly(text: str) -> None:
    try:
        keyset.decode(text)
    except BadCursor:
        return


@pytest.mark.parametrize("id_", [-1, 2**63, "1", 1.5])
def test_id_out_of_range_is_refused(id_: Any) -> None:
    with pytest.raises(BadCursor):
        keyset.decode(keyset.encode(Cursor(keyset.FORWARD, None, id_, 1)))


def test_float_is_not_a_sort_value() -> None:
    with pytest.raises(TypeError):
        keyset.encode(Cursor(keyset.FORWARD, 1.5, 1, 1))


def walk(queryset: Any, order: Order, size: int) -> tuple[list[int], list[int], list[tuple[int, int]]]:
    forward, backward, spans = [], [], []
    page = keyset.page(queryset, order, "", size)
    while True:
        forward += [row.pk for row in page.rows]
        spans.append((page.first, page.last))
        if not page.next:
            break
        page = keyset.page(queryset, order, page.next, size)
    while True:
        backward = [row.pk for row in page.rows] + backward
        assert (page.first, page.last) == spans.pop()
        if not page.previous:
            break
        page = keyset.page(queryset, order, page.previous, size)
    return forward, backward, spans


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 2, 3, 5, 50])
@pytest.mark.parametrize(
    "order",
    [
        Order(),
        Order("id", descending=False),
        Order("name", descending=False),
        Order("kind", descending=True),
        Order("parent_id", descending=True, nullable=True),
        Order("parent_id", descending=False, nullable=True),
    ],
    ids=str,
)
def test_every_row_once_both_ways(order: Order, size: int) -> None:
    from org.models import Unit

    root = Unit.objects.create(name="公司", kind="company")
    region = Unit.objects.create(name="东区", kind="region", parent=root)
    for name in ("一部", "二部", "三部"):
        Unit.objects.create(name=name, kind="team", parent=region)
    Unit.objects.create(name="西区", kind="region", parent=root)
    Unit.objects.create(name="旧公司", kind="company")
    units = Unit.objects.all()
    wanted = [unit.pk for unit in units.order_by(*order.by(reverse=False))]

    forward, backward, left = walk(units, order, size)

    assert forward == wanted
    assert backward == wanted
    assert left == []


@pytest.mark.django_db
def test_bad_cursor_shows_the_first_page() -> None:
    from org.models import Unit

    made = Unit.objects.create(name="新公司", kind="company")
    units = Unit.objects.filter(pk=made.pk)
    page = keyset.page(units, Order(), "nonsense", 10)
    assert list(page.rows) == [made]
    wrong_type = keyset.encode(Cursor(keyset.FORWARD, "不是数字", 1, 1))
    page = keyset.page(units, Order("parent_id", nullable=True), wrong_type, 10)
    assert list(page.rows) == [made]


@pytest.mark.django_db
def test_nothing_there() -> None:
    from org.models import Unit

    page = keyset.page(Unit.objects.none(), Order(), "", 10)
    assert (list(page.rows), page.first, page.last, page.previous, page.next) == ([], 0, -1, "", "")


@pytest.mark.django_db
def test_count_stops_at_the_cap() -> None:
    from org.models import Unit

    made = [Unit.objects.create(name=f"部门 {number}", kind="company").pk for number in range(4)]
    units = Unit.objects.filter(pk__in=made)
    assert str(keyset.count(units, cap=3)) == "3+"
    assert str(keyset.count(units, cap=4)) == "4"
    assert not keyset.count(Unit.objects.none())


def test_several_counts_in_one_query(cast, django_assert_num_queries):
    from org.models import User

    people = User.objects.order_by("pk")
    with django_assert_num_queries(1):
        found = keyset.counts([people, people.none(), people.filter(username="rep")], cap=5)
    assert [(one.number, one.capped) for one in found] == [(5, True), (0, False), (1, False)]
    assert keyset.counts([]) == []


def test_a_queryset_that_stands_twice_is_counted_once(cast, django_assert_num_queries):
    from org.models import User

    people = User.objects.order_by("pk")
    with django_assert_num_queries(1) as asked:
        found = keyset.counts([people, people.filter(username="rep"), people], cap=5)
    assert [one.number for one in found] == [5, 1, 5]
    assert asked.captured_queries[0]["sql"].count("count(*)") == 2
