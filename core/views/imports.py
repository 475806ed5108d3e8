"""Files on their way in: the upload, the columns, the preview, the progress, the outcome row by row."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.choices import ImportPlan, ImportRowState, ImportStage
from core.errors import Forbidden, Refusal
from core.imports import files, papers, running, targets
from core.imports.targets import Target
from core.models import ImportRow, ImportRun
from core.pages import keyset, listing, navigation
from core.scope import visible_or_404
from core.views.attachments import measured

MOST_LISTED = 50
BROKEN = (ImportRowState.REFUSED, ImportRowState.KEPT)
GLYPHS = {
    ImportPlan.CREATE: "ok",
    ImportPlan.UPDATE: "half",
    ImportPlan.SAME: "draft",
    ImportPlan.DUPLICATE: "back",
    ImportPlan.ERROR: "no",
}
STATE_GLYPHS = {ImportRowState.REFUSED: "no", ImportRowState.KEPT: "no", ImportRowState.WAITING: "todo"}


@require_GET
def import_list(request: HttpRequest) -> HttpResponse:
    """One's own imports of the last day, the newest first."""
    runs = ImportRun.objects.visible_to(request.user).order_by("-pk")[:MOST_LISTED]
    context = {"page_title": _("我的导入"), "runs": runs, "targets": targets.open_to(request.user)}
    return render(request, "core/import_list.html", context)


@measured
@require_http_methods(["GET", "POST"])
def import_create(request: HttpRequest) -> HttpResponse:
    """Choose a file. `?page=` says which list it is for."""
    target = _asked_for(request)
    refusal = None
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is None:
                raise forms.ValidationError(_("先选一个文件"))
            run = running.order_import(actor=request.user, page=target.page, file=file, name=file.name or "")
            return redirect("core:import_detail", run.pk)
        except forms.ValidationError as error:
            refusal = error.messages[0]
        except Refusal as error:
            refusal = str(error)
    context = {
        "page_title": _("导入%(what)s") % {"what": target.title},
        "target": target,
        "list_url": _list_url(target),
        "refusal": refusal,
        "most_rows": files.MOST_ROWS,
        "multipart": True,
    }
    return render(request, "core/import_new.html", context, status=400 if refusal else 200)


@require_GET
def import_template(request: HttpRequest) -> FileResponse:
    target = _asked_for(request)
    return FileResponse(
        papers.template(target), as_attachment=True, filename=_("导入%(what)s.xlsx") % {"what": target.title}
    )


@require_GET
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the file stands: its columns, the progress, the preview or the outcome. One address, page first."""
    run = visible_or_404(ImportRun.objects.select_related("user"), request.user, pk=pk)
    target = targets.target_of(run.page, request.user)
    part = request.headers.get("HX-Request") == "true"
    if part and not run.unfinished:
        # What asked for the progress is not the page that says how it ended.
        return HttpResponse(headers={"HX-Refresh": "true"})
    context: dict[str, Any] = {
        "page_title": run.name, "run": run, "target": target, "list_url": _list_url(target), "stage": run.stage,
    }  # fmt: skip
    if run.unfinished:
        return render(request, "core/import_part.html" if part else "core/import.html", context)
    remap = "map" in request.GET and run.stage in running.BEFORE_WRITING
    if remap or run.stage in (ImportStage.MAPPING, ImportStage.CHECK):
        return _mapping(request, context)
    context |= _preview(request, run) if run.stage == ImportStage.PREVIEW else _outcome(request, run)
    return render(request, "core/import.html", context)


@require_POST
def import_check(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        running.check_import(actor=request.user, run_id=pk, wanted=_wanted(request.POST))
    except Refusal as refusal:
        if refusal.code != "import.mapping":
            raise
        run = visible_or_404(ImportRun.objects.all(), request.user, pk=pk)
        run.mapping = _wanted(request.POST)
        target = targets.target_of(run.page, request.user)
        context = {
            "page_title": run.name,
            "run": run,
            "target": target,
            "list_url": _list_url(target),
            "refusal": refusal,
        }
        return _mapping(request, context)
    return redirect("core:import_detail", pk)


@require_POST
def import_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    overwrite = request.POST.get("duplicates") == "update"
    running.confirm_import(actor=request.user, run_id=pk, overwrite=overwrite)
    return redirect("core:import_detail", pk)


@require_POST
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    running.undo_import(actor=request.user, run_id=pk)
    return redirect("core:import_detail", pk)


@require_GET
def import_errors(request: HttpRequest, pk: int) -> FileResponse:
    """What did not go in, as a workbook with the reason in each row."""
    run = visible_or_404(ImportRun.objects.all(), request.user, pk=pk)
    targets.target_of(run.page, request.user)
    stem = run.name.rsplit(".", 1)[0]
    name = _("%(name)s-没有导入的.xlsx") % {"name": stem}
    return FileResponse(papers.left_out(run), as_attachment=True, filename=name)


def _asked_for(request: HttpRequest) -> Target:
    """What `?page=` names, else the first of what this person may import."""
    page = request.GET.get("page", "")
    open_to = targets.open_to(request.user)
    if not page and not open_to:
        raise Forbidden("import.only", _("你没有导入的权限"))
    return targets.target_of(page or open_to[0].page, request.user)


def _wanted(posted: QueryDict) -> list[str]:
    """A code for each column, in the file's order."""
    return [posted.get(f"column-{at}", "")[:40] for at in range(files.MOST_COLUMNS) if f"column-{at}" in posted]


