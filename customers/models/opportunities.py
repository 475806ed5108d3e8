from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import ConcurrentTransitionMixin, FSMField, transition

from core import clock
from core.addresses import address_of
from core.history import track
from core.models import Record
from core.process import Act
from core.scope import ALL, NONE, OWN, OwnedQuerySet, Viewer
from customers import policy as rules
from customers.choices import OPEN_STAGES, WITHOUT_WINNER, DealSource, LostReason, Stage
from customers.models.customers import Customer
from customers.scope import through_customer, works_on

KIND = "customers.opportunity"


class OpportunityQuerySet(OwnedQuerySet):
    domain = "opportunities"

    def visible_to(self, user: Viewer) -> Self:
        """By scope; and all at the customers one owns or works on, whoever pursues them there."""
        scope = user.access.scope(self.domain)
        if scope == ALL:
            return self.all()
        if scope == NONE:
            return self.none()
        return self._in_sight(Q(owner_id__in=user.access.people(scope)) | through_customer(user, OWN), user)

    def at(self, customer: Customer, user: Viewer) -> Self:
        """`visible_to`, asked of one customer only."""
        scope, here = user.access.scope(self.domain), self.filter(customer=customer)
        if scope == NONE:
            return self.none()
        if scope == ALL or works_on(user, OWN, customer):
            return here
        return here.filter(owner_id__in=user.access.people(scope))

    def open(self) -> Self:
        """Still to be won."""
        return self.filter(state__in=OPEN_STAGES)

    def stuck(self, on: date, days: int) -> Self:
        """Longer in their stage than the rule allows."""
        return self.open().filter(stage_since__lt=clock.day_start(on - timedelta(days=days)))

    def against(self, competitor: Any) -> Self:
        """Deals the competitor is in, or took."""
        named = Opportunity.objects.filter(rivals__competitor=competitor)
        return self.filter(Q(pk__in=named.values("pk")) | Q(lost_to=competitor))

    def overdue(self, on: date) -> Self:
        """Open past the day they should have been signed."""
        return self.open().filter(expected_on__lt=on)


def _is_ready_for(stage: Stage) -> Any:
    def is_ready(opportunity: Any) -> bool:
        from customers import stages

        return not stages.missing(opportunity, stage)

    return is_ready


OURS: dict[str, Any] = {"right": "opportunities.edit", "people": ("owner",), "or_right": "customers.assign"}
OFFER = Act(_("进入方案"), rules=(rules.NEED_REQUIRED,), **OURS)
PRICE = Act(_("进入报价"), **OURS)
NEGOTIATE = Act(_("进入合同"), **OURS)
WIN = Act(_("成交"), **OURS)
LOSE = Act(_("丢单"), rules=(rules.LOST_REASONS,), **OURS)
STEP_BACK = Act(_("退回上一步"), **OURS)
REOPEN = Act(_("重新打开"), rules=(rules.REOPEN_DAYS,), **OURS)


