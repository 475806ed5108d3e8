"""The list behind every number of plans."""

from typing import Any

import django_filters as df
from django import forms
from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core import clock, search
from core.markup import markup
from core.pages.filters import ChipsFilter, PickerFilter
from core.pages.listing import Action, Column, ListPage, Scene
from core.templatetags import ui
from customers import plan_cards, planning
from customers.choices import PlanState, VisitKind
from customers.filters import colleagues, customers_in_sight, sees_others
from customers.models import VisitPlan


class PlanFilter(df.FilterSet):
    customer = df.ModelChoiceFilter(
        label=pgettext_lazy("one", "客户"), queryset=customers_in_sight, widget=forms.HiddenInput
    )
    state = ChipsFilter(label=_("状态"), choices=PlanState.choices)
    kind = df.ChoiceFilter(label=_("方式"), choices=VisitKind.choices)
    person = PickerFilter(label=_("拜访人"), queryset=colleagues, finder="customers.colleague")
    on = df.DateFromToRangeFilter(label=_("日期"), field_name="day")
    missed = df.BooleanFilter(label=_("过了没去，也没说"), method="missed_only", widget=forms.CheckboxInput)
    focus = df.BooleanFilter(label=_("只看重点"), method="focus_only", widget=forms.CheckboxInput)

    class Meta:
        model = VisitPlan
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not sees_others(self.request, "visits"):
            self.filters.pop("person")

    def missed_only(self, rows: QuerySet[VisitPlan], name: str, value: bool) -> Any:
        return rows.missed(clock.today()) if value else rows  # type: ignore[attr-defined]

    def focus_only(self, rows: QuerySet[VisitPlan], name: str, value: bool) -> QuerySet[VisitPlan]:
        return rows.filter(focus__isnull=False) if value else rows


def _what(plan: VisitPlan) -> SafeString:
    return markup("{}", plan.reason or plan.purpose) if plan.reason or plan.purpose else ui.NONE


PLANS = ListPage(
    code="customers.plans",
    url_name="customers:plan_list",
    title=gettext_lazy("计划的拜访"),
    unit=gettext_lazy("次"),
    rows=planning.plan_list,
    columns=[
        Column("customer", pgettext_lazy("one", "客户"), value=lambda row: row.customer.name, link=True, phone="p1"),
        Column(
            "state",
            gettext_lazy("状态"),
            value=lambda row: row.get_state_display(),
            show=lambda row: plan_cards.plan_mark(row) or ui.state(row),
            width=104,
            phone="p2",
        ),
        Column("kind", gettext_lazy("方式"), value=lambda row: row.get_kind_display(), width=92),
        Column(
            "purpose", gettext_lazy("目的、原因"), value=lambda row: row.reason or row.purpose, show=_what, width=280
        ),
        Column("person", gettext_lazy("拜访人"), kind="person", width=96, phone="p3"),
        Column("day", gettext_lazy("哪天"), kind="day", width=104, sort="day", phone="p4"),
    ],
    filterset=PlanFilter,
    search=lambda rows, text: search.search(rows, text, "customer__search_key"),
    search_hint=gettext_lazy("客户名称、拼音、编号"),
    scenes=[
        Scene("mine", gettext_lazy("我的"), lambda rows, user: rows.personal(user, "person_id")),
        Scene(
            "all",
            gettext_lazy("全部"),
            lambda rows, user: rows,
            counted=False,
            first_for=lambda user: sees_all(user),
        ),
    ],
    sort="-day",
    row_url=lambda row: row.visit.get_absolute_url() if row.visit else row.get_absolute_url(),
    actions=[
        Action(gettext_lazy("排拜访"), "customers:plan_create", icon="i-plan", primary=True, capability="visits.log"),
    ],
    empty_title=gettext_lazy("还没有计划"),
    empty_text=gettext_lazy("在拜访计划里排上这一周要去的客户。"),
    empty_icon="i-plan",
)


def sees_all(user: Any) -> bool:
    return bool(user.can("customers.assign"))
