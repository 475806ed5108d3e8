"""What the events of this room say."""

from django.utils.translation import gettext_lazy as _

from core.timeline import Sentence, name_details, name_states, register
from performance.choices import ReportKind, ReportState

register(
    {
        "report.saved": Sentence(_("存了%(report)s草稿"), words=ReportKind.choices),
        "report.submitted": Sentence(_("提交了%(report)s"), words=ReportKind.choices),
        "report.withdrawn": Sentence(_("撤回了%(report)s"), words=ReportKind.choices),
        "review.written": Sentence(_("写了周会纪要")),
        "report.read": Sentence(_("看过了"), "ok", "ok"),
    }
)
name_states("performance.workreport", ReportState.choices)
name_details({"report": _("日志或周报")})
