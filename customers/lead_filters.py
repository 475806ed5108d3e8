"""What lists of leads can be narrowed by."""

from typing import Any

import django_filters as df
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from core import clock
from core.pages.filters import ChipsFilter, PickerFilter, ruled
from customers import lead_rules, places
from customers import policy as rules
from customers.choices import LeadSource, LeadState, RejectReason, Stage
from customers.filters import colleagues, sees_others
from customers.models import Lead
from customers.models.leads import LeadQuerySet
from org import lines
from org.models import Unit


class LeadFilter(df.FilterSet):
    state = ChipsFilter(label=_("状态"), choices=LeadState.choices)
    source = ChipsFilter(label=_("来源"), choices=LeadSource.choices)
    source_detail = df.CharFilter(label=_("哪场活动"), lookup_expr="icontains")
    owner = PickerFilter(label=_("负责人"), queryset=colleagues, finder="customers.colleague")
    unit = PickerFilter(label=_("部门"), queryset=Unit.objects.all(), finder="org.unit", method="in_unit")
    division = df.CharFilter(label=_("地区"), method="in_place")
    received = df.DateFromToRangeFilter(label=_("收到日期"), method="received_between")
    overdue = ruled(
        df.BooleanFilter(label=_("超期没处理"), method="overdue_only", widget=forms.CheckboxInput),
        rules.LEAD_ASSIGN_DAYS,
        rules.LEAD_TOUCH_DAYS,
    )
    touched = df.BooleanFilter(label=_("联系过"), method="touched_only", widget=forms.CheckboxInput)
    with_deal = df.BooleanFilter(label=_("有商机"), method="with_deal_only", widget=forms.CheckboxInput)
    won = df.BooleanFilter(label=_("成交了"), method="won_only", widget=forms.CheckboxInput)
    waits_from = df.DateFilter(
        label=_("等着，从"), method="waits_since", widget=forms.DateInput(attrs={"type": "date"})
    )
    waits_to = df.DateFilter(label=_("等着，到"), method="waits_until", widget=forms.DateInput(attrs={"type": "date"}))
    reject_reason = ChipsFilter(label=_("退掉的原因"), choices=RejectReason.choices)

    class Meta:
        model = Lead
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not sees_others(self.request, "leads"):
            del self.filters["owner"], self.filters["unit"]

    @extend_schema_field(OpenApiTypes.INT)
    def in_unit(self, rows: QuerySet[Lead], name: str, unit: Unit) -> QuerySet[Lead]:
        return rows.filter(owner_id__in=lines.staff_ids(unit))

    def in_place(self, rows: QuerySet[Lead], name: str, value: str) -> QuerySet[Lead]:
        try:
            return rows.filter(division__startswith=places.resolve(value))
        except places.Unclear:
            return rows.none()

    def received_between(self, rows: QuerySet[Lead], name: str, value: slice) -> QuerySet[Lead]:
        """Whole business days."""
        if value.start:
            rows = rows.filter(received_at__gte=clock.day_start(clock.local_date(value.start)))
        if value.stop:
            rows = rows.filter(received_at__lt=clock.day_bounds(clock.local_date(value.stop))[1])
        return rows

    def overdue_only(self, rows: LeadQuerySet, name: str, value: bool) -> LeadQuerySet:
        limit = lead_rules.limits_today()
        return rows.overdue(limit.assigned_since, limit.touched_since) if value else rows

    def touched_only(self, rows: QuerySet[Lead], name: str, value: bool) -> QuerySet[Lead]:
        return rows.filter(first_touch_at__isnull=False) if value else rows

    def with_deal_only(self, rows: QuerySet[Lead], name: str, value: bool) -> QuerySet[Lead]:
        return rows.filter(opportunity__isnull=False) if value else rows

    def won_only(self, rows: QuerySet[Lead], name: str, value: bool) -> QuerySet[Lead]:
        return rows.filter(opportunity__state=Stage.WON) if value else rows

    def waits_since(self, rows: QuerySet[Lead], name: str, value: Any) -> QuerySet[Lead]:
        start = clock.day_start(value)
        return rows.filter(
            Q(state=LeadState.NEW, received_at__gte=start) | Q(state=LeadState.ASSIGNED, owned_since__gte=start)
        )

    def waits_until(self, rows: QuerySet[Lead], name: str, value: Any) -> QuerySet[Lead]:
        end = clock.day_bounds(value)[1]
        return rows.filter(
            Q(state=LeadState.NEW, received_at__lt=end) | Q(state=LeadState.ASSIGNED, owned_since__lt=end)
        )
