"""Files of a record: list, add, download, remove. Always through the record's own door."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import attachments, subjects
from core.errors import Invalid, Refusal, TooLarge, Unavailable
from core.models import Attachment
from core.pages import toasts

# Four full files and the few fields around them; more is refused before a byte of it is read.
MOST_BODY = 4 * attachments.MOST_BYTES + 64 * 1024

View = Callable[..., HttpResponse]


class BoundedUpload(TemporaryFileUploadHandler):
    """To the disk at once, because fifty megabytes are not kept in memory, and no further than a file may be."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > attachments.MOST_BYTES:
            raise TooLarge("attachment.size", _("%(name)s 超过 50 MB") % {"name": self.file_name})
        super().receive_data_chunk(raw_data, start)


def measured(view: View) -> View:
    """Refuse a body that is too long before anything reads it, the CSRF check included, which comes second."""
    guarded = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def measure(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > MOST_BODY:
            raise TooLarge("attachment.size", _("一次最多 200 MB，单个附件最多 50 MB"))
        request.upload_handlers = [BoundedUpload(request)]
        try:
            return guarded(request, *args, **kwargs)
        except OSError as error:
            raise Unavailable("attachment.disk", _("服务器磁盘写不下了，附件没有保存，告诉管理员")) from error

    measure.most_body = MOST_BODY  # type: ignore[attr-defined]  # core.middleware.BoundedBody asks
    return measure


@measured
@require_http_methods(["GET", "POST"])
def attachment_list(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The files of a record; POST adds the sent `files` and answers with the list."""
    record, _rows = attachments.of(kind, pk, request.user)
    refusals: list[Refusal] = []
    if request.method == "POST":
        files = request.FILES.getlist("files")
        if not files:
            raise Invalid("attachment.none", _("没有选文件"))
        for file in files:
            try:
                attachments.add(actor=request.user, kind=kind, subject_id=pk, file=file, name=file.name or "")
            except (Invalid, TooLarge) as refusal:
                refusals.append(refusal)
    return _answer(request, kind, record, refusals)


@require_GET
def attachment_download(request: HttpRequest, pk: int) -> FileResponse:
    """Always as a download, never shown in the browser: what strangers sent us must not run as us."""
    row, _record = attachments.seen(pk, request.user)
    return as_download(row)


def as_download(row: Attachment) -> FileResponse:
    """Always an attachment, never sniffed, sandboxed, in no cache."""
    response = FileResponse(row.file.open("rb"), as_attachment=True, filename=row.name, content_type=row.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def attachment_remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = attachments.remove(actor=request.user, attachment_id=pk)
    record = subjects.get(row.subject_kind, row.subject_id, request.user)
    return _answer(request, row.subject_kind, record, [])


def _answer(request: HttpRequest, kind: str, record: Any, refusals: list[Refusal]) -> HttpResponse:
    """The list again: as a fragment for htmx, as a page or a way back for plain forms."""
    fragment = request.headers.get("HX-Request") == "true"
    if request.method == "POST" and not fragment:
        for refusal in refusals:
            toasts.say(request, str(refusal), tone="bad")
        return redirect(
            subjects.url(record) or "core:attachment_list", **({} if subjects.url(record) else _key(kind, record))
        )
    context = {
        "kind": kind,
        "record": record,
        "attachments": Attachment.objects.of(kind, record.pk).select_related("created_by"),
        "may_attach": attachments.may_change(request.user, record),
        "refusals": refusals,
        "page_title": _("附件"),
        "back_url": subjects.url(record),
    }
    response = render(request, "core/attachments_part.html" if fragment else "core/attachments.html", context)
    response.status_code = int(refusals[0].status) if refusals and not fragment else 200
    return response


def _key(kind: str, record: Any) -> dict[str, Any]:
    return {"kind": kind, "pk": record.pk}
