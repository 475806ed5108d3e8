"""The written rules about reports, with our openly chosen defaults."""

from django.utils.translation import gettext_lazy as _

from core import policy
from performance.choices import ReportKind

DUE_HOUR = {ReportKind.DAY: "reports.day_hour", ReportKind.WEEK: "reports.week_hour"}
REMINDER = {ReportKind.DAY: "reports.day_reminder", ReportKind.WEEK: "reports.week_reminder"}

policy.name_group("reports", _("工作汇报"))
policy.register(
    policy.Rule(
        DUE_HOUR[ReportKind.DAY],
        _("日志截止"),
        policy.NUMBER,
        9,
        _("工作日的日志在第二天 {value} 点前交，过后交的标为迟交。"),
    ),
    policy.Rule(
        DUE_HOUR[ReportKind.WEEK],
        _("周报截止"),
        policy.NUMBER,
        10,
        _("周报在下周第一个工作日 {value} 点前交，过后交的标为迟交。"),
    ),
    policy.Rule(
        REMINDER[ReportKind.DAY],
        _("日志提醒"),
        policy.NUMBER,
        13,
        _("截止前 {value} 小时提醒还没交日志的人，0 表示不提醒。"),
    ),
    policy.Rule(
        REMINDER[ReportKind.WEEK],
        _("周报提醒"),
        policy.NUMBER,
        65,
        _("截止前 {value} 小时提醒还没交周报的人，0 表示不提醒。"),
    ),
)
