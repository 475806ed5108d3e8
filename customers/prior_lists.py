"""The list page of 事前请示、事后汇报, and what it can be narrowed by."""

from typing import Any

import django_filters as df
from django import forms
from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core import clock, search
from core.markup import markup
from core.pages.filters import ChipsFilter, PickerFilter, ruled
from core.pages.listing import Action, Column, ListPage, Scene, phone_line
from core.templatetags import ui
from customers.choices import PriorKind, PriorState
from customers.filters import colleagues, customers_in_sight, sees_others
from customers.models import PriorApproval
from customers.models.prior import PriorQuerySet
from customers.policy import REPORT_BACK_DAYS
from customers.prior_selectors import prior_list


class PriorFilter(df.FilterSet):
    state = ChipsFilter(label=_("状态"), choices=PriorState.choices)
    kind = ChipsFilter(label=_("类别"), choices=PriorKind.choices)
    customer = df.ModelChoiceFilter(
        label=pgettext_lazy("one", "客户"), queryset=customers_in_sight, widget=forms.HiddenInput
    )
    owner = PickerFilter(label=_("请示人"), queryset=colleagues, finder="customers.colleague")
    act_on = df.DateFromToRangeFilter(label=_("哪天办"))
    amount = df.RangeFilter(label=_("预计金额"))
    late = ruled(
        df.BooleanFilter(label=_("超期没汇报"), method="late_only", widget=forms.CheckboxInput), REPORT_BACK_DAYS
    )

    class Meta:
        model = PriorApproval
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not sees_others(self.request, "visits"):
            del self.filters["owner"]

    def late_only(self, rows: PriorQuerySet, name: str, value: bool) -> QuerySet[PriorApproval]:
        return rows.late(clock.today()) if value else rows


def _subject(row: PriorApproval) -> SafeString:
    return markup("{}{}", row.get_kind_display(), phone_line(ui.money(row.amount)) if row.amount else "")


def _report_by(row: PriorApproval) -> SafeString:
    """A clock while the report is owed."""
    return ui.clock(row.report_by) if row.state == PriorState.GRANTED else ui.NONE


PRIORS = ListPage(
    code="customers.priors",
    url_name="customers:prior_list",
    title=gettext_lazy("请示"),
    unit=gettext_lazy("份"),
    rows=prior_list,
    columns=[
        Column("subject", gettext_lazy("请示什么"), link=True, phone="p1"),
        Column("kind", gettext_lazy("类别"), value="get_kind_display", show=_subject, width=112, phone="p3"),
        Column(
            "customer",
            pgettext_lazy("one", "客户"),
            value=lambda row: row.customer.name if row.customer else "",
            width=220,
        ),
        Column("amount", gettext_lazy("预计金额"), kind="money", width=124, sort="amount"),
        Column(
            "state", gettext_lazy("状态"), kind="state", value="get_state_display", show=ui.state, width=96, phone="p2"
        ),
        Column("act_on", gettext_lazy("哪天办"), kind="day", width=92, sort="act_on"),
        Column("report_by", gettext_lazy("汇报期限"), value="report_by", show=_report_by, width=112, phone="p4"),
        Column("owner", gettext_lazy("请示人"), kind="person", width=96),
        Column("number", gettext_lazy("编号"), width=132, shown=False),
        Column("spent", gettext_lazy("实际花费"), kind="money", width=124, shown=False),
    ],
    filterset=PriorFilter,
    search=search.search,
    search_hint=gettext_lazy("请示什么、客户名称、编号"),
    scenes=[
        Scene("mine", gettext_lazy("我的请示"), lambda rows, user: rows.personal(user)),
        Scene("to_report", gettext_lazy("待汇报"), lambda rows, user: rows.to_report()),
        Scene("to_close", gettext_lazy("待了结"), lambda rows, user: rows.to_close()),
        Scene("all", gettext_lazy("全部"), lambda rows, user: rows, counted=False),
    ],
    sort="-id",
    actions=[
        Action(gettext_lazy("写请示"), "customers:prior_ask", primary=True, key="n", capability="visits.log"),
    ],
    empty_title=gettext_lazy("还没有请示"),
    empty_text=gettext_lazy("花钱、让步、出远门之前先请示，办完再汇报。"),
    empty_icon="i-msg",
    walked=True,
)
