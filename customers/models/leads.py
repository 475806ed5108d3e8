from datetime import date
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import ConcurrentTransitionMixin, FSMField, transition

from core import clock, divisions
from core.addresses import address_of
from core.history import track
from core.models import Record
from core.process import Act
from core.scope import ALL, NONE, OwnedQuerySet, ScopedQuerySet, Viewer
from customers import policy as rules
from customers.choices import (
    OPEN_LEADS,
    LeadBudget,
    LeadPotential,
    LeadSource,
    LeadState,
    LeadTiming,
    LeadWay,
    RejectReason,
    TouchChannel,
    TouchOutcome,
)
from customers.models.customers import Customer, validate_division
from customers.models.opportunities import Opportunity

ASSIGN_RIGHT = "leads.assign"


class LeadQuerySet(OwnedQuerySet):
    domain = "leads"

    def shared_with(self, user: Viewer) -> Q | None:
        """What one entered oneself; and what nobody has yet, to those who may give it away."""
        entered = Q(created_by_id=user.pk)
        return entered | Q(owner=None) if user.can(ASSIGN_RIGHT) else entered

    def open(self) -> Self:
        """Neither a customer yet nor given up."""
        return self.filter(state__in=OPEN_LEADS)

    def unassigned(self) -> Self:
        return self.filter(state=LeadState.NEW)

    def untouched(self) -> Self:
        """Given to somebody who has not spoken with them yet."""
        return self.filter(state=LeadState.ASSIGNED)

    def overdue(self, assigned_since: date, touched_since: date) -> Self:
        """Waiting for an owner, or for the owner's first word, since before these days (customers.lead_rules)."""
        return self.filter(
            Q(state=LeadState.NEW, received_at__lt=clock.day_start(assigned_since))
            | Q(state=LeadState.ASSIGNED, owned_since__lt=clock.day_start(touched_since))
        )


OURS: dict[str, Any] = {"right": "leads.work", "people": ("owner",), "or_right": ASSIGN_RIGHT}
ASSIGN = Act(_("分配"), right=ASSIGN_RIGHT, rules=(rules.LEAD_WAYS, rules.LEAD_ASSIGN_DAYS))
BEGIN = Act(_("记第一次联系"), rules=(rules.LEAD_TOUCH_DAYS,), **OURS)
CONVERT = Act(_("转客户"), right="leads.work", people=("owner",), rules=(rules.LEAD_SCREENING,))
REJECT = Act(_("退掉"), **OURS)
REOPEN = Act(_("重新打开"), **OURS)


