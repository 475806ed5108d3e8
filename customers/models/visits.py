from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.addresses import address_of
from core.history import track
from core.models import Record
from core.scope import ALL, NONE, OwnedQuerySet, ScopedQuerySet, Viewer
from customers.choices import Outcome, PositionSystem, Satisfaction, VisitKind
from customers.models.customers import Contact, Customer
from customers.models.opportunities import Opportunity
from customers.scope import through_customer, works_on


class VisitQuerySet(OwnedQuerySet):
    domain = "visits"
    owner_field = "visitor_id"

    def visible_to(self, user: Viewer) -> Self:
        """One's own visits, those of the people below, and all at the customers one works on."""
        scope = user.access.scope(self.domain)
        if scope == ALL:
            return self.all()
        if scope == NONE:
            return self.none()
        return self._in_sight(Q(visitor_id__in=user.access.people(scope)) | through_customer(user, scope), user)

    def at(self, customer: "Customer", user: Viewer) -> Self:
        """What the user sees of the visits at a customer they were let in to: `visible_to`, asked of one customer only."""
        scope = user.access.scope(self.domain)
        here = self.filter(customer=customer)
        if scope == NONE:
            return self.none()
        if scope == ALL or works_on(user, scope, customer):
            return here
        return here.filter(visitor_id__in=user.access.people(scope))

    def latest_first(self) -> Self:
        return self.order_by("-occurred_at", "-id")

    def unplanned(self) -> Self:
        """Those no plan foresaw."""
        return self.filter(plan__isnull=True)

    def next_steps(self, user: Viewer) -> Self:
        """What the person promised next and has not been back for, the earliest first."""
        return self.filter(visitor_id=user.pk, next_on__isnull=False).order_by("next_on", "id")


@track()
class Visit(Record):
    """What happened at a customer, told by who was there (C05). After logging it changes only with a trace.

    A demonstration (D02) is one that says what was shown and to whom; `opportunity` is the deal it was for.

    `occurred_at` is when it was, `recorded_at` when it was written; `is_late` holds the verdict of the rule in
    force at that moment. `client_key` makes a double submission from a bad line one row.
    """

    customer = models.ForeignKey(
        Customer, verbose_name=_("客户"), on_delete=models.PROTECT, related_name="visits", db_index=False
    )
    visitor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("拜访人"),
        on_delete=models.PROTECT,
        related_name="visits",
        db_index=False,
    )
    contacts = models.ManyToManyField(
        Contact, verbose_name=_("见了谁"), through="VisitContact", related_name="visits", blank=True
    )
    opportunity = models.ForeignKey(
        Opportunity,
        verbose_name=_("商机"),
        on_delete=models.PROTECT,
        related_name="visits",
        null=True,
        blank=True,
        db_index=False,
    )
    kind = models.CharField(_("方式"), max_length=8, choices=VisitKind.choices, default=VisitKind.VISIT)
    occurred_at = models.DateTimeField(_("时间"))
    recorded_at = models.DateTimeField(_("记录时间"), default=clock.now, editable=False)
    is_late = models.BooleanField(_("补录"), default=False, editable=False)
    purpose = models.CharField(_("目的"), max_length=200, blank=True)
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome.choices)
    summary = models.TextField(_("说了什么"), max_length=2000, blank=True)
    materials = models.CharField(_("演示了什么"), max_length=200, blank=True)
    companions = models.CharField(_("我方同去"), max_length=100, blank=True)
    satisfaction = models.CharField(_("满意吗"), max_length=8, choices=Satisfaction.choices, blank=True)
    next_step = models.CharField(_("下一步"), max_length=100, blank=True)
    next_on = models.DateField(_("下一步日期"), null=True, blank=True)
    amended_at = models.DateTimeField(_("更正时间"), null=True, editable=False)
    client_key = models.CharField(max_length=64, editable=False, blank=True, default="")

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("拜访")
        verbose_name_plural = _("拜访")
        constraints = [
            models.UniqueConstraint(
                fields=["visitor", "client_key"], name="visit_once_per_key", condition=~Q(client_key="")
            ),
            models.CheckConstraint(
                name="visit_not_in_future",
                condition=Q(occurred_at__lte=models.F("recorded_at")),
                violation_error_message=_("拜访时间不能晚于现在"),
            ),
            models.CheckConstraint(
                name="visit_next_date_has_step",
                condition=Q(next_on__isnull=True) | ~Q(next_step=""),
                violation_error_message=_("有下一步日期，也要写下一步做什么"),
            ),
            models.CheckConstraint(
                name="visit_demo_has_materials",
                condition=~Q(kind=VisitKind.DEMO) | ~Q(materials=""),
                violation_error_message=_("演示要写明演示了什么"),
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "-occurred_at", "-id"], name="visit_customer"),
            models.Index(fields=["visitor", "-occurred_at", "-id"], name="visit_visitor"),
            models.Index(fields=["-occurred_at", "-id"], name="visit_latest"),
            models.Index(
                fields=["satisfaction", "-occurred_at", "-id"],
                name="visit_satisfaction",
                condition=~Q(satisfaction=""),
            ),
            models.Index(fields=["opportunity", "-occurred_at", "-id"], name="visit_opportunity"),
            models.Index(fields=["visitor", "next_on"], name="visit_next_step", condition=Q(next_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.customer} {clock.local(self.occurred_at):%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return address_of("customers:visit_detail", self.pk)


class VisitContactQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        return self.filter(visit__in=Visit.objects.visible_to(user))


@track()
class VisitContact(models.Model):
    """That a person was met at a visit."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="met", db_index=False)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="met")

    objects = VisitContactQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "contact"], name="visit_contact_once")]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.contact_id}"


class PositionQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        """The visitor, and the superiors of the line who may see positions. Nobody else, whatever else they see."""
        if not user.can("visits.see_position"):
            return self.filter(visit__visitor_id=user.pk)
        scope = user.access.scope("people")
        if scope == ALL:
            return self.all()
        return self.filter(visit__visitor_id__in=user.access.people(scope))


class VisitPosition(models.Model):
    """Where the phone was at the tap, as the browser told it. Sensitive: deleted after the policy's days.

    Without row history on purpose: a history would keep what the retention rule deletes.
    """

    visit = models.OneToOneField(Visit, on_delete=models.CASCADE, related_name="position", primary_key=True)
    latitude = models.DecimalField(_("纬度"), max_digits=9, decimal_places=6)
    longitude = models.DecimalField(_("经度"), max_digits=9, decimal_places=6)
    accuracy = models.PositiveIntegerField(_("误差（米）"))
    system = models.CharField(max_length=5, choices=PositionSystem.choices, default=PositionSystem.WGS84)
    taken_at = models.DateTimeField(_("签到时间"), default=clock.now)

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("签到位置")
        verbose_name_plural = _("签到位置")
        constraints = [
            models.CheckConstraint(
                name="position_on_earth",
                condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                violation_error_message=_("经纬度超出范围"),
            ),
        ]
        indexes = [models.Index(fields=["taken_at"], name="position_taken")]

    def __str__(self) -> str:
        return f"{self.latitude}, {self.longitude} ±{self.accuracy} m"


class ConsentQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        return self.filter(user_id=user.pk)


@track()
class VisitConsent(models.Model):
    """That a person agreed to attach their position to visits, and whether they still do."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="visit_consent")
    given_at = models.DateTimeField(_("同意时间"), default=clock.now)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("定位同意")
        verbose_name_plural = _("定位同意")

    def __str__(self) -> str:
        return str(self.user_id)
