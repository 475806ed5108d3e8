"""A quote is dated and priced on the day it is written, and again on the day it is submitted. Nobody picks a day."""

from datetime import timedelta
from decimal import Decimal

import pytest

from core import clock
from core.errors import Conflict, Invalid
from core.models import TaxRate
from quotes import services
from quotes.models import PriceListItem, Quote
from quotes.pricing import LineInput
from tests.api.client import Api, refused
from tests.quotes.world import fresh, make_quote, submit


@pytest.fixture
def last_year(time_machine):
    """A day on which the old list holds; from the first of January all is twice as dear."""
    time_machine.move_to("2026-12-30T10:00:00+08:00")
    return lambda: time_machine.move_to("2027-01-01T00:00:30+08:00")


def dearer_next_year(cast, *products):
    services.create_price_list(
        actor=cast.vp,
        name="2027 目录价",
        valid_from=clock.today() + timedelta(days=2),
        valid_until=None,
        prices=[(product, Decimal(2000), Decimal(1600)) for product in products],
    )


def edit(actor, quote, product, **facts):
    lines = [LineInput(qty=Decimal(2), product_id=product.pk, unit_price=Decimal(1000))]
    return services.edit_quote(
        actor=actor, quote_id=quote.pk, version=fresh(quote).version, contact_id=None, facts=facts, lines=lines
    )


@pytest.mark.parametrize("days", [-400, -1, 1, 40])
def test_another_day_is_refused(cast, customer, pump, days):
    day = clock.today() + timedelta(days=days)
    with pytest.raises(Invalid) as told:
        make_quote(cast.rep, customer, pump, quoted_on=day)
    assert (told.value.code, list(told.value.errors)) == ("quote.date", ["quoted_on"])
    quote = make_quote(cast.rep, customer, pump)
    with pytest.raises(Invalid, match="报价日期"):
        edit(cast.rep, quote, pump, quoted_on=day)
    assert Quote.objects.count() == 1


def test_also_over_the_api(cast, customer, pump):
    body = {
        "customer": customer.pk,
        "title": "t",
        "payment_terms": "30/60/10",
        "lines": [{"product": pump.pk, "qty": "1"}],
    }
    script, today = Api(cast.rep), clock.today()
    told = refused(script.post("quotes/", {**body, "quoted_on": str(today - timedelta(days=1))}), 400, "quote.date")
    assert list(told["errors"]) == ["quoted_on"]
    assert script.post("quotes/", {**body, "quoted_on": str(today)}).json()["quoted_on"] == str(today)
    assert script.post("quotes/", body).json()["quoted_on"] == str(today)


def test_an_edit_brings_date_and_list_prices_up_to_today(cast, customer, pump, last_year):
    dearer_next_year(cast, pump)
    quote = make_quote(cast.rep, customer, pump)
    was = quote.quoted_on
    last_year()
    edit(cast.rep, quote, pump, quoted_on=was)
    quote = fresh(quote)
    assert quote.quoted_on == clock.today()
    assert (quote.lines.get().list_price, quote.discount) == (2000, Decimal("0.5"))


def test_submission_dates_it(cast, customer, pump, last_year):
    quote = make_quote(cast.rep, customer, pump)
    last_year()
    assert submit(quote, cast.rep).quoted_on == clock.today()


def test_submission_refuses_prices_of_an_old_list(cast, customer, pump, last_year):
    """Drafted on the cheap list and kept until the dear one holds: a discount of half would look like none."""
    dearer_next_year(cast, pump)
    quote = make_quote(cast.rep, customer, pump)
    last_year()
    with pytest.raises(Conflict, match="第 1 行") as told:
        submit(quote, cast.rep)
    assert told.value.code == "quote.prices_changed"
    edit(cast.rep, quote, pump)
    request = submit(quote, cast.rep).approval
    assert request.facts["over_region"] is True


def test_a_list_that_changes_nothing_for_it_stops_nothing(cast, customer, pump, products, last_year):
    services.create_price_list(
        actor=cast.vp,
        name="2027 目录价",
        valid_from=clock.today() + timedelta(days=2),
        valid_until=None,
        prices=[(pump, Decimal(1000), Decimal(800)), (products[1], Decimal(9000), Decimal(8000))],
    )
    quote = make_quote(cast.rep, customer, pump)
    last_year()
    assert submit(quote, cast.rep).state == "reported"


@pytest.mark.parametrize("change", ["floor", "gone", "stopped", "rate"])
def test_whatever_else_changed_is_looked_at_first(cast, customer, pump, change):
    quote = make_quote(cast.rep, customer, pump)
    item = PriceListItem.objects.filter(product=pump)
    if change == "floor":
        item.update(floor_price=Decimal(999))
    elif change == "gone":
        item.delete()
    elif change == "stopped":
        services.edit_product(actor=cast.engineer, product_id=pump.pk, version=pump.version, facts={"is_active": False})
    else:
        TaxRate.objects.filter(code="13").update(rate=Decimal("0.11"))
    with pytest.raises(Conflict) as told:
        submit(quote, cast.rep)
    assert told.value.code == "quote.prices_changed"
    assert fresh(quote).state == "draft"