@track(exclude=("search_key",))
class Opportunity(ConcurrentTransitionMixin, Record):
    """A deal somebody wants to close with a customer (D01): need → solution → quote → contract → won, or lost.

    `chance` is per cent: that of the stage, until somebody knows better. `need_number` is the newest need analysis.
    A stage is entered by its transition alone, which asks for the evidence (customers.stages).
    """

    STATES = Stage

    state = FSMField(_("阶段"), choices=Stage.choices, default=Stage.NEED, protected=True)
    title = models.CharField(_("商机"), max_length=120)
    customer = models.ForeignKey(
        Customer,
        verbose_name=pgettext_lazy("one", "客户"),
        on_delete=models.PROTECT,
        related_name="opportunities",
        db_index=False,
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("负责人"),
        on_delete=models.PROTECT,
        related_name="opportunities",
        db_index=False,
    )
    amount = models.DecimalField(_("预计金额"), max_digits=18, decimal_places=2)
    expected_on = models.DateField(_("预计签约"))
    chance = models.PositiveSmallIntegerField(_("赢率"), default=0)
    products = models.CharField(_("要买什么"), max_length=120, blank=True)
    source = models.CharField(_("来源"), max_length=12, choices=DealSource.choices, blank=True)
    stage_since = models.DateTimeField(_("进入本阶段"), default=clock.now, editable=False)
    need_number = models.PositiveSmallIntegerField(_("需求版本"), default=0, editable=False)
    closed_on = models.DateField(_("了结日期"), null=True, editable=False)
    lost_reason = models.CharField(_("丢单原因"), max_length=10, choices=LostReason.choices, blank=True, editable=False)
    lost_to = models.ForeignKey(
        "customers.Competitor",
        verbose_name=_("输给谁"),
        on_delete=models.PROTECT,
        related_name="won",
        null=True,
        editable=False,
    )
    lost_at_stage = models.CharField(_("丢在哪一步"), max_length=10, choices=Stage.choices, blank=True, editable=False)
    lost_note = models.CharField(_("丢单经过"), max_length=500, blank=True, editable=False)
    search_key = models.TextField(editable=False, default="", blank=True)

    objects = OpportunityQuerySet.as_manager()

    class Meta:
        verbose_name = _("商机")
        verbose_name_plural = _("商机")
        constraints = [
            models.CheckConstraint(
                name="opportunity_amount",
                condition=Q(amount__gte=0),
                violation_error_message=_("金额不能小于 0"),
            ),
            models.CheckConstraint(
                name="opportunity_chance",
                condition=Q(chance__lte=100),
                violation_error_message=_("赢率在 0 到 100 之间"),
            ),
            models.CheckConstraint(name="opportunity_has_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="opportunity_closed_has_day",
                condition=Q(state__in=OPEN_STAGES, closed_on=None)
                | Q(state__in=[Stage.WON, Stage.LOST], closed_on__isnull=False),
            ),
            models.CheckConstraint(
                name="opportunity_lost_says_why",
                condition=Q(state=Stage.LOST) & ~Q(lost_reason="") & ~Q(lost_at_stage="")
                | ~Q(state=Stage.LOST) & Q(lost_reason="", lost_at_stage="", lost_to=None),
            ),
            models.CheckConstraint(
                name="opportunity_lost_to_somebody",
                condition=~Q(state=Stage.LOST) | Q(lost_reason__in=WITHOUT_WINNER) | Q(lost_to__isnull=False),
                violation_error_message=_("写明输给哪个对手"),
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-updated_at", "-id"], name="opportunity_owner_updated"),
            models.Index(fields=["-updated_at", "-id"], name="opportunity_updated"),
            models.Index(fields=["owner", "state", "expected_on"], name="opportunity_owner_state"),
            models.Index(fields=["state", "expected_on", "id"], name="opportunity_state_expected"),
            models.Index(fields=["customer", "-id"], name="opportunity_customer"),
            models.Index(fields=["-closed_on"], name="opportunity_closed", condition=Q(closed_on__isnull=False)),
            GinIndex(fields=["search_key"], name="opportunity_search", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of("customers:opportunity_detail", self.pk)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STAGES

    @property
    def weighted(self) -> Any:
        """What one may count on: the amount by its chance."""
        return self.amount * self.chance / 100

    def days_in_stage(self, on: date) -> int:
        return (on - clock.local_date(self.stage_since)).days

    # Transitions move own fields only; who may, and what follows, is the services' business.

    @transition(
        state,
        source=Stage.NEED,
        target=Stage.SOLUTION,
        conditions=[_is_ready_for(Stage.SOLUTION)],
        custom={"act": OFFER},
    )
    def offer(self) -> None:
        self.stage_since = clock.now()

    @transition(
        state, source=Stage.SOLUTION, target=Stage.QUOTE, conditions=[_is_ready_for(Stage.QUOTE)], custom={"act": PRICE}
    )
    def price(self) -> None:
        self.stage_since = clock.now()

    @transition(
        state,
        source=Stage.QUOTE,
        target=Stage.CONTRACT,
        conditions=[_is_ready_for(Stage.CONTRACT)],
        custom={"act": NEGOTIATE},
    )
    def negotiate(self) -> None:
        self.stage_since = clock.now()

    @transition(
        state, source=Stage.CONTRACT, target=Stage.WON, conditions=[_is_ready_for(Stage.WON)], custom={"act": WIN}
    )
    def win(self, *, on: date) -> None:
        self.stage_since, self.closed_on, self.chance = clock.now(), on, 100

    @transition(state, source=list(OPEN_STAGES), target=Stage.LOST, custom={"act": LOSE})
    def lose(self, *, on: date) -> None:
        self.lost_at_stage = self.state
        self.stage_since, self.closed_on, self.chance = clock.now(), on, 0

    @transition(state, source=Stage.SOLUTION, target=Stage.NEED, custom={"act": STEP_BACK})
    def back_to_need(self) -> None:
        self.stage_since = clock.now()

    @transition(state, source=Stage.QUOTE, target=Stage.SOLUTION, custom={"act": STEP_BACK})
    def back_to_solution(self) -> None:
        self.stage_since = clock.now()

    @transition(state, source=Stage.CONTRACT, target=Stage.QUOTE, custom={"act": STEP_BACK})
    def back_to_quote(self) -> None:
        self.stage_since = clock.now()

    @transition(state, source=Stage.LOST, target=Stage.NEED, custom={"act": REOPEN})
    def reopen(self) -> None:
        """From the start: what somebody needed and could pay has mostly changed since."""
        self.stage_since, self.closed_on = clock.now(), None
        self.lost_reason, self.lost_at_stage, self.lost_to, self.lost_note = "", "", None, ""
