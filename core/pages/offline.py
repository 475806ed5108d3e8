"""What a device needs to go on without signal: the service worker, and the page it shows when nothing answers."""

from functools import lru_cache
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.pages import navigation


@login_not_required
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """static/js/worker.js under one address for all releases, allowed to look after the whole site, and never an old copy of it."""
    answer = HttpResponse(_source(), content_type="text/javascript; charset=utf-8")
    answer["Service-Worker-Allowed"] = "/"
    answer["Cache-Control"] = "no-cache"
    return answer


@login_not_required
@require_GET
def apart(request: HttpRequest) -> HttpResponse:
    """Nobody's page, so that any device may keep it."""
    context = {
        "title": _("连不上 SalesOps"),
        "message": _("没有信号也可以先记下来：存在本机，有信号就自动发出。"),
        "makes": navigation.offline_creates(),
    }
    return render(request, "pages/apart.html", context)


@lru_cache(maxsize=1)
def _source() -> str:
    path = finders.find("js/worker.js")
    assert isinstance(path, str)
    return Path(path).read_text(encoding="utf-8")
