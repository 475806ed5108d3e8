"""The calendar feed of one's plan: the page that makes and ends it, and the feed itself."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import Forbidden
from core.pages import toasts
from customers import feeds, policies, services
from customers.models import PlanFeed


@require_http_methods(["GET", "POST"])
def plan_feed(request: HttpRequest) -> HttpResponse:
    """A post makes a new address, which this answer alone shows."""
    if not policies.may_log_visit(request.user):
        raise Forbidden("feed.issue", _("你没有记拜访的权限"))
    address = ""
    if request.method == "POST":
        key = services.issue_feed(actor=request.user)
        address = request.build_absolute_uri(reverse("customers:plan_ics", args=[key]))
    context = {
        "page_title": _("日历订阅"),
        "address": address,
        "feed": PlanFeed.objects.visible_to(request.user).first(),
        "crumbs": [{"label": _("拜访计划"), "url": reverse("customers:plan_calendar")}],
    }
    return render(request, "customers/plan_feed.html", context)


@require_POST
def plan_feed_revoke(request: HttpRequest) -> HttpResponse:
    services.revoke_feed(actor=request.user)
    toasts.say(request, _("订阅地址已吊销"))
    return redirect("customers:plan_feed")


@login_not_required
@require_GET
def plan_ics(request: HttpRequest, key: str) -> HttpResponse:
    """Who has the address reads the plan; a wrong or revoked one is not there."""
    feed = services.find_feed(key)
    if feed is None:
        raise Http404
    with translation.override(feed.user.language):
        body = feeds.calendar_of(feed.user, request.build_absolute_uri("/").rstrip("/"))
    return HttpResponse(
        body, content_type="text/calendar; charset=utf-8", headers={"Cache-Control": "private, no-store"}
    )
