"""The living page /design/: every shared piece in every state, and three whole pages. Demo mode only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core import clock
from core.pages import design_board, design_charts, design_states, words
from core.pages import design_samples as samples
from core.pages.keyset import Count, Page
from core.pages.listing import least_width
from core.pages.rendering import CHOOSE, Chip, Head, Row, Tab, draw_cells, draw_tick

View = Callable[[HttpRequest], HttpResponse]
SWATCHES = ("canvas", "sheet", "sunken", "select", "ink", "ink-2", "ink-3", "accent", "warn", "bad", "line-in", "line")
SAMPLE_ICONS = ("home", "appr", "visit", "lead", "cust", "opp", "inq", "quote", "contract", "order", "money", "target")


def demo_only(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request)

    return guarded


def _list_context(rows: list[samples.Company], total: Count) -> dict[str, Any]:
    spec = samples.LIST
    columns = list(spec.columns)
    drawn = [(column, column.css) for column in columns]
    lines = []
    for company in rows:
        url = company.get_absolute_url()
        lines.append(Row(company, draw_tick(spec, company, _(CHOOSE)) + draw_cells(drawn, company, url), ""))
    arrows = {"last_on": "↓"}
    return {
        "spec": spec,
        "page_title": spec.title,
        "page": Page(rows, 1 if rows else 0, "", "x" if rows else ""),
        "total": total,
        "columns": columns,
        "least_width": least_width(columns),
        "heads": [Head(c, "?" if c.sort else "", arrows.get(c.code, "")) for c in columns],
        "rows": lines,
        "chips": [Chip(_("等级"), _("重点、大客户、普通"), "?"), Chip(_("最近跟进"), _("90 天内"), "?")]
        if rows
        else [],
        "filters_url": "",
        "filtered": bool(rows),
        "clear_url": "?",
        "next_url": "?" if rows else "",
        "bulk": spec.bulk if rows else [],
        "here": "?",
        "actions": [(action, "?") for action in reversed(spec.actions)],
        "tabs": [
            Tab(_("我负责的"), "?", True, Count(86, False)),
            Tab(_("我参与的"), "?", False, Count(19, False)),
            Tab(_("公海"), "?", False, Count(214, False)),
            Tab(_("全部可见"), "?", False, Count(1000, True)),
        ],
        "views": [Tab(_("一周内掉公海"), "?", False), Tab(_("川渝大客户（区域共享）"), "?", False)],
    }


@demo_only
def page(request: HttpRequest) -> HttpResponse:
    today, now = clock.today(), clock.now()
    bad_form = samples.SampleForm({"klass": "key", "amount": "abc"})
    clocks = [
        (_("充裕"), today + dt.timedelta(days=24), today - dt.timedelta(days=6)),
        (_("快到"), today + dt.timedelta(days=3), today - dt.timedelta(days=27)),
        (_("今天"), today, today - dt.timedelta(days=30)),
        (_("逾期"), today - dt.timedelta(days=4), today - dt.timedelta(days=30)),
        (_("小时"), now + dt.timedelta(hours=19, minutes=5), now - dt.timedelta(hours=5)),
        (_("没有"), None, None),
    ]
    context = {
        "page_title": _("设计"),
        "swatches": SWATCHES,
        "icons": [f"i-{name}" for name in SAMPLE_ICONS],
        "states": list(samples.State),
        "classes": list(samples.Klass),
        "clocks": clocks,
        "facts_": samples.FACTS,
        "steps_": samples.STEPS,
        "tabs_": samples.TABS,
        "route_": samples.ROUTE,
        "entries": samples.timeline(),
        "warnings_": samples.WARNINGS,
        "form": samples.SampleForm(),
        "bad_form": bad_form,
        "amount": samples.Decimal("1286400"),
        "now": now,
        "today": today,
        "charts": design_charts.charts(),
        "columns": design_board.columns(),
        "unit": words.wan_unit(),
        **design_states.context(),
    }
    return render(request, "design/page.html", context)


@demo_only
def listing_page(request: HttpRequest) -> HttpResponse:
    rows = [] if "empty" in request.GET else samples.companies()
    return render(request, "pages/list.html", _list_context(rows, Count(86 if rows else 0, False)))


@demo_only
def record_page(request: HttpRequest) -> HttpResponse:
    context = {
        "page_title": samples.companies()[0].name,
        "crumbs": [{"label": _("客户"), "url": "/design/list/"}, {"label": _("我负责的"), "url": "/design/list/"}],
        "place": {
            "words": _("我负责的"),
            "list_url": "/design/list/",
            "previous_url": "",
            "next_url": "/design/record/",
        },
        "facts": samples.FACTS,
        "steps": samples.STEPS,
        "tabs": samples.TABS,
        "entries": samples.timeline(),
        "route_": samples.ROUTE,
        "company": samples.companies()[0],
    }
    return render(request, "design/record.html", context)


@demo_only
def form_page(request: HttpRequest) -> HttpResponse:
    form = samples.SampleForm(request.POST or None)
    context = {
        "page_title": _("新建客户"),
        "crumbs": [{"label": _("客户"), "url": "/design/list/"}],
        "form": form,
        "submit_label": _("建客户"),
        "cancel_url": "/design/list/",
        "warnings": samples.WARNINGS,
        "draft_key": "design",
        "save_note": _("提交后更正会留痕"),
        "has_aside": True,
    }
    return render(request, "design/form.html", context)
