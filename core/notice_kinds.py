"""What the kernel itself tells people."""

from django.utils.translation import gettext_lazy as _

from core.notices import Kind, register

register(Kind("job.failed", _("定时任务失败"), _("定时任务「%(job)s」三次都没成，到定时任务页看原因"), ("mail",)))
