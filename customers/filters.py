"""What lists of customers and visits can be narrowed by."""

from datetime import date
from typing import Any

import django_filters as df
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from core import clock
from core.pages.filters import ChipsFilter, PickerFilter, ruled
from core.scope import NONE, OWN
from customers import places, pool, selectors
from customers import policy as rules
from customers.choices import CustomerClass, Outcome, Satisfaction, VisitKind
from customers.models import Address, Contact, Customer, Visit
from customers.models.customers import overdue
from org import lines
from org.models import Unit, User


def colleagues(request: object) -> QuerySet[User]:
    user = getattr(request, "user", None)
    return User.objects.visible_to(user).order_by("sort_key") if user else User.objects.none()


def sees_others(request: Any, domain: str) -> bool:
    """Whether there is anybody to choose from: who sees only their own has no use for a filter by person."""
    return request is None or request.user.access.scope(domain) not in (OWN, NONE)


BELOW = [("100", _("不到 100%")), ("80", _("不到 80%")), ("50", _("不到 50%"))]


class CustomerFilter(df.FilterSet):
    customer_class = ChipsFilter(label=_("类别"), choices=CustomerClass.choices)
    owner = PickerFilter(label=_("负责人"), queryset=colleagues, finder="customers.colleague")
    unit = PickerFilter(label=_("部门"), queryset=Unit.objects.all(), finder="org.unit", method="in_unit")
    division = df.CharFilter(label=_("地区"), method="in_place")
    industry = df.CharFilter(label=_("行业"), lookup_expr="icontains")
    due = ruled(
        df.BooleanFilter(label=_("该拜访了"), method="due_only", widget=forms.CheckboxInput), *rules.VISIT_DAYS.values()
    )
    in_time = df.BooleanFilter(label=_("按时联系的"), method="in_time_only", widget=forms.CheckboxInput)
    leaving = ruled(
        df.BooleanFilter(label=_("快回公海"), method="leaving_only", widget=forms.CheckboxInput),
        rules.POOL_WARNINGS[0],
        *rules.POOL_DAYS.values(),
    )
    stale = ruled(
        df.BooleanFilter(label=_("资料该更新了"), method="stale_only", widget=forms.CheckboxInput),
        *rules.STALE_DAYS.values(),
    )
    unplaced = df.BooleanFilter(label=_("没填地区"), method="unplaced_only", widget=forms.CheckboxInput)
    below = ruled(df.ChoiceFilter(label=_("资料完整度"), choices=BELOW, method="below_only"), *rules.REQUIRED.values())
    tag = df.CharFilter(label=_("标签"), method="with_tag")
    parent = PickerFilter(
        label=_("上级公司"), queryset=lambda request: customers_in_sight(request), finder="customers.customer"
    )
    transferred = df.DateFilter(
        label=_("移交日期"), method="transferred_on", widget=forms.DateInput(attrs={"type": "date"})
    )

    class Meta:
        model = Customer
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not sees_others(self.request, "customers"):
            del self.filters["owner"], self.filters["unit"]

    @extend_schema_field(OpenApiTypes.INT)
    def in_unit(self, rows: QuerySet[Customer], name: str, unit: Unit) -> QuerySet[Customer]:
        return rows.filter(owner_id__in=lines.staff_ids(unit))

    def in_place(self, rows: QuerySet[Customer], name: str, value: str) -> QuerySet[Customer]:
        try:
            return rows.filter(division__startswith=places.resolve(value))
        except places.Unclear:
            return rows.none()

    def due_only(self, rows: QuerySet[Customer], name: str, value: bool) -> QuerySet[Customer]:
        return rows.needs_visit(clock.today(), selectors.visit_days()) if value else rows  # type: ignore[attr-defined]

    def in_time_only(self, rows: QuerySet[Customer], name: str, value: bool) -> QuerySet[Customer]:
        return rows.filter(~overdue(clock.today(), selectors.visit_days())) if value else rows

    def transferred_on(self, rows: QuerySet[Customer], name: str, value: date) -> QuerySet[Customer]:
        return rows.filter(pk__in=selectors.transferred(value))

    def leaving_only(self, rows: QuerySet[Customer], name: str, value: bool) -> Any:
        within = pool.warned_today()
        return pool.leaving(rows, within=within, days=pool.days_of(), on=clock.today()) if value else rows

    def below_only(self, rows: QuerySet[Customer], name: str, value: str) -> QuerySet[Customer]:
        return rows.filter(completeness__lt=int(value))

    def stale_only(self, rows: QuerySet[Customer], name: str, value: bool) -> QuerySet[Customer]:
        return rows.stale(clock.today(), selectors.stale_days()) if value else rows  # type: ignore[attr-defined]

    def with_tag(self, rows: QuerySet[Customer], name: str, value: str) -> QuerySet[Customer]:
        return rows.filter(tags__contains=[value.strip()])

    def unplaced_only(self, rows: QuerySet[Customer], name: str, value: bool) -> QuerySet[Customer]:
        return rows.filter(division="") if value else rows


