"""Pages of daily logs and weekly reports: list, write, read, who is missing."""

from datetime import date
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock, timeline
from core.addresses import address_of
from core.errors import Forbidden
from core.pages import neighbours, rendering, toasts, words
from core.pages.acting import form_page
from core.scope import visible_or_404
from performance import facts, forms, lists, periods, policies, selectors, services
from performance.choices import ReportKind
from performance.models.reports import period_name
from performance.policy import DUE_HOUR, REMINDER
from workflow import process_pages


@require_GET
def report_list(request: HttpRequest) -> HttpResponse:
    return rendering.render_list(request, lists.REPORTS)


@require_http_methods(["GET", "POST"])
def report_write(request: HttpRequest) -> HttpResponse:
    """One's own report of `?kind=` (day, week) and `?on=` a day of it; the button says whether it is kept or handed in."""
    kind = _kind(request)
    day = _day(request, kind) or selectors.usual_day(request.user, kind)
    report = selectors.own(request.user, kind, day)
    if report is not None and not report.is_draft and request.method == "GET":
        return redirect(report)
    if report is None and not policies.may_write(request.user, kind):
        refusal = _("你的角色不用交日志") if kind == ReportKind.DAY else _("你的角色不用交周报")
        raise Forbidden(f"report.{kind}", refusal)
    form = forms.ReportForm(request.POST or None, kind=kind, initial=forms.initial_of(report))
    keep = request.POST.get("verb") == "save"
    draft_key = f"report-{kind}-{day}"
    left = words.remaining(periods.due(kind, day))

    def act() -> str:
        given: dict[str, Any] = {"texts": form.texts(), "version": form.cleaned_data["version"] or 0}
        if keep:
            services.save_report(actor=request.user, kind=kind, day=day, **given)
            return _("草稿存好了，还没交")
        made = services.submit_report(actor=request.user, kind=kind, day=day, **given)
        return _("交了，记为迟交") if made.is_late else _("交了")

    def after() -> str:
        if keep:
            return _write_url(kind, day)
        made = selectors.own(request.user, kind, day)
        return made.get_absolute_url() if made else address_of("performance:report_list")

    known = facts.of(request.user, kind, day)
    latest = periods.begin(kind, clock.today())
    return form_page(
        request,
        form,
        title=period_name(kind, day),
        submit=_("提交"),
        act=act,
        after=after,
        crumb=_("工作汇报"),
        url=address_of("performance:report_list"),
        template="performance/report_write.html",
        has_aside=True,
        draft_key=draft_key,
        kind=kind,
        day=day,
        last_day=periods.end(kind, day),
        kinds=[
            (one.label, _write_url(one), one == kind) for one in ReportKind if policies.may_write(request.user, one)
        ],
        previous=_write_url(kind, periods.step(kind, day, -1)),
        next=_write_url(kind, periods.step(kind, day, 1)) if day < latest else "",
        sums=facts.summed(known),
        parts=facts.shown(known, kind),
        due=periods.due(kind, day) if periods.is_asked(kind, day) else None,
        left=left,
        is_kept=report is not None,
        rule_keys=[DUE_HOUR[kind]],
    )


@require_GET
def report_detail(request: HttpRequest, pk: int) -> HttpResponse:
    report = visible_or_404(selectors.report_record(), request.user, pk=pk)
    if report.is_draft:
        return redirect(_write_url(report.kind, report.day))
    copy = selectors.latest_copy(report)
    known = copy.facts if copy else {}
    readers = list(report.readers.all())
    has_read = any(reader.person == request.user and reader.read_at for reader in readers)
    subtitle = f"{report.owner.unit or ''} · {words.moment_text(report.submitted_at)}"
    return render(
        request,
        "performance/report_detail.html",
        {
            "page_title": str(report),
            "report": report,
            "state": report,
            "subtitle": subtitle,
            "place": neighbours.place(request, lists.REPORTS, report),
            "crumbs": [{"label": _("工作汇报"), "url": address_of("performance:report_list")}],
            "facts": facts.summed(known),
            "texts": [
                (forms.heading(report.kind, name), getattr(report, name)) for name in ("problems", "done", "ahead")
            ],
            "parts": facts.shown(known, report.kind),
            "readers": [reader for reader in readers if reader.read_at],
            "waiting": [reader.person for reader in readers if not reader.read_at],
            "copies": list(report.copies.all())[:-1],
            "entries": timeline.of(request.user, report),
            "actions": policies.report_actions(request.user, report, has_read=has_read),
            "process_url": process_pages.address(report),
            "team_url": _team_url(ReportKind(report.kind), report.day) if policies.leads(request.user) else "",
        },
    )


