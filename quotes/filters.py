"""What lists of quotes and products can be narrowed by."""

from typing import Any

import django_filters as df
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from core import clock, policy
from core.pages.filters import ChipsFilter, PickerFilter, ruled
from core.scope import NONE, OWN
from org import lines
from org.models import Unit, User
from quotes import policy as rules
from quotes.choices import QuoteState
from quotes.models import Product, ProductLine, Quote
from quotes.models.quotes import QuoteQuerySet


def colleagues(request: object) -> QuerySet[User]:
    user = getattr(request, "user", None)
    return User.objects.visible_to(user).order_by("sort_key") if user else User.objects.none()


def sees_others(request: Any, domain: str) -> bool:
    """Whether there is anybody to choose from: who sees only their own has no use for a filter by person."""
    return request is None or request.user.access.scope(domain) not in (OWN, NONE)


class QuoteFilter(df.FilterSet):
    state = ChipsFilter(label=_("状态"), choices=QuoteState.choices)
    owner = PickerFilter(label=_("负责人"), queryset=colleagues, finder="customers.colleague")
    unit = PickerFilter(label=_("部门"), queryset=Unit.objects.all(), finder="org.unit", method="in_unit")
    total = df.RangeFilter(label=_("价税合计"))
    quoted_on = df.DateFromToRangeFilter(label=_("报价日期"))
    reported_on = df.DateFromToRangeFilter(label=_("提交日期"), field_name="reported_at", method="between")
    issued_on = df.DateFromToRangeFilter(label=_("发出日期"), field_name="issued_at", method="between")
    major = ruled(
        df.BooleanFilter(label=_("只看重大"), method="major_only", widget=forms.CheckboxInput), rules.MAJOR_AMOUNT
    )
    expired = ruled(
        df.BooleanFilter(label=_("只看已过期"), method="expired_only", widget=forms.CheckboxInput), rules.VALID_DAYS
    )
    standing = ruled(
        df.BooleanFilter(label=_("只看有效期内"), method="standing_only", widget=forms.CheckboxInput), rules.VALID_DAYS
    )
    expiring = ruled(
        df.BooleanFilter(label=_("只看快到期"), method="expiring_only", widget=forms.CheckboxInput),
        rules.EXPIRY_WARNING,
    )

    class Meta:
        model = Quote
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not sees_others(self.request, "quotes"):
            del self.filters["owner"], self.filters["unit"]

    @extend_schema_field(OpenApiTypes.INT)
    def in_unit(self, rows: QuerySet[Quote], name: str, unit: Unit) -> QuerySet[Quote]:
        return rows.filter(owner_id__in=lines.staff_ids(unit))

    def between(self, rows: QuerySet[Quote], name: str, value: slice) -> QuerySet[Quote]:
        """Business days, both ends included."""
        if value.start:
            rows = rows.filter(**{f"{name}__gte": clock.day_start(clock.local_date(value.start))})
        if value.stop:
            rows = rows.filter(**{f"{name}__lt": clock.day_bounds(clock.local_date(value.stop))[1]})
        return rows

    def major_only(self, rows: QuerySet[Quote], name: str, value: bool) -> QuerySet[Quote]:
        return rows.filter(is_major=True) if value else rows

    def expired_only(self, rows: QuoteQuerySet, name: str, value: bool) -> QuoteQuerySet:
        return rows.expired(clock.today()) if value else rows

    def standing_only(self, rows: QuoteQuerySet, name: str, value: bool) -> QuoteQuerySet:
        return rows.standing(clock.today()) if value else rows

    def expiring_only(self, rows: QuoteQuerySet, name: str, value: bool) -> QuoteQuerySet:
        return rows.expiring(clock.today(), policy.value(rules.EXPIRY_WARNING)) if value else rows


class ProductFilter(df.FilterSet):
    line = df.ModelChoiceFilter(label=_("产品线"), queryset=ProductLine.objects.all())
    off_sale = df.BooleanFilter(label=_("只看停售"), method="off_sale_only", widget=forms.CheckboxInput)

    class Meta:
        model = Product
        fields: list[str] = []

    def off_sale_only(self, rows: QuerySet[Product], name: str, value: bool) -> QuerySet[Product]:
        return rows.filter(is_active=False) if value else rows
