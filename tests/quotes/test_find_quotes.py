"""Quotes are found as customers are: any part of the number, the title or the customer's name, pinyin, initials."""

import pytest
from django.db import connection

from core import search
from customers import services as customers
from quotes import services
from quotes.lists import QUOTES
from quotes.models import Quote
from quotes.selectors import find_quotes
from tests.customers.conftest import enter
from tests.quotes.world import fresh, make_quote


@pytest.fixture
def quote(cast, customer, pump):
    other = enter(cast.rep, "绿源环保")
    make_quote(cast.rep, other, pump, title="备件")
    return make_quote(cast.rep, customer, pump)


def found(user, text):
    """What palette and list say, which is the same."""
    palette = {quote.pk for quote in find_quotes(user, text, 50)}
    assert set(QUOTES.search(QUOTES.rows(user), text).values_list("pk", flat=True)) == palette
    return palette


@pytest.mark.parametrize(
    "text", ["水泵", "站成", "shuibeng", "xhsb", "锐恒", "rui heng", "cdrh", "锐恒 水泵", "xhsb 成都"]
)
def test_by_title_and_customer(cast, quote, text):
    assert found(cast.rep, text) == {quote.pk}
    assert found(cast.rep_south, text) == set()


def test_by_part_of_the_number_in_any_case(cast, quote):
    for text in (quote.number, quote.number.lower(), quote.number[-6:], quote.number.replace("-", "")):
        assert found(cast.rep, text) == {quote.pk}
    assert len(found(cast.rep, "bj-")) == 2


@pytest.mark.parametrize("text", ["锐恒 备件", "风机", "%", "zzz"])
def test_what_nothing_is_called(cast, quote, text):
    assert found(cast.rep, text) == set()


def test_a_new_title_and_a_new_name_are_found_and_the_old_ones_not(cast, quote, customer):
    services.edit_quote(
        actor=cast.rep, quote_id=quote.pk, version=quote.version, contact_id=None, facts={"title": "冷却塔"}, lines=[]
    )
    before = fresh(quote)
    customers.edit_customer(actor=cast.rep, customer_id=customer.pk, facts={"name": "峨眉重工", "short_name": "峨重"})
    assert found(cast.rep, "lqt") == found(cast.rep, "峨眉") == found(cast.rep, "峨重") == {quote.pk}
    assert found(cast.rep, "水泵") == found(cast.rep, "锐恒") == set()
    after = fresh(quote)
    assert (after.version, after.buyer, after.updated_at) == (before.version, before.buyer, before.updated_at)


def test_a_copy_and_a_revision_are_found_too(cast, quote):
    copy = services.duplicate_quote(actor=cast.rep, quote_id=quote.pk)
    assert found(cast.rep, "xhsb") == {quote.pk, copy.pk}
    assert found(cast.rep, copy.number) == {copy.pk}


def plan(rows):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    return rows.order_by().explain()


def test_the_index_answers(db):
    assert "quote_search" in plan(search.search(Quote.objects.all(), "锐恒"))
    assert "quote_search" not in plan(Quote.objects.filter(title__icontains="锐恒"))
