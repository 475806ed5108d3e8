"""The front page: what wants this person today. It composes what the apps contribute and decides nothing."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from core import clock, onboarding, today
from core.pages import navigation, toasts
from core.pages.keyset import Count
from core.pages.views import back_to


def home(request: HttpRequest) -> HttpResponse:
    day = clock.today()
    sections = today.sections(request.user, day)
    return render(
        request,
        "home/today.html",
        {
            "page_title": _("今天"),
            "day": day,
            "day_words": _day_words(day),
            "lead": _lead(sections),
            "sections": sections,
            "start": onboarding.on_today(request.user),
            "creates": navigation.creates(request.user)[:2],
        },
    )


@require_GET
def home_later(request: HttpRequest) -> HttpResponse:
    """The rail, which nobody waits for; without scripts a page of its own."""
    found = today.later(request.user, clock.today())
    template = "home/rail.html" if request.headers.get("HX-Request") else "home/later.html"
    return render(request, template, {"page_title": _("近况"), "rail": found})


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """The first steps: open one, put them away, or look at them again."""
    user = request.user
    if "open" in request.POST:
        where = onboarding.open_step(user, request.POST["open"])
        if where is None:
            raise Http404
        return redirect(where)
    if request.method == "POST":
        if request.POST.get("show") == "on":
            onboarding.bring_back(user)
            return redirect("home")
        onboarding.put_away(user)
        toasts.say(request, _("收起来了，要看从“我的”里打开"))
        return redirect(back_to(request))
    context = {"page_title": _("上手五步"), "start": onboarding.of(user), "shown": onboarding.is_shown(user)}
    return render(request, "home/start.html", context)


def _lead(sections: list[today.Section]) -> dict[str, str]:
    """The sentence under the date: how much is late and how much there is, or that nothing waits."""
    late = sum((section.lead[0] for section in sections), Count(0))
    rest = sum((section.lead[1] for section in sections), Count(0))
    return {
        "late": ngettext("%(count)s 件逾期", "%(count)s 件逾期", late.number) % {"count": late} if late else "",
        "rest": ngettext("%(count)s 件等你处理", "%(count)s 件等你处理", rest.number) % {"count": rest} if rest else "",
    }


def _day_words(day: date) -> str:
    weekdays = [_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日")]
    return _("%(month)s 月 %(day)s 日 %(weekday)s") % {
        "month": day.month,
        "day": day.day,
        "weekday": weekdays[day.weekday()],
    }
