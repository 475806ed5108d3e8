"""The record before and the record after, in the list one came from.

The list's state travels in the record's address (`?in=`), so reload, back button and shared link know it too; whoever opens
a link goes through what they see themselves. One row is asked for on either side, however long the list is.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, QueryDict

from core.pages import keyset, navigation
from core.pages.listing import ListPage

LONGEST = 1000
PASSING = ("cursor", "cols", "filters")


def origin(request: HttpRequest, page: ListPage, scene: Any) -> str:
    """What a row's address carries: the state of the list it stands in, its scene and order said even where they are usual."""
    state = request.GET.copy()
    for name in PASSING:
        state.pop(name, None)
    if scene is not None:
        state["scene"] = scene.code
    state.setdefault("sort", page.sort)
    text = state.urlencode()
    return urlencode({"in": text}) if len(text) <= LONGEST else ""


def beside(url: str, carried: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{carried}" if carried else url


def kept(request: HttpRequest) -> str:
    """For the record's own links (tabs): "&in=…", or nothing."""
    text = request.GET.get("in", "")
    return "&" + urlencode({"in": text}) if 0 < len(text) <= LONGEST else ""


def place(request: HttpRequest, page: ListPage, row: Any) -> dict[str, str] | None:
    """`place` of pages/record.html, when the address says which list one is in."""
    from core.pages import rendering

    text = request.GET.get("in", "")
    address = navigation.url_of(page.url_name)
    if not 0 < len(text) <= LONGEST or address is None:
        return None
    try:
        state = QueryDict(text)
    except TooManyFieldsSent:
        return None
    if any("\0" in value for _name, values in state.lists() for value in values):
        return None  # what the request itself may not carry, wrapped once more
    rows, _filters = rendering.matching(request, page, state)
    scene = rendering.scene_of(request, page, state)
    order, _sort = page.order(state.get("sort", ""))
    previous, following = keyset.neighbours(rows.prefetch_related(None), order, row)
    carried = urlencode({"in": text})
    return {
        "words": str(scene.label if scene else page.title),
        "list_url": f"{address}?{text}",
        "previous_url": beside(page.row_url(previous), carried) if previous is not None else "",
        "next_url": beside(page.row_url(following), carried) if following is not None else "",
    }
