from datetime import date
from typing import Self

from django.conf import settings
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
from core.scope import ALL, NONE, SUBTREE, ScopedQuerySet, Viewer
from customers.choices import ISSUES, TaskKind, TaskState
from customers.models.customers import Customer
from customers.models.opportunities import Opportunity
from customers.models.visits import Visit
from customers.scope import through_customer, works_on
from org.models import Unit

MINE = _("谁办、谁派的、办的人的上级")


class TaskQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        """Those one or the people below do or gave, and all at the customers one works on.

        Issues of a unit are for all in it, but about a customer only for those above: colleagues are not told of it.
        """
        scope = user.access.scope("visits")
        if scope == ALL:
            return self.all()
        seen = _of_people(user, scope)
        return self._in_sight(seen if scope == NONE else seen | through_customer(user, scope), user)

    def at(self, customer: Customer, user: Viewer) -> Self:
        """What the user sees of the tasks at a customer they were let in to: `visible_to`, asked of one customer only."""
        scope = user.access.scope("visits")
        here = self.filter(customer=customer)
        if scope == ALL or (scope != NONE and works_on(user, scope, customer)):
            return here
        return here.filter(_of_people(user, scope))

    def open(self) -> Self:
        return self.filter(state=TaskState.OPEN)

    def due(self, on: date) -> Self:
        """To be done by then, at customers that are somebody's: of those in 公海 nobody is reminded."""
        held = Q(customer=None) | Q(customer__owner__isnull=False)
        return self.open().filter(held, due_on__lte=on)

    def late(self, on: date) -> Self:
        return self.open().filter(due_on__lt=on)

    def issues(self) -> Self:
        return self.filter(kind__in=ISSUES)

    def given_by(self, user: Viewer) -> Self:
        """What the user asked of others."""
        return self.filter(created_by_id=user.pk).exclude(owner_id=user.pk)


def _of_people(user: Viewer, scope: str) -> Q:
    people = [user.pk] if scope == NONE else user.access.people(scope)
    seen = Q(owner_id__in=people) | Q(created_by_id__in=people)
    units = user.access.unit_ids if scope == SUBTREE else [user.access.user.unit_id]
    return seen | Q(unit_id__in=units, customer=None)


@track(exclude=("search_key",))
class Task(ConcurrentTransitionMixin, Record):
    """What is to be done for a customer, by whom and until when: the follow-up plan (B12).

    What a customer said at a visit (C06) and a need that changed (B14) become tasks too; of the latter one is open per deal.
    So do the issues of a unit's weekly review (C10), about a customer or none; `raised_in` is the Monday of its first week.
    """

    STATES = TaskState

    state = FSMField(_("状态"), choices=TaskState.choices, default=TaskState.OPEN, protected=True)
    kind = models.CharField(_("来由"), max_length=9, choices=TaskKind.choices, default=TaskKind.PLAN, editable=False)
    customer = models.ForeignKey(
        Customer,
        verbose_name=pgettext_lazy("one", "客户"),
        on_delete=models.PROTECT,
        related_name="tasks",
        null=True,
        blank=True,
        db_index=False,
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("哪个部门的"), on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )
    raised_in = models.DateField(_("哪周提的"), null=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("谁办"), on_delete=models.PROTECT, related_name="+", db_index=False
    )
    subject = models.CharField(_("要办什么"), max_length=120)
    details = models.CharField(_("说明"), max_length=1000, blank=True)
    due_on = models.DateField(_("哪天前"))
    visit = models.ForeignKey(
        Visit,
        verbose_name=pgettext_lazy("one", "拜访"),
        on_delete=models.PROTECT,
        related_name="tasks",
        null=True,
        editable=False,
    )
    opportunity = models.ForeignKey(
        Opportunity,
        verbose_name=pgettext_lazy("one", "商机"),
        on_delete=models.PROTECT,
        related_name="tasks",
        null=True,
        editable=False,
    )
    result = models.CharField(_("结果"), max_length=500, blank=True)
    closed_at = models.DateTimeField(_("办完时间"), null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("谁办完的"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    search_key = models.TextField(editable=False, default="")

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("任务")
        verbose_name_plural = _("任务")
        constraints = [
            models.CheckConstraint(
                name="task_closed_by_somebody",
                condition=Q(state=TaskState.OPEN, closed_at=None, closed_by=None)
                | ~Q(state=TaskState.OPEN) & Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="task_closed_with_words",
                condition=~Q(result="")
                | Q(state=TaskState.OPEN)
                | Q(state=TaskState.DONE, kind__in=[TaskKind.PLAN, TaskKind.NEED]),
                violation_error_message=_("写一句结果"),
            ),
            models.CheckConstraint(
                name="task_of_its_kind",
                condition=Q(kind=TaskKind.PLAN, visit=None, opportunity=None, unit=None, customer__isnull=False)
                | Q(
                    kind=TaskKind.FEEDBACK,
                    visit__isnull=False,
                    opportunity=None,
                    unit=None,
                    customer__isnull=False,
                )
                | Q(kind=TaskKind.NEED, visit=None, opportunity__isnull=False, unit=None, customer__isnull=False)
                | Q(kind__in=ISSUES, visit=None, opportunity=None, unit__isnull=False, raised_in__iso_week_day=1),
            ),
            models.UniqueConstraint(
                name="task_once_per_changed_need",
                fields=["opportunity"],
                condition=Q(state=TaskState.OPEN, kind=TaskKind.NEED),
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "due_on", "id"], name="task_owner", condition=Q(state=TaskState.OPEN)),
            models.Index(fields=["due_on", "id"], name="task_due", condition=Q(state=TaskState.OPEN)),
            models.Index(fields=["customer", "-due_on", "-id"], name="task_customer"),
            models.Index(fields=["owner", "-due_on", "-id"], name="task_of_person"),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return address_of("customers:task_detail", self.pk)

    @transition(state, source=TaskState.OPEN, target=TaskState.DONE, custom={"act": Act(_("办完"), who=MINE)})
    def finish(self) -> None:
        """Done; what a customer complained of with what was answered."""

    @transition(state, source=TaskState.OPEN, target=TaskState.DROPPED, custom={"act": Act(_("不办了"), who=MINE)})
    def drop(self) -> None:
        """Not to be done after all, for a reason."""

    @transition(
        state,
        source=[TaskState.DONE, TaskState.DROPPED],
        target=TaskState.OPEN,
        custom={"act": Act(_("重新打开"), who=MINE)},
    )
    def reopen(self) -> None:
        """It was not done after all."""

    @property
    def about(self) -> Customer | Unit:
        """Whom it is for: the customer, or the unit whose issue it is."""
        found = self.customer or self.unit
        assert found is not None
        return found

    @property
    def needs_answer(self) -> bool:
        """Whether it is not done without words."""
        return self.kind not in (TaskKind.PLAN, TaskKind.NEED)

    @property
    def is_open(self) -> bool:
        return bool(self.state == TaskState.OPEN)

    @property
    def is_late(self) -> bool:
        return bool(self.is_open and self.due_on < clock.today())
