"""Exports on their way: how far, and the file."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core.choices import JobState
from core.models import ListExport
from core.pages import exporting, listing
from core.pages.sheets import FORMS
from core.scope import visible_or_404

TYPES = dict(
    zip(
        FORMS,
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/csv; charset=utf-8"),
        strict=True,
    )
)


@require_GET
def export_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The progress, asked again every second by scripts and every few without."""
    row = visible_or_404(ListExport.objects.all(), request.user, pk=pk)
    page = listing.find(row.page)
    template = "core/export_part.html" if request.headers.get("HX-Request") == "true" else "core/export.html"
    return render(
        request, template, {"page_title": row.name, "export": row, "spec": page, "list_url": exporting.list_url(row)}
    )


@require_GET
def export_download(request: HttpRequest, pk: int) -> FileResponse:
    """Always as a download, to whoever ordered it and still may take it out."""
    row = visible_or_404(ListExport.objects.filter(state=JobState.DONE), request.user, pk=pk)
    exporting.check(request.user, row.page)
    try:
        body = row.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(body, as_attachment=True, filename=row.name, content_type=TYPES[row.form])
    response["Cache-Control"] = "private, no-store"
    return response
