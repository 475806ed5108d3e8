"""Bulk actions on their way: what was chosen, how far it is, what became of each row."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from core.choices import JobState, RowState
from core.models import BulkRow, BulkRun
from core.pages import bulk, keyset, listing
from core.pages.listing import Bulk, ListPage
from core.scope import visible_or_404

NAMED = 20
"""Rows a confirmation names."""
TABS = {"refused": (RowState.REFUSED, RowState.WAITING), "done": (RowState.DONE, RowState.SAME)}


@require_http_methods(["GET", "POST"])
def bulk_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Before it begins a form to confirm, then the progress, then the outcome row by row: one address."""
    run = visible_or_404(BulkRun.objects.select_related("user"), request.user, pk=pk)
    page = listing.find(run.page)
    action = bulk.action_of(page, run.action, request.user)
    assert page is not None
    context = {"run": run, "spec": page, "action": action, "page_title": action.label, "list_url": bulk.list_url(run)}
    if run.confirmed_at is None:
        posted = request.POST if request.method == "POST" else None
        form = action.form(posted, request.user) if action.form else None
        if posted is None or (form is not None and not form.is_valid()):
            return render(request, "core/bulk_confirm.html", {**context, "form": form, **_named(request, run, page)})
        bulk.confirm(run, posted)
    if request.method == "POST":
        return bulk.answer(request, run)
    part = request.headers.get("HX-Request") == "true"
    context |= _progress(run) if run.unfinished else _outcome(request, run, page, action)
    return render(request, "core/bulk_part.html" if part else "core/bulk.html", context)


@require_POST
def bulk_undo(request: HttpRequest, pk: int) -> HttpResponse:
    run = visible_or_404(BulkRun.objects.select_related("user"), request.user, pk=pk)
    return bulk.answer(request, bulk.take_back(run))


def _named(request: HttpRequest, run: BulkRun, page: ListPage) -> dict[str, Any]:
    ids = list(run.rows.order_by("pk").values_list("subject_id", flat=True)[:NAMED])
    seen = page.rows(request.user).in_bulk(ids)
    return {"labels": [page.row_label(seen[pk]) for pk in ids if pk in seen], "more": run.total - len(ids)}


def _progress(run: BulkRun) -> dict[str, Any]:
    done = run.total - run.numbers()[RowState.WAITING]
    return {"done": done, "percent": done * 100 // run.total}


def _outcome(request: HttpRequest, run: BulkRun, page: ListPage, action: Bulk) -> dict[str, Any]:
    numbers = run.numbers()
    count = {code: sum(numbers[state] for state in states) for code, states in TABS.items()}
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else ("refused" if count["refused"] else "done")
    rows = BulkRow.objects.visible_to(request.user).filter(run=run, state__in=TABS[tab])
    shown = keyset.page(rows, keyset.Order(descending=False), request.GET.get("cursor", ""))
    seen = page.rows(request.user).in_bulk([line.subject_id for line in shown.rows])
    return {
        "lines": [_line(line, seen.get(line.subject_id), page) for line in shown.rows],
        "shown": shown,
        "tab": tab,
        "count": count,
        "undo": bulk.undoable(run, action, numbers),
        "failed": run.state == JobState.FAILED,
    }


def _line(line: BulkRow, row: Any, page: ListPage) -> dict[str, Any]:
    """What is out of sight has neither name nor link, whoever had it before."""
    return {
        "line": line,
        "label": page.row_label(row) if row is not None else "",
        "url": page.row_url(row) if row is not None else "",
        "glyph": {RowState.REFUSED: "no", RowState.WAITING: "todo"}.get(RowState(line.state), "ok"),
    }
