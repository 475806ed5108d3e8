"""Turning a ListPage into an answer: the whole page, or its fragment for htmx, from the same URL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from core.choices import Audience
from core.imports import targets as imports
from core.markup import escaped, markup
from core.pages import bulk, exporting, keyset, navigation, neighbours, saved, toasts
from core.pages.listing import Column, ListPage, Scene, least_width, link_cell

STATE = ("scene", "q", "sort", "cols", "cursor")
CHOOSE = gettext_noop("选择 %(name)s")
NO_FILTERS = {*STATE, "view", "filters"}
"""Parameters of a list's address that are none of its filters'."""


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
    title: Any = ""


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head with the address that sorts by it."""

    column: Column
    url: str
    arrow: str


@dataclass(frozen=True, slots=True)
class Row:
    row: Any
    cells: SafeString
    css: str


def scene_of(request: HttpRequest, page: ListPage, parameters: QueryDict | None = None) -> Scene | None:
    open_scenes = [scene for scene in page.scenes if navigation.may(request.user, scene.capability)]
    wanted = (request.GET if parameters is None else parameters).get("scene", "")
    asked = [scene for scene in open_scenes if scene.code == wanted]
    own = [scene for scene in open_scenes if scene.first_for and scene.first_for(request.user)]
    return next(iter([*asked, *own, *open_scenes]), None)


def matching(
    request: HttpRequest, page: ListPage, parameters: QueryDict | None = None, rows: QuerySet[Any] | None = None
) -> tuple[QuerySet[Any], Any]:
    """All rows that this address shows to this user, unordered, and the bound FilterSet (None while nothing is filtered).

    The one querying function: page, bulk actions, export and the API's page links use it, and the numbers beside saved views,
    which bring their own `parameters`. `rows` are those of the page, where they have been asked for already.
    """
    asked = request.GET if parameters is None else parameters
    queryset = page.rows(request.user) if rows is None else rows
    scene = scene_of(request, page, asked)
    if scene is not None:
        queryset = scene.narrow(queryset, request.user)
    filters = None
    if page.filterset is not None and not NO_FILTERS.issuperset(asked):
        filters = page.filterset(asked, queryset=queryset, request=request)
        # The rest would only be built, bound and asked in vain: most of what a filtered list costs beyond an unfiltered one.
        filters.filters = {
            name: one for name, one in filters.filters.items() if not asked.keys().isdisjoint(_inputs(name))
        }
        queryset = filters.qs
    text = asked.get("q", "").strip()[:80]
    if text and page.search is not None:
        queryset = page.search(queryset, text)
    return queryset, filters


