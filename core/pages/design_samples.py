"""Invented people and companies that the living page /design/ draws. None of it touches the database."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock, marks
from core.markup import markup
from core.pages.listing import Action, Bulk, Column, ListPage, phone_line
from core.pages.timeline import Entry
from core.templatetags import ui


class State(marks.StateChoices):
    DRAFT = "draft", marks.DRAFT, _("草稿")
    TODO = "todo", marks.TODO, _("待提交")
    RUNNING = "running", marks.RUNNING, _("审批中")
    APPROVED = "approved", marks.DONE, _("已通过")
    RETURNED = "returned", marks.RETURNED, _("已退回")
    REJECTED = "rejected", marks.REFUSED, _("已驳回")
    WITHDRAWN = "withdrawn", marks.WITHDRAWN, _("已撤回")
    EXPIRED = "expired", marks.EXPIRED, _("已过期")
    VOID = "void", marks.VOID, _("已作废")


class Klass(marks.ScaleChoices):
    POTENTIAL = "potential", 1, _("潜在")
    NORMAL = "normal", 2, _("普通")
    KEY = "key", 3, _("重点")
    MAJOR = "major", 4, _("大客户")


@dataclass(frozen=True)
class Company:
    pk: int
    name: str
    klass: str
    contact: str
    last_on: dt.date
    last_kind: str
    pool_in: int
    pool_span: int
    talks: Decimal | None
    deals: int
    overdue: Decimal | None
    next_step: str

    CLASSES = Klass

    def get_absolute_url(self) -> str:
        return "/design/record/"

    @property
    def pool_on(self) -> dt.date:
        return clock.today() + dt.timedelta(days=self.pool_in)


_ROWS = """成都锐恒自动化设备有限公司|major|刘建平|2|拜访|24|30|3864000|2||11-24 送技术协议
杭州西奥流体控制系统有限公司|normal|程璐|2|报价|58|60|486000|1||改报价重提
无锡华翔重型装备集团有限公司|major|顾卫东|3|催收|24|30|2405000|1|128600|11-19 催第 2 期
常州启明新能源科技有限公司|major|许知远|5|合同|25|28|||0|归档扫描件
内蒙古鄂尔多斯市中煤蒙陕能源化工装备制造有限责任公司（东胜分公司）|key|额尔德尼|7|电话|23|30|1280000|1|721000|11-19 技术协议
西安秦川智造装备有限公司|key|雷震|8|拜访|22|30|1562000|2|389000|11-25 对账
宁波甬江港口物流设备有限公司|key|柯立|9|报价|21|30|1186000|1||11-19 答疑
南京江北水务集团有限公司|key|丁国强|10|电话|20|30|318000|1|252000|11-20 报价到期
绵阳科发电子材料股份有限公司|potential|何峻|14|线索|46|60||0||首次拜访
苏州同济精密机械股份有限公司|key|欧阳海涛|15|拜访|14|30|920000|1||排拜访
青岛海晏环境工程有限公司|normal|孟祥瑞|20|拜访|40|60|260000|1||12-02 样品反馈
四川岷江水务投资有限责任公司|key|唐雪|22|售后|9|30||0||11-19 回访
上海临港海洋工程装备技术研究院有限公司|key|邵以宁|25|拜访|5|30|3100000|2||11-26 方案评审
合肥科盛半导体设备有限公司|key|方敏|29|微信|1|30|450000|1||
徐州淮海工程机械配套有限公司|normal|宋佳|31|微信|29|60|124000|1||
泰州长江阀门铸造有限公司|normal|蔡文军|53|电话|7|60|98000|1||
嘉兴德毅传动科技有限公司|normal|沈斌|57|电话|3|60|186000|1||"""


def companies() -> list[Company]:
    today, found = clock.today(), []
    for number, line in enumerate(_ROWS.splitlines(), 1):
        name, klass, contact, ago, kind, left, span, talks, deals, overdue, step = line.split("|")
        found.append(
            Company(
                number,
                name,
                klass,
                contact,
                today - dt.timedelta(days=int(ago)),
                kind,
                int(left),
                int(span),
                Decimal(talks) if talks else None,
                int(deals or 0),
                Decimal(overdue) if overdue and overdue != "0" else None,
                step,
            )
        )
    return found


def _last(row: Company) -> Any:
    talks = f"在谈 {row.talks / 10000:.1f} 万" if row.talks else ""
    extra = phone_line(row.contact, talks)
    return markup('<span class="t2">{}</span> <span class="t3">{}</span>{}', ui.day(row.last_on), row.last_kind, extra)


def _pool(row: Company) -> Any:
    since = row.pool_on - dt.timedelta(days=row.pool_span)
    return ui.clock(row.pool_on, since=since, warn=7, bad=1, bare=True)


def _overdue(row: Company) -> Any:
    return markup('<span class="bad m">{}</span>', ui.wan(row.overdue)) if row.overdue else ui.NONE


def _no_act(**_data: Any) -> None:
    return None


LIST = ListPage(
    code="design.companies",
    title=_("客户"),
    unit=_("家"),
    rows=lambda _user: None,  # type: ignore[arg-type,return-value]
    search=lambda queryset, _text: queryset,
    search_hint=_("名称、拼音、电话尾号"),
    columns=[
        Column("name", _("客户"), link=True, phone="p1", sort="name"),
        Column("klass", _("等级"), kind="class", phone="p2", width=76),
        Column("contact", _("联系人"), width=88),
        Column("last_on", _("最近跟进"), show=_last, phone="p3", width=118, sort="last_on"),
        Column("pool_on", _("离公海"), show=_pool, phone="p4", width=116),
        Column("talks", _("在谈"), kind="wan", width=96, sort="talks", nullable=True),
        Column("deals", _("商机"), kind="num", width=64),
        Column("overdue", _("逾期"), kind="wan", show=_overdue, width=96),
        Column("next_step", _("下一步"), width=176),
    ],
    sort="-last_on",
    actions=[
        Action(_("新建客户"), "pages:design_form", key="c"),
        Action(_("导入 / 导出"), "pages:design", "i-dl", False),
    ],
    bulk=[
        Bulk("plan", _("排拜访"), "i-plan", _no_act),
        Bulk("move", _("转移"), "i-swap", _no_act),
        Bulk("klass", _("改等级"), "i-tag", _no_act),
        Bulk("export", _("导出"), "i-dl", _no_act),
    ],
    empty_text=_("录入第一家，或者从公海领。"),
    empty_icon="i-cust",
)


class SampleForm(forms.Form):
    """Each kind of control once."""

    name = forms.CharField(label=_("客户名称"), help_text=_("写营业执照上的全称，查重按这个比。"))
    klass = forms.ChoiceField(label=_("等级"), choices=Klass.choices, initial="key")
    met = forms.MultipleChoiceField(
        label=_("见了谁"), choices=[("1", "刘建平"), ("2", "赵启明"), ("3", "欧阳倩")], required=False, initial=["1"]
    )
    province = forms.ChoiceField(
        label=_("省份"), choices=[(str(n), t) for n, t in enumerate("京津冀晋蒙辽吉黑")], required=False
    )
    amount = forms.DecimalField(label=_("金额（元）"), max_digits=18, decimal_places=2, required=False)
    due = forms.DateField(label=_("下次联系"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    remark = forms.CharField(label=_("说了什么"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    agreed = forms.BooleanField(label=_("对方同意我们保存这些信息"), required=False)


FACTS = [
    {"label": _("在谈"), "value": "386.4 万", "strong": True, "note": _("2 个商机")},
    {"label": _("应收余额"), "value": "64.2 万", "strong": True, "note": _("无逾期")},
    {"label": _("最近拜访"), "value": _("2 天前"), "note": _("要求 ≤ 7 天")},
    {"label": _("负责人"), "value": ui.person("林晓峰")},
]
STEPS = [
    {"label": _("需求"), "note": "09-08", "state": "done"},
    {"label": _("方案"), "note": "10-12 V2", "state": "done"},
    {"label": _("报价"), "note": _("V3 审批中"), "state": "now"},
    {"label": _("合同"), "note": _("预计 12-05")},
    {"label": _("交付"), "note": _("预计 2027-03")},
    {"label": _("服务")},
]
TABS = [
    {"label": _("动态"), "url": "#", "on": True},
    {"label": _("联系人"), "url": "#", "count": 4},
    {"label": _("商机"), "url": "#", "count": 2},
    {"label": _("报价"), "url": "#", "count": 6},
    {"label": _("合同"), "url": "#", "count": 2},
    {"label": _("资料"), "url": "#", "count": "86%"},
]
ROUTE = [
    {"glyph": "ok", "state": "ok", "label": _("林晓峰 提交"), "end": "11-17 18:20"},
    {
        "glyph": "ok",
        "state": "ok",
        "label": _("周敏 区域经理"),
        "end": _("昨天 16:05"),
        "note": _("付款节点守住 30/60/10。"),
    },
    {"glyph": "half", "state": "now", "label": _("你 · 销售总监"), "end": _("剩 19 小时"), "end_tone": "warn"},
    {"glyph": "todo", "label": _("沈国栋 公司领导"), "note": _("因低于底价，自动判为重大")},
]
WARNINGS = [{"code": "floor", "text": _("第 2 行低于底价 1.9%，要多走一级公司领导审批。")}]


def timeline() -> list[Entry]:
    now = clock.now().replace(hour=9, minute=12)
    day = dt.timedelta(days=1)
    return [
        Entry(now, "", "报价 BJ-2026-1187 V3 等 陈立群 审批", glyph="half", tone="ok"),
        Entry(
            now - day,
            "周敏",
            "同意报价 V3，转销售总监",
            glyph="ok",
            tone="ok",
            quote="付款节点务必守住 30/60/10，别再让。",
        ),
        Entry(now - day, "吴凯", "评论", quote="@林晓峰 650A 柜体交期工厂答复 10 周，合同里别写 8 周。"),
        Entry(
            now - 2 * day,
            "林晓峰",
            "拜访 刘建平、赵启明",
            key=True,
            tag="计划内",
            facts=[
                ("目的", "确认二期循环水泵站的技术方案和预算"),
                ("结果", "方案认可，预算 130 万以内；要求分三期付款，质保两年"),
                ("下一步", "11-24 送技术协议终稿"),
            ],
            files=[{"name": "二期泵站招标技术规范书（2026 版）.pdf", "url": "#", "size": 4_200_000}],
        ),
        Entry(now - 7 * day, "周敏", "退回报价 V2", glyph="back", tone="w", quote="付款条件和谈判纪要不一致。"),
    ]
