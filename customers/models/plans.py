from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import ConcurrentTransitionMixin, FSMField, transition

from core import clock
from core.addresses import address_of
from core.history import track
from core.models import Record
from core.process import Act
from core.scope import ALL, NONE, OwnedQuerySet, ScopedQuerySet, Viewer
from customers.choices import ChangeStep, FocusState, PlanState, VisitKind
from customers.models.customers import Customer
from customers.models.visits import Visit
from customers.policy import LIST_HOUR

CONFIRM = "visits.confirm_list"
DAYS_AHEAD = 366


def week_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def principals(user: Viewer) -> list[Any]:
    """Whom the user stands in for today, of those who confirm lists."""
    ids = user.access.principal_ids
    if not ids:
        return []
    people = get_people(user, ids)
    return [person for person in people if person.can(CONFIRM)]


def get_people(user: Viewer, ids: list[int]) -> list[Any]:
    people = VisitPlan._meta.get_field("person").related_model._default_manager
    return list(user.access.remember("customers.principals", lambda: list(people.filter(pk__in=ids))))


def _in_their_place(user: Viewer) -> Q | None:
    """What a stand-in sees besides: the people whose lists the absent one confirms."""
    seen = None
    for person in principals(user):
        scope = person.access.scope(FocusListQuerySet.domain)
        if scope == NONE:
            continue
        theirs = Q(person__isnull=False) if scope == ALL else Q(person_id__in=person.access.people(scope))
        seen = theirs if seen is None else seen | theirs
    return seen


class FocusListQuerySet(OwnedQuerySet):
    domain = "visits"
    owner_field = "person_id"

    def shared_with(self, user: Viewer) -> Q | None:
        return _in_their_place(user)

    def handed_in(self) -> Self:
        return self.exclude(state=FocusState.DRAFT)

    def waiting(self) -> Self:
        return self.filter(state=FocusState.SUBMITTED)


