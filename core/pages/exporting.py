"""A list into a file: few rows at once, many in the background with their progress on a page one may leave.

The list's specification names the service that writes (`ListPage.export`); rights, sight and the log are that service's, asked
when the file is written, not when it was ordered.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import structlog
from django.core.files.base import File
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core import clock, context, notices
from core.choices import JobState
from core.errors import Forbidden, Invalid, Refusal
from core.models import ListExport
from core.pages import keyset, listing, navigation, saved, sheets

log = structlog.get_logger(__name__)

AT_ONCE = 500
"""Rows that are written before anybody waits."""
ATTEMPTS = 3
LEASE_SECONDS = 360
"""Longer than the worker's hard limit, so that no export is taken from a living worker."""


def order(request: HttpRequest, page: listing.ListPage, rows: models.QuerySet[Any], columns: str) -> HttpResponse:
    """Order what the address shows, in these columns or in all: the file itself when it is short, else the page that tells
    how far it is."""
    check(request.user, page.code)
    form, _dot, whole = request.POST.get("export", "").partition(".")
    if form not in sheets.FORMS:
        raise Invalid("list.export_form", _("只能导出 xlsx 或 csv"))
    row = ListExport.objects.create(
        user_id=request.user.pk,
        page=page.code,
        query=saved.without(request.GET, saved.PASSING),
        columns="" if whole else columns,
        form=form,
        name=f"{page.title}-{clock.today():%Y%m%d}.{form}",
    )
    if not keyset.count(rows, AT_ONCE).capped:
        work(row.pk)
        row.refresh_from_db()
    where = "core:export_download" if row.state == JobState.DONE else "core:export_detail"
    return HttpResponseRedirect(reverse(where, args=[row.pk]))


def list_url(row: ListExport) -> str:
    """The list as it was when the file was ordered."""
    page = listing.find(row.page)
    address = navigation.url_of(page.url_name) if page else None
    return f"{address or '/'}?{row.query}" if row.query else address or "/"


def check(user: Any, code: str) -> listing.Export:
    """How the list is written. Raises Forbidden when it is not exported, or not by this person."""
    page = listing.find(code)
    if page is None or page.export is None or not user.is_active or not navigation.may(user, page.export.capability):
        needs = [page.export.capability] if page and page.export and page.export.capability else []
        raise Forbidden("list.export", _("你没有导出这个列表的权限"), needs=needs)
    return page.export


def due() -> list[int]:
    return list(ListExport.objects.due(clock.now()).order_by("pk").values_list("pk", flat=True)[:20])


def work_later(export_id: int) -> bool:
    """In a worker: as the person who ordered it, in their language, and they are told in the bell."""
    row = ListExport.objects.select_related("user").filter(pk=export_id).first()
    if row is None:
        return False
    meta = context.RequestMeta(request_id=uuid.uuid4().hex, source="job", actor_id=row.user_id)
    with context.use(meta), translation.override(getattr(row.user, "language", None)):
        if not work(export_id):
            return False
        row.refresh_from_db()
        with transaction.atomic():
            notices.send(
                code="export.done" if row.state == JobState.DONE else "export.failed",
                recipients=[row.user],
                params={"name": row.name},
                dedupe_key=f"export:{row.pk}",
                url=reverse("core:export_detail", args=[row.pk]),
            )
    return True


def work(export_id: int) -> bool:
    """Write one export, unless it is written or somebody else is at it. True when it came to an end here."""
    now = clock.now()
    lease = now + timedelta(seconds=LEASE_SECONDS)
    taken = (
        ListExport.objects.due(now)
        .filter(pk=export_id)
        .update(state=JobState.RUNNING, lease_until=lease, attempts=models.F("attempts") + 1)
    )
    if not taken:
        return False
    row = ListExport.objects.select_related("user").get(pk=export_id)
    try:
        if row.attempts > ATTEMPTS:
            raise Invalid("list.export_died", _("写这个文件时进程一再中断，条件收窄些再导"))
        _write(row)
    except Refusal as refusal:
        _conclude(row, state=JobState.FAILED, refusal=str(refusal))
    except Exception:
        log.exception("export_failed", export=row.pk, page=row.page)
        _conclude(row, state=JobState.FAILED, refusal=_("写文件时出了错，再导一次；还不行就告诉管理员"))
    return True


def _write(row: ListExport) -> None:
    from core.pages import rendering

    export = check(row.user, row.page)
    page = listing.find(row.page)
    assert page is not None
    request = HttpRequest()
    request.method, request.user, request.GET = "GET", row.user, QueryDict(row.query)
    rows, _filters = rendering.matching(request, page)
    ListExport.objects.filter(pk=row.pk).update(total=rows.count(), done=0)
    conditions = {name: ",".join(request.GET.getlist(name)) for name in request.GET}
    written = export.run(
        actor=row.user,
        rows=rows,
        columns=export.columns(page, row.columns),
        conditions=conditions,
        form=row.form,
        progress=lambda done: ListExport.objects.filter(pk=row.pk, attempts=row.attempts).update(done=done),
    )
    with written.file as target:
        name = row.file.storage.save(row.file.field.generate_filename(row, row.name), File(target))
    if not _conclude(row, state=JobState.DONE, file=name, done=written.row_count, total=written.row_count):
        row.file.storage.delete(name)


def _conclude(row: ListExport, **facts: Any) -> bool:
    """Write the outcome, unless the export was taken over meanwhile: the attempt is the fence."""
    mine = ListExport.objects.filter(pk=row.pk, state=JobState.RUNNING, attempts=row.attempts)
    return bool(mine.update(**facts))


def forget(before: Any) -> int:
    """Files of exports go, and what was known of them; the log keeps who took what."""
    rows = list(ListExport.objects.filter(created_at__lt=before).exclude(state=JobState.RUNNING))
    for row in rows:
        row.delete()
        if row.file.name:
            row.file.storage.delete(row.file.name)
    return len(rows)
