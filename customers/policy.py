"""The written rules about customers and visits, with our openly chosen defaults."""

from django.utils.translation import gettext_lazy as _

from core import policy
from customers.choices import CustomerClass

VISIT_DAYS = {kind: f"customers.visit_days.{kind.value}" for kind in CustomerClass}
LATE_DAYS = "visits.late_days"
POSITIONS = "visits.positions"
POSITION_DAYS = "visits.position_days"

policy.name_group("visits", _("拜访"))
policy.register(
    policy.Rule(
        VISIT_DAYS[CustomerClass.POTENTIAL],
        _("潜在客户拜访间隔"),
        policy.DAYS,
        60,
        _("潜在客户至少每 {value} 天联系一次。"),
    ),
    policy.Rule(
        VISIT_DAYS[CustomerClass.NORMAL],
        _("普通客户拜访间隔"),
        policy.DAYS,
        30,
        _("普通客户至少每 {value} 天联系一次。"),
    ),
    policy.Rule(
        VISIT_DAYS[CustomerClass.FOCUS],
        _("重点客户拜访间隔"),
        policy.DAYS,
        14,
        _("重点客户至少每 {value} 天联系一次。"),
    ),
    policy.Rule(
        VISIT_DAYS[CustomerClass.KEY], _("大客户拜访间隔"), policy.DAYS, 7, _("大客户至少每 {value} 天联系一次。")
    ),
    policy.Rule(LATE_DAYS, _("拜访补录期限"), policy.DAYS, 0, _("拜访在当天起 {value} 天内记录，过后记的标为补录。")),
    policy.Rule(
        POSITIONS, _("拜访签到定位"), policy.SWITCH, True, _("记拜访时可以附一次位置，须本人同意。开启：{value}。")
    ),
    policy.Rule(POSITION_DAYS, _("位置保存天数"), policy.DAYS, 180, _("签到位置保存 {value} 天后删除。")),
)
