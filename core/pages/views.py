"""The frame's own pages: search, picker, counts, preferences and the + sheet."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.pages import finders, navigation, preferences

PICKED = 20


def back_to(request: HttpRequest, fallback: str = "/") -> str:
    """Where `next` leads when it stays on this host."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe else fallback


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """The palette's answer, and without scripts a page of its own: same URL."""
    text = request.GET.get("q", "").strip()[:80]
    sections = finders.search(request.user, text)
    first = sections[0].hits[0] if text and sections else None
    context = {
        "q": text,
        "sections": sections,
        "places": finders.places(request.user, text)[:8],
        "first": first if first and first.actions else None,
        "page_title": _("搜索"),
    }
    fragment = request.headers.get("X-Fragment") == "1"
    response = render(request, "components/palette_results.html" if fragment else "pages/search.html", context)
    response["Vary"] = "X-Fragment"
    return response


@require_GET
def pick(request: HttpRequest, code: str) -> HttpResponse:
    """Choices for one picker, as options; without scripts a page whose links go back with the choice."""
    finder = finders.get(code)
    if finder is None or not navigation.may(request.user, finder.capability):
        raise Http404
    text = request.GET.get("q", "").strip()[:80]
    if text or finder.recent is None:
        hits = finder.find(request.user, text, PICKED)
    else:
        hits = finder.recent(request.user, PICKED)
    context = {
        "finder": finder,
        "hits": hits,
        "q": text,
        "field": request.GET.get("field", ""),
        "next": back_to(request, ""),
        "page_title": finder.label,
    }
    fragment = request.headers.get("X-Fragment") == "1"
    response = render(request, "components/picker_options.html" if fragment else "pages/pick.html", context)
    response["Vary"] = "X-Fragment"
    return response


@require_GET
def counts(request: HttpRequest) -> HttpResponse:
    """The numbers of the sidebar in one fragment, so that no page waits for them."""
    response = render(request, "components/counts.html", {"counts": navigation.counts(request.user)})
    response["Cache-Control"] = "private, no-store"
    return response


@login_not_required
@require_POST
def set_preferences(request: HttpRequest) -> HttpResponse:
    """Theme or language; then back to where the person was."""
    response = HttpResponseRedirect(back_to(request))
    preferences.apply(request, response, theme=request.POST.get("theme", ""), language=request.POST.get("language", ""))
    return response


@require_GET
def create(request: HttpRequest) -> HttpResponse:
    """What + offers, as a page."""
    return render(request, "pages/create.html", {"page_title": _("新建")})
