from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_CEILING, Decimal
from functools import partial
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import ConcurrentTransitionMixin, FSMField, transition

from core import clock, policy
from core.addresses import address_of
from core.history import track
from core.models import Record
from core.process import Act
from core.scope import ALL, NONE, OWN, OwnedQuerySet, ScopedQuerySet, Viewer, reads_ahead
from customers.models import Contact, Customer, Opportunity, Solution
from customers.scope import through_customer, works_on
from quotes import policy as rules
from quotes.choices import AWAITED, EDITABLE, RELEASED, SENT, STANDING, SUPERSEDED, QuoteState
from quotes.models.products import Product
from workflow.models import ApprovalRequest, ApprovalSeat

KIND = "quotes.quote"
INVOLVED = "quotes.involved"


@reads_ahead
def _involve_ahead(people: Sequence[Viewer]) -> None:
    for person in people:
        person.access.remember(INVOLVED, partial(ApprovalSeat.objects.subjects, KIND, person, may_list=False))


class QuoteQuerySet(OwnedQuerySet):
    domain = "quotes"

    def visible_to(self, user: Viewer) -> Self:
        """By scope; those of customers one owns or works on; and those one has, had or was copied an approval of.

        A customer's owner answers for all that is offered there, whoever wrote it. Editing stays with the quote's own people.
        """
        scope = user.access.scope(self.domain)
        if scope == ALL:
            return self.all()
        seen: Q = user.access.remember(INVOLVED, lambda: ApprovalSeat.objects.subjects(KIND, user))
        if scope == NONE:
            return self.filter(seen)
        seen = seen | Q(owner_id__in=user.access.people(scope)) | through_customer(user, OWN)
        return self._in_sight(seen, user)

    def at(self, customer: Customer, user: Viewer) -> Self:
        """`visible_to`, asked of one customer only: mostly all its quotes are the reader's or their people's."""
        scope, here = user.access.scope(self.domain), self.filter(customer=customer)
        if scope == ALL or (scope != NONE and works_on(user, OWN, customer)):
            return here
        others = Quote.objects.filter(customer=customer)
        if scope != NONE:
            others = others.exclude(owner_id__in=user.access.people(scope))
        only_own = user.access.remember(f"quotes.others_at.{customer.pk}", lambda: not others.exists())
        return here if only_own else here.visible_to(user)

    def open(self) -> Self:
        """Still in play: neither refused nor replaced."""
        return self.exclude(state__in=[QuoteState.REJECTED, QuoteState.VOID])

    def expiring(self, on: date, days: int) -> Self:
        """Sent to the customer and running out within so many days."""
        until = on.fromordinal(on.toordinal() + days)
        return self.filter(state__in=AWAITED, valid_until__gte=on, valid_until__lte=until)

    def unanswered(self, before: datetime) -> Self:
        """With the customer since before a moment, and nothing heard of it."""
        return self.filter(state=QuoteState.ISSUED, issued_at__lt=before)

    def expired(self, on: date) -> Self:
        """A question, never a column: released, not decided upon, and past its validity."""
        return self.filter(state__in=STANDING, valid_until__lt=on)

    def standing(self, on: date) -> Self:
        """Within their validity."""
        return self.filter(valid_until__gte=on)

    def to_stamp(self, on: date) -> Self:
        """None where no rule asks for the stamp: it may be had, but nobody waits for it. Nor for one past its validity."""
        return self.standing(on).filter(state=QuoteState.APPROVED, stamps=None) if stamp_required() else self.none()

    def to_send(self, on: date) -> Self:
        """What sending would not refuse: approved, within its validity, and stamped where a rule asks for it."""
        passed = self.standing(on).filter(state=QuoteState.APPROVED)
        stamped = Exists(StampEntry.objects.filter(quote=OuterRef("pk")))
        return passed.filter(stamped) if stamp_required() else passed

    def latest_first(self) -> Self:
        return self.order_by("-updated_at", "-id")