def _list_url(target: Target) -> str:
    page = listing.find(target.page)
    return (navigation.url_of(page.url_name) if page else None) or "/"


def _mapping(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    run = context["run"]
    columns = [
        {
            "at": at,
            "head": head or _("第 %(n)s 列") % {"n": at + 1},
            "code": code,
            "samples": [text for row in run.samples if (text := row[at] if at < len(row) else "")],
        }
        for at, (head, code) in enumerate(zip(run.header, run.mapping, strict=False))
    ]
    context |= {"columns": columns, "known": sum(1 for column in columns if column["code"]), "mapping": True}
    return render(request, "core/import.html", context, status=400 if context.get("refusal") else 200)


def _preview(request: HttpRequest, run: ImportRun) -> dict[str, Any]:
    """The numbers, each of which opens its rows, and what is decided before it begins."""
    numbers = run.plans()
    shown = request.GET.get("rows", "")
    filled = [plan for plan in (ImportPlan.ERROR, ImportPlan.DUPLICATE, *ImportPlan) if numbers[plan]]
    plan = ImportPlan(shown) if shown in ImportPlan.values else next(iter(filled), ImportPlan.CREATE)
    known = run.rows.filter(plan=ImportPlan.DUPLICATE, subject_id__isnull=False).count()
    plain = numbers[ImportPlan.CREATE] + numbers[ImportPlan.UPDATE]
    return {
        "tabs": [{"code": one.value, "label": one.label, "n": numbers[one], "on": one == plan} for one in ImportPlan],
        "plan": plan,
        "plain": plain,
        "known": known,
        "unknown": numbers[ImportPlan.DUPLICATE] - known,
        "duplicates": numbers[ImportPlan.DUPLICATE],
        "bad": numbers[ImportPlan.ERROR] + numbers[ImportPlan.DUPLICATE],
        **_rows(request, run, {"plan": plan}),
    }


def _outcome(request: HttpRequest, run: ImportRun) -> dict[str, Any]:
    numbers = run.outcomes()
    shown = request.GET.get("rows", "")
    filled = [state for state in (*BROKEN, *ImportRowState) if numbers[state]]
    state = ImportRowState(shown) if shown in ImportRowState.values else next(iter(filled), ImportRowState.CREATED)
    return {
        "tabs": [
            {"code": one.value, "label": one.label, "n": numbers[one], "on": one == state}
            for one in ImportRowState
            if numbers[one]
        ],
        "numbers": numbers,
        "imported": numbers[ImportRowState.CREATED] + numbers[ImportRowState.UPDATED],
        "undoable": running.undoable(run) and numbers[ImportRowState.CREATED] + numbers[ImportRowState.UPDATED] > 0,
        "bad": run.rows.filter(papers.LEFT_OUT).exists(),
        **_rows(request, run, {"state": state}),
    }


def _rows(request: HttpRequest, run: ImportRun, which: dict[str, Any]) -> dict[str, Any]:
    rows = ImportRow.objects.visible_to(request.user).filter(run=run, **which)
    shown = keyset.page(rows, keyset.Order(descending=False), request.GET.get("cursor", ""))
    page = listing.find(run.page)
    assert page is not None
    ids = [row.subject_id for row in shown.rows if row.subject_id]
    seen = page.rows(request.user).in_bulk(ids) if ids else {}
    lines = []
    for row in shown.rows:
        record = seen.get(row.subject_id)
        glyph = STATE_GLYPHS.get(row.state, "ok") if "state" in which else GLYPHS[ImportPlan(row.plan)]
        lines.append({"row": row, "url": page.row_url(record) if record is not None else "", "glyph": glyph})
    return {"lines": lines, "shown": shown, "rows_of": next(iter(which.values()))}