@track(exclude=("search_key", "name_key", "phone_key", "warned_at", "climbed_at"))
class Lead(ConcurrentTransitionMixin, Record):
    """Somebody who may become a customer (B07–B09): entered by marketing, assigned, spoken with, screened, converted or rejected.

    `received_at`, `assigned_at` (the first time) and `first_touch_at` are the clock of the hand-over; `owned_since` is when
    the present owner got it. `warned_at` and `climbed_at`: when the owner was reminded of the first touch, and the superior told.
    """

    STATES = LeadState

    state = FSMField(_("状态"), choices=LeadState.choices, default=LeadState.NEW, protected=True)
    company = models.CharField(_("公司"), max_length=120)
    contact = models.CharField(pgettext_lazy("one", "联系人"), max_length=40, blank=True)
    phone = models.CharField(_("电话"), max_length=40, blank=True)
    email = models.EmailField(_("邮箱"), blank=True)
    wechat = models.CharField(_("微信"), max_length=40, blank=True)
    division = models.CharField(_("地区"), max_length=9, blank=True, validators=[validate_division])
    source = models.CharField(_("来源"), max_length=12, choices=LeadSource.choices)
    source_detail = models.CharField(_("哪场活动"), max_length=80, blank=True)
    wants = models.TextField(_("想要什么"), max_length=1000, blank=True)
    received_at = models.DateTimeField(_("收到时间"), default=clock.now)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("负责人"),
        on_delete=models.PROTECT,
        related_name="leads",
        null=True,
        db_index=False,
    )
    way = models.CharField(_("怎么分的"), max_length=8, choices=LeadWay.choices, blank=True, editable=False)
    way_place = models.CharField(max_length=9, blank=True, editable=False)
    assigned_at = models.DateTimeField(_("分配时间"), null=True, editable=False)
    owned_since = models.DateTimeField(_("负责起"), null=True, editable=False)
    first_touch_at = models.DateTimeField(_("第一次联系"), null=True, editable=False)
    last_touch_at = models.DateTimeField(_("最近联系"), null=True, editable=False)
    need = models.TextField(_("需要什么"), max_length=2000, blank=True)
    budget = models.CharField(_("预算"), max_length=10, choices=LeadBudget.choices, blank=True)
    timing = models.CharField(_("什么时候买"), max_length=10, choices=LeadTiming.choices, blank=True)
    potential = models.CharField(_("合作潜力"), max_length=10, choices=LeadPotential.choices, blank=True)
    screened_at = models.DateTimeField(_("甄别时间"), null=True, editable=False)
    closed_at = models.DateTimeField(_("了结时间"), null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("了结人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    customer = models.ForeignKey(
        Customer,
        verbose_name=pgettext_lazy("one", "客户"),
        on_delete=models.PROTECT,
        related_name="leads",
        null=True,
        editable=False,
    )
    opportunity = models.ForeignKey(
        Opportunity,
        verbose_name=_("商机"),
        on_delete=models.SET_NULL,
        related_name="leads",
        null=True,
        editable=False,
    )
    reject_reason = models.CharField(
        _("退掉的原因"), max_length=12, choices=RejectReason.choices, blank=True, editable=False
    )
    reject_note = models.CharField(_("退掉的说明"), max_length=300, blank=True, editable=False)
    warned_at = models.DateTimeField(null=True, editable=False)
    climbed_at = models.DateTimeField(null=True, editable=False)
    name_key = models.CharField(max_length=120, editable=False)
    phone_key = models.CharField(max_length=40, editable=False, blank=True)
    search_key = models.TextField(editable=False, default="", blank=True)

    objects = LeadQuerySet.as_manager()

    class Meta:
        verbose_name = _("线索")
        verbose_name_plural = _("线索")
        constraints = [
            models.CheckConstraint(name="lead_has_company", condition=~Q(company="") & ~Q(name_key="")),
            models.CheckConstraint(name="lead_has_source", condition=~Q(source="")),
            models.CheckConstraint(
                name="lead_owned_when_assigned",
                condition=Q(state=LeadState.NEW, owner=None)
                | Q(state__in=[LeadState.ASSIGNED, LeadState.WORKING, LeadState.CONVERTED], owner__isnull=False)
                | Q(state=LeadState.REJECTED),
            ),
            models.CheckConstraint(
                name="lead_owner_has_times",
                condition=Q(owner=None) | Q(assigned_at__isnull=False, owned_since__isnull=False) & ~Q(way=""),
            ),
            models.CheckConstraint(
                name="lead_worked_when_touched",
                condition=Q(state__in=[LeadState.NEW, LeadState.ASSIGNED], first_touch_at=None)
                | Q(state__in=[LeadState.WORKING, LeadState.CONVERTED], first_touch_at__isnull=False)
                | Q(state=LeadState.REJECTED),
            ),
            models.CheckConstraint(
                name="lead_converted_into",
                condition=Q(state=LeadState.CONVERTED, customer__isnull=False)
                | ~Q(state=LeadState.CONVERTED) & Q(customer=None, opportunity=None),
            ),
            models.CheckConstraint(
                name="lead_rejected_says_why",
                condition=Q(state=LeadState.REJECTED) & ~Q(reject_reason="")
                | ~Q(state=LeadState.REJECTED) & Q(reject_reason=""),
            ),
            models.CheckConstraint(
                name="lead_closed_has_time",
                condition=Q(state__in=OPEN_LEADS, closed_at=None)
                | Q(state__in=[LeadState.CONVERTED, LeadState.REJECTED], closed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "state", "owned_since", "id"], name="lead_owner_state"),
            models.Index(fields=["state", "received_at", "id"], name="lead_state_received"),
            models.Index(fields=["-received_at", "-id"], name="lead_received"),
            models.Index(fields=["owner", "-received_at", "-id"], name="lead_owner_received"),
            models.Index(fields=["name_key"], name="lead_name_key"),
            models.Index(fields=["phone_key"], name="lead_phone_key", condition=~Q(phone_key="")),
            GinIndex(fields=["search_key"], name="lead_search", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.company

    def get_absolute_url(self) -> str:
        return address_of("customers:lead_detail", self.pk)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_LEADS

    @property
    def place(self) -> str:
        return divisions.full_name(self.division)

    # Transitions move own fields only; who may, and what follows, is the services' business.

    @transition(state, source=LeadState.NEW, target=LeadState.ASSIGNED, custom={"act": ASSIGN})
    def assign(self) -> None: ...

    @transition(state, source=LeadState.ASSIGNED, target=LeadState.WORKING, custom={"act": BEGIN})
    def begin(self, *, at: Any) -> None:
        self.first_touch_at = at

    @transition(state, source=LeadState.WORKING, target=LeadState.CONVERTED, custom={"act": CONVERT})
    def convert(self, *, customer: Customer) -> None:
        self.customer, self.closed_at = customer, clock.now()

    @transition(state, source=list(OPEN_LEADS), target=LeadState.REJECTED, custom={"act": REJECT})
    def reject(self, *, reason: str) -> None:
        self.reject_reason, self.closed_at = reason, clock.now()

    @transition(state, source=LeadState.REJECTED, target=LeadState.NEW, custom={"act": REOPEN})
    def back_to_queue(self) -> None:
        self._reopened()

    @transition(state, source=LeadState.REJECTED, target=LeadState.ASSIGNED, custom={"act": REOPEN})
    def back_to_owner(self) -> None:
        self._reopened()
        self.owned_since = clock.now()

    @transition(state, source=LeadState.REJECTED, target=LeadState.WORKING, custom={"act": REOPEN})
    def back_to_work(self) -> None:
        self._reopened()

    def _reopened(self) -> None:
        self.closed_at = self.closed_by = self.warned_at = self.climbed_at = None
        self.reject_reason, self.reject_note = "", ""


class TouchQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        """Those of the leads in sight, and of the leads that customers in sight came from."""
        scope = user.access.scope(Lead.objects.all().domain)
        if scope == ALL:
            return self.all()
        at_customers = Q(lead__customer__in=Customer.objects.visible_to(user))
        if scope == NONE:
            return self.filter(at_customers)
        return self.filter(Q(lead__in=Lead.objects.visible_to(user)) | at_customers)

    def at(self, customer: Customer) -> Self:
        """What was said before a company became the customer the reader was let in to."""
        return self.filter(lead__customer=customer)

    def of(self, lead: Lead) -> Self:
        """What was said with a lead the reader was let in to."""
        return self.filter(lead=lead)


@track()
class LeadTouch(models.Model):
    """Somebody spoke with a lead (B10): how, with whom, when, what came of it and what is next. Written once."""

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="touches", db_index=False)
    channel = models.CharField(_("方式"), max_length=8, choices=TouchChannel.choices)
    person = models.CharField(_("和谁"), max_length=40, blank=True)
    at = models.DateTimeField(_("时间"), default=clock.now)
    outcome = models.CharField(_("结果"), max_length=12, choices=TouchOutcome.choices)
    note = models.TextField(_("说了什么"), max_length=1000, blank=True)
    next_step = models.CharField(_("下一步"), max_length=120, blank=True)
    next_on = models.DateField(_("下一步日期"), null=True, blank=True)
    created_at = models.DateTimeField(_("记录时间"), default=clock.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("谁"), on_delete=models.PROTECT, related_name="+"
    )

    objects = TouchQuerySet.as_manager()

    class Meta:
        verbose_name = _("线索联系")
        verbose_name_plural = _("线索联系")
        indexes = [models.Index(fields=["lead", "-at", "-id"], name="lead_touch_of")]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} #{self.lead_id}"

    def get_absolute_url(self) -> str:
        return address_of("customers:lead_detail", self.lead_id)
