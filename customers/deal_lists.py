"""The list pages of deals and competitors."""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core import clock, search
from core.markup import markup
from core.pages.listing import Action, Column, Export, ListPage, Scene, phone_line
from core.templatetags import ui
from customers import deal_bulk, deal_filters, deal_selectors
from customers.choices import Stage
from customers.models import Competitor, Opportunity
from customers.services import export_opportunities


def _leads_or_reads(user: Any) -> bool:
    return bool(user.can("customers.assign")) or not user.can("opportunities.edit")


def _party(row: Opportunity) -> SafeString:
    return markup('<span class="t2">{}</span>{}', row.customer.name, phone_line(ui.wan_full(row.amount)))


def _stay(row: Opportunity) -> Any:
    return deal_selectors.stay(row) if row.is_open else ui.NONE


def _expected(row: Opportunity) -> SafeString:
    """A clock while it is open; of what is closed, the day it was."""
    return ui.clock(row.expected_on) if row.is_open else markup('<span class="t3">{}</span>', ui.day(row.closed_on))


OPPORTUNITIES = ListPage(
    code="customers.opportunities",
    url_name="customers:opportunity_list",
    title=gettext_lazy("商机"),
    unit=gettext_lazy("个"),
    rows=deal_selectors.opportunity_list,
    columns=[
        Column("title", gettext_lazy("商机"), link=True, phone="p1"),
        Column("customer", pgettext_lazy("one", "客户"), value="customer.name", show=_party, width=230, phone="p3"),
        Column(
            "state", gettext_lazy("阶段"), kind="state", value="get_state_display", show=ui.state, width=96, phone="p2"
        ),
        Column("amount", gettext_lazy("预计金额"), kind="wan", width=152, sort="amount"),
        Column("chance", gettext_lazy("赢率"), show=lambda row: f"{row.chance}%", width=72, unit=""),
        Column("stay", gettext_lazy("停留"), value=lambda row: row.days_in_stage(clock.today()), show=_stay, width=116),
        Column("expected_on", gettext_lazy("预计签约"), show=_expected, width=112, sort="expected_on", phone="p4"),
        Column("owner", gettext_lazy("负责人"), kind="person", width=96),
        Column("updated_at", gettext_lazy("最近变动"), kind="moment", width=130, sort="updated_at", shown=False),
        Column("products", gettext_lazy("要买什么"), width=180, shown=False),
        Column("source", gettext_lazy("来源"), value=lambda row: row.get_source_display(), width=110, shown=False),
        Column(
            "lost_reason",
            gettext_lazy("丢单原因"),
            value=lambda row: row.get_lost_reason_display(),
            width=110,
            shown=False,
        ),
        Column("lost_to", gettext_lazy("输给谁"), value=lambda row: row.lost_to or "", width=160, shown=False),
    ],
    filterset=deal_filters.OpportunityFilter,
    search=search.search,
    search_hint=gettext_lazy("商机、客户名称或拼音"),
    scenes=[
        Scene("mine", gettext_lazy("我负责的"), lambda rows, user: rows.personal(user)),
        Scene(
            "open",
            gettext_lazy("在谈的"),
            lambda rows, user: rows.open(),
            counted=False,
            first_for=_leads_or_reads,
        ),
        Scene(
            "stuck",
            gettext_lazy("停留超期"),
            lambda rows, user: rows.stuck(clock.today(), deal_selectors.stuck_days()),
        ),
        Scene("won", gettext_lazy("成交的"), lambda rows, user: rows.filter(state=Stage.WON), counted=False),
        Scene("lost", gettext_lazy("丢单的"), lambda rows, user: rows.filter(state=Stage.LOST), counted=False),
        Scene("all", gettext_lazy("全部"), lambda rows, user: rows, counted=False),
    ],
    sort="-updated_at",
    actions=[
        Action(gettext_lazy("看板"), "customers:opportunity_board", icon="i-opp", primary=False),
        Action(
            gettext_lazy("新建商机"),
            "customers:opportunity_create",
            primary=True,
            key="n",
            capability="opportunities.edit",
        ),
    ],
    extra_template="customers/opportunity_to_board.html",
    empty_title=gettext_lazy("还没有商机"),
    empty_text=gettext_lazy("客户有了项目就登记，从需求一步步走到成交。"),
    empty_icon="i-opp",
    bulk=deal_bulk.OPPORTUNITIES,
    walked=True,
    export=Export("opportunities.export", export_opportunities),
)


def _number(name: str) -> Any:
    return lambda row: ui.count(getattr(row, name))


def _pricing(row: Competitor) -> SafeString:
    return markup("{}{}", row.pricing or ui.NONE, phone_line(*_tally(row)))


def _tally(row: Competitor) -> list[str]:
    """How it stands, in words: on the phone there are no columns to say what a number is."""
    said = [(_("在争 %(n)s 单"), "met"), (_("赢过 %(n)s 单"), "beaten"), (_("输过 %(n)s 单"), "lost")]
    return [text % {"n": getattr(row, name)} for text, name in said if getattr(row, name)]


COMPETITORS = ListPage(
    code="customers.competitors",
    url_name="customers:competitor_list",
    title=gettext_lazy("竞争对手"),
    unit=gettext_lazy("家"),
    rows=deal_selectors.competitor_list,
    columns=[
        Column("name", gettext_lazy("名称"), link=True, phone="p1", sort="name"),
        Column("pricing", gettext_lazy("价格水平"), show=_pricing, width=300, phone="p3"),
        Column("met", gettext_lazy("在争"), kind="num", show=_number("met"), width=88),
        Column("beaten", gettext_lazy("赢过它"), kind="num", show=_number("beaten"), width=96),
        Column("lost", gettext_lazy("输给它"), kind="num", show=_number("lost"), width=96),
        Column("updated_at", gettext_lazy("最近变动"), kind="day", width=104),
    ],
    search=search.search,
    search_hint=gettext_lazy("名称或拼音"),
    sort="name",
    actions=[
        Action(
            gettext_lazy("新对手"), "customers:competitor_create", primary=True, key="n", capability="competitors.edit"
        )
    ],
    empty_title=gettext_lazy("还没有竞争对手"),
    empty_text=gettext_lazy("商机里遇到谁就记下来，输赢会自己数。"),
    empty_icon="i-target",
)
