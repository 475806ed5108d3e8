"""Every place of the frame and one record of each kind, as every role, at both sizes, light and dark."""

import pytest

from customers import services as customers
from tests.cast import LOGINS
from tests.flows.eyes import DESK, PHONE, Eyes
from tests.quotes import world

pytestmark = [pytest.mark.browser, pytest.mark.drill]

SIZES = {"1440": DESK, "390": PHONE}
FIRST = ["/", "/search/", "/new/", "/org/me/", "/notices/", "/accounts/password/change/"]
MAKE = ["/customers/new/", "/customers/visits/new/", "/quotes/new/"]


@pytest.fixture
def records(browser_site, cast):
    """One record of each kind, of rep's, and a quote on its way."""
    world.make_seller()
    pump = world.make_products(cast)[0]
    customer = customers.create_customer(actor=cast.rep, facts={"name": "南京江北水务集团有限公司"})
    contact = customers.create_contact(actor=cast.rep, customer_id=customer.pk, facts={"name": "刘建平"})
    quote = world.submit(world.make_quote(cast.rep, customer, pump), cast.rep)
    return [
        f"/customers/{customer.pk}/",
        f"/customers/{customer.pk}/edit/",
        f"/customers/contacts/{contact.pk}/edit/",
        f"/quotes/{quote.pk}/",
        f"/quotes/products/{pump.pk}/",
        f"/inbox/{quote.approval_id}/",
    ]


@pytest.mark.parametrize("login", LOGINS)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", list(SIZES))
def test_every_page(browser, browser_site, cast, records, login, theme, size):
    person = getattr(cast, login)
    person.theme = theme
    person.save(update_fields=["theme"])
    eyes = Eyes(browser, browser_site, person, SIZES[size], color_scheme=theme)
    # Not every page is everybody's: a refusal is a page too, and is looked at like the rest.
    eyes.expected = {403, 404}
    faults = []
    try:
        eyes.go("/")
        places = eyes.page.eval_on_selector_all(".s-nav a", "links => links.map((link) => link.getAttribute('href'))")
        for address in dict.fromkeys([*FIRST, *places, *MAKE, *records]):
            eyes.go(address)
            name = address.strip("/").replace("/", "-") or "today"
            eyes.picture(f"tour/{login}/{name}-{size}-{theme}")
            faults += eyes.axe()
            if eyes.sideways() > 0:
                faults.append(f"{address} scrolls sideways by {eyes.sideways()} px")
    finally:
        eyes.close()
    assert faults + eyes.complaints == []
