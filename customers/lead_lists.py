"""The list page of leads, and the queue it opens on for who assigns them."""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from core import search
from core.markup import markup
from core.pages.listing import Action, Column, Export, ListPage, Scene, phone_line
from core.templatetags import ui
from customers import lead_bulk, lead_filters, lead_rules, lead_selectors
from customers.models import Lead
from customers.models.leads import ASSIGN_RIGHT
from customers.services import export_leads


def _assigns(user: Any) -> bool:
    return bool(user.can(ASSIGN_RIGHT))


def _source(row: Lead) -> SafeString:
    return markup(
        '<span class="t2">{}</span>{}',
        row.get_source_display(),
        phone_line(row.source_detail, row.owner or ""),
    )


def _waiting(row: Lead) -> Any:
    """Days without an owner or without a word, in colour when that is longer than the rule has it."""
    days = lead_selectors.days_waiting(row)
    if days is None:
        return ui.NONE
    said = ngettext("等 %(n)s 天", "等 %(n)s 天", days) % {"n": days} if days else _("今天")
    tone = " bad" if lead_rules.is_overdue(row, lead_rules.limits_today()) else ""
    return markup('<span class="num{}">{}</span>', tone, said)


def _who(row: Lead) -> Any:
    return ui.name_of(row.owner) if row.owner else markup('<span class="t3">{}</span>', _("待分配"))


LEADS = ListPage(
    code="customers.leads",
    url_name="customers:lead_list",
    title=gettext_lazy("线索"),
    unit=gettext_lazy("条"),
    rows=lead_selectors.lead_list,
    columns=[
        Column("company", gettext_lazy("公司"), link=True, phone="p1"),
        Column("contact", pgettext_lazy("one", "联系人"), width=96),
        Column("phone", gettext_lazy("电话"), width=128),
        Column(
            "source",
            gettext_lazy("来源"),
            value=lambda row: row.get_source_display(),
            show=_source,
            width=110,
            phone="p3",
        ),
        Column("source_detail", gettext_lazy("哪场活动"), width=160),
        Column(
            "state", gettext_lazy("状态"), kind="state", value="get_state_display", show=ui.state, width=96, phone="p2"
        ),
        Column("waiting", gettext_lazy("等了"), value=lead_selectors.days_waiting, show=_waiting, width=88, phone="p4"),
        Column("owner", gettext_lazy("负责人"), value=lambda row: row.owner or "", show=_who, width=96),
        Column("received_at", gettext_lazy("收到"), kind="moment", width=130, sort="received_at"),
        Column("place", gettext_lazy("地区"), width=160, shown=False),
        Column("way", gettext_lazy("怎么分的"), value=lambda row: row.get_way_display(), width=110, shown=False),
        Column("assigned_at", gettext_lazy("分配时间"), kind="moment", width=130, shown=False),
        Column("first_touch_at", gettext_lazy("第一次联系"), kind="moment", width=130, shown=False),
        Column("wants", gettext_lazy("想要什么"), width=220, shown=False),
        Column("wechat", gettext_lazy("微信"), width=120, shown=False),
        Column("email", gettext_lazy("邮箱"), width=160, shown=False),
        Column("created_by", gettext_lazy("录入人"), kind="person", width=96, shown=False),
        Column(
            "reject_reason",
            gettext_lazy("退掉的原因"),
            value=lambda row: row.get_reject_reason_display(),
            width=120,
            shown=False,
        ),
    ],
    filterset=lead_filters.LeadFilter,
    search=search.search,
    search_hint=gettext_lazy("公司、联系人、电话或拼音"),
    scenes=[
        Scene("todo", gettext_lazy("要跟进的"), lambda rows, user: rows.personal(user).open()),
        Scene("mine", gettext_lazy("我负责的"), lambda rows, user: rows.personal(user), counted=False),
        Scene(
            "queue",
            gettext_lazy("待分配"),
            lambda rows, user: rows.unassigned(),
            capability=ASSIGN_RIGHT,
            first_for=_assigns,
        ),
        Scene("entered", gettext_lazy("我录入的"), lambda rows, user: rows.filter(created_by=user), counted=False),
        Scene("all", gettext_lazy("全部"), lambda rows, user: rows, counted=False),
    ],
    sort="-received_at",
    actions=[
        Action(gettext_lazy("录入线索"), "customers:lead_create", primary=True, key="n", capability="leads.enter"),
    ],
    empty_title=gettext_lazy("还没有线索"),
    empty_text=gettext_lazy("展会、网站、电话里来的都记下来，分给人跟进，谈成了转客户。"),
    empty_icon="i-funnel",
    bulk=lead_bulk.LEADS,
    walked=True,
    export=Export("leads.export", export_leads),
)
