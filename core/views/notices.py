"""The bell, one's own settings, and the company's matrix."""

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import notice_settings as choices
from core import notices
from core.errors import Forbidden, Refusal
from core.forms import QuietHoursForm
from core.models import Notification, QuietHours
from core.pages import toasts, words
from core.pages.forms import show_refusal
from core.pages.views import back_to
from core.scope import visible_or_404

PAGE = 40


@require_GET
def notice_list(request: HttpRequest) -> HttpResponse:
    """One's own notices, the unread ones first to be asked for; `?all=1` shows the rest."""
    show_all = "all" in request.GET
    rows = Notification.objects.visible_to(request.user).filter(retracted_at=None).order_by("-pk")
    unread = rows.filter(read_at=None).count()
    shown = rows if show_all else rows.filter(read_at=None)
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        shown = shown.filter(pk__lt=int(before))
    found = list(shown[: PAGE + 1])
    more = f"?{'all=1&' if show_all else ''}before={found[PAGE - 1].pk}" if len(found) > PAGE else ""
    lines: list[dict[str, Any]] = [{"notice": row, "text": notices.text(row)} for row in found[:PAGE]]
    context = {
        "page_title": _("消息"),
        "tabs": [
            {"label": _("未读"), "url": request.path, "count": unread, "on": not show_all},
            {"label": _("全部"), "url": f"{request.path}?all=1", "on": show_all},
        ],
        "days": [(day, list(group)) for day, group in groupby(lines, key=lambda line: _day(line["notice"]))],
        "unread": unread,
        "more_url": more,
        "show_all": show_all,
        "here": request.get_full_path(),
    }
    return render(request, "core/notice_list.html", context)


def _day(notice: Notification) -> str:
    return words.relative_day(notice.created_at)


@require_GET
def notice_count(request: HttpRequest) -> HttpResponse:
    """How many are unread, for the bell to ask now and then."""
    response = JsonResponse({"unread": Notification.objects.visible_to(request.user).unread().count()})
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def notice_read(request: HttpRequest) -> HttpResponse:
    """Mark all as read, or those whose `id` is sent."""
    ids = [int(text) for text in request.POST.getlist("id") if text.isdecimal() and len(text) < 19]
    notices.mark_read(user=request.user, ids=ids or None)
    return redirect(back_to(request, reverse("core:notice_list")))


@require_POST
def notice_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Read one notice and go where it leads."""
    row = visible_or_404(Notification.objects.all(), request.user, pk=pk)
    notices.mark_read(user=request.user, ids=[row.pk])
    return redirect(row.url or reverse("core:notice_list"))


@require_http_methods(["GET", "POST"])
def notice_settings(request: HttpRequest) -> HttpResponse:
    """Which notices reach me where, and when not."""
    hours = QuietHours.objects.visible_to(request.user).first()
    form = QuietHoursForm(request.POST or None, initial=_initial(hours))
    if request.method == "POST" and form.is_valid():
        try:
            choices.save_own(user=request.user, chosen=_ticked(request), **form.cleaned_data)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            toasts.say(request, _("提醒方式已保存"))
            return redirect("core:notice_settings")
    return render(
        request,
        "core/notice_settings.html",
        {
            "page_title": _("提醒方式"),
            "form": form,
            "lines": choices.lines(request.user),
            "channels": choices.channels(),
            "may_set_rules": request.user.can("system.settings"),
            "cancel_url": reverse("org:me"),
        },
    )


def _initial(hours: QuietHours | None) -> dict[str, Any]:
    if hours is None:
        return {"workdays_only": True}
    return {"starts": hours.starts, "ends": hours.ends, "workdays_only": hours.workdays_only}


def _ticked(request: HttpRequest) -> dict[str, list[str]]:
    return {kind.code: request.POST.getlist(f"ch-{kind.code}") for kind in notices.kinds()}


@require_http_methods(["GET", "POST"])
def notice_rules(request: HttpRequest) -> HttpResponse:
    """The company's matrix: what holds unless a person chose otherwise."""
    if not request.user.can("system.settings"):
        raise Forbidden("notice.rule_only", _("你没有改通知规则的权限"))
    if request.method == "POST":
        mandatory = set(request.POST.getlist("mandatory"))
        choices.save_rules(actor=request.user, chosen=_ticked(request), mandatory=mandatory)
        toasts.say(request, _("通知规则已保存"))
        return redirect("core:notice_rules")
    return render(
        request,
        "core/notice_rules.html",
        {
            "page_title": _("通知规则"),
            "lines": choices.lines(request.user),
            "channels": choices.channels(),
            "crumbs": [{"label": _("提醒方式"), "url": reverse("core:notice_settings")}],
            "cancel_url": reverse("core:notice_settings"),
        },
    )
