"""Notices about reports."""

from django.utils.translation import gettext_lazy as _

from core import notices

notices.register(
    notices.Kind("report.due", _("汇报还没交"), _("%(report)s还没交，%(until)s 截止"), channels=("mail",)),
    notices.Kind(
        "report.missing", _("下属没交汇报"), _("%(report)s有 %(number)s 人没交：%(people)s"), channels=("mail",)
    ),
)