def render_list(request: HttpRequest, page: ListPage, **extra: Any) -> HttpResponse:
    """GET shows the page (or the fragment #list for htmx); POST runs a bulk action or keeps a view."""
    if request.method == "POST":
        return _posted(request, page)
    if request.headers.get("HX-Target") == "filters":
        return render(request, "components/list_filters.html", filter_panel(request, page))
    if request.headers.get("HX-Target") == "views":
        return render(request, "components/list_views.html", {"views": _views(request, page, counted=True)})
    if elsewhere := saved.opening(request, page):
        return elsewhere
    seen = page.rows(request.user)
    queryset, filters = matching(request, page, rows=seen)
    order, sort = page.order(request.GET.get("sort", ""))
    columns = _columns(request, page)
    shown = keyset.page(queryset, order, request.GET.get("cursor", ""), page.page_size)
    whole = request.headers.get("HX-Target") != "list" or bool(request.headers.get("HX-History-Restore-Request"))
    counted = _counted(request, page, seen) if whole else []
    total, numbers = _numbers(request, queryset, shown, [rows for _scene, rows in counted])
    stale = stale_conditions(request, page, filters)
    chips = chips_in_force(request, filters, stale)
    drawn = [(column, column.css) for column in columns]
    carried = neighbours.origin(request, page, scene_of(request, page)) if page.walked else ""
    bulk_actions = [action for action in page.bulk if navigation.may(request.user, action.capability)]
    choosing = _(CHOOSE) if bulk_actions else ""
    context = {
        "spec": page,
        "page_title": page.title,
        "page": shown,
        "total": total,
        "columns": columns,
        "heads": _heads(request, columns, sort),
        "least_width": least_width(columns),
        "rows": [_row(page, drawn, row, carried, choosing) for row in shown.rows],
        "chips": chips,
        "q": request.GET.get("q", ""),
        "filtered": bool(chips) or bool(request.GET.get("q")),
        "kept": [(name, value) for name, value in kept(request) if name not in ("q", "cursor")],
        "stale": _("、").join(stale.values()),
        **_view(request, page, bool(chips or request.GET.get("q") or request.GET.get("cols"))),
        "filters_url": with_(request, filters="1") if page.filterset else "",
        "clear_url": clear_url(request),
        "previous_url": with_(request, cursor=shown.previous) if shown.previous else "",
        "next_url": with_(request, cursor=shown.next) if shown.next else "",
        "bulk": bulk_actions,
        "exports": page.export is not None and navigation.may(request.user, page.export.capability),
        "imports": imports.offered(page.code, request.user),
        "foot": page.footer(queryset) if page.footer and shown.rows else None,
        "here": request.get_full_path(),
        **extra,
    }
    if page.filterset and request.GET.get("filters"):
        context |= filter_panel(request, page)
    if whole:
        per_scene = {scene.code: number for (scene, _rows), number in zip(counted, numbers, strict=True)}
        context |= frame(request, page, per_scene)
        response = render(request, "pages/list.html", context)
    else:
        response = render(request, "components/list.html", context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def filter_panel(request: HttpRequest, page: ListPage) -> dict[str, Any]:
    """The form behind 筛选. It is drawn when somebody opens it: most pages are read without."""
    filters = page.filterset(request.GET, queryset=page.rows(request.user), request=request)
    return {
        "filter_form": filters.form,
        "kept_for_filters": [(n, request.GET[n]) for n in ("scene", "view", "q", "sort", "cols") if request.GET.get(n)],
        "clear_url": clear_url(request),
    }


def clear_url(request: HttpRequest) -> str:
    return "?" + urlencode([(n, request.GET[n]) for n in ("scene", "sort", "cols") if n in request.GET])


def _counted(request: HttpRequest, page: ListPage, seen: QuerySet[Any]) -> list[tuple[Scene, QuerySet[Any]]]:
    """The scenes that show a number, with the rows it counts."""
    scenes = [scene for scene in page.scenes if scene.counted and navigation.may(request.user, scene.capability)]
    return [(scene, scene.narrow(seen, request.user)) for scene in scenes]


def _numbers(
    request: HttpRequest, queryset: QuerySet[Any], shown: keyset.Page, scenes: Sequence[QuerySet[Any]]
) -> tuple[keyset.Count, list[keyset.Count]]:
    """How many rows match, and how many each scene has, in one query. What one page holds whole is not counted again.

    The first page of a search says "more than these": PostgreSQL would fetch every hit of an index before it counted one.
    """
    begins = not request.GET.get("cursor")
    searched = bool(request.GET.get("q", "").strip())
    if begins and (searched or not shown.next):
        return keyset.Count(len(shown.rows), capped=bool(shown.next)), keyset.counts(scenes)
    total, *numbers = keyset.counts([queryset, *scenes])
    return total, numbers


def frame(request: HttpRequest, page: ListPage, numbers: Mapping[str, Any]) -> dict[str, Any]:
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
    return {
        "tabs": tabs,
        "views": _views(request, page),
        "views_url": with_(request),
        "actions": [
            (action, url)
            for action in sorted(page.actions, key=lambda action: action.primary)
            if navigation.may(request.user, action.capability)
            and (action.shown_for is None or action.shown_for(request.user))
            and (url := navigation.url_of(action.url_name))
        ],
    }


def _columns(request: HttpRequest, page: ListPage) -> list[Column]:
    """Those of the address, else those this person keeps, else the usual."""
    return page.chosen_columns(",".join(request.GET.getlist("cols")) or saved.kept(request.user, page).get("cols", ""))


def _views(request: HttpRequest, page: ListPage, *, counted: bool = False) -> list[Tab]:
    """Tabs of saved views. Their numbers come after the page, all in one query and none beyond the cap."""
    views = saved.views(request.user, page)
    rows = [matching(request, page, QueryDict(view.query))[0] for view in views] if counted else []
    numbers = keyset.counts(rows) if counted else [None] * len(views)
    at = request.GET.get("view", "")
    return [
        Tab(
            view.name,
            saved.address(view),
            at == str(view.pk),
            number,
            "" if view.user_id == request.user.pk else _("%(who)s共享的") % {"who": view.user},
        )
        for view, number in zip(views, numbers, strict=True)
    ]


def _view(request: HttpRequest, page: ListPage, changed: bool) -> dict[str, Any]:
    """The view one is in, whether the address has moved away from it, and what can be done to it."""
    view = saved.opened(request, page)
    audiences = [(one.value, one.label) for one in Audience if one != Audience.ALL or request.user.can(saved.SHARE)]
    if view is None:
        return {"view": None, "changed": changed, "audiences": audiences}
    if view.audience == Audience.ALL and Audience.ALL not in dict(audiences):
        audiences.append((Audience.ALL.value, Audience.ALL.label))
    return {
        "view": view,
        "changed": saved.differs(request, view),
        "own": view.user_id == request.user.pk,
        "opens": saved.kept(request.user, page).get("view") == view.pk,
        "audiences": audiences,
    }


def stale_conditions(request: HttpRequest, page: ListPage, filters: Any) -> dict[str, str]:
    """Conditions of this address that no longer mean anything, parameter → name. The list says so instead of lying.

    A parameter nobody knows counts only inside a view: other addresses may carry what is none of ours.
    """
    if filters is None:
        return {}
    fields = filters.form.fields
    known = {key: name for name in fields for key in _inputs(name)}
    wrong = set(filters.form.errors)
    found = {}
    for name in request.GET:
        if name in NO_FILTERS or not request.GET.get(name):
            continue
        if name not in known:
            if request.GET.get("view"):
                found[name] = name
        elif known[name] in wrong:
            found[name] = str(fields[known[name]].label or name)
    return found


def _inputs(name: str) -> list[str]:
    return [name, *(f"{name}_{end}" for end in ("min", "max", "after", "before", "0", "1"))]


def _row(page: ListPage, drawn: Sequence[tuple[Column, str]], row: Any, carried: str, choosing: str) -> Row:
    cells = draw_cells(drawn, row, neighbours.beside(page.row_url(row), carried))
    if choosing:
        cells = draw_tick(page, row, choosing) + cells
    return Row(row, cells, page.row_css(row) if page.row_css else "")


def draw_tick(page: ListPage, row: Any, choosing: str) -> SafeString:
    """The checkbox of a row: it says the id, and what the row was when it was drawn. `choosing` is `CHOOSE`, translated."""
    return markup(
        '<td class="c-ck" role="cell"><input class="form-check-input" type="checkbox" name="id" value="{}:{}" aria-label="{}"></td>',
        row.pk,
        page.row_seen(row),
        choosing % {"name": page.row_label(row)},
    )


def draw_cells(drawn: Sequence[tuple[Column, str]], row: Any, url: str) -> SafeString:
    """The cells of one row, given the columns with their classes. Not in the template: a page has hundreds of them."""
    cells = []
    for column, css in drawn:
        if column.link and column.show is None:
            link = link_cell(url, column.plain(row))
            shown = column.dress(row, link) if column.dress else link
        else:
            shown = column.cell(row)
        cells.append(f'<td role="cell" class="{css}">{escaped(shown)}</td>')
    return SafeString("".join(cells))


def kept(request: HttpRequest) -> list[tuple[str, str]]:
    names = [name for name in request.GET if name != "filters"]
    return [(name, value) for name in names for value in request.GET.getlist(name) if value]


def with_(request: HttpRequest, **changes: str | None) -> str:
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
            heads.append(Head(column, with_(request, sort=code if down else f"-{code}"), "↓" if down else "↑"))
        else:
            first = column.code if column.kind in ("text", "person") else f"-{column.code}"
            heads.append(Head(column, with_(request, sort=first), ""))
    return heads


def chips_in_force(request: HttpRequest, filters: Any, stale: Mapping[str, str]) -> list[Chip]:
    """Filters in force, in words. A range shows its ends; what is not in force is no chip."""
    if filters is None:
        return []
    chips = []
    for name, form_field in filters.form.fields.items():
        used = [key for key in _inputs(name) if request.GET.get(key) and key not in stale]
        if not used:
            continue
        values = [text for key in used for text in request.GET.getlist(key)]
        without = request.GET.copy()
        for key in [*used, "cursor"]:
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
    rows, filters = matching(request, page)
    columns = ",".join(column.code for column in _columns(request, page))
    if "export" in request.POST:
        return exporting.order(request, page, rows, columns)
    stale = list(stale_conditions(request, page, filters))
    return saved.answer(request, page, stale, columns) or _run_bulk(request, page, rows)


def _run_bulk(request: HttpRequest, page: ListPage, rows: QuerySet[Any]) -> HttpResponse:
    """Ticked rows at once where there is a way back. What asks for something, has no way back or means all that match is
    confirmed on a page of its own."""
    run = bulk.choose(request, page, rows)
    if run is None:
        toasts.say(request, _("还没有选中任何一条"), tone="warn")
        return HttpResponseRedirect(request.get_full_path())
    action = bulk.action_of(page, run.action, request.user)
    if action.form is not None or not action.reversible or request.POST.get("all_matching"):
        return HttpResponseRedirect(reverse("core:bulk_detail", args=[run.pk]))
    bulk.confirm(run)
    return bulk.answer(request, run)
