"""Where reports stand in the frame."""

from django.utils.translation import gettext_lazy as _

from core.pages import navigation

navigation.register(
    navigation.Item(
        "performance.reports", _("工作汇报"), "i-clip", "performance:report_list", domain="reports", order=8
    ),
    navigation.Item(
        "performance.review", _("周会"), "i-team", "performance:review_week", capability="reviews.attend", order=9
    ),
)
navigation.register_create(
    navigation.Create("report", _("写日志"), "i-edit", "performance:report_write", capability="reports.day", order=3)
)
