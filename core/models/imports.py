"""A file on its way into the house, and each of its rows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.choices import JOB_STATES, ImportPlan, ImportRowState, ImportStage, JobState
from core.models.files import random_name
from core.scope import ScopedQuerySet, Viewer

UNDO = timedelta(hours=24)


class ImportRunQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        """One's own: it holds a file of theirs, and what they were refused."""
        return self.filter(user_id=user.pk)

    def due(self, now: datetime) -> Self:
        """Ordered and waiting, or left behind by a worker that died."""
        waiting = Q(state=JobState.WAITING) | Q(state=JobState.RUNNING, lease_until__lt=now)
        return self.filter(waiting, stage__in=ImportStage.at_work())


class ImportRun(models.Model):
    """One file (core.imports). `mapping` says for each of its columns what it is to us, "" for nothing.

    Kept for a day after it was last touched, as long as it can be taken back.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(_("页面"), max_length=60)
    name = models.CharField(_("文件名"), max_length=200)
    kind = models.CharField(_("格式"), max_length=4)
    file = models.FileField(_("文件"), upload_to=random_name, max_length=120)
    sheet = models.CharField(_("工作表"), max_length=100, blank=True)
    sheets = models.PositiveSmallIntegerField(default=1)
    header_line = models.PositiveIntegerField(default=1)
    header = models.JSONField(_("表头"), default=list)
    samples = models.JSONField(default=list)
    mapping = models.JSONField(_("对应"), default=list)
    total = models.PositiveIntegerField(_("行数"), default=0)
    overwrite = models.BooleanField(_("重复的就更新"), default=False)
    stage = models.CharField(_("到哪一步"), max_length=10, choices=ImportStage.choices, default=ImportStage.MAPPING)
    state = models.CharField(_("状态"), max_length=10, choices=JOB_STATES, default=JobState.DONE)
    done = models.PositiveIntegerField(_("已办"), default=0)
    todo = models.PositiveIntegerField(_("要办"), default=0)
    refusal = models.TextField(_("没办成的原因"), blank=True)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    lease_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(_("创建时间"), default=clock.now)
    touched_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(_("结束时间"), null=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("导入")
        verbose_name_plural = _("导入")
        indexes = [models.Index(fields=["created_at"], name="import_run_open", condition=~Q(state="done"))]

    def __str__(self) -> str:
        return self.name

    @property
    def unfinished(self) -> bool:
        return self.stage in ImportStage.at_work() and self.state in JobState.UNFINISHED

    @property
    def failed(self) -> bool:
        return self.state == JobState.FAILED

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.todo) if self.todo else 0

    @property
    def undo_until(self) -> datetime | None:
        return self.finished_at + UNDO if self.finished_at and self.stage == ImportStage.DONE else None

    def plans(self) -> dict[str, int]:
        """Rows by what the check found, all kinds named."""
        found: dict[Any, int] = dict(self.rows.values_list("plan").annotate(n=Count("pk")))
        return {plan.value: found.get(plan.value, 0) for plan in ImportPlan}

    def outcomes(self) -> dict[str, int]:
        """Rows by what became of them, all states named."""
        found: dict[Any, int] = dict(self.rows.values_list("state").annotate(n=Count("pk")))
        return {state.value: found.get(state.value, 0) for state in ImportRowState}


class ImportRowQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        return self.filter(run__user_id=user.pk)


class ImportRow(models.Model):
    """One line of the file as it came, what the check makes of it, and what became of it.

    `kept` is what the way back needs. `message` says why, in the language of whoever imports.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows", db_index=False)
    line = models.PositiveIntegerField(_("行号"))
    cells = models.JSONField(default=list)
    plan = models.CharField(_("检查结果"), max_length=10, choices=ImportPlan.choices)
    state = models.CharField(_("状态"), max_length=10, choices=ImportRowState.choices, default=ImportRowState.WAITING)
    label = models.CharField(_("名称"), max_length=200, blank=True)
    message = models.TextField(_("原因"), blank=True)
    subject_id = models.BigIntegerField(_("对象编号"), null=True)
    kept = models.JSONField(default=dict)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("导入的一行")
        verbose_name_plural = _("导入的一行")
        constraints = [models.UniqueConstraint(fields=["run", "line"], name="import_row_once")]
        indexes = [
            models.Index(fields=["run", "plan", "id"], name="import_row_plan"),
            models.Index(fields=["run", "state", "id"], name="import_row_state"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.line}"
