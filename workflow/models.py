"""Approvals as rows. The engine knows no quote: documents register an adapter and point here by kind and id."""

from collections.abc import Iterable
from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.addresses import address_of
from core.history import track
from core.lookups import AnyOf
from core.scope import MOST_LISTED, CapabilityQuerySet, ScopedQuerySet, Viewer
from workflow.choices import REQUEST_MOVES, STEP_MOVES, Finder, Mode, RequestState, RouteState, StepState, Verdict

SEAT_OF_ITS_REQUEST = """
    SELECT request.submitter_id, request.authors, request.kind, request.subject_id INTO owner, writers, document, number
    FROM workflow_approvalstep step JOIN workflow_approvalrequest request ON request.id = step.request_id
    WHERE step.id = NEW.step_id;
    IF (owner, document, number) IS DISTINCT FROM (NEW.submitter_id, NEW.kind, NEW.subject_id) THEN
        RAISE EXCEPTION 'a seat copies the submitter and the subject of its request'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'seat_submitter_is_the_requests';
    END IF;
    -- A verdict given before the document came to its new author stands; no other is written.
    IF TG_OP = 'UPDATE' AND OLD.approver_id = NEW.approver_id AND OLD.decided_by_id IS NOT DISTINCT FROM NEW.decided_by_id THEN
        RETURN NEW;
    END IF;
    IF NEW.approver_id = ANY (writers) OR NEW.decided_by_id = ANY (writers) THEN
        RAISE EXCEPTION 'nobody signs a document of their own'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'seat_not_the_authors';
    END IF;
    RETURN NEW;
"""

APPROVED_BY_ALL_STEPS = """
    -- It fires at the end of the transaction: what counts is the row as it stands then.
    PERFORM 1 FROM workflow_approvalrequest WHERE id = NEW.id AND state = 'approved';
    IF NOT FOUND THEN
        RETURN NEW;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM workflow_approvalstep WHERE request_id = NEW.id)
    OR EXISTS (
        SELECT 1 FROM workflow_approvalstep step
        WHERE step.request_id = NEW.id AND (
            step.state <> 'approved'
            OR NOT EXISTS (
                SELECT 1 FROM workflow_approvalseat seat WHERE seat.step_id = step.id AND seat.verdict = 'approve'
            )
            OR EXISTS (
                SELECT 1 FROM workflow_approvalseat seat
                WHERE seat.step_id = step.id AND seat.verdict <> 'approve' AND (step.mode = 'all' OR seat.verdict <> '')
            )
        )
    ) THEN
        RAISE EXCEPTION 'a request is approved when every step is'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_approved_by_all_steps';
    END IF;
    RETURN NEW;
"""


def _moves(table: Iterable[tuple[models.TextChoices, models.TextChoices]]) -> list[tuple[str, str]]:
    return [(source.value, target.value) for source, target in table]


class RouteQuerySet(CapabilityQuerySet):
    capability = "approvals.routes"

    def active(self, kind: str) -> Self:
        return self.filter(kind=kind, state=RouteState.ACTIVE)


@track()
class ApprovalRoute(models.Model):
    """Who signs documents of one kind, as versioned data: an edit retires this version and makes the next."""

    kind = models.CharField(_("单据"), max_length=60)
    version = models.PositiveIntegerField(_("版本"), default=1)
    name = models.CharField(_("名称"), max_length=60)
    state = models.CharField(_("状态"), max_length=8, choices=RouteState.choices, default=RouteState.ACTIVE)
    note = models.CharField(_("修订说明"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("生效时间"), default=clock.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("修订人"), on_delete=models.PROTECT, related_name="+", null=True
    )

    objects = RouteQuerySet.as_manager()

    class Meta:
        verbose_name = _("审批路线")
        verbose_name_plural = _("审批路线")
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="route_version_once"),
            models.UniqueConstraint(fields=["kind"], condition=Q(state="active"), name="route_one_active"),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"


class RouteStepQuerySet(CapabilityQuerySet):
    capability = "approvals.routes"


