from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.choices import JOB_STATES, JobState
from core.scope import CapabilityQuerySet


class SampleDataQuerySet(CapabilityQuerySet):
    capability = "org.manage"

    def due(self, now: datetime) -> Self:
        """Ordered and waiting, or left behind by a worker that died."""
        waiting = Q(state=JobState.WAITING) | Q(state=JobState.RUNNING, lease_until__lt=now)
        return self.filter(waiting, ordered_at__isnull=False)


class SampleData(models.Model):
    """The demo company in this database: which rows are its, and how far their removal is.

    `marks` says up to which id the rows of a kind belong to it: it is made in an empty database, in one transaction.
    """

    marks = models.JSONField(_("样例到哪一号"), default=dict)
    made_at = models.DateTimeField(_("创建时间"), default=clock.now)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("操作人"), on_delete=models.PROTECT, related_name="+", null=True
    )
    successor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("接手人"), on_delete=models.PROTECT, related_name="+", null=True
    )
    ordered_at = models.DateTimeField(null=True)
    removed = models.JSONField(_("清走了多少"), default=dict)
    state = models.CharField(_("状态"), max_length=10, choices=JOB_STATES, default=JobState.WAITING)
    refusal = models.TextField(_("没办成的原因"), blank=True)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    lease_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(_("结束时间"), null=True)

    objects = SampleDataQuerySet.as_manager()

    class Meta:
        verbose_name = _("样例数据")
        verbose_name_plural = _("样例数据")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def unfinished(self) -> bool:
        return self.ordered_at is not None and self.state in JobState.UNFINISHED

    def mark(self, kind: Any) -> int:
        """The last row of a kind, a model or one of its rows, that belongs to the sample; 0 when none does."""
        return int(self.marks.get(kind._meta.label_lower, 0))

    def holds(self, row: Any) -> bool:
        return int(row.pk) <= self.mark(row)
