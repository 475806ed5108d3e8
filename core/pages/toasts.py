"""Short answers after an action, with undo where there is one.

Pages call `toasts.say(request, _("已同意"), undo_url=…)`. On a full page load base_bare.html shows it; after an htmx
request the middleware sends it as the event `toast`, shown by static/js/toasts.js.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token

LEVELS = {"": messages.SUCCESS, "warn": messages.WARNING, "bad": messages.ERROR}
TONES = {messages.WARNING: "warn", messages.ERROR: "bad"}


def say(
    request: HttpRequest,
    text: Any,
    *,
    tone: str = "",
    undo_url: str = "",
    link_url: str = "",
    link_text: Any = "",
    drafts: Iterable[str] = (),
) -> None:
    """Queue one toast. `undo_url` is POSTed to; it stays ten seconds, others five.

    `drafts` are the `draft_key`s of forms this act has saved: the browser forgets what it kept of them.
    """
    done = " ".join(f"{request.user.pk}:{key}" for key in drafts)
    extra = json.dumps({"undo_url": undo_url, "link_url": link_url, "link_text": str(link_text), "drafts": done})
    messages.add_message(request, LEVELS[tone], str(text), extra_tags=extra)


def describe(message: Any) -> dict[str, str]:
    """A message of Django's framework as text, tone and links."""
    try:
        extra = json.loads(message.extra_tags or "{}")
    except ValueError:
        extra = {}
    if not isinstance(extra, dict):
        extra = {}
    return {
        "text": str(message),
        "tone": TONES.get(message.level, ""),
        "undo_url": str(extra.get("undo_url", "")),
        "link_url": str(extra.get("link_url", "")),
        "link_text": str(extra.get("link_text", "")),
        "drafts": str(extra.get("drafts", "")),
    }


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """After an htmx request that does not navigate away, hand waiting messages to the page as the event `toast`."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        leaves = "HX-Redirect" in response or "HX-Refresh" in response or 300 <= response.status_code < 400
        if not getattr(request, "htmx", False) or leaves or not hasattr(request, "_messages"):
            return response
        waiting = [describe(message) for message in messages.get_messages(request)]
        if waiting:
            events = json.loads(response.get("HX-Trigger", "{}")) if response.get("HX-Trigger", "{")[0] == "{" else {}
            events["toast"] = {"items": waiting, "csrf": get_token(request)}
            response["HX-Trigger"] = json.dumps(events)
        return response

    return handle
