"""A record's timeline: a page of its own, and the fragment that older entries come in."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import clock, subjects
from core import timeline as timelines
from core.errors import Forbidden
from core.pages.timeline import Place


@require_GET
def timeline(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    record = subjects.get(kind, pk, request.user)
    if not timelines.may_read(request.user, record):
        raise Forbidden("timeline.not_yours", _("这条记录的动态只给本人和查审计的人看"))
    entries = timelines.of(
        request.user, record, before=_place(request.GET.get("before", "")), limit=timelines.LENGTH + 1
    )
    shown = entries[: timelines.LENGTH]
    more = ""
    if len(entries) > len(shown):
        last = shown[-1].place
        since = f"{clock.local(last.at):%Y%m%dT%H%M%S.%f}-{last.source}-{last.pk}"
        more = f"{reverse('core:timeline', args=[kind, pk])}?before={since}"
    context = {
        "entries": shown,
        "more_url": more,
        "page_title": _("动态"),
        "record": record,
        "back_url": subjects.url(record),
    }
    fragment = request.headers.get("HX-Request") == "true"
    return render(request, "core/timeline_part.html" if fragment else "core/timeline.html", context)


def _place(text: str) -> Place | None:
    moment, _dash, rest = text.partition("-")
    source, _dash, pk = rest.partition("-")
    try:
        at = datetime.strptime(moment, "%Y%m%dT%H%M%S.%f").replace(tzinfo=timezone.get_default_timezone())
        return Place(at, source[:20], min(int(pk), 2**63 - 1))
    except ValueError:
        return None
