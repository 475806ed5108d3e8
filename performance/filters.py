"""What lists of reports can be narrowed by."""

from typing import Any

import django_filters as df
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from core.pages.filters import ChipsFilter, PickerFilter
from customers.filters import colleagues, sees_others
from org import lines
from org.models import Unit
from performance.choices import ReportKind, ReportState
from performance.models import WorkReport


class ReportFilter(df.FilterSet):
    kind = ChipsFilter(label=_("种类"), choices=ReportKind.choices)
    state = ChipsFilter(label=_("状态"), choices=ReportState.choices)
    owner = PickerFilter(label=_("谁的"), queryset=colleagues, finder="customers.colleague")
    unit = PickerFilter(label=_("部门"), queryset=Unit.objects.all(), finder="org.unit", method="in_unit")
    on = df.DateFromToRangeFilter(label=_("日期"), field_name="day")
    late = df.BooleanFilter(label=_("迟交的"), method="late_only", widget=forms.CheckboxInput)
    problems = df.BooleanFilter(label=_("写了问题的"), method="with_problems", widget=forms.CheckboxInput)

    class Meta:
        model = WorkReport
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not sees_others(self.request, "reports"):
            self.filters.pop("owner")
            self.filters.pop("unit")

    @extend_schema_field(OpenApiTypes.INT)
    def in_unit(self, rows: QuerySet[WorkReport], name: str, unit: Unit | None) -> QuerySet[WorkReport]:
        return rows.filter(owner_id__in=lines.staff_ids(unit)) if unit else rows

    def late_only(self, rows: QuerySet[WorkReport], name: str, value: bool) -> QuerySet[WorkReport]:
        return rows.filter(is_late=True) if value else rows

    def with_problems(self, rows: QuerySet[WorkReport], name: str, value: bool) -> QuerySet[WorkReport]:
        return rows.exclude(problems="") if value else rows
