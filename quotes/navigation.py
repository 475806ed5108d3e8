"""Where quotes and products stand in the frame: sidebar, + sheet, palette, pickers, customer page, home page."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import policy, today
from core.addresses import address_of
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
    if user.can("quotes.stamp"):
        rows = Quote.objects.visible_to(user).to_stamp(on)
        by = [rules.STAMP_REQUIRED]
        sections.append(_section("to_stamp", _("等你用印"), rows, "stamp", 25, "i-stamp", by, action=_("去用印")))
    if user.can("quotes.send"):
        rows = Quote.objects.own(user).to_send(on)
        by = [rules.STAMP_REQUIRED]
        sections.append(_section("to_send", _("可以发出的报价"), rows, "send", 28, "i-mail", by, action=_("去发出")))
    return sections


@today.register_later
def quotes_running_out(*, user: User, on: date) -> Sequence[today.Section]:
    if not user.can("quotes.send"):
        return []
    days = policy.recent_values([rules.EXPIRY_WARNING])[rules.EXPIRY_WARNING]
    rows = Quote.objects.own(user).expiring(on, days)
    return [
        _section("expiring", _("快到期的报价"), rows, "mine&expiring=on", 60, "i-quote", [rules.EXPIRY_WARNING]),
    ]


def _section(
    code: str, label: str, rows: Any, scene: str, position: int, icon: str, by: Sequence[str], *, action: str = ""
) -> today.Section:
    shown = rows.values_list("pk", "number", "revision", "title", "total", "valid_until", "customer__name", named=True)
    found, in_all = today.first(shown.order_by("valid_until", "pk"))
    return today.Section(
        code,
        label,
        [_item(quote, icon, action) for quote in found],
        total=in_all,
        url=f"{address_of('quotes:quote_list')}?scene={scene}",
        position=position,
        rules=by,
    )


def _item(quote: Any, icon: str, action: str) -> today.Item:
    left = words.remaining(quote.valid_until)
    return today.Item(
        title=quote.title,
        url=address_of("quotes:quote_detail", quote.pk),
        details=[quote.customer__name, f"{quote.number} V{quote.revision}"],
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
    navigation.Item(
        "quotes.analysis",
        gettext_lazy("报价分析"),
        "i-report",
        "quotes:quote_analysis",
        group="analysis",
        domain="quotes",
        order=20,
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
        rows=lambda user, customer: Quote.objects.at(customer, user),
        domain="quotes",
        order=30,
    )
)
tabs.register(
    tabs.Tab(
        "quotes",
        gettext_lazy("报价"),
        "quotes/tab_of_deal.html",
        lambda user, deal: {"quotes": selectors.quotes_of_deal(user, deal)},
        rows=lambda user, deal: Quote.objects.visible_to(user).filter(opportunity=deal),
        domain="quotes",
        order=30,
        of=tabs.OPPORTUNITY,
    )
)
tabs.register_start(
    tabs.Start(
        "quote",
        gettext_lazy("新建报价"),
        "i-quote",
        lambda deal: f"{address_of('quotes:quote_create')}?customer={deal.customer_id}&opportunity={deal.pk}",
        "quotes.create",
        of=tabs.OPPORTUNITY,
    ),
    tabs.Start(
        "quote",
        gettext_lazy("新建报价"),
        "i-quote",
        lambda customer: f"{address_of('quotes:quote_create')}?customer={customer.pk}",
        "quotes.create",
    ),
)
