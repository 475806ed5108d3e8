"""The audit log as a list page: who, what, about which record, when, from where."""

from datetime import timedelta
from typing import Any

import django_filters as df
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core import clock, confidence, timeline
from core.models import AuditEntry
from core.pages.listing import Column, ListPage, Scene
from core.templatetags import ui

SOURCES = {
    "web": _("网页"),
    "api": _("接口"),
    "admin": _("后台"),
    "job": _("定时任务"),
    "command": _("命令行"),
    "system": _("系统"),
}


def _people(request: Any) -> QuerySet[Any]:
    user = getattr(request, "user", None)
    people = get_user_model()._default_manager.all()
    return people.visible_to(user).order_by("sort_key") if user else people.none()


class AuditFilter(df.FilterSet):
    actor = df.ModelChoiceFilter(label=_("操作人"), queryset=_people)
    code = df.ChoiceFilter(
        label=_("事件"), choices=lambda: [(code, f"{words} {code}") for code, words in timeline.codes()]
    )
    subject = df.CharFilter(label=_("对象名称"), field_name="subject_label", lookup_expr="icontains")
    kind = df.CharFilter(label=_("对象类型"), field_name="subject_kind")
    number = df.NumberFilter(label=_("对象编号"), field_name="subject_id")
    request = df.CharFilter(label=_("请求编号"), field_name="request_id")
    on = df.DateFromToRangeFilter(label=_("日期"), field_name="at", method="between")

    class Meta:
        model = AuditEntry
        fields: list[str] = []

    def between(self, rows: QuerySet[AuditEntry], name: str, value: slice) -> QuerySet[AuditEntry]:
        if value.start:
            rows = rows.filter(at__gte=clock.day_start(clock.local_date(value.start)))
        if value.stop:
            rows = rows.filter(at__lt=clock.day_bounds(clock.local_date(value.stop))[1])
        return rows


def find(rows: QuerySet[AuditEntry], text: str) -> QuerySet[AuditEntry]:
    """What a person types: a name, a record, a code or a request number."""
    return rows.filter(
        Q(subject_label__icontains=text)
        | Q(actor_label__icontains=text)
        | Q(code__icontains=text)
        | Q(reason__icontains=text) & ~Q(subject_kind__in=confidence.kinds())
        | Q(request_id=text)
    )


def last_days(days: int) -> Any:
    def narrow(rows: QuerySet[AuditEntry], user: Any) -> QuerySet[AuditEntry]:
        return rows.filter(at__gte=clock.now() - timedelta(days=days))

    return narrow


def _event(row: AuditEntry) -> SafeString:
    url = reverse("core:audit_detail", args=[row.pk])
    return format_html('<a href="{}">{}</a>', url, timeline.say(row.code, {} if confidence.is_kept(row) else row.data))


def _reason(row: AuditEntry) -> str:
    """What is kept is on the entry's own page, for who may read it."""
    return "" if confidence.is_kept(row) else timeline.reason_of(row)


def _state(row: AuditEntry) -> Any:
    return timeline.say_change(row.subject_kind, row.from_state, row.to_state) or ui.NONE


AUDIT = ListPage(
    code="core.audit",
    url_name="core:audit_list",
    title=_("审计"),
    unit=_("条"),
    rows=lambda user: AuditEntry.objects.visible_to(user),
    columns=[
        Column("at", _("时间"), kind="moment", width=120, phone="p4"),
        Column("actor_label", _("操作人"), width=110, phone="p2", show=lambda row: row.actor_label or _("系统")),
        Column("code", _("事件"), link=True, show=_event, width=190, phone="p1"),
        Column("subject_label", _("对象"), phone="p3"),
        Column("change", _("变化"), value=_state, show=_state, width=170),
        Column("reason", _("理由"), value=_reason, width=180),
        Column("source", _("来源"), width=90, show=lambda row: SOURCES.get(row.source, row.source or ui.NONE)),
        Column("ip", _("地址"), width=130, shown=False),
        Column("raw", _("事件代码"), value="code", width=190, shown=False),
    ],
    filterset=AuditFilter,
    search=find,
    search_hint=_("人、对象、事件、理由"),
    scenes=[
        Scene("month", _("近 30 天"), last_days(30)),
        Scene("all", _("全部"), lambda rows, user: rows),
    ],
    sort="-id",
    row_url=lambda row: reverse("core:audit_detail", args=[row.pk]),
    empty_title=_("还没有记录"),
    empty_text=_("谁做了什么、为什么，都会记在这里。"),
    empty_icon="i-history",
)
