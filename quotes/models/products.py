from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from core.addresses import address_of
from core.history import track
from core.models import Record
from core.models.settings import PublicQuerySet


@track()
class ProductLine(models.Model):
    """A family of products; policy and targets may be cut along it."""

    code = models.CharField(_("代码"), max_length=12, unique=True)
    name = models.CharField(_("产品线"), max_length=40)

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("产品线")
        verbose_name_plural = _("产品线")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class ProductQuerySet(PublicQuerySet):
    def on_sale(self) -> Self:
        return self.filter(is_active=True)


@track(exclude=("search_key",))
class Product(Record):
    """Something we sell. Its price stands in price lists; its cost is for those entitled (products.see_cost)."""

    line = models.ForeignKey(ProductLine, verbose_name=_("产品线"), on_delete=models.PROTECT, related_name="products")
    name = models.CharField(_("名称"), max_length=80)
    model = models.CharField(_("型号"), max_length=80)
    spec = models.CharField(_("规格"), max_length=300, blank=True)
    unit = models.CharField(_("单位"), max_length=8)
    tax_code = models.CharField(_("税率"), max_length=12, default="13")
    cost = models.DecimalField(_("成本"), max_digits=18, decimal_places=2, null=True, blank=True)
    lead_weeks = models.PositiveSmallIntegerField(_("交货周数"), null=True, blank=True)
    is_active = models.BooleanField(_("在售"), default=True)
    search_key = models.TextField(editable=False, default="", blank=True)

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("产品")
        verbose_name_plural = _("产品")
        constraints = [
            models.UniqueConstraint(
                fields=["name", "model"], name="product_once", violation_error_message=_("这个型号已经有了")
            ),
            models.CheckConstraint(
                condition=Q(cost=None) | Q(cost__gte=0),
                name="product_cost_not_negative",
                violation_error_message=_("成本不能小于 0"),
            ),
        ]
        indexes = [GinIndex(fields=["search_key"], name="product_search", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return f"{self.name} {self.model}"

    def get_absolute_url(self) -> str:
        return address_of("quotes:product_detail", self.pk)


class PriceListQuerySet(PublicQuerySet):
    def valid_on(self, day: date) -> Self:
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)


@track()
class PriceList(Record):
    """Prices from one day to another. Two lists of one code never hold on the same day: the database says so."""

    STANDARD = "standard"

    code = models.SlugField(_("代码"), default=STANDARD)
    name = models.CharField(_("名称"), max_length=60)
    valid_from = models.DateField(_("自"))
    valid_until = models.DateField(_("至"), null=True, blank=True)

    objects = PriceListQuerySet.as_manager()

    class Meta:
        verbose_name = _("价格表")
        verbose_name_plural = _("价格表")
        constraints = [
            ExclusionConstraint(
                name="price_list_no_overlap",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_until"),
                            Value("[]"),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("同一时间已有另一份价格表"),
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="price_list_ends_after_start",
                violation_error_message=_("价格表的结束不能早于开始"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("quotes:price_list_detail", self.pk)


@track()
class PriceListItem(models.Model):
    """One product's list price and floor price, tax included. Below the floor only company leaders decide (E14)."""

    price_list = models.ForeignKey(PriceList, on_delete=models.CASCADE, related_name="items", db_index=False)
    product = models.ForeignKey(Product, verbose_name=_("产品"), on_delete=models.PROTECT, related_name="price_items")
    list_price = models.DecimalField(_("目录价"), max_digits=18, decimal_places=2)
    floor_price = models.DecimalField(_("底价"), max_digits=18, decimal_places=2)

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("价格")
        verbose_name_plural = _("价格")
        constraints = [
            models.UniqueConstraint(fields=["price_list", "product"], name="price_item_once"),
            models.CheckConstraint(
                condition=Q(list_price__gt=0) & Q(floor_price__gte=0) & Q(floor_price__lte=F("list_price")),
                name="price_item_floor_below_list",
                violation_error_message=_("底价不能高于目录价"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.list_price}"
