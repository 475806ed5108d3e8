from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_fsm import ConcurrentTransitionMixin, FSMField, transition

from core import clock
from core.addresses import address_of
from core.history import track
from core.models import Record
from core.pages import words
from core.process import Act
from core.scope import ALL, NONE, OwnedQuerySet, ScopedQuerySet, Viewer
from performance.choices import HANDED_IN, ReportKind, ReportState
from performance.policy import DUE_HOUR

RIGHT = {ReportKind.DAY: "reports.day", ReportKind.WEEK: "reports.week"}
"""Who owes which."""

OWNER = _("本人")
SUPERIOR = _("上级")
SUBMIT = Act(_("提交"), people=("owner",), rules=tuple(DUE_HOUR.values()))
WITHDRAW = Act(_("撤回"), people=("owner",))
READ = Act(_("标为已阅"), who=SUPERIOR)


class WorkReportQuerySet(OwnedQuerySet):
    domain = "reports"

    def visible_to(self, user: Viewer) -> Self:
        """One's own; of the people below what they handed in. A draft is nobody else's."""
        scope = user.access.scope(self.domain)
        if scope == NONE:
            return self.none()
        if scope == ALL:
            return self.filter(Q(owner_id=user.pk) | Q(state__in=HANDED_IN))
        theirs = Q(owner_id__in=user.access.people(scope), state__in=HANDED_IN)
        return self._in_sight(Q(owner_id=user.pk) | theirs, user)

    def handed_in(self) -> Self:
        return self.filter(state__in=HANDED_IN)

    def of(self, kind: str, day: date) -> Self:
        return self.filter(kind=kind, day=day)


@track()
class WorkReport(ConcurrentTransitionMixin, Record):
    """What somebody did on a day (C07) or in a week (C08): one for each, with the facts of the period beside what they wrote.

    `day` is the day, or the Monday of the week. The facts are counted live while it is a draft; handing it in writes them
    down in a `ReportCopy`. It can be taken back until somebody read it; afterwards comments add to it.
    """

    STATES = ReportState

    state = FSMField(_("状态"), choices=ReportState.choices, default=ReportState.DRAFT, protected=True)
    kind = models.CharField(_("种类"), max_length=4, choices=ReportKind.choices)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("谁的"),
        on_delete=models.PROTECT,
        related_name="work_reports",
        db_index=False,
    )
    day = models.DateField(_("哪天"))
    done = models.TextField(_("做了什么"), max_length=2000, blank=True)
    problems = models.TextField(_("遇到的问题"), max_length=2000, blank=True)
    ahead = models.TextField(_("接下来的安排"), max_length=2000, blank=True)
    submitted_at = models.DateTimeField(_("提交时间"), null=True, editable=False)
    is_late = models.BooleanField(_("迟交"), default=False, editable=False)
    read_at = models.DateTimeField(_("第一次阅读"), null=True, editable=False)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("谁先看的"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )

    objects = WorkReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("工作汇报")
        verbose_name_plural = _("工作汇报")
        constraints = [
            models.UniqueConstraint(fields=["owner", "kind", "day"], name="report_one_a_period"),
            models.CheckConstraint(
                name="report_week_is_monday", condition=Q(kind=ReportKind.DAY) | Q(day__iso_week_day=1)
            ),
            models.CheckConstraint(
                name="report_handed_in_has_time",
                condition=Q(state=ReportState.DRAFT, submitted_at=None, is_late=False)
                | (~Q(state=ReportState.DRAFT) & Q(submitted_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="report_read_by_somebody",
                condition=Q(state=ReportState.READ, read_at__isnull=False, read_by__isnull=False)
                | (~Q(state=ReportState.READ) & Q(read_at=None, read_by=None)),
            ),
            models.CheckConstraint(
                name="report_reader_is_not_owner", condition=Q(read_by=None) | ~Q(read_by=models.F("owner"))
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-day", "-id"], name="report_owner"),
            models.Index(fields=["-day", "-id"], name="report_latest"),
        ]

    def __str__(self) -> str:
        return _now("%(person)s %(report)s") % {"person": self.owner, "report": self.name}

    def get_absolute_url(self) -> str:
        return address_of("performance:report_detail", self.pk)

    @transition(state, source=ReportState.DRAFT, target=ReportState.SUBMITTED, custom={"act": SUBMIT})
    def submit(self, *, late: bool) -> None:
        self.submitted_at, self.is_late = clock.now(), late

    @transition(state, source=ReportState.SUBMITTED, target=ReportState.DRAFT, custom={"act": WITHDRAW})
    def withdraw(self) -> None:
        """Nobody has read it yet."""
        self.submitted_at, self.is_late = None, False

    @transition(state, source=ReportState.SUBMITTED, target=ReportState.READ, custom={"act": READ})
    def read(self, *, by: Any) -> None:
        self.read_at, self.read_by = clock.now(), by

    @property
    def is_draft(self) -> bool:
        return bool(self.state == ReportState.DRAFT)

    @property
    def last_day(self) -> date:
        return self.day if self.kind == ReportKind.DAY else self.day + timedelta(days=6)

    @property
    def name(self) -> str:
        """Of which period it is, in words: 11-23 日志, 第 48 周周报."""
        return period_name(self.kind, self.day)


def period_name(kind: str, day: date) -> str:
    if kind == ReportKind.DAY:
        return _now("%(day)s 日志") % {"day": words.day_text(day)}
    return _now("第 %(week)s 周周报") % {"week": day.isocalendar().week}


class OfReportQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        return self.filter(report__in=WorkReport.objects.visible_to(user))


class ReportCopy(models.Model):
    """A report as it was handed in: what was written, and the facts as they stood. Never changed; handed in anew is another one.

    It outlives a report that went with the sample data.
    """

    append_only = True

    report = models.ForeignKey(
        WorkReport, on_delete=models.PROTECT, related_name="copies", db_index=False, db_constraint=False
    )
    number = models.PositiveSmallIntegerField(_("第几次"))
    at = models.DateTimeField(_("提交时间"), default=clock.now)
    is_late = models.BooleanField(_("迟交"), default=False)
    done = models.TextField(_("做了什么"), blank=True)
    problems = models.TextField(_("遇到的问题"), blank=True)
    ahead = models.TextField(_("接下来的安排"), blank=True)
    facts = models.JSONField(_("当时的事实"), default=dict)

    objects = OfReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("交上去的汇报")
        verbose_name_plural = _("交上去的汇报")
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="report_copy_once")]

    def __str__(self) -> str:
        return f"#{self.report_id} {self.number}"


class ReportReaderQuerySet(OfReportQuerySet):
    def unread(self, user: Viewer) -> Self:
        """What was handed in to the user and they have not read."""
        return self.filter(person_id=user.pk, read_at=None)


@track()
class ReportReader(models.Model):
    """That a report was handed in to somebody, and when they read it. Who leads further up and reads it adds themselves."""

    report = models.ForeignKey(WorkReport, on_delete=models.CASCADE, related_name="readers", db_index=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("谁"), on_delete=models.PROTECT, related_name="+"
    )
    read_at = models.DateTimeField(_("阅读时间"), null=True)

    objects = ReportReaderQuerySet.as_manager()

    class Meta:
        verbose_name = _("汇报的读者")
        verbose_name_plural = _("汇报的读者")
        constraints = [models.UniqueConstraint(fields=["report", "person"], name="report_reader_once")]
        indexes = [models.Index(fields=["person", "-id"], condition=Q(read_at=None), name="report_unread")]

    def __str__(self) -> str:
        return f"#{self.report_id} {self.person_id}"
