"""Turning a ListPage into an answer: the whole page, or its fragment for htmx, from the same URL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.errors import Forbidden, Invalid
from core.markup import escaped
from core.models import SavedView
from core.pages import keyset, navigation, toasts
from core.pages.listing import Bulk, Column, ListPage, Scene, link_cell

STATE = ("scene", "q", "sort", "cols", "cursor")
NO_FILTERS = {*STATE, "view", "filters"}
"""Parameters of a list's address that are none of its filters'."""
MOST_AT_ONCE = 500
MOST_QUERY = 1000


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force: grey label, value, and the address without it."""

    label: str
    value: str
    without: str


@dataclass(frozen=True, slots=True)
class Tab:
    label: Any
    url: str
    on: bool
    count: Any = None


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head with the address that sorts by it."""

    column: Column
    url: str
    arrow: str


@dataclass(frozen=True, slots=True)
class Row:
    row: Any
    id: int
    label: str
    cells: SafeString
    css: str


def scene_of(request: HttpRequest, page: ListPage) -> Scene | None:
    open_scenes = [scene for scene in page.scenes if navigation.may(request.user, scene.capability)]
    wanted = request.GET.get("scene", "")
    asked = [scene for scene in open_scenes if scene.code == wanted]
    own = [scene for scene in open_scenes if scene.first_for and scene.first_for(request.user)]
    return next(iter([*asked, *own, *open_scenes]), None)


def matching(request: HttpRequest, page: ListPage) -> tuple[QuerySet[Any], Any]:
    """All rows that this address shows to this user, unordered, and the bound FilterSet (None while nothing is filtered).

    The one querying function: page, bulk actions, export and the API's page links use it.
    """
    queryset = page.rows(request.user)
    scene = scene_of(request, page)
    if scene is not None:
        queryset = scene.narrow(queryset, request.user)
    filters = None
    if page.filterset is not None and not NO_FILTERS.issuperset(request.GET):
        filters = page.filterset(request.GET, queryset=queryset, request=request)
        queryset = filters.qs
    text = request.GET.get("q", "").strip()[:80]
    if text and page.search is not None:
        queryset = page.search(queryset, text)
    return queryset, filters


def render_list(request: HttpRequest, page: ListPage, **extra: Any) -> HttpResponse:
    """GET shows the page (or the fragment #list for htmx); POST runs a bulk action or keeps a view."""
    if request.method == "POST":
        return _posted(request, page)
    if request.headers.get("HX-Target") == "filters":
        return render(request, "components/list_filters.html", _filter_panel(request, page))
    queryset, filters = matching(request, page)
    order, sort = page.order(request.GET.get("sort", ""))
    columns = page.chosen_columns(",".join(request.GET.getlist("cols")))
    shown = keyset.page(queryset, order, request.GET.get("cursor", ""), page.page_size)
    whole = request.headers.get("HX-Target") != "list" or bool(request.headers.get("HX-History-Restore-Request"))
    counted = _counted(request, page) if whole else []
    total, *numbers = keyset.counts([queryset, *(rows for _scene, rows in counted)])
    chips = _chips(request, filters)
    drawn = [(column, column.css) for column in columns]
    context = {
        "spec": page,
        "page_title": page.title,
        "page": shown,
        "total": total,
        "columns": columns,
        "heads": _heads(request, columns, sort),
        "rows": [_row(page, drawn, row) for row in shown.rows],
        "chips": chips,
        "q": request.GET.get("q", ""),
        "filtered": bool(chips) or bool(request.GET.get("q")),
        "kept": [(name, value) for name, value in _kept(request) if name not in ("q", "cursor")],
        "kept_for_columns": [(name, value) for name, value in _kept(request) if name not in ("cols", "cursor")],
        "filters_url": _with(request, filters="1") if page.filterset else "",
        "clear_url": _clear_url(request),
        "previous_url": _with(request, cursor=shown.previous) if shown.previous else "",
        "next_url": _with(request, cursor=shown.next) if shown.next else "",
        "bulk": [action for action in page.bulk if navigation.may(request.user, action.capability)],
        "foot": page.footer(queryset) if page.footer and shown.rows else None,
        "here": request.get_full_path(),
        **extra,
    }
    if page.filterset and request.GET.get("filters"):
        context |= _filter_panel(request, page)
    if whole:
        per_scene = {scene.code: number for (scene, _rows), number in zip(counted, numbers, strict=True)}
        context |= _frame(request, page, per_scene)
        response = render(request, "pages/list.html", context)
    else:
        response = render(request, "components/list.html", context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _filter_panel(request: HttpRequest, page: ListPage) -> dict[str, Any]:
    """The form behind 筛选. It is drawn when somebody opens it: most pages are read without."""
    filters = page.filterset(request.GET, queryset=page.rows(request.user), request=request)
    return {
        "filter_form": filters.form,
        "kept_for_filters": [(n, request.GET[n]) for n in ("scene", "q", "sort", "cols") if request.GET.get(n)],
        "clear_url": _clear_url(request),
    }


def _clear_url(request: HttpRequest) -> str:
    return "?" + urlencode([(n, request.GET[n]) for n in ("scene", "sort", "cols") if n in request.GET])


def _counted(request: HttpRequest, page: ListPage) -> list[tuple[Scene, QuerySet[Any]]]:
    """The scenes that show a number, with the rows it counts."""
    base = page.rows(request.user)
    scenes = [scene for scene in page.scenes if scene.counted and navigation.may(request.user, scene.capability)]
    return [(scene, scene.narrow(base, request.user)) for scene in scenes]


def _frame(request: HttpRequest, page: ListPage, numbers: Mapping[str, Any]) -> dict[str, Any]:
    """What stands around the list and does not change with it: tabs with counts, views, buttons."""
    current = scene_of(request, page)
    view_id = request.GET.get("view", "")
    tabs = [
        Tab(
            scene.label,
            f"?scene={scene.code}",
            current is scene and not view_id,
            numbers.get(scene.code),
        )
        for scene in page.scenes
        if navigation.may(request.user, scene.capability)
    ]
    views = SavedView.objects.visible_to(request.user).filter(page=page.code).order_by("shared", "name")[:20]
    return {
        "tabs": tabs,
        "views": [Tab(view.name, f"?view={view.pk}&{view.query}", view_id == str(view.pk)) for view in views],
        "own_view": next((v for v in views if str(v.pk) == view_id and v.user_id == request.user.pk), None),
        "actions": [
            (action, url)
            for action in sorted(page.actions, key=lambda action: action.primary)
            if navigation.may(request.user, action.capability) and (url := navigation.url_of(action.url_name))
        ],
    }


def _row(page: ListPage, drawn: Sequence[tuple[Column, str]], row: Any) -> Row:
    cells = draw_cells(drawn, row, page.row_url(row))
    return Row(row, row.pk, page.row_label(row), cells, page.row_css(row) if page.row_css else "")


def draw_cells(drawn: Sequence[tuple[Column, str]], row: Any, url: str) -> SafeString:
    """The cells of one row, given the columns with their classes. Not in the template: a page has hundreds of them."""
    cells = []
    for column, css in drawn:
        shown = link_cell(url, column.plain(row)) if column.link and column.show is None else column.cell(row)
        cells.append(f'<td role="cell" class="{css}">{escaped(shown)}</td>')
    return SafeString("".join(cells))


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    names = [name for name in request.GET if name != "filters"]
    return [(name, value) for name in names for value in request.GET.getlist(name) if value]


def _with(request: HttpRequest, **changes: str | None) -> str:
    parameters = request.GET.copy()
    for transient in ("cursor", "filters"):
        parameters.pop(transient, None)
    for name, value in changes.items():
        if value is None:
            parameters.pop(name, None)
        else:
            parameters[name] = value
    return "?" + parameters.urlencode()


def _heads(request: HttpRequest, columns: Sequence[Column], sort: str) -> list[Head]:
    heads = []
    code, down = sort.removeprefix("-"), sort.startswith("-")
    for column in columns:
        if not column.sort:
            heads.append(Head(column, "", ""))
        elif column.code == code:
            heads.append(Head(column, _with(request, sort=code if down else f"-{code}"), "↓" if down else "↑"))
        else:
            first = column.code if column.kind in ("text", "person") else f"-{column.code}"
            heads.append(Head(column, _with(request, sort=first), ""))
    return heads


def _chips(request: HttpRequest, filters: Any) -> list[Chip]:
    """Filters in force, in words. A range shows its ends; an invalid value is not in force and shows its error instead."""
    if filters is None:
        return []
    chips = []
    for name, form_field in filters.form.fields.items():
        inputs = [name, *(f"{name}_{end}" for end in ("min", "max", "after", "before", "0", "1"))]
        used = [key for key in inputs if request.GET.get(key)]
        if not used:
            continue
        values = [text for key in used for text in request.GET.getlist(key)]
        without = request.GET.copy()
        for key in [*used, "cursor", "view"]:
            without.pop(key, None)
        chips.append(Chip(str(form_field.label or name), _say(form_field, values), "?" + without.urlencode()))
    return chips


def _say(form_field: Any, values: Sequence[str]) -> str:
    choices = {}
    if hasattr(form_field, "queryset") and form_field.queryset is not None:
        key = form_field.to_field_name or "pk"
        rows = form_field.queryset.filter(**{f"{key}__in": [v for v in values if v.isdecimal() or key != "pk"]})
        choices = {str(getattr(row, key)): str(row) for row in rows}
    elif hasattr(form_field, "choices"):
        choices = {str(value): str(label) for value, label in form_field.choices}
    return _("、").join(choices.get(value, value) for value in values)


def _posted(request: HttpRequest, page: ListPage) -> HttpResponse:
    if "save_view" in request.POST:
        return _keep_view(request, page)
    if "drop_view" in request.POST:
        SavedView.objects.filter(user_id=request.user.pk, page=page.code, pk=_number(request, "drop_view")).delete()
        toasts.say(request, _("视图已删除"))
        return HttpResponseRedirect(request.path)
    return _run_bulk(request, page)


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _keep_view(request: HttpRequest, page: ListPage) -> HttpResponse:
    name = request.POST.get("name", "").strip()
    if not 1 <= len(name) <= 40:
        raise Invalid("view.name", _("视图名称要有 1 到 40 个字"), errors={"name": [_("1 到 40 个字")]})
    state = request.GET.copy()
    for transient in ("cursor", "view", "filters"):
        state.pop(transient, None)
    query = state.urlencode()
    if len(query) > MOST_QUERY:
        raise Invalid("view.query", _("条件太多，存不下；少选几项再存"))
    view, _created = SavedView.objects.update_or_create(
        user_id=request.user.pk,
        page=page.code,
        name=name,
        defaults={"query": query, "shared": "shared" in request.POST},
    )
    toasts.say(request, _("已存为视图"))
    return HttpResponseRedirect(f"{request.path}?view={view.pk}&{query}")


def _chosen(request: HttpRequest, page: ListPage) -> list[Any]:
    """The rows ticked, or all that match; only rows the user sees, at most MOST_AT_ONCE."""
    queryset, _filters = matching(request, page)
    if not request.POST.get("all_matching"):
        ids = [int(text) for text in request.POST.getlist("id") if text.isdecimal() and len(text) < 19]
        queryset = queryset.filter(pk__in=ids[:MOST_AT_ONCE])
    rows = list(queryset.order_by("pk")[: MOST_AT_ONCE + 1])
    if len(rows) > MOST_AT_ONCE:
        text = _("一次最多办 %(n)s 条，先把条件收窄") % {"n": MOST_AT_ONCE}
        raise Invalid("list.too_many", text)
    return rows


def _bulk_of(request: HttpRequest, page: ListPage) -> Bulk:
    code = request.POST.get("bulk", "")
    action = next((action for action in page.bulk if action.code == code), None)
    if action is None:
        raise Invalid("list.bulk", _("没有这种批量操作"))
    if not navigation.may(request.user, action.capability):
        raise Forbidden("list.bulk", _("你不能批量“%(what)s”") % {"what": action.label})
    return action


def _run_bulk(request: HttpRequest, page: ListPage) -> HttpResponse:
    action = _bulk_of(request, page)
    rows = _chosen(request, page)
    if not rows:
        toasts.say(request, _("还没有选中任何一条"), tone="warn")
        return HttpResponseRedirect(request.get_full_path())
    context = {
        "spec": page,
        "action": action,
        "rows": rows,
        "page_title": action.label,
        "back_url": request.get_full_path(),
    }
    data: dict[str, Any] = {}
    if action.form is not None:
        form = action.form(request.POST if "confirm" in request.POST else None)
        if "confirm" not in request.POST or not form.is_valid():
            labels = [(row.pk, page.row_label(row)) for row in rows]
            return render(request, "pages/bulk_form.html", {**context, "form": form, "labels": labels})
        data = form.cleaned_data
    outcomes = action.run(actor=request.user, rows=rows, data=data)
    failed = [outcome for outcome in outcomes if not outcome.ok]
    if not failed:
        toasts.say(request, _("%(what)s：%(n)s 条办好了") % {"what": action.label, "n": len(outcomes)})
        return HttpResponseRedirect(request.get_full_path())
    context |= {"outcomes": outcomes, "failed": failed, "done": len(outcomes) - len(failed)}
    return render(request, "pages/bulk_result.html", context)
