"""What lists of deals and competitors can be narrowed by."""

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
from customers import deal_selectors
from customers import policy as rules
from customers.choices import OPEN_STAGES, DealSource, LostReason, Stage
from customers.filters import colleagues, customers_in_sight, sees_others
from customers.models import Competitor, Opportunity
from customers.models.opportunities import OpportunityQuerySet
from org import lines
from org.models import Unit


def competitors(request: object) -> QuerySet[Competitor]:
    user = getattr(request, "user", None)
    return Competitor.objects.visible_to(user).order_by("name") if user else Competitor.objects.none()


class OpportunityFilter(df.FilterSet):
    state = ChipsFilter(label=_("阶段"), choices=Stage.choices)
    customer = df.ModelChoiceFilter(
        label=pgettext_lazy("one", "客户"), queryset=customers_in_sight, widget=forms.HiddenInput
    )
    owner = PickerFilter(label=_("负责人"), queryset=colleagues, finder="customers.colleague")
    unit = PickerFilter(label=_("部门"), queryset=Unit.objects.all(), finder="org.unit", method="in_unit")
    amount = df.RangeFilter(label=_("预计金额"))
    expected_on = df.DateFromToRangeFilter(label=_("预计签约"))
    closed_on = df.DateFromToRangeFilter(label=_("了结日期"))
    source = ChipsFilter(label=_("来源"), choices=DealSource.choices)
    lost_reason = ChipsFilter(label=_("丢单原因"), choices=LostReason.choices)
    lost_at = df.ChoiceFilter(
        label=_("丢在哪一步"),
        field_name="lost_at_stage",
        choices=[(stage.value, stage.label) for stage in OPEN_STAGES],
    )
    competitor = PickerFilter(label=_("对手"), queryset=competitors, finder="customers.competitor", method="against")
    lost_to = PickerFilter(label=_("输给谁"), queryset=competitors, finder="customers.competitor")
    stuck = ruled(
        df.BooleanFilter(label=_("停留超期"), method="stuck_only", widget=forms.CheckboxInput), rules.STUCK_DAYS
    )
    overdue = df.BooleanFilter(label=_("过了预计签约"), method="overdue_only", widget=forms.CheckboxInput)

    class Meta:
        model = Opportunity
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not sees_others(self.request, "opportunities"):
            del self.filters["owner"], self.filters["unit"]

    @extend_schema_field(OpenApiTypes.INT)
    def in_unit(self, rows: QuerySet[Opportunity], name: str, unit: Unit) -> QuerySet[Opportunity]:
        return rows.filter(owner_id__in=lines.staff_ids(unit))

    @extend_schema_field(OpenApiTypes.INT)
    def against(self, rows: OpportunityQuerySet, name: str, competitor: Competitor) -> OpportunityQuerySet:
        return rows.against(competitor)

    def stuck_only(self, rows: OpportunityQuerySet, name: str, value: bool) -> OpportunityQuerySet:
        return rows.stuck(clock.today(), deal_selectors.stuck_days()) if value else rows

    def overdue_only(self, rows: OpportunityQuerySet, name: str, value: bool) -> OpportunityQuerySet:
        return rows.overdue(clock.today()) if value else rows