@track()
class ApprovalRouteStep(models.Model):
    """One step of a route: when it applies, who signs, within how many hours, and the clause that asks for it."""

    route = models.ForeignKey(ApprovalRoute, on_delete=models.CASCADE, related_name="steps", db_index=False)
    position = models.PositiveSmallIntegerField(_("顺序"))
    name = models.CharField(_("步骤"), max_length=40)
    conditions = models.JSONField(
        _("条件"), default=list, blank=True, help_text=_("全部满足才走这一步；空着就是总要走")
    )
    finder = models.CharField(_("找谁"), max_length=12, choices=Finder.choices)
    finder_ref = models.CharField(_("权限或登录名"), max_length=60, blank=True)
    mode = models.CharField(_("方式"), max_length=3, choices=Mode.choices, default=Mode.ANY)
    hours = models.PositiveSmallIntegerField(_("时限（小时）"), default=24)
    clause = models.CharField(_("依据"), max_length=200)

    objects = RouteStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("路线步骤")
        verbose_name_plural = _("路线步骤")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["route", "position"], name="route_step_position")]

    def __str__(self) -> str:
        return self.name


class RequestQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        """Those who take part, their stand-ins, the submitter's superiors, and supervisors."""
        if user.can("approvals.supervise"):
            return self.all()
        people = [user.pk, *user.access.principal_ids]
        seats = ApprovalSeat.objects.filter(
            Q(approver_id__in=people) | Q(decided_by_id=user.pk) | Q(brought_by_id=user.pk)
        )
        copies = ApprovalCopy.objects.filter(user_id=user.pk)
        submitters = user.access.people(user.access.scope("people"))
        return self.filter(
            Q(submitter_id__in=submitters)
            | Q(pk__in=seats.values("step__request_id"))
            | Q(pk__in=copies.values("request_id"))
        )

    def open(self) -> Self:
        return self.filter(state=RequestState.OPEN)

    def about(self, kind: str, subject_id: int) -> Self:
        return self.filter(kind=kind, subject_id=subject_id).order_by("-pk")


