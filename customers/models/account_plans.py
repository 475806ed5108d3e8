import hashlib
from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import ConcurrentTransitionMixin, FSMField, transition

from core import clock
from core.addresses import address_of
from core.history import track
from core.models import Record
from core.process import Act
from core.scope import ALL, NONE, ScopedQuerySet, Viewer
from customers.choices import AccountPlanState, Satisfaction
from customers.models.customers import Customer
from customers.policy import ACCOUNT_PLAN_DAYS, ACCOUNT_REVIEW_DAYS
from customers.scope import through_customer, works_on
from workflow.models import ApprovalRequest

KIND = "customers.accountplan"
FIRST_YEAR = 2000
LIVE = (AccountPlanState.NAMED, AccountPlanState.REPORTED, AccountPlanState.APPROVED)
"""On the list of their year."""


class AccountPlanQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        """Those of the customers in sight, and those one takes part in deciding."""
        scope = user.access.scope("customers")
        if scope == ALL:
            return self.all()
        taking_part = ApprovalRequest.objects.visible_to(user).filter(kind=KIND).values("pk")
        seen = Q(approval__in=taking_part)
        if scope != NONE:
            seen |= through_customer(user, scope)
        return self._in_sight(seen, user)

    def at(self, customer: Customer, user: Viewer) -> Self:
        """`visible_to`, asked of one customer only."""
        scope, here = user.access.scope("customers"), self.filter(customer=customer)
        if scope == ALL or (scope != NONE and works_on(user, scope, customer)):
            return here
        return here.visible_to(user)

    def live(self) -> Self:
        return self.filter(state__in=LIVE)

    def of_manager(self, user: Any) -> Self:
        """Those the account manager answers for: who that is stands on the customer."""
        return self.filter(customer__account_manager=user)

    def to_write(self) -> Self:
        return self.filter(state=AccountPlanState.NAMED)

    def late(self, on: date) -> Self:
        """To be written or reviewed, and the day is over."""
        missed = AccountReview.objects.filter(plan=OuterRef("pk"), held_on=None, due_on__lt=on)
        unwritten = Q(state=AccountPlanState.NAMED, write_by__lt=on)
        return self.filter(unwritten | Q(Exists(missed), state=AccountPlanState.APPROVED))


def _has_passed(plan: Any) -> bool:
    return bool(plan.has_passed())


OURS: dict[str, Any] = {"who": _("客户经理或其上级")}
REPORT = Act(_("上报"), rules=(ACCOUNT_PLAN_DAYS, ACCOUNT_REVIEW_DAYS), **OURS)
APPROVE = Act(_("同意"), route=True)
SEND_BACK = Act(_("退回"), route=True)
WITHDRAW = Act(_("撤回"), people=("approval.submitter",))
REOPEN = Act(_("10 秒内撤销"), who=_("刚下结论的人"), undo=True)
REVISE = Act(_("修订"), **OURS)
DROP = Act(_("移出名单"), right="customers.assign")
NAME = Act(_("重新列入"), right="customers.assign")


