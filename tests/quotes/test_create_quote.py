"""A draft is priced and taxed from what was in force on its date."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.http import Http404

from core import clock
from core.errors import Forbidden, Invalid
from core.models import TaxRate
from customers import services as customer_services
from quotes import services
from quotes.models import PriceList, Quote
from quotes.pricing import LineInput
from tests.quotes.world import make_quote


def create(actor, customer, lines, **facts):
    return services.create_quote(
        actor=actor,
        customer_id=customer.pk,
        contact_id=facts.pop("contact_id", None),
        facts={"title": "成套设备", "payment_terms": "30/60/10", **facts},
        lines=lines,
    )


def test_it_takes_name_price_and_rate_from_the_product(cast, customer, pump):
    line = create(cast.rep, customer, [LineInput(qty=Decimal(3), product_id=pump.pk)]).lines.get()
    assert (line.name, line.model, line.unit, line.delivery) == ("离心泵", "D280", "台", "6 周")
    assert (line.list_price, line.floor_price, line.unit_price) == (1000, 800, 1000)


def test_its_figures_follow_the_vectors_of_the_trade(cast, customer, pump):
    quote = make_quote(cast.rep, customer, pump, price="1130.00", qty="3")
    line = quote.lines.get()
    assert (line.amount, line.net, line.tax) == (Decimal("3390.00"), Decimal("3000.00"), Decimal("390.00"))
    assert (quote.total, quote.net_total, quote.tax_total) == (line.amount, line.net, line.tax)


def test_its_totals_are_sums_of_lines(cast, customer, products):
    lines = [LineInput(qty=Decimal("0.333"), product_id=product.pk) for product in products * 3]
    quote = create(cast.rep, customer, lines)
    assert quote.total == sum(line.amount for line in quote.lines.all())
    assert quote.total == quote.net_total + quote.tax_total


def test_it_takes_the_price_list_of_its_day(cast, customer, pump, time_machine):
    time_machine.move_to("2025-12-31T23:59:00+08:00")
    old = PriceList.objects.get()
    services.create_price_list(
        actor=cast.vp,
        name="新目录价",
        valid_from=date(2026, 1, 1),
        valid_until=None,
        prices=[(pump, Decimal(1200), Decimal(900))],
    )
    before = create(cast.rep, customer, [LineInput(qty=Decimal(1), product_id=pump.pk)])
    time_machine.move_to("2026-01-01T00:00:30+08:00")
    after = create(cast.rep, customer, [LineInput(qty=Decimal(1), product_id=pump.pk)])
    assert (before.lines.get().list_price, after.lines.get().list_price) == (1000, 1200)
    old.refresh_from_db()
    assert old.valid_until == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"qty": Decimal(0)}, "qty"),
        ({"qty": Decimal(-1)}, "qty"),
        ({"qty": Decimal(1), "unit_price": Decimal("-0.01")}, "unit_price"),
        ({"qty": Decimal(1), "tax_code": "17"}, "tax_code"),
    ],
)
def test_it_refuses_a_bad_line_by_field(cast, customer, pump, line, field):
    with pytest.raises(Invalid) as refusal:
        create(cast.rep, customer, [LineInput(product_id=pump.pk, **line)])
    assert list(refusal.value.errors) == [f"lines.0.{field}"]
    assert not Quote.objects.exists()
    create(cast.rep, customer, [LineInput(product_id=pump.pk, qty=Decimal(1))])


def test_it_refuses_a_product_without_a_price_on_that_day(cast, customer, pump):
    PriceList.objects.update(valid_until=clock.today() - timedelta(days=1))
    with pytest.raises(Invalid, match="没有有效的目录价"):
        create(cast.rep, customer, [LineInput(qty=Decimal(1), product_id=pump.pk, unit_price=Decimal(5))])


def test_it_refuses_a_rate_that_does_not_hold_on_that_day(cast, customer, pump):
    TaxRate.objects.filter(code="13").update(valid_until=clock.today())
    create(cast.rep, customer, [LineInput(qty=Decimal(1), product_id=pump.pk)])
    TaxRate.objects.filter(code="13").update(valid_until=clock.today() - timedelta(days=1))
    with pytest.raises(Invalid, match="没有这个税率"):
        create(cast.rep, customer, [LineInput(qty=Decimal(1), product_id=pump.pk)])


def test_exempt_is_not_nought_percent(cast, customer, pump):
    quote = create(
        cast.rep,
        customer,
        [
            LineInput(qty=Decimal(1), product_id=pump.pk, tax_code="exempt"),
            LineInput(qty=Decimal(1), product_id=pump.pk, tax_code="0"),
        ],
    )
    assert [line.tax_rate for line in quote.lines.all()] == [None, Decimal(0)]


def test_it_refuses_a_customer_out_of_sight(cast, customer, pump):
    for stranger in (cast.rep2, cast.rep_south):
        with pytest.raises(Http404):
            make_quote(stranger, customer, pump)
    make_quote(cast.rep, customer, pump)


def test_it_refuses_somebody_elses_contact(cast, customer, pump):
    other = customer_services.create_customer(actor=cast.rep, facts={"name": "无锡华翔重型装备有限公司"})
    contact = customer_services.create_contact(actor=cast.rep, customer_id=other.pk, facts={"name": "顾卫东"})
    with pytest.raises(Invalid, match="不是这家客户的联系人"):
        create(cast.rep, customer, [LineInput(qty=Decimal(1), product_id=pump.pk)], contact_id=contact.pk)


def test_it_needs_the_right_to_draft(cast, customer, pump):
    with pytest.raises(Forbidden):
        make_quote(cast.finance, customer, pump)


def test_its_validity_is_the_policys_unless_said_otherwise(cast, customer, pump):
    quote = make_quote(cast.rep, customer, pump)
    assert quote.valid_until == clock.today() + timedelta(days=30)
    with pytest.raises(Invalid, match="有效期"):
        make_quote(cast.rep, customer, pump, valid_until=clock.today() - timedelta(days=1))


def test_what_is_off_sale_is_not_quoted(cast, customer, pump):
    services.edit_product(actor=cast.engineer, product_id=pump.pk, version=pump.version, facts={"is_active": False})
    with pytest.raises(Invalid, match="已停售") as refused:
        create(cast.rep, customer, [LineInput(qty=Decimal(1), product_id=pump.pk)])
    assert list(refused.value.errors) == ["lines.0.product"]
