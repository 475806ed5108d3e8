from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.choices import JOB_STATES, JobState
from core.models.files import random_name
from core.scope import ScopedQuerySet, Viewer


class ListExportQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        """One's own: the file holds what its maker may see."""
        return self.filter(user_id=user.pk)

    def due(self, now: datetime) -> Self:
        """Waiting, or left behind by a worker that died."""
        return self.filter(Q(state=JobState.WAITING) | Q(state=JobState.RUNNING, lease_until__lt=now))


class ListExport(models.Model):
    """A list on its way into a file (core.pages.exporting). The file goes after a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(_("页面"), max_length=60)
    query = models.TextField(_("条件"), blank=True)
    columns = models.CharField(_("列"), max_length=500, blank=True)
    form = models.CharField(_("格式"), max_length=4)
    state = models.CharField(_("状态"), max_length=10, choices=JOB_STATES, default=JobState.WAITING)
    done = models.PositiveIntegerField(_("已写"), default=0)
    total = models.PositiveIntegerField(_("行数"), null=True)
    file = models.FileField(_("文件"), upload_to=random_name, max_length=120, blank=True)
    name = models.CharField(_("文件名"), max_length=200)
    refusal = models.TextField(_("没写成的原因"), blank=True)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    lease_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(_("创建时间"), default=clock.now)

    objects = ListExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("导出")
        verbose_name_plural = _("导出")
        indexes = [models.Index(fields=["created_at"], name="list_export_open", condition=~Q(state="done"))]

    def __str__(self) -> str:
        return self.name

    @property
    def unfinished(self) -> bool:
        return self.state in JobState.UNFINISHED

    @property
    def percent(self) -> int:
        return self.done * 100 // self.total if self.total else 0
