"""Where quotes and products stand in the frame: sidebar, + sheet, palette, pickers, customer page, home page."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import policy, today
from core.pages import finders, navigation, words
from customers import tabs
from customers.models import Customer
from org.models import User
from quotes import catalog, selectors
from quotes import policy as rules
from quotes.models import Product, Quote


def find(user: User, text: str, limit: int) -> list[finders.Hit]:
    return [
        finders.Hit(quote.pk, quote.title, quote.get_absolute_url(), note=str(quote), end=quote.customer.name)
        for quote in selectors.find_quotes(user, text, limit)
    ]


def _product_hit(product: Product) -> finders.Hit:
    title = f"{product.name} {product.model}"
    return finders.Hit(product.pk, title, product.get_absolute_url(), note=product.spec[:40], end=product.unit)


def find_products(user: User, text: str, limit: int) -> list[finders.Hit]:
    return [_product_hit(product) for product in catalog.find_products(user, text, limit)]


def _quotes_tab(user: User, customer: Customer) -> dict[str, Any]:
    return {"quotes": selectors.quotes_of(user, customer)}


@today.register
def quotes_today(*, user: User, on: date) -> Sequence[today.Section]:
    """What to stamp, what to send, what runs out: each only for whom it is to do."""
    sections = []
    seen = selectors.quote_list(user)
    if user.can("quotes.stamp"):
        sections.append(
            _section("to_stamp", _("等你用印"), seen.to_stamp(), "stamp", 25, "i-stamp", action=_("去用印"))
        )
    if user.can("quotes.send"):
        own = seen.filter(owner_id=user.pk)
        sections.append(
            _section("to_send", _("可以发出的报价"), own.to_send(), "send", 28, "i-mail", action=_("去发出"))
        )
        days = policy.value(rules.EXPIRY_WARNING, on=on)
        sections.append(
            _section("expiring", _("快到期的报价"), own.expiring(on, days), "mine", 60, "i-quote", rail=True)
        )
    return sections


def _section(
    code: str, label: str, rows: Any, scene: str, position: int, icon: str, *, action: str = "", rail: bool = False
) -> today.Section:
    found = list(rows.order_by("valid_until", "pk")[: today.MOST])
    return today.Section(
        code,
        label,
        [_item(quote, icon, action) for quote in found],
        total=len(found) if len(found) < today.MOST else rows.count(),
        url=f"{reverse('quotes:quote_list')}?scene={scene}",
        position=position,
        rail=rail,
    )


def _item(quote: Quote, icon: str, action: str) -> today.Item:
    left = words.remaining(quote.valid_until)
    return today.Item(
        title=quote.title,
        url=quote.get_absolute_url(),
        detail=f"{quote.customer.name} · {quote}",
        amount=quote.total,
        clock=left.words,
        tone=left.tone,
        icon=icon,
        action=action,
    )


navigation.register(
    navigation.Item(
        "quotes.quotes",
        gettext_lazy("报价"),
        "i-quote",
        "quotes:quote_list",
        group="papers",
        domain="quotes",
        order=10,
    ),
    navigation.Item(
        "quotes.products", gettext_lazy("产品与价格"), "i-box", "quotes:product_list", group="papers", order=30
    ),
)
navigation.register_create(
    navigation.Create(
        "quote", gettext_lazy("新建报价"), "i-quote", "quotes:quote_create", capability="quotes.create", order=10
    ),
)
finders.register(
    finders.Finder("quotes.quote", gettext_lazy("报价"), "i-quote", find, order=20),
    finders.Finder("quotes.product", gettext_lazy("产品"), "i-box", find_products, order=60),
)
tabs.register(
    tabs.Tab(
        "quotes",
        gettext_lazy("报价"),
        "quotes/tab_of_customer.html",
        _quotes_tab,
        count=lambda user, customer: Quote.objects.visible_to(user).filter(customer=customer).count(),
        domain="quotes",
        order=30,
    )
)
tabs.register_start(
    tabs.Start(
        "quote",
        gettext_lazy("新建报价"),
        "i-quote",
        lambda customer: f"{reverse('quotes:quote_create')}?customer={customer.pk}",
        "quotes.create",
    )
)
