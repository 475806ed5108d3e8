import hashlib
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import ConcurrentTransitionMixin, FSMField, transition

from core import clock
from core.addresses import address_of
from core.history import track
from core.models import Record
from core.process import Act
from core.scope import ALL, NONE, ScopedQuerySet, Viewer
from customers.choices import PriorKind, PriorOutcome, PriorState
from customers.models.customers import Customer
from customers.policy import REPORT_BACK_DAYS
from workflow.models import ApprovalRequest

KIND = "customers.priorapproval"


class PriorQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        """One's own, those of people whose visits one sees, and those one takes part in deciding."""
        scope = user.access.scope("visits")
        if scope == ALL:
            return self.all()
        taking_part = ApprovalRequest.objects.visible_to(user).filter(kind=KIND).values("pk")
        seen = Q(owner_id=user.pk) | Q(approval__in=taking_part)
        if scope != NONE:
            seen |= Q(owner_id__in=user.access.people(scope))
        return self._in_sight(seen, user)

    def to_report(self) -> Self:
        return self.filter(state=PriorState.GRANTED)

    def to_close(self) -> Self:
        return self.filter(state=PriorState.TOLD)

    def late(self, on: Any) -> Self:
        """Granted, and the day to report by is over."""
        return self.to_report().filter(report_by__lt=on)


def _has_passed(prior: Any) -> bool:
    return bool(prior.has_passed())


def _is_told(prior: Any) -> bool:
    return bool(prior.report and prior.outcome)


GRANT = Act(_("同意"), route=True)
REFUSE = Act(_("驳回"), route=True)
WITHDRAW = Act(_("撤回"), people=("approval.submitter",))
REOPEN = Act(_("10 秒内撤销"), who=_("刚下结论的人"), undo=True)
TELL = Act(_("汇报"), people=("owner",), rules=(REPORT_BACK_DAYS,))
SEND_BACK = Act(_("退回汇报"), who=_("请示人的上级"))
CLOSE = Act(_("了结"), who=_("请示人的上级"))


@track(exclude=("search_key",))
class PriorApproval(ConcurrentTransitionMixin, Record):
    """事前请示、事后汇报 (C09): what somebody wants to do, decided beforehand, and what became of it, reported afterwards.

    It cannot be closed before it is reported, nor by who asked. `report_by` stands from the yes on.
    """

    STATES = PriorState

    number = models.CharField(_("编号"), max_length=32, unique=True, editable=False)
    state = FSMField(_("状态"), choices=PriorState.choices, default=PriorState.REPORTED, protected=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("请示人"),
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        db_index=False,
    )
    customer = models.ForeignKey(
        Customer,
        verbose_name=pgettext_lazy("one", "客户"),
        on_delete=models.PROTECT,
        related_name="prior_approvals",
        null=True,
        blank=True,
    )
    kind = models.CharField(_("类别"), max_length=8, choices=PriorKind.choices)
    subject = models.CharField(_("请示什么"), max_length=80)
    content = models.CharField(_("为什么、怎么做"), max_length=1000)
    amount = models.DecimalField(_("预计金额"), max_digits=18, decimal_places=2, null=True, blank=True)
    act_on = models.DateField(_("哪天办"))
    approval = models.ForeignKey(
        ApprovalRequest, on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )
    report_by = models.DateField(_("哪天前汇报"), null=True, editable=False)
    outcome = models.CharField(_("办成没有"), max_length=8, choices=PriorOutcome.choices, blank=True)
    report = models.CharField(_("汇报"), max_length=2000, blank=True)
    spent = models.DecimalField(_("实际花费"), max_digits=18, decimal_places=2, null=True, blank=True)
    reported_at = models.DateTimeField(_("汇报时间"), null=True, editable=False)
    returned_reason = models.CharField(_("退回原因"), max_length=500, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("了结人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    closed_at = models.DateTimeField(_("了结时间"), null=True, editable=False)
    search_key = models.TextField(editable=False, default="")

    objects = PriorQuerySet.as_manager()

    class Meta:
        verbose_name = _("请示")
        verbose_name_plural = _("请示")
        constraints = [
            models.CheckConstraint(
                name="prior_granted_with_approval",
                condition=~Q(state__in=[PriorState.GRANTED, PriorState.TOLD, PriorState.CLOSED])
                | Q(approval__isnull=False, report_by__isnull=False),
            ),
            models.CheckConstraint(
                name="prior_closed_with_report",
                condition=~Q(state__in=[PriorState.TOLD, PriorState.CLOSED])
                | (~Q(report="") & ~Q(outcome="") & Q(reported_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="prior_closed_by_another",
                condition=Q(state=PriorState.CLOSED, closed_by__isnull=False, closed_at__isnull=False)
                & ~Q(closed_by=F("owner"))
                | ~Q(state=PriorState.CLOSED) & Q(closed_by=None, closed_at=None),
            ),
            models.CheckConstraint(
                name="prior_amounts",
                condition=(Q(amount=None) | Q(amount__gt=0)) & (Q(spent=None) | Q(spent__gte=0)),
                violation_error_message=_("金额要大于零"),
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-id"], name="prior_owner"),
            models.Index(fields=["report_by"], name="prior_to_report", condition=Q(state=PriorState.GRANTED)),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    def get_absolute_url(self) -> str:
        return address_of("customers:prior_detail", self.pk)

    @transition(
        state, source=PriorState.REPORTED, target=PriorState.GRANTED, conditions=[_has_passed], custom={"act": GRANT}
    )
    def grant(self) -> None:
        """Only with its request approved."""

    @transition(state, source=PriorState.REPORTED, target=PriorState.REFUSED, custom={"act": REFUSE})
    def refuse(self) -> None:
        """Returned or rejected: either way one asks anew, with other words."""

    @transition(state, source=PriorState.REPORTED, target=PriorState.WITHDRAWN, custom={"act": WITHDRAW})
    def withdraw(self) -> None:
        """Taken back by who asked."""

    @transition(
        state,
        source=[PriorState.GRANTED, PriorState.REFUSED],
        target=PriorState.REPORTED,
        custom={"act": REOPEN},
    )
    def reopen(self) -> None:
        """The verdict was undone within its ten seconds."""

    @transition(state, source=PriorState.GRANTED, target=PriorState.TOLD, conditions=[_is_told], custom={"act": TELL})
    def tell(self) -> None:
        """Reported, whether it came off or not."""

    @transition(state, source=PriorState.TOLD, target=PriorState.GRANTED, custom={"act": SEND_BACK})
    def send_back(self) -> None:
        """The report is to be written anew, with a reason."""

    @transition(state, source=PriorState.TOLD, target=PriorState.CLOSED, conditions=[_is_told], custom={"act": CLOSE})
    def close(self) -> None:
        """Read by a superior, and settled."""

    @property
    def digest(self) -> str:
        """The fingerprint of what is asked for."""
        amount = "" if self.amount is None else f"{self.amount:.2f}"
        asked = (self.customer_id, self.kind, self.subject, self.content, amount, self.act_on)
        return hashlib.sha256("\n".join(str(value) for value in asked).encode()).hexdigest()

    @property
    def is_late(self) -> bool:
        return bool(self.state == PriorState.GRANTED and self.report_by and self.report_by < clock.today())

    def has_passed(self) -> bool:
        request = self.approval
        return request is not None and request.state == "approved" and request.digest == self.digest