def stamp_required() -> bool:
    """As pages show it; who sends is asked again (`services.release`)."""
    return bool(policy.recent_values([rules.STAMP_REQUIRED])[rules.STAMP_REQUIRED])


def _has_passed(quote: Any) -> bool:
    return bool(quote.has_passed())


def _is_as_approved(quote: Any) -> bool:
    return bool(quote.is_as_approved())


def _is_stamped(quote: Any) -> bool:
    """The approved content is in the stamp register, or no rule asks for it."""
    stamped = any(stamp.digest == quote.approved_digest for stamp in quote.stamps.all())
    return stamped or not policy.value(rules.STAMP_REQUIRED)


AUTHORS = ("owner", "created_by")
LIMITS = (
    rules.HEAD_DISCOUNT,
    rules.REGION_DISCOUNT,
    rules.MAJOR_AMOUNT,
    rules.HAND_PRICED,
    rules.PAYMENT_STANDARD,
    rules.VALID_DAYS,
)
REPORT = Act(_("提交审批"), right="quotes.create", people=AUTHORS, rules=LIMITS)
WITHDRAW = Act(_("撤回"), right="quotes.create", people=("approval.submitter",))
APPROVE = Act(_("同意"), route=True)
SEND_BACK = Act(_("退回"), route=True)
REJECT = Act(_("驳回"), route=True)
REOPEN = Act(_("10 秒内撤销"), who=_("刚下结论的人"), undo=True)
STAMP = Act(_("用印"), right="quotes.stamp", rules=(rules.STAMP_REQUIRED,))
ISSUE = Act(
    _("发出"),
    right="quotes.send",
    people=("owner",),
    or_right="quotes.stamp",
    rules=(rules.STAMP_REQUIRED, rules.VALID_DAYS),
    first=STAMP,
    is_done=_is_stamped,
)
told_by = partial(Act, right="quotes.send", people=("owner",), or_right="quotes.stamp")
NEGOTIATE = told_by(_("记反馈：在谈"))
ACCEPT = told_by(_("记反馈：接受"), rules=(rules.VALID_DAYS,))
LOSE = told_by(_("记反馈：丢单"))
VOID = Act(_("作废"), right="quotes.create", people=AUTHORS)
SUPERSEDE = Act(_("新版本通过，这一版作废"), who=_("自动"))


