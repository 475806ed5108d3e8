"""A page of charts: choosers in the bar, the charts in the grid of twelve. The address is the whole state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.pages.charts import Chart


@dataclass(frozen=True, slots=True)
class Chooser:
    """A chip with a menu. `links` are label, address and whether it is the present choice."""

    label: str
    value: str
    links: Sequence[tuple[str, str, bool]]


def chooser(request: HttpRequest, label: str, name: str, options: Sequence[tuple[Any, Any, bool]]) -> Chooser | None:
    """A choice for `?name=`; None where there is nothing to choose. An empty value is the page's own choice."""
    if len(options) < 2:
        return None
    links, present = [], str(options[0][0])
    for text, value, on in options:
        parameters = request.GET.copy()
        parameters.pop(name, None)
        if value:
            parameters[name] = str(value)
        links.append((str(text), f"?{parameters.urlencode()}", on))
        present = str(text) if on else present
    return Chooser(label, present, links)


def render_charts(
    request: HttpRequest,
    *,
    title: str,
    charts: Sequence[Chart],
    choosers: Sequence[Chooser | None] = (),
    at: datetime | None = None,
) -> HttpResponse:
    """`at` is when the numbers were counted, where that was not just now."""
    kept = [one for one in choosers if one is not None]
    return render(request, "pages/charts.html", {"page_title": title, "charts": charts, "choosers": kept, "at": at})
