"""Theme and language of the person at the screen: a cookie each, and the user's own record when signed in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import check_for_language

from core.templatetags.shell import THEME_COOKIE, THEMES

YEAR = 365 * 24 * 3600


def apply(request: HttpRequest, response: HttpResponse, *, theme: str = "", language: str = "") -> None:
    """Keep what is valid and ignore the rest. Users carry `theme` and `language`."""
    kept: dict[str, str] = {}
    if theme in THEMES:
        kept["theme"] = theme
        response.set_cookie(THEME_COOKIE, theme, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    if language in dict(settings.LANGUAGES) and check_for_language(language):
        kept["language"] = language
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR, samesite="Lax", secure=request.is_secure()
        )
    user: Any = request.user
    fields = [name for name in kept if user.is_authenticated and hasattr(user, name)]
    for name in fields:
        setattr(user, name, kept[name])
    if fields:
        user.save(update_fields=fields)