@track(exclude=("search_key",))
class Quote(ConcurrentTransitionMixin, Record):
    """A quotation to a customer (E05–E13): report → approve → stamp → issue.

    `payment_plan` holds rows as quotes.payment makes them; empty when the terms are free words.
    One number, several revisions; a newer revision voids the older when it is approved. `total` is the sum of the
    lines, never recomputed. `is_major` and `worst_gap` are worked out by the services and nobody can set them.
    The digests tie a state to the content it was given for; `as_signed` keeps the ids they were taken of, where customers
    were merged since.
    """

    STATES = QuoteState

    number = models.CharField(_("编号"), max_length=30, editable=False)
    revision = models.PositiveSmallIntegerField(_("版本"), default=1, editable=False)
    state = FSMField(_("状态"), choices=QuoteState.choices, default=QuoteState.DRAFT, protected=True)
    title = models.CharField(_("标题"), max_length=120)
    customer = models.ForeignKey(
        Customer, verbose_name=_("客户"), on_delete=models.PROTECT, related_name="quotes", db_index=False
    )
    contact = models.ForeignKey(
        Contact, verbose_name=_("收件人"), on_delete=models.PROTECT, related_name="quotes", null=True, blank=True
    )
    opportunity = models.ForeignKey(
        Opportunity, verbose_name=_("商机"), on_delete=models.PROTECT, related_name="quotes", null=True, blank=True
    )
    solution = models.ForeignKey(
        Solution, verbose_name=_("按哪版方案"), on_delete=models.PROTECT, related_name="quotes", null=True, blank=True
    )
    buyer = models.JSONField(_("致"), default=dict, editable=False)
    presenter = models.JSONField(_("我方联系人"), default=dict, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("负责人"),
        on_delete=models.PROTECT,
        related_name="quotes",
        db_index=False,
    )
    currency = models.CharField(_("币种"), max_length=3, default="CNY", editable=False)
    quoted_on = models.DateField(_("报价日期"), default=clock.today)
    valid_until = models.DateField(_("有效期至"))
    payment_terms = models.CharField(_("付款方式"), max_length=200)
    payment_plan = models.JSONField(_("付款计划"), default=list, blank=True, editable=False)
    delivery_terms = models.CharField(_("交货地点"), max_length=200, blank=True)
    freight_terms = models.CharField(_("运费"), max_length=100, blank=True)
    warranty_months = models.PositiveSmallIntegerField(_("质保（月）"), default=12)
    remarks = models.TextField(_("备注"), blank=True, max_length=2000)
    list_total = models.DecimalField(_("目录价合计"), max_digits=18, decimal_places=2, default=0, editable=False)
    net_total = models.DecimalField(_("不含税金额"), max_digits=18, decimal_places=2, default=0, editable=False)
    tax_total = models.DecimalField(_("税额"), max_digits=18, decimal_places=2, default=0, editable=False)
    total = models.DecimalField(_("价税合计"), max_digits=18, decimal_places=2, default=0, editable=False)
    is_major = models.BooleanField(_("重大"), default=False, editable=False)
    worst_gap = models.DecimalField(_("低于底价"), max_digits=6, decimal_places=4, default=0, editable=False)
    reported_at = models.DateTimeField(_("提交时间"), null=True, editable=False)
    approved_at = models.DateTimeField(_("通过时间"), null=True, editable=False)
    approved_digest = models.CharField(_("通过的指纹"), max_length=64, blank=True, editable=False)
    approval = models.ForeignKey(
        ApprovalRequest, verbose_name=_("审批"), on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )
    as_signed = models.JSONField(_("签批时的编号"), default=dict, blank=True, editable=False)
    issued_at = models.DateTimeField(_("发出时间"), null=True, editable=False)
    search_key = models.TextField(editable=False, default="", blank=True)

    objects = QuoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("报价")
        verbose_name_plural = _("报价")
        constraints = [
            models.UniqueConstraint(fields=["number", "revision"], name="quote_revision_once"),
            models.CheckConstraint(
                name="quote_solution_of_deal", condition=Q(solution=None) | Q(opportunity__isnull=False)
            ),
            models.CheckConstraint(name="quote_has_number", condition=~Q(number="")),
            models.CheckConstraint(name="quote_total_ties", condition=Q(total=F("net_total") + F("tax_total"))),
            models.CheckConstraint(
                name="quote_reported_has_evidence",
                condition=~Q(state=QuoteState.REPORTED) | Q(reported_at__isnull=False, approval__isnull=False),
            ),
            models.CheckConstraint(
                name="quote_approved_has_evidence",
                condition=~Q(state__in=RELEASED)
                | (Q(approved_at__isnull=False, approval__isnull=False) & ~Q(approved_digest="")),
            ),
            models.CheckConstraint(
                name="quote_issued_has_time", condition=~Q(state__in=SENT) | Q(issued_at__isnull=False)
            ),
            models.CheckConstraint(
                name="quote_valid_after_date",
                condition=Q(valid_until__gte=F("quoted_on")),
                violation_error_message=_("有效期不能早于报价日期"),
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-updated_at", "-id"], name="quote_owner_updated"),
            models.Index(fields=["-updated_at", "-id"], name="quote_updated"),
            models.Index(fields=["customer", "-id"], name="quote_customer"),
            models.Index(fields=["owner", "state", "valid_until"], name="quote_owner_state"),
            models.Index(fields=["state", "valid_until", "id"], name="quote_state_valid"),
            GinIndex(fields=["search_key"], name="quote_search", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} V{self.revision}"

    def get_absolute_url(self) -> str:
        return address_of("quotes:quote_detail", self.pk)

    @property
    def discount(self) -> Decimal:
        """Share off the list, over the lines that have a list price. Negative when dearer.

        Rounded up: a cent beyond somebody's limit is beyond it.
        """
        if not self.list_total:
            return Decimal(0)
        listed = sum((line.amount for line in self.lines.all() if line.list_price is not None), Decimal(0))
        return ((self.list_total - listed) / self.list_total).quantize(Decimal("0.0001"), ROUND_CEILING)

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    def is_expired(self, on: date) -> bool:
        return self.state in STANDING and self.valid_until < on

    # Transitions move own fields only; who may, and what follows, is the services' business.

    @transition(state, source=list(EDITABLE), target=QuoteState.REPORTED, custom={"act": REPORT})
    def report(self, *, request: ApprovalRequest) -> None:
        self.reported_at = clock.now()
        self.approval = request

    @transition(
        state,
        source=QuoteState.REPORTED,
        target=QuoteState.APPROVED,
        conditions=[_has_passed],
        custom={"act": APPROVE},
    )
    def approve(self) -> None:
        """Only with its request approved for exactly the content that stands now: no way round by any door."""
        assert self.approval is not None
        self.approved_at = clock.now()
        self.approved_digest = self.approval.digest

    @transition(state, source=QuoteState.REPORTED, target=QuoteState.RETURNED, custom={"act": SEND_BACK})
    def send_back(self) -> None:
        """Back to its author, who may change and report it again."""
        self.as_signed = {}

    @transition(state, source=QuoteState.REPORTED, target=QuoteState.DRAFT, custom={"act": WITHDRAW})
    def withdraw(self) -> None:
        """Taken back by its author."""
        self.as_signed = {}

    @transition(state, source=QuoteState.REPORTED, target=QuoteState.REJECTED, custom={"act": REJECT})
    def reject(self) -> None:
        """Refused for good."""

    @transition(
        state,
        source=[QuoteState.APPROVED, QuoteState.RETURNED, QuoteState.REJECTED],
        target=QuoteState.REPORTED,
        custom={"act": REOPEN},
    )
    def reopen(self) -> None:
        """The verdict was undone within its ten seconds."""
        self.approved_at, self.approved_digest = None, ""

    @transition(
        state, source=QuoteState.APPROVED, target=QuoteState.ISSUED, conditions=[_is_as_approved], custom={"act": ISSUE}
    )
    def issue(self) -> None:
        self.issued_at = clock.now()

    @transition(
        state,
        source=[QuoteState.ISSUED, QuoteState.ACCEPTED, QuoteState.LOST],
        target=QuoteState.NEGOTIATING,
        custom={"act": NEGOTIATE},
    )
    def negotiate(self) -> None:
        """The customer wants something else, or thinks again."""

    @transition(
        state,
        source=[*AWAITED, QuoteState.LOST],
        target=QuoteState.ACCEPTED,
        conditions=[_is_as_approved],
        custom={"act": ACCEPT},
    )
    def accept(self) -> None:
        """The customer takes it, exactly as it was approved."""

    @transition(state, source=[*AWAITED, QuoteState.ACCEPTED], target=QuoteState.LOST, custom={"act": LOSE})
    def lose(self) -> None:
        """The customer takes somebody else's, or nobody's."""

    @transition(
        state,
        source=[*EDITABLE, *SUPERSEDED],
        target=QuoteState.VOID,
        custom={"act": VOID, "act_from": dict.fromkeys(SUPERSEDED, SUPERSEDE)},
    )
    def void(self) -> None:
        """Replaced by a newer revision, or given up by its author."""

    def has_passed(self) -> bool:
        from quotes.digest import digest_of

        request = self.approval
        return request is not None and request.state == "approved" and request.digest == digest_of(self)

    def is_as_approved(self) -> bool:
        from quotes.digest import digest_of

        return bool(self.approved_digest) and self.approved_digest == digest_of(self)


class LineQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        return self.filter(quote__in=Quote.objects.visible_to(user))


@track()
class QuoteLine(models.Model):
    """One line, prices tax included: amount = qty × unit price to the cent, tax = amount − net.

    List and floor price are copied from the list valid on the quote's date, so that a later list changes nothing.
    """

    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="lines", db_index=False)
    position = models.PositiveSmallIntegerField(_("序号"))
    product = models.ForeignKey(
        Product, verbose_name=_("产品"), on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    name = models.CharField(_("名称"), max_length=80)
    model = models.CharField(_("型号"), max_length=80, blank=True)
    spec = models.CharField(_("规格"), max_length=300, blank=True)
    unit = models.CharField(_("单位"), max_length=8)
    qty = models.DecimalField(_("数量"), max_digits=12, decimal_places=3)
    list_price = models.DecimalField(_("目录价"), max_digits=18, decimal_places=2, null=True, blank=True)
    floor_price = models.DecimalField(_("底价"), max_digits=18, decimal_places=2, null=True, blank=True)
    unit_price = models.DecimalField(_("含税单价"), max_digits=18, decimal_places=2)
    tax_code = models.CharField(_("税率"), max_length=12)
    tax_rate = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    amount = models.DecimalField(_("金额"), max_digits=18, decimal_places=2)
    net = models.DecimalField(_("不含税"), max_digits=18, decimal_places=2)
    tax = models.DecimalField(_("税额"), max_digits=18, decimal_places=2)
    delivery = models.CharField(_("交货期"), max_length=40, blank=True)
    remark = models.CharField(_("备注"), max_length=100, blank=True)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = _("报价行")
        verbose_name_plural = _("报价行")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["quote", "position"], name="quote_line_position"),
            models.CheckConstraint(name="quote_line_qty", condition=Q(qty__gt=0)),
            models.CheckConstraint(name="quote_line_price", condition=Q(unit_price__gte=0)),
            models.CheckConstraint(name="quote_line_tax_ties", condition=Q(amount=F("net") + F("tax"))),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.name}"

    @property
    def off_list(self) -> Decimal | None:
        """Share off the list price; negative is dearer; None without a list price."""
        if not self.list_price:
            return None
        return ((self.list_price - self.unit_price) / self.list_price).quantize(Decimal("0.0001"))

    @property
    def below_floor(self) -> Decimal:
        """How far below the floor, as a share of the floor, rounded up so that a cent counts; 0 when not."""
        if not self.floor_price or self.unit_price >= self.floor_price:
            return Decimal(0)
        return ((self.floor_price - self.unit_price) / self.floor_price).quantize(Decimal("0.0001"), ROUND_CEILING)


class OfQuoteQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        return self.filter(quote__in=Quote.objects.visible_to(user))


class StampEntry(models.Model):
    """A line of the stamp register (E12): which content was stamped, who asked, who stamped, how many copies.

    It outlives a quote that went with the sample data: docs/decisions/sample-data.md.
    """

    append_only = True

    quote = models.ForeignKey(
        Quote,
        verbose_name=_("报价"),
        on_delete=models.PROTECT,
        related_name="stamps",
        db_index=False,
        db_constraint=False,
    )
    digest = models.CharField(_("指纹"), max_length=64)
    copies = models.PositiveSmallIntegerField(_("份数"), default=1)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("申请人"), on_delete=models.PROTECT, related_name="+"
    )
    stamped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("用印人"), on_delete=models.PROTECT, related_name="+"
    )
    stamped_at = models.DateTimeField(_("用印时间"), default=clock.now)

    objects = OfQuoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("用印登记")
        verbose_name_plural = _("用印登记")
        constraints = [
            models.UniqueConstraint(fields=["quote", "digest"], name="stamp_once"),
            models.CheckConstraint(name="stamp_has_copies", condition=Q(copies__gt=0) & ~Q(digest="")),
        ]

    def __str__(self) -> str:
        return f"#{self.quote_id} ×{self.copies}"
