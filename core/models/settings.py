from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from core import clock
from core.choices import JOB_STATES, Audience, JobState, Reset
from core.history import track
from core.scope import CapabilityQuerySet, ScopedQuerySet, Viewer


class PublicQuerySet(ScopedQuerySet):
    """Reference data every signed-in person may read."""

    def visible_to(self, user: Viewer) -> Self:
        return self.all()


class PolicyVersion(models.Model):
    """One dated version of one written rule: its value and the clause that says so (O07).

    Rows are never changed: a new rule is a new version. Decisions keep the versions they used.
    """

    append_only = True

    key = models.CharField(_("规则"), max_length=80)
    number = models.PositiveIntegerField(_("版本"))
    value = models.JSONField(_("取值"))
    clause = models.TextField(_("条文"))
    valid_from = models.DateField(_("生效日"))
    note = models.CharField(_("修订说明"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("修订时间"), default=clock.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("修订人"), on_delete=models.PROTECT, related_name="+", null=True
    )

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("制度条款")
        verbose_name_plural = _("制度条款")
        constraints = [models.UniqueConstraint(fields=["key", "number"], name="policy_version_once")]
        indexes = [models.Index(fields=["key", "-valid_from", "-number"], name="policy_in_force")]

    def __str__(self) -> str:
        return f"{self.key} v{self.number}"


@track()
class NumberPattern(models.Model):
    """How documents of one kind are numbered: prefix, date part, running number and its reset."""

    kind = models.CharField(_("单据"), max_length=60, unique=True)
    prefix = models.CharField(_("前缀"), max_length=12)
    date_format = models.CharField(_("日期"), max_length=20, default="%Y", blank=True)
    separator = models.CharField(_("分隔"), max_length=2, default="-", blank=True)
    width = models.PositiveSmallIntegerField(_("位数"), default=4)
    reset = models.CharField(_("重置"), max_length=8, choices=Reset.choices, default=Reset.YEAR)

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("编号规则")
        verbose_name_plural = _("编号规则")
        constraints = [
            # A number that does not show its period comes back after the reset.
            models.CheckConstraint(
                name="number_shows_its_period",
                condition=Q(reset=Reset.NEVER)
                | Q(reset=Reset.YEAR, date_format__regex="%[Yy]")
                | Q(reset=Reset.MONTH, date_format__regex="^(?=.*%[Yy])(?=.*%m)")
                | Q(reset=Reset.DAY, date_format__regex="^(?=.*%[Yy])(?=.*%m)(?=.*%d)"),
                violation_error_message=_("按年重置要有年，按月要有年月，按天要有年月日，否则号码会重复"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.prefix} {self.kind}"


class NumberCounter(models.Model):
    """The last number taken for one kind and period. Its row lock orders the takers."""

    kind = models.CharField(max_length=60)
    period = models.CharField(max_length=10)
    value = models.PositiveIntegerField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "period"], name="number_counter_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.period} {self.value}"


@track()
class TaxRate(models.Model):
    """A VAT rate and the dates it holds. `rate` is a fraction; exempt is a rate of its own, not 0 %."""

    code = models.CharField(_("代码"), max_length=12)
    label = models.CharField(_("名称"), max_length=20)
    rate = models.DecimalField(_("税率"), max_digits=5, decimal_places=4)
    valid_from = models.DateField(_("自"))
    valid_until = models.DateField(_("至"), null=True, blank=True)

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("税率")
        verbose_name_plural = _("税率")
        constraints = [
            ExclusionConstraint(
                name="tax_rate_no_overlap",
                violation_error_message=_("这个税率在这段时间已有一行，先给旧的填上最后一天"),
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_until"),
                            Value("[]"),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                condition=Q(rate__gte=0) & Q(rate__lt=1),
                name="tax_rate_fraction",
                violation_error_message=_("税率写成 0 到 1 之间的小数，13% 是 0.13"),
            ),
        ]

    def __str__(self) -> str:
        return self.label


@track()
class Holiday(models.Model):
    """An exception to the public calendar: a day off, or a weekend that is worked."""

    date = models.DateField(_("日期"), unique=True)
    is_workday = models.BooleanField(_("上班"), default=False)
    name = models.CharField(_("名称"), max_length=40)

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("节假日")
        verbose_name_plural = _("节假日")

    def __str__(self) -> str:
        return f"{self.date} {self.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        clock.forget_overrides()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        deleted = super().delete(*args, **kwargs)
        clock.forget_overrides()
        return deleted


class JobQuerySet(CapabilityQuerySet):
    capability = "system.jobs"

    def failing(self) -> Self:
        """Failed, and the job has not gone well since."""
        later = JobRun.objects.filter(
            job=models.OuterRef("job"), planned_for__gt=models.OuterRef("planned_for"), state=JobState.DONE
        )
        return self.filter(~models.Exists(later), state=JobState.FAILED)


class JobRun(models.Model):
    """One planned run of one scheduled job. The unique pair makes two schedulers run it once."""

    job = models.CharField(_("任务"), max_length=80)
    planned_for = models.DateTimeField(_("应运行"))
    state = models.CharField(_("状态"), max_length=10, choices=JOB_STATES, default=JobState.WAITING)
    started_at = models.DateTimeField(_("开始"), null=True)
    finished_at = models.DateTimeField(_("结束"), null=True)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    result = models.JSONField(_("结果"), default=dict)
    error = models.TextField(_("错误"), blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("定时任务")
        verbose_name_plural = _("定时任务")
        constraints = [models.UniqueConstraint(fields=["job", "planned_for"], name="job_run_once")]
        indexes = [
            models.Index(fields=["job", "state"], name="job_run_open", condition=~Q(state="done")),
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.planned_for:%Y-%m-%d %H:%M}"


class SavedViewQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        """One's own and those a colleague shared with all, or with the unit below which one works. Filters, never rows."""
        unit = Q(audience=Audience.UNIT, user__unit_id__in=user.access.units_above)
        return self.filter(Q(user_id=user.pk) | Q(audience=Audience.ALL) | unit)


@track()
class SavedView(models.Model):
    """A named list: the query string of a page, one's own or shared."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views", db_index=False
    )
    page = models.CharField(_("页面"), max_length=60)
    name = models.CharField(_("名称"), max_length=40)
    query = models.CharField(_("条件"), max_length=1000)
    audience = models.CharField(_("谁能用"), max_length=4, choices=Audience.choices, default=Audience.OWN)
    created_at = models.DateTimeField(default=clock.now)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("视图")
        verbose_name_plural = _("视图")
        constraints = [models.UniqueConstraint(fields=["user", "page", "name"], name="saved_view_name_once")]

    def __str__(self) -> str:
        return self.name
