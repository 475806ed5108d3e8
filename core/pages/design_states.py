"""What the living page /design/ shows open, refused or under way: states that a page has only while somebody is at it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from core import policy
from core.errors import Conflict, Forbidden, Invalid, Stale, problem
from core.pages.finders import Action, Hit, Section
from core.rights import Role

HERE = "/design/"


def context() -> dict[str, Any]:
    """Names are invented; only the written rules are the company's own."""
    return {
        "hits": _hits(),
        "people": [
            Hit(7, "周敏", HERE, "华东一组 · 销售经理", found="周"),
            Hit(8, "周若彤", HERE, "市场部", found="周"),
        ],
        "sections": [
            Section(_("客户"), "i-cust", _hits()[:2]),
            Section(_("报价"), "i-quote", [Hit(4, "BJ-2026-1187", HERE, "成都锐恒", "128.6 万")]),
        ],
        "first": Hit(
            1,
            "成都锐恒自动化设备有限公司",
            HERE,
            actions=[Action(_("记拜访"), HERE, "i-visit"), Action(_("新建报价"), HERE, "i-quote")],
        ),
        "places": [(_("客户"), HERE, "i-cust"), (_("客户分析"), HERE, "i-target")],
        "rules_": list(policy.recent(rule.key for rule in policy.rules()[:2]).values()),
        "refusals": refusals(),
        "step_bars": step_bars(),
    }


def _hits() -> list[Hit]:
    return [
        Hit(1, "成都锐恒自动化设备有限公司", HERE, "刘建平", "3377", found="锐恒"),
        Hit(2, "内蒙古锐恒能源化工装备制造有限责任公司（东胜分公司）", HERE, "额尔德尼", "0912", found="锐恒"),
        Hit(3, "锐恒精密", HERE, "公海", found="锐恒"),
    ]


def refusals() -> list[dict[str, Any]]:
    """The kinds of no that have a page: by role, by rule, too late, changed meanwhile, filled in wrongly."""
    inside = [Role("销售内勤", HERE), Role("销售副总", HERE)]
    found: list[tuple[Exception, list[Role]]] = [
        (Forbidden("quote.stamp", _("只有管印章的人能用印")), inside),
        (
            Conflict("quote.expired", _("报价 11-20 到期，先改有效期再提交"), clause=_("报价有效期不超过 30 天")),
            [],
        ),
        (Stale("record.changed", _("你打开之后有人改过，刷新看一下再改")), []),
        (Invalid("invalid", _("填写有误"), errors={"amount": [_("输入一个数。")]}), []),
    ]
    return [{"problem": problem(said), "roles": roles} for said, roles in found]


def step_bars() -> list[tuple[str, list[dict[str, Any]]]]:
    labels = [_("需求"), _("方案"), _("报价"), _("合同"), _("交付"), _("服务")]

    def bar(now: int, notes: dict[int, str]) -> list[dict[str, Any]]:
        return [
            {
                "label": label,
                "note": notes.get(at, ""),
                "state": "done" if at < now else "now" if at == now else "",
            }
            for at, label in enumerate(labels)
        ]

    return [
        (_("刚开始"), bar(0, {0: "11-23"})),
        (_("走到一半"), bar(2, {0: "09-08", 1: "10-12 V2", 2: _("V3 审批中"), 3: _("预计 12-05")})),
        (_("都办完"), bar(6, {0: "09-08", 5: "2027-03"})),
    ]
