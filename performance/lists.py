"""The list of reports."""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.markup import markup
from core.pages.listing import Action, Column, ListPage, Scene, phone_line
from core.templatetags import ui
from performance import policies, selectors
from performance.filters import ReportFilter
from performance.models import ReportReader, WorkReport


def _late(row: WorkReport, link: SafeString) -> SafeString:
    return markup("{} {}", link, ui.tag(_("迟交"), "warn")) if row.is_late else link


def _text(row: WorkReport) -> SafeString:
    said = row.problems or row.done
    short = said if len(said) <= 60 else f"{said[:60]}…"
    return markup("{}{}", short or ui.NONE, phone_line(str(row.owner)))


REPORTS = ListPage(
    code="performance.reports",
    url_name="performance:report_list",
    title=gettext_lazy("工作汇报"),
    unit=gettext_lazy("份"),
    rows=selectors.report_list,
    columns=[
        Column("name", gettext_lazy("汇报"), link=True, dress=_late, phone="p1", width=190),
        Column("owner", gettext_lazy("谁的"), kind="person", width=96),
        Column(
            "state", gettext_lazy("状态"), kind="state", value="get_state_display", show=ui.state, width=96, phone="p2"
        ),
        Column("problems", gettext_lazy("遇到的问题"), show=_text, phone="p3"),
        Column("submitted_at", gettext_lazy("提交时间"), kind="moment", width=130),
        Column("read_by", gettext_lazy("谁先看的"), kind="person", width=96),
        Column("day", gettext_lazy("哪天"), kind="day", width=96, sort="day", phone="p4"),
    ],
    filterset=ReportFilter,
    scenes=[
        Scene("mine", gettext_lazy("我的"), lambda rows, user: rows.personal(user)),
        Scene("unread", gettext_lazy("待我阅"), lambda rows, user: rows.filter(pk__in=_handed_to(user))),
        Scene(
            "all",
            gettext_lazy("全部"),
            lambda rows, user: rows,
            counted=False,
            first_for=policies.leads,
        ),
    ],
    sort="-day",
    row_url=lambda row: row.get_absolute_url(),
    actions=[
        Action(
            gettext_lazy("谁没交"), "performance:report_team", icon="i-team", primary=False, shown_for=policies.leads
        ),
        Action(
            gettext_lazy("写日志"),
            "performance:report_write",
            icon="i-edit",
            primary=True,
            key="n",
            capability="reports.day",
        ),
    ],
    extra_template="performance/report_to_team.html",
    empty_title=gettext_lazy("还没有汇报"),
    empty_text=gettext_lazy("拜访、报价和计划会自己列进日志，补两句就能交。"),
    empty_icon="i-clip",
)


def _handed_to(user: Any) -> Any:
    return ReportReader.objects.unread(user).values("report")
