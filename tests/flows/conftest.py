"""People sit down in front of a site of their own, on a database of its own."""

from dataclasses import dataclass

import pytest

from customers import services as customers
from customers.models import Contact, Customer
from quotes.models import Product
from tests import cast as casting
from tests.browser import Site
from tests.flows.eyes import DESK, Eyes
from tests.quotes import world


@dataclass(frozen=True)
class Trade:
    """A customer of rep's with somebody to meet, and something to sell."""

    customer: Customer
    contact: Contact
    pump: Product


@pytest.fixture
def cast(browser_site: Site) -> casting.Cast:
    """The people as the site's own database knows them: `db` would be another one, and its rows never committed."""
    return casting.find()


@pytest.fixture
def trade(cast: casting.Cast) -> Trade:
    world.make_seller()
    pump = world.make_products(cast)[0]
    customer = customers.create_customer(actor=cast.rep, facts={"name": "南京江北水务集团有限公司"})
    contact = customers.create_contact(actor=cast.rep, customer_id=customer.pk, facts={"name": "刘建平"})
    return Trade(customer, contact, pump)


@pytest.fixture
def quote(trade, cast):
    """Two pumps, waiting for the head."""
    return world.submit(world.make_quote(cast.rep, trade.customer, trade.pump), cast.rep)


@pytest.fixture
def sit(browser, browser_site, cast):
    """`sit("rep", PHONE)`: somebody sits down; afterwards nothing may have complained."""
    seated = []

    def down(login="", size=DESK, **options):
        eyes = Eyes(browser, browser_site.url, getattr(cast, login) if login else None, size, **options)
        seated.append(eyes)
        return eyes

    yield down
    for eyes in seated:
        eyes.close()
    assert [told for eyes in seated for told in eyes.complaints] == []