@track()
class AccountPlan(ConcurrentTransitionMixin, Record):
    """That a year's plan names a key customer, and how it is served (B06): goals, measures and the days of its reviews.

    Who answers for it is the customer's account manager of the day. It counts from its approval on; what changes
    afterwards is approved anew. `write_by` is until when it is to be reported.
    """

    STATES = AccountPlanState

    customer = models.ForeignKey(
        Customer,
        verbose_name=pgettext_lazy("one", "客户"),
        on_delete=models.PROTECT,
        related_name="account_plans",
        db_index=False,
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    state = FSMField(_("状态"), choices=AccountPlanState.choices, default=AccountPlanState.NAMED, protected=True)
    goals = models.CharField(_("合作目标"), max_length=1000, blank=True)
    target = models.DecimalField(_("目标金额"), max_digits=18, decimal_places=2, null=True, blank=True)
    measures = models.CharField(_("服务措施"), max_length=2000, blank=True)
    write_by = models.DateField(_("上报期限"), editable=False)
    approval = models.ForeignKey(
        ApprovalRequest, on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )
    returned_reason = models.CharField(_("退回原因"), max_length=500, blank=True, editable=False)
    approved_at = models.DateTimeField(_("批准时间"), null=True, editable=False)
    dropped_reason = models.CharField(_("移出原因"), max_length=200, blank=True, editable=False)

    objects = AccountPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("服务计划")
        verbose_name_plural = _("服务计划")
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "year"],
                name="account_plan_once_a_year",
                condition=~Q(state=AccountPlanState.DROPPED),
            ),
            models.CheckConstraint(
                name="account_plan_approved_with_approval",
                condition=~Q(state=AccountPlanState.APPROVED) | Q(approval__isnull=False, approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="account_plan_reported_with_words",
                condition=~Q(state__in=[AccountPlanState.REPORTED, AccountPlanState.APPROVED])
                | ~Q(goals="") & ~Q(measures=""),
            ),
            models.CheckConstraint(
                name="account_plan_year",
                condition=Q(year__gte=FIRST_YEAR, year__lt=FIRST_YEAR + 200),
                violation_error_message=_("年度不对"),
            ),
            models.CheckConstraint(
                name="account_plan_target",
                condition=Q(target=None) | Q(target__gt=0),
                violation_error_message=_("金额要大于零"),
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "-year"], name="account_plan_customer"),
            models.Index(fields=["year", "id"], name="account_plan_year"),
            models.Index(fields=["write_by"], name="account_plan_to_write", condition=Q(state=AccountPlanState.NAMED)),
        ]

    def __str__(self) -> str:
        return f"{self.customer} {self.year}"

    def get_absolute_url(self) -> str:
        return address_of("customers:account_plan_detail", self.pk)

    @transition(state, source=AccountPlanState.NAMED, target=AccountPlanState.REPORTED, custom={"act": REPORT})
    def report(self) -> None:
        """With goals, measures and reviews all through the year."""

    @transition(
        state,
        source=AccountPlanState.REPORTED,
        target=AccountPlanState.APPROVED,
        conditions=[_has_passed],
        custom={"act": APPROVE},
    )
    def approve(self) -> None:
        """Only with its request approved."""

    @transition(state, source=AccountPlanState.REPORTED, target=AccountPlanState.NAMED, custom={"act": SEND_BACK})
    def send_back(self) -> None:
        """Returned or rejected: it is to be written anew."""

    @transition(state, source=AccountPlanState.REPORTED, target=AccountPlanState.NAMED, custom={"act": WITHDRAW})
    def withdraw(self) -> None:
        """Taken back by who reported it."""

    @transition(
        state,
        source=[AccountPlanState.APPROVED, AccountPlanState.NAMED],
        target=AccountPlanState.REPORTED,
        custom={"act": REOPEN},
    )
    def reopen(self) -> None:
        """The verdict was undone within its ten seconds."""

    @transition(state, source=AccountPlanState.APPROVED, target=AccountPlanState.NAMED, custom={"act": REVISE})
    def revise(self) -> None:
        """Changed, and to be approved anew."""

    @transition(
        state,
        source=[AccountPlanState.NAMED, AccountPlanState.APPROVED],
        target=AccountPlanState.DROPPED,
        custom={"act": DROP},
    )
    def drop(self) -> None:
        """Off the year's list, with a reason."""

    @transition(state, source=AccountPlanState.DROPPED, target=AccountPlanState.NAMED, custom={"act": NAME})
    def name_again(self) -> None:
        """Back on the list with what was written."""

    @property
    def digest(self) -> str:
        """The fingerprint of what is to be approved."""
        target = "" if self.target is None else f"{self.target:.2f}"
        days = ",".join(str(day) for day in self.reviews.order_by("due_on").values_list("due_on", flat=True))
        asked = (self.customer_id, self.year, self.goals, target, self.measures, days)
        return hashlib.sha256("\n".join(str(value) for value in asked).encode()).hexdigest()

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def is_late(self) -> bool:
        return self.state == AccountPlanState.NAMED and self.write_by < clock.today()

    def has_passed(self) -> bool:
        request = self.approval
        return request is not None and request.state == "approved" and request.digest == self.digest


class AccountReviewQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        return self.filter(plan__in=AccountPlan.objects.visible_to(user))

    def to_hold(self) -> Self:
        """Of approved plans, and not held yet."""
        return self.filter(held_on=None, plan__state=AccountPlanState.APPROVED)

    def late(self, on: date) -> Self:
        return self.to_hold().filter(due_on__lt=on)


@track()
class AccountReview(Record):
    """One dated review of how a key customer is served (B06), planned with the plan or held besides."""

    plan = models.ForeignKey(AccountPlan, on_delete=models.CASCADE, related_name="reviews", db_index=False)
    due_on = models.DateField(_("回顾日期"))
    held_on = models.DateField(_("哪天回顾的"), null=True, blank=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("谁回顾的"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    summary = models.CharField(_("回顾结果"), max_length=2000, blank=True)
    satisfaction = models.CharField(_("客户满意吗"), max_length=8, choices=Satisfaction.choices, blank=True)

    objects = AccountReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("服务回顾")
        verbose_name_plural = _("服务回顾")
        constraints = [
            models.UniqueConstraint(fields=["plan", "due_on"], name="account_review_once_a_day"),
            models.CheckConstraint(
                name="account_review_held_with_words",
                condition=Q(held_on=None, held_by=None, summary="", satisfaction="")
                | Q(held_on__isnull=False, held_by__isnull=False) & ~Q(summary="") & ~Q(satisfaction=""),
                violation_error_message=_("写明回顾结果和客户满意不满意"),
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="account_review_to_hold", condition=Q(held_on=None))]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.due_on}"

    @property
    def is_late(self) -> bool:
        return self.held_on is None and self.due_on < clock.today()
