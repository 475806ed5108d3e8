"""The list page of tasks, and what it can be narrowed by."""

from typing import Any

import django_filters as df
from django import forms
from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from core import clock
from core.markup import markup
from core.pages.filters import ChipsFilter, PickerFilter
from core.pages.listing import Action, Column, Export, ListPage, Scene, phone_line
from core.templatetags import ui
from customers import task_selectors
from customers.choices import TaskKind, TaskState
from customers.filters import colleagues, customers_in_sight
from customers.models import Task
from customers.models.tasks import TaskQuerySet
from customers.services import export_tasks
from org import lines
from org.models import Unit


class TaskFilter(df.FilterSet):
    state = ChipsFilter(label=_("状态"), choices=TaskState.choices)
    kind = ChipsFilter(label=_("来由"), choices=TaskKind.choices)
    customer = df.ModelChoiceFilter(
        label=pgettext_lazy("one", "客户"), queryset=customers_in_sight, widget=forms.HiddenInput
    )
    owner = PickerFilter(label=_("谁办"), queryset=colleagues, finder="customers.colleague")
    unit = PickerFilter(label=_("部门"), queryset=Unit.objects.all(), finder="org.unit", method="in_unit")
    due = df.DateFromToRangeFilter(field_name="due_on", label=_("哪天前"))
    late = df.BooleanFilter(label=_("过期的"), method="late_only", widget=forms.CheckboxInput)

    class Meta:
        model = Task
        fields: list[str] = []

    @extend_schema_field(OpenApiTypes.INT)
    def in_unit(self, rows: TaskQuerySet, name: str, unit: Unit) -> QuerySet[Task]:
        return rows.filter(owner_id__in=lines.staff_ids(unit))

    def late_only(self, rows: TaskQuerySet, name: str, value: bool) -> QuerySet[Task]:
        return rows.late(clock.today()) if value else rows


def _customer(row: Task) -> SafeString:
    return markup('<span class="t2">{}</span>{}', row.about, phone_line(str(row.owner)))


def _due(row: Task) -> Any:
    """A clock while it is open."""
    return ui.clock(row.due_on) if row.state == TaskState.OPEN else ui.NONE


TASKS = ListPage(
    code="customers.tasks",
    url_name="customers:task_list",
    title=gettext_lazy("任务"),
    unit=gettext_lazy("个"),
    rows=task_selectors.task_list,
    columns=[
        Column("subject", gettext_lazy("要办什么"), link=True, phone="p1"),
        Column(
            "customer",
            gettext_lazy("客户或部门"),
            value=lambda row: str(row.about),
            show=_customer,
            width=240,
            phone="p3",
        ),
        Column(
            "state", gettext_lazy("状态"), kind="state", value="get_state_display", show=ui.state, width=96, phone="p2"
        ),
        Column("due_on", gettext_lazy("哪天前"), value="due_on", show=_due, width=120, sort="due_on", phone="p4"),
        Column("owner", gettext_lazy("谁办"), kind="person", width=96),
        Column("kind", gettext_lazy("来由"), value="get_kind_display", width=96),
        Column("created_by", gettext_lazy("谁派的"), kind="person", width=96, shown=False),
        Column("result", gettext_lazy("结果"), width=220, shown=False),
        Column("closed_at", gettext_lazy("办完时间"), kind="moment", width=130, shown=False),
    ],
    filterset=TaskFilter,
    search=task_selectors.find,
    search_hint=gettext_lazy("要办什么、客户名称"),
    scenes=[
        Scene("mine", gettext_lazy("我要办的"), lambda rows, user: rows.open().filter(owner=user)),
        Scene("given", gettext_lazy("我派出去的"), lambda rows, user: rows.open().given_by(user)),
        Scene("open", gettext_lazy("没办完的"), lambda rows, user: rows.open(), counted=False),
        Scene("all", gettext_lazy("全部"), lambda rows, user: rows, counted=False),
    ],
    sort="due_on",
    actions=[
        Action(gettext_lazy("新建任务"), "customers:task_create", primary=True, key="n", capability="tasks.create"),
    ],
    row_label=lambda row: row.subject,
    empty_title=gettext_lazy("没有要办的任务"),
    empty_text=gettext_lazy("说好要给客户办的事记成任务：办什么、谁办、哪天前。"),
    empty_icon="i-check",
    walked=True,
    export=Export("visits.export", export_tasks, always=["state"]),
)
