"""One price list at a time, said by the service and, last, by the database."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from core.errors import Conflict, Forbidden, Invalid, Stale
from quotes import services
from quotes.models import PriceList, PriceListItem
from tests.api.client import Api, refused


@pytest.fixture(autouse=True)
def day(time_machine):
    """Before the days these tests speak of."""
    time_machine.move_to("2026-06-01T10:00:00+08:00")


@pytest.mark.parametrize("start", [date(2026, 5, 31), date(2020, 1, 1)])
def test_none_begins_in_the_past_on_any_channel(cast, pump, start):
    PriceList.objects.all().delete()
    with pytest.raises(Invalid) as told:
        create(cast.vp, pump, start)
    assert (told.value.code, list(told.value.errors)) == ("price_list.past", ["valid_from"])
    prices = [{"product": pump.pk, "list_price": "9.00", "floor_price": "8.00"}]
    for login in ("vp", "admin"):
        body = {"name": "旧价", "valid_from": str(start), "prices": prices}
        refused(Api(getattr(cast, login)).post("price-lists/", body), 400, "price_list.past")
    assert not PriceList.objects.exists()
    create(cast.vp, pump, date(2026, 6, 1))


def create(actor, product, start, end=None, *, listed="1000", floor="800"):
    return services.create_price_list(
        actor=actor,
        name="目录价",
        valid_from=start,
        valid_until=end,
        prices=[(product, Decimal(listed), Decimal(floor))],
    )


def test_a_new_list_ends_the_open_one_the_day_before(cast, pump):
    create(cast.vp, pump, date(2027, 1, 1))
    first, second = PriceList.objects.order_by("valid_from")
    assert (first.valid_until, second.valid_until) == (date(2026, 12, 31), None)


def test_overlapping_lists_are_refused_by_service_and_database(cast, pump):
    create(cast.vp, pump, date(2027, 1, 1), date(2027, 12, 31))
    with pytest.raises(Conflict):
        create(cast.vp, pump, date(2027, 6, 1), date(2028, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        PriceList.objects.create(name="重叠", valid_from=date(2027, 12, 31), valid_until=date(2028, 1, 1))
    PriceList.objects.create(name="接着", valid_from=date(2028, 1, 1))


def test_a_floor_above_the_list_price_is_refused(cast, pump):
    with pytest.raises(Invalid):
        create(cast.vp, pump, date(2027, 1, 1), listed="100", floor="100.01")
    price_list = create(cast.vp, pump, date(2027, 1, 1), listed="100", floor="100")
    with pytest.raises(IntegrityError), transaction.atomic():
        PriceListItem.objects.filter(price_list=price_list).update(floor_price=101)


def test_price_lists_and_products_are_kept_by_those_entitled(cast, pump):
    with pytest.raises(Forbidden):
        create(cast.rep, pump, date(2027, 1, 1))
    with pytest.raises(Forbidden):
        services.edit_product(actor=cast.rep, product_id=pump.pk, version=pump.version, facts={"name": "x"})
    edited = services.edit_product(actor=cast.engineer, product_id=pump.pk, version=pump.version, facts={"name": "泵"})
    assert edited.name == "泵"
    with pytest.raises(Stale):
        services.edit_product(actor=cast.engineer, product_id=pump.pk, version=pump.version, facts={"name": "y"})


def test_who_may_not_see_the_cost_cannot_set_it(cast, pump):
    services.edit_product(actor=cast.engineer, product_id=pump.pk, version=pump.version, facts={"cost": Decimal(1)})
    pump.refresh_from_db()
    assert pump.cost is None
