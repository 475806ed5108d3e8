"""The list pages of quotes, products and price lists."""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core import clock, search
from core.markup import markup
from core.pages.listing import Action, Column, Export, ListPage, Scene, phone_line
from core.templatetags import ui
from quotes import bulk, catalog, filters, selectors
from quotes.choices import AWAITED, EDITABLE, STANDING, QuoteState
from quotes.models import PriceList, Product, Quote
from quotes.services import export_products, export_quotes

# On the phone only what is no longer sold says so.
ON_SALE = markup('<span class="t3 d-desk">{}</span>', "✓")


def state_mark(quote: Quote) -> SafeString:
    """The state, or 已过期 for what was released and ran out: expiry is derived, never stored."""
    if quote.is_expired(clock.today()):
        return ui.state_mark("exp", "off", _("已过期"))
    return ui.state(quote)


def state_words(quote: Quote) -> str:
    return _("已过期") if quote.is_expired(clock.today()) else str(quote.get_state_display())


def validity(quote: Quote) -> SafeString:
    """A clock while the offer stands, else the date."""
    stands = quote.state in STANDING and not quote.is_expired(clock.today())
    return ui.clock(quote.valid_until) if stands else markup('<span class="t3">{}</span>', ui.day(quote.valid_until))


def _title(quote: Quote, link: SafeString) -> SafeString:
    return markup("{} {}", link, ui.tag(_("重大"), "bad")) if quote.is_major else link


def _party(quote: Quote) -> SafeString:
    return markup('<span class="t2">{}</span>{}', quote.customer.name, phone_line(ui.wan_full(quote.total)))


def _stamps(user: Any) -> bool:
    return bool(user.can("quotes.stamp"))


def _leads_or_reads(user: Any) -> bool:
    return bool(user.can("customers.assign")) or not user.can("quotes.create")


def _to_stamp(rows: Any, user: Any) -> Any:
    return rows.to_stamp(clock.today())


def _to_send(rows: Any, user: Any) -> Any:
    return rows.to_send(clock.today())


QUOTES = ListPage(
    code="quotes.quotes",
    url_name="quotes:quote_list",
    title=gettext_lazy("报价"),
    unit=gettext_lazy("份"),
    rows=selectors.quote_list,
    columns=[
        Column("title", gettext_lazy("标题"), dress=_title, link=True, phone="p1"),
        Column("number", gettext_lazy("编号"), value=str, width=160),
        Column("customer", pgettext_lazy("one", "客户"), value="customer.name", show=_party, width=220, phone="p3"),
        Column(
            "state",
            gettext_lazy("状态"),
            value=state_words,
            show=state_mark,
            width=104,
            phone="p2",
        ),
        Column("total", gettext_lazy("价税合计"), kind="wan", width=120, sort="total"),
        Column("valid_until", gettext_lazy("有效期至"), show=validity, width=112, sort="valid_until", phone="p4"),
        Column("owner", gettext_lazy("负责人"), kind="person", width=96),
        Column("updated_at", gettext_lazy("最近变动"), kind="moment", width=130, sort="updated_at"),
        Column("quoted_on", gettext_lazy("报价日期"), kind="day", width=104, shown=False),
    ],
    filterset=filters.QuoteFilter,
    search=search.search,
    search_hint=gettext_lazy("单号、标题、客户名称或拼音"),
    scenes=[
        Scene("mine", gettext_lazy("我负责的"), lambda rows, user: rows.personal(user)),
        Scene(
            "drafts",
            gettext_lazy("待提交"),
            lambda rows, user: rows.personal(user).filter(state__in=EDITABLE),
            capability="quotes.create",
        ),
        Scene("stamp", gettext_lazy("待用印"), _to_stamp, capability="quotes.stamp", first_for=_stamps),
        Scene("send", gettext_lazy("待发出"), _to_send, capability="quotes.send"),
        Scene(
            "awaited",
            gettext_lazy("等客户答复"),
            lambda rows, user: rows.personal(user).filter(state__in=AWAITED),
            capability="quotes.create",
            counted=False,
        ),
        Scene(
            "running", gettext_lazy("审批中"), lambda rows, user: rows.filter(state=QuoteState.REPORTED), counted=False
        ),
        Scene("all", gettext_lazy("全部"), lambda rows, user: rows, counted=False, first_for=_leads_or_reads),
    ],
    sort="-updated_at",
    actions=[
        Action(gettext_lazy("看板"), "quotes:quote_board", icon="i-opp", primary=False),
        Action(gettext_lazy("新建报价"), "quotes:quote_create", primary=True, key="n", capability="quotes.create"),
    ],
    extra_template="quotes/_to_board.html",
    empty_title=gettext_lazy("还没有报价"),
    empty_text=gettext_lazy("从客户那里新建一份，行价自动带目录价。"),
    empty_icon="i-quote",
    bulk=bulk.QUOTES,
    walked=True,
    export=Export("quotes.export", export_quotes, always=["number", "state"]),
    row_label=lambda quote: f"{quote} {quote.title}",
)


