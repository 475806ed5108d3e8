"""Keeping products and price lists."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, clock, search
from core.errors import Conflict, Invalid
from core.guards import check_version, require
from org.models import User
from quotes import policies
from quotes.models import PriceList, PriceListItem, Product
from quotes.services.doors import write

FACTS = frozenset({"line", "name", "model", "spec", "unit", "tax_code", "cost", "lead_weeks", "is_active"})


@transaction.atomic
def create_product(*, actor: User, facts: dict[str, Any]) -> Product:
    """Add a product to the catalogue. It can be quoted once a price list names it."""
    require(policies.may_edit_products(actor), "product.edit", _("你的角色不能维护产品"))
    product = Product(created_by=actor)
    _apply(product, facts, actor)
    write(product)
    audit.record(actor=actor, code="product.created", subject=product)
    return product


@transaction.atomic
def edit_product(*, actor: User, product_id: int, version: int, facts: dict[str, Any]) -> Product:
    """Change a product. Quotes keep what they copied."""
    require(policies.may_edit_products(actor), "product.edit", _("你的角色不能维护产品"))
    product = Product.objects.select_for_update(no_key=True, of=("self",)).get(pk=product_id)
    check_version(product, version)
    _apply(product, facts, actor)
    write(product)
    audit.record(actor=actor, code="product.edited", subject=product)
    return product


@transaction.atomic
def create_price_list(
    *,
    actor: User,
    name: str,
    valid_from: date,
    valid_until: date | None,
    prices: Iterable[tuple[Product, Decimal, Decimal]],
    code: str = PriceList.STANDARD,
) -> PriceList:
    """A price list for a span of days: (product, list price, floor price), tax included.

    The list in force that has no end gives way on the day before. Raises Conflict when spans overlap otherwise,
    Invalid for a start in the past: what was quoted then was quoted at the prices of then, for whoever asks.
    """
    require(policies.may_edit_prices(actor), "price_list.edit", _("你的角色不能维护价格表"))
    if valid_from < clock.today():
        raise Invalid(
            "price_list.past",
            _("价格表只能从今天或以后生效，过去的报价不改"),
            errors={"valid_from": [_("从今天或以后")]},
        )
    _make_way(code, valid_from)
    overlapping = PriceList.objects.filter(code=code).exclude(valid_until__lt=valid_from)
    if valid_until:
        overlapping = overlapping.filter(valid_from__lte=valid_until)
    if overlapping.exists():
        raise Conflict("price_list.overlap", _("这段时间已有价格表：%(name)s") % {"name": overlapping.first()})
    price_list = PriceList(code=code, name=name, valid_from=valid_from, valid_until=valid_until, created_by=actor)
    write(price_list)
    items = [
        PriceListItem(price_list=price_list, product=product, list_price=listed, floor_price=floor)
        for product, listed, floor in prices
    ]
    if any(item.floor_price > item.list_price for item in items):
        raise Invalid("price_list.floor", _("底价不能高于目录价"))
    PriceListItem.objects.bulk_create(items)
    audit.record(actor=actor, code="price_list.created", subject=price_list, data={"items": len(items)})
    return price_list


def _make_way(code: str, valid_from: date) -> None:
    open_end = PriceList.objects.select_for_update(no_key=True).filter(
        code=code, valid_until=None, valid_from__lt=valid_from
    )
    for price_list in open_end:
        price_list.valid_until = valid_from - timedelta(days=1)
        write(price_list)


def _apply(product: Product, facts: dict[str, Any], actor: User) -> None:
    for name in FACTS & facts.keys():
        if name == "cost" and not policies.may_see_cost(actor):
            continue
        setattr(product, name, facts[name])
    product.search_key = search.search_key(product.name, product.model, codes=(product.model,))
