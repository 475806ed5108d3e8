"""The list page of key customers by year, and what it can be narrowed by."""

from typing import Any

import django_filters as df
from django import forms
from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core import clock, search
from core.pages.filters import ChipsFilter, PickerFilter
from core.pages.listing import Action, Column, Export, ListPage, Scene
from core.templatetags import ui
from customers.account_selectors import account_plan_list
from customers.choices import AccountPlanState
from customers.filters import colleagues, customers_in_sight, sees_others
from customers.models import AccountPlan
from customers.models.account_plans import AccountPlanQuerySet
from customers.services import export_account_plans


class AccountPlanFilter(df.FilterSet):
    year = df.NumberFilter(label=_("年度"))
    state = ChipsFilter(label=_("状态"), choices=AccountPlanState.choices)
    manager = PickerFilter(
        label=_("客户经理"), queryset=colleagues, finder="customers.colleague", field_name="customer__account_manager"
    )
    customer = df.ModelChoiceFilter(
        label=pgettext_lazy("one", "客户"), queryset=customers_in_sight, widget=forms.HiddenInput
    )
    late = df.BooleanFilter(label=_("只看逾期"), method="late_only", widget=forms.CheckboxInput)

    class Meta:
        model = AccountPlan
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not sees_others(self.request, "customers"):
            del self.filters["manager"]

    def late_only(self, rows: AccountPlanQuerySet, name: str, value: bool) -> QuerySet[AccountPlan]:
        return rows.late(clock.today()) if value else rows


def _next(row: Any) -> SafeString:
    """Until when the plan is to be reported, else when the next review is due."""
    if row.state == AccountPlanState.NAMED:
        return ui.clock(row.write_by)
    if row.state == AccountPlanState.APPROVED and row.next_review:
        return ui.clock(row.next_review)
    return ui.NONE


ACCOUNT_PLANS = ListPage(
    code="customers.account_plans",
    url_name="customers:account_plan_list",
    title=gettext_lazy("大客户名单"),
    unit=gettext_lazy("家"),
    rows=account_plan_list,
    columns=[
        Column(
            "customer",
            pgettext_lazy("one", "客户"),
            value=lambda row: row.customer.name,
            link=True,
            phone="p1",
        ),
        Column("year", gettext_lazy("年度"), width=72, sort="year"),
        Column(
            "manager",
            gettext_lazy("客户经理"),
            value=lambda row: str(row.customer.account_manager or ""),
            width=128,
            phone="p3",
        ),
        Column(
            "state", gettext_lazy("状态"), kind="state", value="get_state_display", show=ui.state, width=96, phone="p2"
        ),
        Column("target", gettext_lazy("目标金额"), kind="money", width=136, sort="target"),
        Column("held", gettext_lazy("回顾"), value=lambda row: f"{row.held}/{row.planned}", width=72),
        Column("next_review", gettext_lazy("下一个期限"), value="next_review", show=_next, width=112, phone="p4"),
        Column("write_by", gettext_lazy("上报期限"), kind="day", width=104, shown=False),
        Column("approved_at", gettext_lazy("批准时间"), kind="moment", width=150, shown=False),
    ],
    filterset=AccountPlanFilter,
    search=lambda rows, text: search.search(rows, text, "customer__search_key"),
    search_hint=gettext_lazy("客户名称、拼音、编号"),
    scenes=[
        Scene(
            "this_year",
            gettext_lazy("今年"),
            lambda rows, user: rows.live().filter(year=clock.today().year),
        ),
        Scene(
            "next_year",
            gettext_lazy("明年"),
            lambda rows, user: rows.live().filter(year=clock.today().year + 1),
        ),
        Scene("mine", gettext_lazy("我负责的"), lambda rows, user: rows.live().of_manager(user)),
        Scene("all", gettext_lazy("全部"), lambda rows, user: rows, counted=False),
    ],
    sort="-id",
    actions=[
        Action(
            gettext_lazy("列入名单"), "customers:account_name", primary=True, key="n", capability="customers.assign"
        ),
    ],
    empty_title=gettext_lazy("名单里还没有大客户"),
    empty_text=gettext_lazy("每年年初把大客户列进来，客户经理写服务计划，批准后按日期回顾。"),
    empty_icon="i-star",
    walked=True,
    export=Export("customers.export", export_account_plans),
)
