"""Something done to many rows of a list, row by row."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.choices import JOB_STATES, JobState, RowState
from core.scope import ScopedQuerySet, Viewer


class BulkRunQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        """One's own: it says what its maker chose and was refused."""
        return self.filter(user_id=user.pk)

    def due(self, now: datetime) -> Self:
        """Confirmed and waiting, or left behind by a worker that died."""
        waiting = Q(state=JobState.WAITING) | Q(state=JobState.RUNNING, lease_until__lt=now)
        return self.filter(waiting, confirmed_at__isnull=False)


class BulkRun(models.Model):
    """A bulk action on chosen rows of a list (core.pages.bulk). Kept for a day, as long as it can be taken back."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(_("页面"), max_length=60)
    action = models.CharField(_("操作"), max_length=40)
    query = models.TextField(_("条件"), blank=True)
    data = models.TextField(_("填的内容"), blank=True)
    total = models.PositiveIntegerField(_("行数"))
    undoes = models.OneToOneField("self", on_delete=models.CASCADE, related_name="undone", null=True)
    state = models.CharField(_("状态"), max_length=10, choices=JOB_STATES, default=JobState.WAITING)
    refusal = models.TextField(_("没办成的原因"), blank=True)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    lease_until = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(_("创建时间"), default=clock.now)

    objects = BulkRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("批量操作")
        verbose_name_plural = _("批量操作")
        indexes = [models.Index(fields=["created_at"], name="bulk_run_open", condition=~Q(state="done"))]

    def __str__(self) -> str:
        return f"{self.page} {self.action}"

    @property
    def unfinished(self) -> bool:
        return self.confirmed_at is not None and self.state in JobState.UNFINISHED

    def numbers(self) -> dict[str, int]:
        """Rows by state, all states named."""
        found: dict[Any, int] = dict(self.rows.values_list("state").annotate(n=Count("pk")))
        return {str(state): found.get(state, 0) for state in RowState.values}


class BulkRowQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        return self.filter(run__user_id=user.pk)


class BulkRow(models.Model):
    """One row of it. `seen` is what the row was when it was chosen, `after` what we made of it: whoever comes between stops
    us, there and on the way back. `kept` is what the way back needs."""

    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="rows", db_index=False)
    subject_id = models.BigIntegerField(_("对象编号"))
    seen = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=RowState.choices, default=RowState.WAITING)
    message = models.TextField(_("原因"), blank=True)
    clause = models.TextField(_("依据"), blank=True)
    kept = models.JSONField(default=dict)

    objects = BulkRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("批量操作的一行")
        verbose_name_plural = _("批量操作的一行")
        constraints = [models.UniqueConstraint(fields=["run", "subject_id"], name="bulk_row_once")]
        indexes = [models.Index(fields=["run", "state", "id"], name="bulk_row_state")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.subject_id}"
