from typing import Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.addresses import address_of
from core.history import track
from core.models import Record
from core.scope import NONE, ScopedQuerySet, Viewer
from customers.models.opportunities import Opportunity


class OfOpportunityQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        return self.filter(opportunity__in=Opportunity.objects.visible_to(user))

    def newest_first(self) -> Self:
        return self.order_by("-number")


@track()
class NeedAnalysis(models.Model):
    """What the customer wants, as far as we know it (B11). Each change is a new version (B14)."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="needs", db_index=False)
    number = models.PositiveSmallIntegerField(_("版本"))
    need = models.TextField(_("需要什么"), max_length=2000, blank=True)
    budget = models.DecimalField(_("预算"), max_digits=18, decimal_places=2, null=True, blank=True)
    purchase_plan = models.TextField(_("采购计划"), max_length=1000, blank=True)
    background = models.TextField(_("业务背景"), max_length=2000, blank=True)
    deciders = models.CharField(_("谁拍板"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("时间"), default=clock.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("谁"), on_delete=models.PROTECT, related_name="+"
    )

    objects = OfOpportunityQuerySet.as_manager()

    class Meta:
        verbose_name = _("需求分析")
        verbose_name_plural = _("需求分析")
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "number"], name="need_once"),
            models.CheckConstraint(
                name="need_budget",
                condition=Q(budget=None) | Q(budget__gt=0),
                violation_error_message=_("预算要大于 0，不知道就空着"),
            ),
        ]

    def __str__(self) -> str:
        return f"V{self.number}"


@track()
class Solution(Record):
    """What we propose (D03), version by version. `need_number` is the need analysis it was made for."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="solutions", db_index=False)
    number = models.PositiveSmallIntegerField(_("版本"), editable=False)
    need_number = models.PositiveSmallIntegerField(_("按哪一版需求"), editable=False)
    title = models.CharField(_("方案"), max_length=120)
    summary = models.TextField(_("要点"), max_length=2000, blank=True)

    objects = OfOpportunityQuerySet.as_manager()

    class Meta:
        verbose_name = _("方案")
        verbose_name_plural = _("方案")
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "number"], name="solution_once"),
            models.CheckConstraint(name="solution_has_title", condition=~Q(title="")),
        ]

    def __str__(self) -> str:
        return f"V{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return f"{address_of('customers:opportunity_detail', self.opportunity_id)}?tab=solutions"


class CompetitorQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        """Whoever sees any deal, and whoever keeps the files."""
        sees = user.access.scope("opportunities") != NONE or user.can("competitors.edit")
        return self.all() if sees else self.none()


@track(exclude=("search_key", "name_key"))
class Competitor(Record):
    """A company that wants the same orders (M02)."""

    name = models.CharField(_("名称"), max_length=120)
    website = models.URLField(_("网站"), max_length=200, blank=True)
    strengths = models.TextField(_("强在哪里"), max_length=1000, blank=True)
    weaknesses = models.TextField(_("弱在哪里"), max_length=1000, blank=True)
    pricing = models.CharField(_("价格水平"), max_length=200, blank=True)
    name_key = models.CharField(max_length=120, editable=False, unique=True)
    search_key = models.TextField(editable=False, default="", blank=True)

    objects = CompetitorQuerySet.as_manager()

    class Meta:
        verbose_name = _("竞争对手")
        verbose_name_plural = _("竞争对手")
        constraints = [models.CheckConstraint(name="competitor_has_name", condition=~Q(name="") & ~Q(name_key=""))]
        indexes = [GinIndex(fields=["search_key"], name="competitor_search", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("customers:competitor_detail", self.pk)


@track()
class Rival(models.Model):
    """That a competitor is in a deal, and what is known of their offer."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="rivals", db_index=False)
    competitor = models.ForeignKey(
        Competitor, verbose_name=_("竞争对手"), on_delete=models.PROTECT, related_name="deals"
    )
    price = models.DecimalField(_("对手报价"), max_digits=18, decimal_places=2, null=True, blank=True)
    note = models.CharField(_("情况"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("时间"), default=clock.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("谁"), on_delete=models.PROTECT, related_name="+"
    )

    objects = OfOpportunityQuerySet.as_manager()

    class Meta:
        verbose_name = _("在争的对手")
        verbose_name_plural = _("在争的对手")
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "competitor"], name="rival_once"),
            models.CheckConstraint(name="rival_price", condition=Q(price=None) | Q(price__gt=0)),
        ]

    def __str__(self) -> str:
        return f"#{self.opportunity_id} {self.competitor_id}"