def _price_today(product: Product) -> object:
    return product.prices_today[0].list_price if product.prices_today else None  # type: ignore[attr-defined]


def _model(product: Product) -> SafeString:
    return markup('<span class="t2">{}</span>{}', product.model, phone_line(product.unit))


PRODUCTS = ListPage(
    code="quotes.products",
    url_name="quotes:product_list",
    title=gettext_lazy("产品"),
    unit=gettext_lazy("个"),
    rows=catalog.product_list,
    columns=[
        Column("name", gettext_lazy("名称"), link=True, phone="p1", sort="name"),
        Column("model", gettext_lazy("型号"), show=_model, width=200, phone="p3"),
        Column("spec", gettext_lazy("规格"), width=280),
        Column("line", gettext_lazy("产品线"), value="line.name", width=120),
        Column("unit", gettext_lazy("单位"), width=64),
        Column(
            "price",
            gettext_lazy("今天的目录价"),
            value=_price_today,
            kind="money",
            unit=gettext_lazy("元"),
            width=150,
            phone="p4",
        ),
        Column(
            "is_active",
            gettext_lazy("在售"),
            value="is_active",
            show=lambda row: ON_SALE if row.is_active else ui.tag(_("停售")),
            width=112,
            phone="p2",
        ),
    ],
    filterset=filters.ProductFilter,
    search=search.search,
    search_hint=gettext_lazy("名称、拼音、型号"),
    sort="name",
    actions=[
        Action(gettext_lazy("新建产品"), "quotes:product_create", primary=True, key="n", capability="products.edit"),
        Action(
            gettext_lazy("价格表"),
            "quotes:price_list_list",
            icon="i-tag",
            primary=False,
            capability="products.see_cost",
        ),
    ],
    empty_title=gettext_lazy("还没有产品"),
    empty_text=gettext_lazy("产品进了价格表就能报价。"),
    empty_icon="i-box",
    bulk=bulk.PRODUCTS,
    walked=True,
    export=Export("products.export", export_products, always=["model"]),
)


def _price_list_mark(price_list: PriceList) -> SafeString:
    today = clock.today()
    if price_list.valid_from > today:
        return ui.state_mark("todo", "", _("未生效"))
    if price_list.valid_until and price_list.valid_until < today:
        return ui.state_mark("exp", "off", _("已过期"))
    return ui.state_mark("ok", "ok", _("在用"))


PRICE_LISTS = ListPage(
    code="quotes.price_lists",
    url_name="quotes:price_list_list",
    title=gettext_lazy("价格表"),
    unit=gettext_lazy("份"),
    rows=catalog.price_list_list,
    columns=[
        Column("name", gettext_lazy("名称"), link=True, phone="p1"),
        Column("state", gettext_lazy("状态"), value=lambda row: "", show=_price_list_mark, width=104, phone="p2"),
        Column("item_count", gettext_lazy("产品数"), kind="num", width=96, phone="p3"),
        Column(
            "valid_from",
            gettext_lazy("自"),
            kind="day",
            show=lambda row: ui.full_day(row.valid_from),
            width=120,
            sort="valid_from",
            phone="p4",
        ),
        Column("valid_until", gettext_lazy("至"), kind="day", show=lambda row: ui.full_day(row.valid_until), width=120),
    ],
    sort="-valid_from",
    actions=[
        Action(
            gettext_lazy("新价格表"), "quotes:price_list_create", primary=True, key="n", capability="pricelists.edit"
        ),
    ],
    empty_title=gettext_lazy("还没有价格表"),
    empty_text=gettext_lazy("报价行价按报价当天有效的价格表带出。"),
    empty_icon="i-tag",
)
