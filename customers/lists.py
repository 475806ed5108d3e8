"""The list pages of customers and visits."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from core import clock, search
from core.addresses import address_of
from core.markup import markup
from core.pages.listing import Action, Column, Export, ListPage, Scene, phone_line
from core.templatetags import ui
from customers import bulk, filters, pool, selectors
from customers.choices import CustomerClass
from customers.models import Customer, Visit
from customers.services import export_customers, export_visits

FILLED = 80

TONES = {"progress": "acc", "objection": "warn", "refused": "bad"}


def visit_clock(customer: Customer) -> SafeString:
    """Days to the next visit by class; late in red. The rules are read once per page."""
    return _clock(selectors.next_due(customer, selectors.visit_days_today(), clock.today()), get_language())


@lru_cache(maxsize=1024)
def _clock(left: int, language: str | None) -> SafeString:
    if left < 0:
        return markup('<span class="clock bad">{}</span>', ngettext("超 %(n)s 天", "超 %(n)s 天", -left) % {"n": -left})
    tone = " warn" if left <= 1 else ""
    return markup(
        '<span class="clock{}">{}</span>',
        tone,
        ngettext("%(n)s 天内", "%(n)s 天内", left) % {"n": left} if left else _("今天"),
    )


def pool_clock(customer: Customer) -> SafeString:
    """Days until the customer comes into 公海; a dash where it never does or something holds it."""
    today = clock.today()
    left = None if getattr(customer, "held", False) else pool.left(customer, pool.days_today(), today)
    return ui.NONE if left is None else _pool_clock(left, pool.warned_today(), today, get_language())


def pool_words(left: int) -> SafeString:
    return _pool_clock(left, pool.warned_today(), clock.today(), get_language())


@lru_cache(maxsize=1024)
def _pool_clock(left: int, warned: int, today: date, language: str | None) -> SafeString:
    return ui.clock(today + timedelta(days=left), warn=warned, bad=0)


def complete(customer: Customer) -> SafeString:
    """The share of what the class must have; orange below four fifths."""
    return _complete(customer.completeness, get_language())


@lru_cache(maxsize=256)
def _complete(share: int, language: str | None) -> SafeString:
    return markup('<span class="num{}">{}%</span>', "" if share >= FILLED else " warn", share)


@lru_cache(maxsize=64)
def _class_mark(code: str, language: str | None) -> SafeString:
    return ui.klass(CustomerClass(code))


def _last(customer: Customer) -> SafeString:
    return markup(
        "{}{}", ui.day(customer.last_contact_at), phone_line(_soon(customer), customer.holder, customer.industry)
    )


def _soon(customer: Customer) -> SafeString | str:
    """On the phone, where the column is not, only what is near."""
    left = None if getattr(customer, "held", False) else pool.left(customer, pool.days_today(), clock.today())
    if left is None or left > pool.warned_today():
        return ""
    words = ngettext("%(n)s 天后回公海", "%(n)s 天后回公海", max(left, 0)) % {"n": max(left, 0)}
    return markup('<span class="{}">{}</span>', "warn", words)


def _leads(user: Any) -> bool:
    return bool(user.can("customers.assign"))


def _mine(rows: Any, user: Any) -> Any:
    return rows.owned_by(user)


def _joined(rows: Any, user: Any) -> Any:
    return rows.joined_by(user)


def _team(rows: Any, user: Any) -> Any:
    return rows.of_team(user)


CUSTOMERS = ListPage(
    code="customers.customers",
    url_name="customers:customer_list",
    title=gettext_lazy("客户"),
    unit=gettext_lazy("家"),
    rows=selectors.customer_list,
    columns=[
        Column("name", pgettext_lazy("one", "客户"), link=True, phone="p1", sort="sort_key"),
        Column(
            "customer_class",
            gettext_lazy("类别"),
            value=lambda row: row.get_customer_class_display(),
            show=lambda row: _class_mark(row.customer_class, get_language()),
            width=96,
            phone="p2",
        ),
        Column("owner", gettext_lazy("负责人"), value="holder", width=96),
        Column("place", gettext_lazy("地区"), width=180, shown=False),
        Column("industry", gettext_lazy("行业"), width=130),
        Column(
            "last_contact_at",
            gettext_lazy("最近联系"),
            kind="day",
            show=_last,
            width=104,
            sort="last_contact_at",
            nullable=True,
            phone="p3",
        ),
        Column(
            "due",
            gettext_lazy("该拜访"),
            value=lambda row: selectors.next_due(row, selectors.visit_days_today(), clock.today()),
            show=visit_clock,
            width=104,
            phone="p4",
            help=gettext_lazy("按客户类别的拜访间隔"),
        ),
        Column(
            "pool",
            gettext_lazy("公海"),
            value=lambda row: pool.left(row, pool.days_today(), clock.today()),
            show=pool_clock,
            width=124,
            help=gettext_lazy("没人跟进的客户还有几天回公海，有在走的报价就不回"),
        ),
        Column(
            "completeness",
            gettext_lazy("完整度"),
            show=complete,
            width=84,
            sort="completeness",
            shown=False,
            help=gettext_lazy("这一类别必备的资料填了多少"),
        ),
        Column("tags", gettext_lazy("标签"), value=lambda row: _("、").join(row.tags), width=160, shown=False),
        Column("number", gettext_lazy("编号"), width=140, shown=False),
        Column("uscc", gettext_lazy("统一社会信用代码"), width=180, shown=False),
        Column("created_at", gettext_lazy("创建时间"), kind="day", width=104, shown=False, sort="id"),
    ],
    filterset=filters.CustomerFilter,
    search=search.search,
    search_hint=gettext_lazy("名称、拼音首字母、电话尾号、编号"),
    scenes=[
        Scene("mine", gettext_lazy("我负责的"), _mine),
        Scene("joined", gettext_lazy("我参与的"), _joined),
        Scene("team", gettext_lazy("下属的"), _team, capability="customers.assign", first_for=_leads),
        Scene(
            "all",
            gettext_lazy("全部"),
            lambda rows, user: rows,
            counted=False,
            first_for=lambda user: not user.can("customers.create"),
        ),
    ],
    sort="-last_contact_at",
    actions=[
        Action(
            gettext_lazy("新建客户"),
            "customers:customer_create",
            primary=True,
            key="n",
            capability="customers.create",
        ),
    ],
    empty_title=gettext_lazy("还没有客户"),
    empty_text=gettext_lazy("你负责的和别人共享给你的客户会在这里。"),
    empty_icon="i-cust",
    bulk=bulk.CUSTOMERS,
    walked=True,
    export=Export(
        "customers.export",
        export_customers,
        more=[
            Column("short_name", gettext_lazy("简称")),
            Column("address", gettext_lazy("地址")),
            Column("phone", gettext_lazy("电话")),
            Column("website", gettext_lazy("网站")),
            Column("account_manager", gettext_lazy("客户经理")),
            Column("remarks", gettext_lazy("备注")),
        ],
        always=["number"],
    ),
)


POOL = ListPage(
    code="customers.pool",
    url_name="customers:pool_list",
    title=gettext_lazy("公海"),
    unit=gettext_lazy("家"),
    rows=selectors.pool_list,
    columns=[
        Column("name", pgettext_lazy("one", "客户"), link=True, phone="p1", sort="sort_key"),
        Column(
            "customer_class",
            gettext_lazy("类别"),
            value=lambda row: row.get_customer_class_display(),
            show=lambda row: _class_mark(row.customer_class, get_language()),
            width=96,
            phone="p2",
        ),
        Column("industry", gettext_lazy("行业"), width=130),
        Column("place", gettext_lazy("地区"), width=180, phone="p3"),
        Column("pool", gettext_lazy("大区"), value=lambda row: row.pool or _("全公司"), width=110),
        Column(
            "last_contact_at", gettext_lazy("最近联系"), kind="day", width=104, sort="last_contact_at", nullable=True
        ),
        Column("pooled_at", gettext_lazy("进公海"), kind="day", width=120, sort="pooled_at", phone="p4"),
    ],
    filterset=filters.PoolFilter,
    search=search.search,
    search_hint=gettext_lazy("名称、拼音首字母"),
    sort="-pooled_at",
    row_url=lambda row: address_of("customers:pool_detail", row.pk),
    empty_title=gettext_lazy("公海里没有客户"),
    empty_text=gettext_lazy("没人跟进的客户过了规定的天数会回到这里，谁都可以领。"),
    empty_icon="i-globe",
    bulk=bulk.POOL,
)


def _met(visit: Visit) -> str:
    return _("、").join(str(row.contact) for row in visit.met.all())


def _met_line(visit: Visit) -> SafeString:
    rest = (visit.get_kind_display(), ui.name_of(visit.visitor))
    if met := _met(visit):
        return markup("{}{}", met, phone_line(*rest))
    return markup('<span class="d-desk">{}</span><span class="d-phone">{}</span>', ui.NONE, ui.dots(*rest))


def _when(visit: Visit) -> SafeString:
    """The moment, and whether it was written down late: most were not, so that is no column."""
    late = markup('<span class="warn">{}</span> ', _("补录")) if visit.is_late else ""
    return markup("{}{}", late, ui.moment(visit.occurred_at))


VISITS = ListPage(
    code="customers.visits",
    url_name="customers:visit_list",
    title=gettext_lazy("拜访"),
    unit=gettext_lazy("次"),
    rows=selectors.visit_list,
    columns=[
        Column(
            "customer",
            pgettext_lazy("one", "客户"),
            value=lambda row: row.customer.name,
            link=True,
            phone="p1",
        ),
        Column("kind", gettext_lazy("方式"), value=lambda row: row.get_kind_display(), width=92),
        Column("met", gettext_lazy("见了谁"), value=_met, show=_met_line, width=160, phone="p3"),
        Column(
            "outcome",
            gettext_lazy("结果"),
            value=lambda row: row.get_outcome_display(),
            show=lambda row: ui.tag(row.get_outcome_display(), TONES.get(row.outcome, "")),
            width=96,
            phone="p2",
        ),
        Column("visitor", gettext_lazy("拜访人"), kind="person", width=96),
        Column(
            "occurred_at",
            gettext_lazy("时间"),
            kind="moment",
            show=_when,
            width=150,
            sort="occurred_at",
            phone="p4",
        ),
        Column("satisfaction", gettext_lazy("客户满意吗"), value="get_satisfaction_display", width=104, shown=False),
        Column("summary", gettext_lazy("说了什么"), width=240, shown=False),
        Column("materials", gettext_lazy("演示了什么"), width=200, shown=False),
        Column("companions", gettext_lazy("我方同去"), width=140, shown=False),
        Column("next_step", gettext_lazy("下一步"), width=160),
        Column("next_on", gettext_lazy("下一步日期"), kind="day", width=104),
    ],
    filterset=filters.VisitFilter,
    search=lambda rows, text: search.search(rows, text, "customer__search_key"),
    search_hint=gettext_lazy("客户名称、拼音、编号"),
    scenes=[
        Scene("mine", gettext_lazy("我的"), lambda rows, user: rows.personal(user, "visitor_id")),
        Scene(
            "all",
            gettext_lazy("全部"),
            lambda rows, user: rows,
            counted=False,
            first_for=lambda user: _leads(user) or not user.can("visits.log"),
        ),
    ],
    sort="-occurred_at",
    actions=[
        Action(
            gettext_lazy("记拜访"),
            "customers:visit_log",
            icon="i-visit",
            primary=True,
            key="v",
            capability="visits.log",
        ),
    ],
    empty_title=gettext_lazy("还没有拜访"),
    empty_text=gettext_lazy("拜访、回访和电话都记在这里，手机上半分钟记一条。"),
    empty_icon="i-visit",
    walked=True,
    export=Export(
        "visits.export",
        export_visits,
        more=[Column("purpose", gettext_lazy("目的")), Column("is_late", gettext_lazy("补录"))],
    ),
)
