"""The written rules about quotes, with our openly chosen defaults (E03, E10, E12, E14)."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from core import policy

MAJOR_AMOUNT = "quotes.major_amount"
HEAD_DISCOUNT = "quotes.head_discount"
REGION_DISCOUNT = "quotes.region_discount"
STAMP_REQUIRED = "quotes.stamp_required"
VALID_DAYS = "quotes.valid_days"
HAND_PRICED = "quotes.hand_priced"
PAYMENT_STANDARD = "quotes.payment_standard"
EXPIRY_WARNING = "quotes.expiry_warning_days"
FEEDBACK_DAYS = "quotes.feedback_days"

policy.register(
    policy.Rule(
        MAJOR_AMOUNT,
        _("重大报价金额"),
        policy.MONEY,
        Decimal("1000000"),
        _("价税合计达到 {value} 元的报价为重大报价，由公司领导决定；起草人不能更改这一判断。"),
    ),
    policy.Rule(
        HEAD_DISCOUNT,
        _("销售经理的折让权限"),
        policy.PERCENT,
        Decimal("0.10"),
        _("整单折让不超过 {value} 的报价由销售经理审批，超过的报区域经理。"),
    ),
    policy.Rule(
        REGION_DISCOUNT,
        _("区域经理的折让权限"),
        policy.PERCENT,
        Decimal("0.15"),
        _("整单折让超过 {value} 的报价须营销总监审批。"),
    ),
    policy.Rule(
        HAND_PRICED,
        _("手工定价须总监审批"),
        policy.SWITCH,
        True,
        _("目录外、没有目录价的行是手工定价，折让和底价管不到，有这样的行须营销总监审批。开启：{value}。"),
    ),
    policy.Rule(STAMP_REQUIRED, _("发出前用印"), policy.SWITCH, True, _("报价发出前须用印并登记。开启：{value}。")),
    policy.Rule(VALID_DAYS, _("报价有效期"), policy.DAYS, 30, _("报价自报价日起 {value} 天内有效，另有约定的除外。")),
    policy.Rule(
        PAYMENT_STANDARD,
        _("标准付款方式"),
        policy.TEXT,
        "30/60/10",
        _("标准付款方式为 {value}；其他付款方式须营销总监审批。"),
    ),
    policy.Rule(
        FEEDBACK_DAYS, _("报价发出后问反馈"), policy.DAYS, 7, _("报价发出 {value} 天还没有客户反馈，提醒负责人去问。")
    ),
    policy.Rule(EXPIRY_WARNING, _("报价到期提醒"), policy.DAYS, 5, _("报价到期前 {value} 天提醒负责人。")),
)