@track(exclude=("snapshot",))
class ApprovalRequest(models.Model):
    """One run of an approval: what was submitted (snapshot, digest), by whom, and how it ended.

    `authors` are the ids of those whose document it is besides the submitter, as the adapter names them.
    """

    kind = models.CharField(_("单据"), max_length=60)
    subject_id = models.BigIntegerField(_("单据编号"))
    number = models.CharField(_("单号"), max_length=60)
    title = models.CharField(_("标题"), max_length=200)
    party = models.CharField(_("客户"), max_length=200, blank=True)
    url = models.CharField(_("打开"), max_length=300, blank=True)
    amount = models.DecimalField(_("金额"), max_digits=18, decimal_places=2, null=True)
    currency = models.CharField(_("币种"), max_length=3, default="CNY")
    digest = models.CharField(_("指纹"), max_length=64)
    snapshot = models.JSONField(_("提交时的内容"), default=dict, encoder=DjangoJSONEncoder)
    facts = models.JSONField(_("判断依据"), default=dict)
    risks = models.JSONField(_("风险"), default=list)
    policies = models.JSONField(_("当时的制度版本"), default=dict)
    route = models.ForeignKey(ApprovalRoute, verbose_name=_("路线"), on_delete=models.PROTECT, related_name="requests")
    state = models.CharField(_("状态"), max_length=10, choices=RequestState.choices, default=RequestState.OPEN)
    note = models.TextField(_("提交说明"), blank=True)
    submitter = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("提交人"), on_delete=models.PROTECT, related_name="+", db_index=False
    )
    authors = ArrayField(models.BigIntegerField(), verbose_name=_("起草人和负责人"), default=list)
    submitted_at = models.DateTimeField(_("提交时间"), default=clock.now)
    closed_at = models.DateTimeField(_("结束时间"), null=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("审批")
        verbose_name_plural = _("审批")
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_id"], condition=Q(state="open"), name="request_one_open"),
            models.CheckConstraint(
                name="request_closed_has_time",
                condition=Q(state="open", closed_at=None) | (~Q(state="open") & Q(closed_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "subject_id", "-id"], name="request_subject"),
            models.Index(fields=["submitter", "-id"], name="request_submitter"),
            models.Index(fields=["submitter", "state"], name="request_submitter_state"),
        ]
        triggers = [
            pgtrigger.FSM(name="request_moves", field="state", transitions=_moves(REQUEST_MOVES)),
            pgtrigger.ReadOnly(
                name="request_content_is_fixed",
                fields=["kind", "subject_id", "number", "amount", "digest", "snapshot", "risks", "submitter", "route"],
            ),
            pgtrigger.Trigger(
                name="request_approved_by_all_steps",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                timing=pgtrigger.Deferred,
                condition=pgtrigger.Q(new__state="approved"),
                func=APPROVED_BY_ALL_STEPS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return address_of("workflow:request_detail", self.pk)

    def seat(self, step: "ApprovalStep", approver: Any, **more: Any) -> "ApprovalSeat":
        """A place for this person in one of its steps, with all that a seat copies. Not saved."""
        copied = {"submitter": self.submitter, "kind": self.kind, "subject_id": self.subject_id}
        return ApprovalSeat(step=step, approver=approver, **copied, **more)

    def is_own(self, user: Viewer) -> bool:
        """Whether it is about a document of this person's: then they decide nothing about it, by any route."""
        return user.pk == self.submitter_id or user.pk in self.authors


class StepQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        return self.filter(request__in=ApprovalRequest.objects.visible_to(user).values("pk"))

    def awaiting(self, user: Viewer) -> Self:
        """The inbox: open steps with an empty seat of this person, or of somebody they stand in for today.

        Never the person's own documents: not even a stand-in decides on what they submitted or wrote.
        """
        seats = ApprovalSeat.objects.waiting_for(user)
        own = Q(request__submitter_id=user.pk) | Q(request__authors__contains=[user.pk])
        return self.filter(AnyOf(F("pk"), ArraySubquery(seats.values("step_id"))), state=StepState.OPEN).exclude(own)

    def overdue(self, now: object) -> Self:
        return self.filter(state=StepState.OPEN, due_at__lte=now)


@track()
class ApprovalStep(models.Model):
    """One stop on the way of a request. `clause` says why this stop is there."""

    request = models.ForeignKey(ApprovalRequest, on_delete=models.CASCADE, related_name="steps", db_index=False)
    position = models.PositiveSmallIntegerField(_("顺序"))
    name = models.CharField(_("步骤"), max_length=40)
    mode = models.CharField(_("方式"), max_length=3, choices=Mode.choices, default=Mode.ANY)
    state = models.CharField(_("状态"), max_length=10, choices=StepState.choices, default=StepState.WAITING)
    finder = models.CharField(max_length=12, choices=Finder.choices)
    finder_ref = models.CharField(max_length=60, blank=True)
    clause = models.CharField(_("依据"), max_length=300)
    asked = ArrayField(models.CharField(max_length=40), verbose_name=_("触发的条件"), default=list)
    hours = models.PositiveSmallIntegerField(_("时限（小时）"), default=24)
    opened_at = models.DateTimeField(_("开始等待"), null=True)
    due_at = models.DateTimeField(_("时限"), null=True)
    closed_at = models.DateTimeField(_("结束时间"), null=True)
    reminded_at = models.DateTimeField(_("上次催办"), null=True)
    escalated_at = models.DateTimeField(_("上报时间"), null=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("审批步骤")
        verbose_name_plural = _("审批步骤")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "position"], name="step_position", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(fields=["request"], condition=Q(state="open"), name="step_one_open"),
            models.CheckConstraint(
                name="step_open_is_clocked",
                condition=~Q(state="open") | Q(opened_at__isnull=False, due_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="open"), name="step_due")]
        triggers = [pgtrigger.FSM(name="step_moves", field="state", transitions=_moves(STEP_MOVES))]

    def __str__(self) -> str:
        return self.name

    @property
    def pending_seats(self) -> "list[ApprovalSeat]":
        return [seat for seat in self.seats.all() if not seat.verdict]


class SeatQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        return self.filter(step__request__in=ApprovalRequest.objects.visible_to(user).values("pk"))

    def waiting_for(self, user: Viewer) -> Self:
        """Empty seats of this person, or of somebody they stand in for today; of closed steps too."""
        return self.filter(verdict="", approver_id__in=[user.pk, *user.access.principal_ids])

    def subjects(self, kind: str, user: Viewer, *, may_list: bool = True) -> Q:
        """Documents of one kind whose approval this person has or had, or somebody they stand in for today, or was copied.

        A few are listed, so that PostgreSQL can combine them with another index; many are hashed, and so are those that
        nobody `may_list`: then nothing is read.
        """
        asked = self.filter(kind=kind, approver_id__in=[user.pk, *user.access.principal_ids])
        in_place = self.filter(kind=kind, decided_by_id=user.pk).exclude(decided_by=F("approver"))
        copied = ApprovalCopy.objects.filter(user_id=user.pk, request__kind=kind)
        parts: list[models.QuerySet[Any, Any]] = [
            asked.values_list("subject_id"),
            in_place.values_list("subject_id"),
            copied.values_list("request__subject_id"),
        ]
        if may_list:
            first, *others = [part[: MOST_LISTED + 1] for part in parts]
            listed = [pk for (pk,) in first.union(*others, all=True)]
            if len(listed) <= MOST_LISTED:
                return Q(pk__in=sorted(set(listed)))
        return Q(pk__in=parts[0]) | Q(pk__in=parts[1]) | Q(pk__in=parts[2])


@track(exclude=("kind", "subject_id"))
class ApprovalSeat(models.Model):
    """One approver's place in a step, copied at submission, with their verdict once given.

    `submitter` is copied from the request so that the database itself refuses self-approval; `kind` and `subject_id`, so that
    whose approval a document needed is one walk of an index.
    """

    step = models.ForeignKey(ApprovalStep, on_delete=models.CASCADE, related_name="seats", db_index=False)
    submitter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("单据"), max_length=60)
    subject_id = models.BigIntegerField(_("单据编号"))
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("审批人"),
        on_delete=models.PROTECT,
        related_name="approval_seats",
        db_index=False,
    )
    verdict = models.CharField(_("结论"), max_length=8, choices=Verdict.choices, blank=True, default="")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("实际审批人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        db_index=False,
    )
    decided_at = models.DateTimeField(_("审批时间"), null=True)
    comment = models.TextField(_("意见"), blank=True)
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("转交或加签人"), on_delete=models.PROTECT, related_name="+", null=True
    )

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("审批席位")
        verbose_name_plural = _("审批席位")
        constraints = [
            models.UniqueConstraint(fields=["step", "approver"], name="seat_once"),
            models.CheckConstraint(
                name="seat_verdict_has_decider",
                condition=Q(verdict="", decided_by=None, decided_at=None)
                | (~Q(verdict="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
            models.CheckConstraint(name="seat_approver_not_submitter", condition=~Q(approver=F("submitter"))),
            models.CheckConstraint(
                name="seat_decider_not_submitter", condition=Q(decided_by=None) | ~Q(decided_by=F("submitter"))
            ),
        ]
        indexes = [
            models.Index(fields=["approver", "kind", "subject_id"], name="seat_subject"),
            models.Index(fields=["approver", "step"], condition=Q(verdict=""), name="seat_awaiting"),
            models.Index(fields=["decided_by", "-decided_at"], name="seat_decided"),
            models.Index(
                fields=["decided_by", "kind", "subject_id"],
                condition=~Q(decided_by=F("approver")),
                name="seat_decided_in_place",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="seat_submitter_is_the_requests",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("owner", "bigint"), ("writers", "bigint[]"), ("document", "text"), ("number", "bigint")],
                func=SEAT_OF_ITS_REQUEST,
            )
        ]

    def __str__(self) -> str:
        return f"{self.approver} {self.get_verdict_display()}".strip()

    @property
    def in_place(self) -> bool:
        """Somebody else decided in the approver's place."""
        return self.decided_by_id is not None and self.decided_by_id != self.approver_id


class CopyQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        return self.filter(user_id=user.pk)


@track(exclude=("read_at",))
class ApprovalCopy(models.Model):
    """Somebody who is told of a request and may read it, without a verdict."""

    request = models.ForeignKey(ApprovalRequest, on_delete=models.CASCADE, related_name="copies", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("抄送时间"), default=clock.now)
    read_at = models.DateTimeField(_("已读"), null=True)

    objects = CopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("抄送")
        verbose_name_plural = _("抄送")
        constraints = [models.UniqueConstraint(fields=["request", "user"], name="copy_once")]
        indexes = [models.Index(fields=["user", "-id"], name="copy_user")]

    def __str__(self) -> str:
        return f"{self.request_id} → {self.user_id}"