class PoolFilter(df.FilterSet):
    customer_class = ChipsFilter(label=_("类别"), choices=CustomerClass.choices)
    division = df.CharFilter(label=_("地区"), method="in_place")
    industry = df.CharFilter(label=_("行业"), lookup_expr="icontains")

    class Meta:
        model = Customer
        fields: list[str] = []

    in_place = CustomerFilter.in_place


def customers_in_sight(request: object) -> QuerySet[Customer]:
    user = getattr(request, "user", None)
    return Customer.objects.visible_to(user) if user else Customer.objects.none()


class AddressFilter(df.FilterSet):
    customer = df.ModelChoiceFilter(label=pgettext_lazy("one", "客户"), queryset=customers_in_sight)

    class Meta:
        model = Address
        fields = ["kind", "is_default"]


class ContactFilter(df.FilterSet):
    customer = df.ModelChoiceFilter(label=pgettext_lazy("one", "客户"), queryset=customers_in_sight)

    class Meta:
        model = Contact
        fields = ["role", "is_primary", "left"]


class VisitFilter(df.FilterSet):
    customer = df.ModelChoiceFilter(
        label=pgettext_lazy("one", "客户"), queryset=customers_in_sight, widget=forms.HiddenInput
    )
    kind = df.ChoiceFilter(label=_("方式"), choices=VisitKind.choices)
    outcome = ChipsFilter(label=_("结果"), choices=Outcome.choices)
    satisfaction = ChipsFilter(label=_("客户满意吗"), choices=Satisfaction.choices)
    visitor = PickerFilter(label=_("拜访人"), queryset=colleagues, finder="customers.colleague")
    unit = PickerFilter(label=_("部门"), queryset=Unit.objects.all(), finder="org.unit", method="in_unit")
    on = df.DateFromToRangeFilter(label=_("日期"), field_name="occurred_at", method="between")
    late = ruled(df.BooleanFilter(label=_("只看补录"), method="late_only", widget=forms.CheckboxInput), rules.LATE_DAYS)
    unplanned = df.BooleanFilter(label=_("只看计划外"), method="unplanned_only", widget=forms.CheckboxInput)
    promised = df.BooleanFilter(label=_("说好要做，还没做"), method="promised_only", widget=forms.CheckboxInput)

    class Meta:
        model = Visit
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not sees_others(self.request, "visits"):
            del self.filters["visitor"], self.filters["unit"]

    @extend_schema_field(OpenApiTypes.INT)
    def in_unit(self, rows: QuerySet[Visit], name: str, unit: Unit) -> QuerySet[Visit]:
        return rows.filter(visitor_id__in=lines.staff_ids(unit))

    def between(self, rows: QuerySet[Visit], name: str, value: slice) -> QuerySet[Visit]:
        if value.start:
            rows = rows.filter(occurred_at__gte=clock.day_start(clock.local_date(value.start)))
        if value.stop:
            rows = rows.filter(occurred_at__lt=clock.day_bounds(clock.local_date(value.stop))[1])
        return rows

    def late_only(self, rows: QuerySet[Visit], name: str, value: bool) -> QuerySet[Visit]:
        return rows.filter(is_late=True) if value else rows

    def unplanned_only(self, rows: QuerySet[Visit], name: str, value: bool) -> QuerySet[Visit]:
        return rows.unplanned() if value else rows  # type: ignore[attr-defined]

    def promised_only(self, rows: QuerySet[Visit], name: str, value: bool) -> QuerySet[Visit]:
        """One's own promises that have come due, as the home page counts them."""
        user: Any = self.request and self.request.user
        return rows.filter(pk__in=selectors.promised(user, clock.today()).values("pk")) if value and user else rows