@require_POST
def report_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    report = services.withdraw_report(actor=request.user, report_id=pk, version=_seen(request))
    toasts.say(request, _("撤回了，改好再交"))
    return redirect(_write_url(report.kind, report.day))


@require_POST
def report_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Read, and on to the next one that waits."""
    report = services.read_report(actor=request.user, report_id=pk, version=_seen(request))
    following = selectors.next_unread(request.user, report)
    toasts.say(request, _("已阅，接着看下一份") if following else _("已阅，都看完了"))
    return redirect(following or _team_url(ReportKind(report.kind), report.day))


@require_GET
def report_team(request: HttpRequest) -> HttpResponse:
    """Who handed in the report of a day or week and who did not, for who leads; others come to their own."""
    kind = _kind(request)
    if not policies.leads(request.user):
        return redirect(address_of("performance:report_list"))
    today = clock.today()
    usual = (
        clock.add_workdays(today, -1) if kind == ReportKind.DAY else periods.step(kind, periods.begin(kind, today), -1)
    )
    day = _day(request, kind) or usual
    rows = selectors.team(request.user, kind, day)
    end = periods.due(kind, day)
    asked = periods.is_asked(kind, day)
    late = asked and clock.now() > end
    context = {
        "page_title": _("谁交了日志") if kind == ReportKind.DAY else _("谁交了周报"),
        "kind": kind,
        "day": day,
        "last_day": periods.end(kind, day),
        "week_number": day.isocalendar().week,
        "kinds": [(one.label, _team_url(one), one == kind) for one in ReportKind],
        "rows": rows,
        "missing": sum(row.report is None for row in rows),
        "unread": sum(row.report is not None and row.report.read_at is None for row in rows),
        "late_ones": sum(row.report is not None and row.report.is_late for row in rows),
        "asked": asked,
        "end": end,
        "is_late": late,
        "previous": _team_url(kind, periods.step(kind, day, -1)),
        "next": _team_url(kind, periods.step(kind, day, 1)) if day < periods.begin(kind, today) else "",
        "rule_keys": [DUE_HOUR[kind], REMINDER[kind]],
    }
    return render(request, "performance/report_team.html", context, status=HTTPStatus.OK)


def _kind(request: HttpRequest) -> ReportKind:
    """What `?kind=` names; else what the person writes themselves, the log of a day first."""
    asked = request.GET.get("kind", "")
    if asked in ReportKind:
        return ReportKind(asked)
    return next((kind for kind in ReportKind if policies.may_write(request.user, kind)), ReportKind.DAY)


def _day(request: HttpRequest, kind: str) -> date | None:
    return periods.named(kind, request.GET.get("on", ""))


def _seen(request: HttpRequest) -> int:
    """The version the button was drawn with. None was: somebody took it out, which is as stale as can be."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _write_url(kind: str, day: date | None = None) -> str:
    return _url("performance:report_write", kind, day)


def _team_url(kind: str, day: date | None = None) -> str:
    return _url("performance:report_team", kind, day)


def _url(name: str, kind: str, day: date | None) -> str:
    asks = {"kind": str(kind), **({"on": str(day)} if day else {})}
    return f"{address_of(name)}?{urlencode(asks)}"
