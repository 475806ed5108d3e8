"""Reads about products and their prices."""

from datetime import date

from django.db.models import Count, Prefetch, QuerySet

from core import clock, search
from org.models import User
from quotes import pricing
from quotes.models import PriceList, PriceListItem, Product


def product_list(user: User) -> QuerySet[Product]:
    """Products with today's standard price, if they have one, as `prices_today`."""
    lists = PriceList.objects.valid_on(clock.today()).filter(code=PriceList.STANDARD)
    today = PriceListItem.objects.filter(price_list__in=lists)
    rows = Product.objects.visible_to(user).select_related("line")
    return rows.prefetch_related(Prefetch("price_items", today, to_attr="prices_today"))


def find_products(user: User, text: str, limit: int = 20) -> list[Product]:
    rows = search.search(Product.objects.visible_to(user).on_sale(), text)
    return list(rows.order_by("name", "model")[:limit])


def product_by_model(text: str) -> Product | None:
    """The one product on sale whose model was typed out."""
    found = list(Product.objects.on_sale().filter(model__iexact=text.strip())[:2]) if text.strip() else []
    return found[0] if len(found) == 1 else None


def price_of(product: Product, on: date | None = None) -> PriceListItem | None:
    return pricing.prices_on(on or clock.today(), [product.pk]).get(product.pk)


def prices_of(product: Product) -> list[PriceListItem]:
    """A product's prices in every list, the latest first."""
    return list(product.price_items.select_related("price_list").order_by("-price_list__valid_from"))


def price_list_list(user: User) -> QuerySet[PriceList]:
    return PriceList.objects.visible_to(user).annotate(item_count=Count("items"))


def items_of(price_list: PriceList) -> list[PriceListItem]:
    return list(price_list.items.select_related("product").order_by("product__name", "product__model"))
