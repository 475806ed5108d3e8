"""相似: names that are nearly one, as a hint while typing."""

import re

import pytest
from django.db import connection
from django.urls import reverse

from core import clock
from customers import selectors, services
from customers.models import Customer
from customers.similar import similar_customers
from tests.customers.conftest import enter

HELD = "成都锐恒自动化设备有限公司"


@pytest.mark.parametrize(
    "typed",
    [
        "成都锐恒自动化装备有限公司",
        "成都锐恒自动化设备厂",
        "成都锐衡自动化设备",
        "成都市锐恒自动化设备有限公司",
        "成都锐恒自动化",
    ],
)
def test_a_name_that_differs_little_is_found(cast, customer, typed):
    assert similar_customers(typed) == [customer.pk]


@pytest.mark.parametrize(
    "typed", ["成都宏力自动化设备有限公司", "重庆锐恒电气设备有限公司", "成都锐恒", "有限公司", "", "   ", "%", "_"]
)
def test_another_company_is_not(cast, customer, typed):
    assert similar_customers(typed) == []


def test_the_same_name_is_no_hint(cast, customer):
    assert similar_customers(HELD) == []
    assert similar_customers("成都锐恒自动化装备", besides=customer.pk) == []


def test_the_likest_stands_first(cast, customer):
    nearer = enter(cast.rep2, "成都锐恒自动化装备厂")
    assert similar_customers("成都锐恒自动化装备") == [nearer.pk, customer.pk]


def test_every_length_finds_a_name_of_which_as_much_differs_as_may(cast):
    """The index reads by shares of trigrams: none of what the letters allow may be left out by it."""
    letters = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
    for length in range(7, len(letters)):
        held = enter(cast.rep, letters[:length])
        at = length // 2
        assert held.pk in similar_customers(f"{letters[:at]}天{letters[at + 1 : length]}"), length
        Customer.objects.filter(pk=held.pk).delete()


def test_who_does_not_see_it_learns_its_holder_and_no_more(cast, client, customer):
    services.log_visit(actor=cast.rep, customer_id=customer.pk, occurred_at=clock.now(), outcome="progress")
    (told,) = selectors.find_similar(user=cast.rep_south, name="成都锐恒自动化装备")
    assert (told.name, told.number, told.url, told.ask) == ("", "", "", "")
    assert told.owner == str(cast.rep)
    assert told.last_contact_at
    client.force_login(cast.rep_south)
    page = client.get(reverse("customers:customer_duplicates"), {"name": "成都锐恒自动化装备"}).content.decode()
    assert "名称相近：已有客户，负责人 " + str(cast.rep) in re.sub(r"<[^>]+>", "", page)
    assert customer.number not in page


def test_it_stands_only_where_nothing_is_the_same(cast, client, customer):
    enter(cast.rep2, "成都锐恒自动化装备厂")
    client.force_login(cast.rep)
    address = reverse("customers:customer_duplicates")
    assert "名称相近" not in client.get(address, {"name": HELD}).content.decode()
    assert "名称相近" in client.get(address, {"name": "成都锐恒自动化装备"}).content.decode(), "control"


def test_it_does_not_stand_in_the_way(cast, customer):
    assert enter(cast.rep2, "成都锐恒自动化装备有限公司").owner == cast.rep2


def test_the_index_finds_them(cast, customer):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT id FROM customers_customer WHERE name_key % '成都锐恒自动化装备'")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "customer_name_like" in plan