@track()
class FocusList(ConcurrentTransitionMixin, Record):
    """What a person wants to put first in a week (C02): one for each, confirmed by whoever leads the line (C03).

    Made with the first visit put on it. Whoever enters it for somebody who reports by phone is `entered_by`; neither of
    the two may confirm it. Once confirmed it stands: what changes afterwards is a `FocusChange`.
    """

    STATES = FocusState

    state = FSMField(_("状态"), choices=FocusState.choices, default=FocusState.DRAFT, protected=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("谁的"),
        on_delete=models.PROTECT,
        related_name="focus_lists",
        db_index=False,
    )
    week = models.DateField(_("哪一周"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("上报人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    submitted_at = models.DateTimeField(_("上报时间"), null=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("确认人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, editable=False)
    returned_reason = models.CharField(_("退回原因"), max_length=200, blank=True, editable=False)

    objects = FocusListQuerySet.as_manager()

    class Meta:
        verbose_name = _("拜访重点")
        verbose_name_plural = _("拜访重点")
        constraints = [
            models.UniqueConstraint(fields=["person", "week"], name="focus_one_a_week"),
            models.CheckConstraint(name="focus_week_is_monday", condition=Q(week__iso_week_day=1)),
            models.CheckConstraint(
                name="focus_handed_in_by_somebody",
                condition=Q(state=FocusState.DRAFT) | Q(entered_by__isnull=False, submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="focus_confirmed_by_somebody",
                condition=Q(state=FocusState.CONFIRMED, confirmed_by__isnull=False, confirmed_at__isnull=False)
                | (~Q(state=FocusState.CONFIRMED) & Q(confirmed_by__isnull=True, confirmed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="focus_confirmer_is_no_author",
                condition=Q(confirmed_by__isnull=True)
                | (~Q(confirmed_by=F("person")) & ~Q(confirmed_by=F("entered_by"))),
                violation_error_message=_("自己的重点、自己代录的重点，都由别人确认"),
            ),
        ]
        indexes = [models.Index(fields=["week", "state"], name="focus_week")]

    def __str__(self) -> str:
        return f"{self.person} {self.week:%G-W%V}"

    def get_absolute_url(self) -> str:
        return f"{address_of('customers:focus_own')}?week={self.week:%G-W%V}&person={self.person_id}"

    @transition(
        state,
        source=FocusState.DRAFT,
        target=FocusState.SUBMITTED,
        custom={"act": Act(_("上报"), right="visits.submit_list", people=("person",), rules=(LIST_HOUR,))},
    )
    def submit(self) -> None:
        """Handed in, by oneself or by a superior who takes it down by phone."""

    @transition(
        state, source=FocusState.SUBMITTED, target=FocusState.DRAFT, custom={"act": Act(_("退回重写"), right=CONFIRM)}
    )
    def send_back(self) -> None:
        """To be written anew, with a reason."""

    @transition(
        state, source=FocusState.SUBMITTED, target=FocusState.CONFIRMED, custom={"act": Act(_("确认"), right=CONFIRM)}
    )
    def confirm(self) -> None:
        """From here on it stands."""

    @property
    def is_frozen(self) -> bool:
        return bool(self.state == FocusState.CONFIRMED)

    @property
    def is_by_phone(self) -> bool:
        return self.entered_by_id is not None and self.entered_by_id != self.person_id

    @property
    def authors(self) -> set[int]:
        return {pk for pk in (self.person_id, self.entered_by_id) if pk is not None}


class VisitPlanQuerySet(OwnedQuerySet):
    domain = "visits"
    owner_field = "person_id"

    def shared_with(self, user: Viewer) -> Q | None:
        """A stand-in sees what is on the lists, no other plan."""
        theirs = _in_their_place(user)
        return None if theirs is None else theirs & Q(focus__isnull=False)

    def within(self, first: date, last: date) -> Self:
        return self.filter(day__range=(first, last))

    def open(self) -> Self:
        return self.filter(state=PlanState.PLANNED)

    def missed(self, on: date) -> Self:
        """Neither done nor skipped, and their day is over."""
        return self.open().filter(day__lt=on)


@track()
class VisitPlan(ConcurrentTransitionMixin, Record):
    """Somebody means to visit a customer on a day (C01). The visit that is logged makes it done, and says so by `visit`."""

    STATES = PlanState

    state = FSMField(_("状态"), choices=PlanState.choices, default=PlanState.PLANNED, protected=True)
    customer = models.ForeignKey(
        Customer, verbose_name=_("客户"), on_delete=models.CASCADE, related_name="plans", db_index=False
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("拜访人"),
        on_delete=models.PROTECT,
        related_name="visit_plans",
        db_index=False,
    )
    day = models.DateField(_("哪天"))
    kind = models.CharField(_("方式"), max_length=8, choices=VisitKind.choices, default=VisitKind.VISIT)
    purpose = models.CharField(_("目的"), max_length=100, blank=True)
    focus = models.ForeignKey(
        FocusList, verbose_name=_("拜访重点"), on_delete=models.PROTECT, related_name="plans", null=True, editable=False
    )
    visit = models.OneToOneField(
        Visit, verbose_name=_("拜访"), on_delete=models.PROTECT, related_name="plan", null=True, editable=False
    )
    reason = models.CharField(_("没去的原因"), max_length=100, blank=True)

    objects = VisitPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("拜访计划")
        verbose_name_plural = _("拜访计划")
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "person", "day"], condition=Q(state=PlanState.PLANNED), name="plan_once_a_day"
            ),
            models.CheckConstraint(
                name="plan_done_by_a_visit",
                condition=Q(state=PlanState.DONE, visit__isnull=False)
                | (~Q(state=PlanState.DONE) & Q(visit__isnull=True)),
            ),
            models.CheckConstraint(
                name="plan_skipped_for_a_reason",
                condition=Q(state=PlanState.SKIPPED) & ~Q(reason="") | ~Q(state=PlanState.SKIPPED) & Q(reason=""),
                violation_error_message=_("写明为什么没去"),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "day", "id"], name="plan_person"),
            models.Index(fields=["customer", "person", "day"], name="plan_customer"),
            models.Index(fields=["day", "id"], name="plan_day"),
        ]

    def __str__(self) -> str:
        return f"{self.customer} {self.day:%m-%d}"

    def get_absolute_url(self) -> str:
        return address_of("customers:plan_edit", self.pk)

    def clean(self) -> None:
        if self.day > clock.today() + timedelta(days=DAYS_AHEAD):
            raise ValidationError({"day": _("最多排到一年后")})

    @transition(
        state,
        source=[PlanState.PLANNED, PlanState.SKIPPED],
        target=PlanState.DONE,
        custom={"act": Act(_("记拜访"), right="visits.log", people=("person",))},
    )
    def fulfil(self) -> None:
        """By the visit that was logged; one that was called off may happen after all."""

    @transition(
        state,
        source=PlanState.PLANNED,
        target=PlanState.SKIPPED,
        custom={"act": Act(_("没去成"), right="visits.log", people=("person",))},
    )
    def skip(self) -> None:
        """Not done, and said why."""

    @property
    def is_missed(self) -> bool:
        return bool(self.state == PlanState.PLANNED and self.day < clock.today())


class FocusChangeQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        return self.filter(focus__in=FocusList.objects.visible_to(user))


@track()
class FocusChange(models.Model):
    """What somebody changed on a list after it was confirmed, from which day to which, and why."""

    focus = models.ForeignKey(FocusList, on_delete=models.CASCADE, related_name="changes", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    step = models.CharField(_("改动"), max_length=8, choices=ChangeStep.choices)
    day_before = models.DateField(null=True)
    day_after = models.DateField(null=True)
    reason = models.CharField(_("原因"), max_length=100)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("谁"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("时间"), default=clock.now)

    objects = FocusChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("重点的改动")
        verbose_name_plural = _("重点的改动")
        constraints = [
            models.CheckConstraint(
                name="focus_change_for_a_reason",
                condition=~Q(reason=""),
                violation_error_message=_("写明为什么改"),
            ),
        ]
        indexes = [models.Index(fields=["focus", "at"], name="focus_change_list")]

    def __str__(self) -> str:
        return f"{self.get_step_display()} #{self.customer_id}"


class PlanFeedQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        return self.filter(user_id=user.pk)


@track(exclude=("digest", "read_at"))
class PlanFeed(models.Model):
    """The secret address under which a calendar reads somebody's plan. Only its hash is kept; a new one ends the old."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="plan_feed")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("创建时间"), default=clock.now)
    read_at = models.DateTimeField(_("上次读取"), null=True)

    objects = PlanFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("日历订阅")
        verbose_name_plural = _("日历订阅")

    def __str__(self) -> str:
        return str(self.user_id)
