"""Previous and next: in the order and the limits of the list one came from, for whoever opens the address."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock
from customers.models import Customer
from tests.customers.conftest import enter
from tests.quotes import world


def sign_in(person):
    client = Client()
    client.force_login(person)
    return client


def ways(client, address):
    """Where previous and next lead to from a record."""
    html = client.get(address).content.decode()
    found = {way: re.search(rf'href="([^"]+)" rel="{way}" data-key', html) for way in ("prev", "next")}
    return {way: match[1].replace("&amp;", "&") if match else "" for way, match in found.items()}


def walk(client, address):
    """From the first record of a list to its last, by 下一条."""
    passed = []
    while address:
        passed.append(int(re.search(r"/(\d+)/", address)[1]))
        address = ways(client, address)["next"]
    return passed


def first(client, address):
    html = client.get(address).content.decode()
    return re.search(r'data-row.*?<a href="([^"]+)"', html, re.DOTALL)[1].replace("&amp;", "&")


@pytest.fixture
def customers(cast):
    """Two were never visited: they stand at the end, by id."""
    rows = [enter(cast.rep, f"锐恒 {number}") for number in range(4)]
    for number, row in enumerate(rows[:2]):
        Customer.objects.filter(pk=row.pk).update(last_contact_at=clock.now() - timedelta(days=number))
    enter(cast.rep2, "别人的")
    return rows


def test_one_walks_the_list_as_it_stood(cast, customers):
    a, b, c, d = (row.pk for row in customers)
    rep = sign_in(cast.rep)
    assert walk(rep, first(rep, "/customers/?scene=mine")) == [a, b, d, c]
    assert walk(rep, first(rep, "/customers/?scene=mine&sort=name")) == [a, b, c, d]
    head = sign_in(cast.head)
    assert walk(head, first(head, "/customers/?scene=all&q=锐恒")) == [a, b, d, c]
    back = ways(rep, f"/customers/{c}/?in=scene%3Dmine")
    assert f"/customers/{d}/" in back["prev"]
    assert back["next"] == ""


def test_tabs_stay_in_the_list_and_the_list_is_one_click_away(cast, customers):
    html = sign_in(cast.rep).get(f"/customers/{customers[0].pk}/?in=scene%3Dmine%26q%3Dx").content.decode()
    assert 'href="/customers/?scene=mine&amp;q=x"' in html
    assert "?tab=contacts&amp;in=scene%3Dmine%26q%3Dx" in html


def test_a_shared_link_leads_through_what_its_reader_sees(cast, customers):
    address = f"/customers/{customers[3].pk}/?in=scene%3Dall%26sort%3Dname"
    other = Customer.objects.get(name="别人的")
    rep, head = (
        walk(sign_in(cast.rep), address),
        walk(sign_in(cast.head), f"/customers/{other.pk}/?in=scene%3Dall%26sort%3Dname"),
    )
    assert other.pk not in rep
    assert set(head) >= {row.pk for row in customers}


@pytest.mark.parametrize(
    "text", ["", "q%3D%2500", "kind%3D%2500", "scene%3Dx%26sort%3Dpassword%26kind%3Dx", "x" * 2000, "a%3D1%26" * 100]
)
def test_an_odd_address_does_no_harm(cast, customers, text):
    assert sign_in(cast.rep).get(f"/customers/{customers[0].pk}/?in={text}").status_code == 200


def test_without_a_list_there_is_neither(cast, customers):
    html = sign_in(cast.rep).get(f"/customers/{customers[0].pk}/").content.decode()
    assert 'rel="next"' not in html


def test_it_costs_a_query_on_either_side(cast, customers):
    rep = sign_in(cast.rep)
    plain = f"/customers/{customers[1].pk}/"
    counts = []
    for address in (plain, plain, f"{plain}?in=scene%3Dmine%26sort%3Dname"):
        with CaptureQueriesContext(connection) as queries:
            rep.get(address)
        counts.append(len(queries))
    assert counts[2] == counts[1] + 2


@pytest.mark.parametrize(
    "address", ["/quotes/?scene=all", "/quotes/products/", "/customers/visits/?scene=all", "/org/people/"]
)
def test_every_walked_list_leads_from_record_to_record(cast, customer, products, address):
    from customers import services

    for _again in range(2):
        world.make_quote(cast.rep, customer, products[0])
        services.log_visit(actor=cast.rep, customer_id=customer.pk, occurred_at=clock.now(), outcome="progress")
    head = sign_in(cast.head)
    assert len(walk(head, first(head, address))) >= 2
