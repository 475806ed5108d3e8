"""States and kinds of reports, with the words and marks pages show."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core import marks


class ReportKind(models.TextChoices):
    DAY = "day", _("日志")
    WEEK = "week", _("周报")


class ReportState(marks.StateChoices):
    DRAFT = "draft", marks.DRAFT, _("草稿")
    SUBMITTED = "submitted", marks.RUNNING, _("待阅")
    READ = "read", marks.DONE, _("已阅")


HANDED_IN = (ReportState.SUBMITTED, ReportState.READ)
