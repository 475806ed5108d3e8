"""The whole log, for those who may read it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import confidence, subjects, timeline, versions
from core.audit_list import AUDIT, SOURCES
from core.errors import Forbidden
from core.models import AuditEntry
from core.pages import rendering
from core.pages.words import DASH
from core.scope import visible_or_404


def audit_list(request: HttpRequest) -> HttpResponse:
    if not request.user.can("audit.read"):
        raise Forbidden("audit.read_only", _("你没有查审计记录的权限"))
    return rendering.render_list(request, AUDIT)


@require_GET
def audit_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry with its circumstances, and how the row itself changed."""
    entry = visible_or_404(AuditEntry.objects.select_related("actor", "in_place_of"), request.user, pk=pk)
    may_read = confidence.may_read(request.user, entry)
    history = versions.of(entry.subject_kind, entry.subject_id) if entry.subject_id and may_read else []
    data = entry.data if may_read else {}
    address = reverse("core:audit_list")
    return render(
        request,
        "core/audit_detail.html",
        {
            "subject_url": _address(request.user, entry),
            "change": timeline.say_change(entry.subject_kind, entry.from_state, entry.to_state),
            "page_title": timeline.say(entry.code, data),
            "entry": entry,
            "kept": not may_read,
            "reason": timeline.reason_of(entry) if may_read else "",
            "source": SOURCES.get(entry.source, entry.source),
            "data": [
                (timeline.detail_name(entry.subject_kind, name), _plain(timeline.word(entry.code, value)))
                for name, value in data.items()
                if name != timeline.BECAUSE
            ],
            "versions": [
                {"version": version, "same": bool(entry.request_id) and version.request_id == entry.request_id}
                for version in history
            ],
            "crumbs": [{"label": _("审计"), "url": address}],
            "about_url": f"{address}?kind={entry.subject_kind}&number={entry.subject_id}" if entry.subject_id else "",
            "request_url": f"{address}?request={entry.request_id}" if entry.request_id else "",
        },
    )


def _address(user: Any, entry: AuditEntry) -> str:
    """Where the record is, for a reader who may see it; a record of the past may be gone, or have no page."""
    if not entry.subject_id:
        return ""
    try:
        return subjects.url(subjects.get(entry.subject_kind, entry.subject_id, user))
    except Http404:
        return ""


def _plain(value: Any) -> str:
    if isinstance(value, list) and len(value) == 2:
        return f"{_plain(value[0]) or DASH} → {_plain(value[1]) or DASH}"
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, dict):
        return " · ".join(_("%(fact)s：%(value)s") % {"fact": key, "value": _plain(one)} for key, one in value.items())
    if isinstance(value, list):
        return _("、").join(map(_plain, value))
    return "" if value is None else str(value)
