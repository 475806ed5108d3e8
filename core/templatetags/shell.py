"""Tags for the frame around every page: `{% load shell %}` in base.html."""

from __future__ import annotations

import json
import secrets
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.db import models
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import subjects
from core.addresses import address_of
from core.pages import navigation, script_words
from core.templatetags.ui import dots, icon, name_of

register = template.Library()

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "theme"
# Unguessable, so that no name and no address can hold them.
TOKEN_HERE, PATH_HERE = (f"here-{secrets.token_hex(16)}" for _place in range(2))


@dataclass(frozen=True, slots=True)
class Frame:
    """What the frame needs of the user; anonymous pages use the cookie."""

    theme: str
    language: str
    nonce: str
    signed_in: bool

    @property
    def shown_theme(self) -> str:
        """What the server writes; `auto` is settled by a line of script before the first paint."""
        return "dark" if self.theme == "dark" else "light"


LANGUAGE_TAGS = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}


@register.simple_tag(takes_context=True)
def frame(context: Mapping[str, Any]) -> Frame:
    request = context.get("request")
    user = getattr(request, "user", None)
    signed_in = bool(getattr(user, "is_authenticated", False))
    theme = getattr(user, "theme", "") if signed_in else ""
    if not theme and request is not None:
        theme = request.COOKIES.get(THEME_COOKIE, "")
    return Frame(
        theme=theme if theme in THEMES else "auto",
        language=LANGUAGE_TAGS.get(get_language() or "", get_language() or "zh-Hans"),
        # django-csp: the nonce is false until somebody writes it out.
        nonce=str(getattr(request, "csp_nonce", "")),
        signed_in=signed_in,
    )


@register.simple_tag(takes_context=True)
def nav_groups(context: Mapping[str, Any]) -> list[Any]:
    return navigation.grouped(context["request"])


@register.simple_tag(takes_context=True)
def nav_creates(context: Mapping[str, Any]) -> list[Any]:
    return navigation.creates(context["request"].user)


@register.simple_tag(takes_context=True)
def sidebar(context: Mapping[str, Any]) -> SafeString:
    groups = tuple((label, tuple(places)) for label, places in navigation.grouped(context["request"]))
    return drawn("components/sidebar.html", get_language(), groups=groups)


@register.simple_tag(takes_context=True)
def me_menu(context: Mapping[str, Any]) -> SafeString:
    """Who is signed in, with theme, language and the way out. Only the forms' hidden fields differ from page to page."""
    request = context["request"]
    user = request.user
    facts = {"name": name_of(user), "words": _places(user), "theme": frame(context).theme}
    drawn_once = drawn("components/me.html", get_language(), csrf_token=TOKEN_HERE, here=PATH_HERE, **facts)
    filled = drawn_once.replace(TOKEN_HERE, str(context.get("csrf_token", "")))
    return SafeString(filled.replace(PATH_HERE, escape(request.get_full_path())))


@register.simple_tag(takes_context=True)
def tabbar(context: Mapping[str, Any]) -> SafeString:
    request = context["request"]
    me = navigation.url_of("org:me")
    tabs = tuple(navigation.tabs(request))
    return drawn("components/tabbar.html", get_language(), tabs=tabs, me_url=me, me_here=request.path == me)


@register.simple_tag(takes_context=True)
def create_list(context: Mapping[str, Any]) -> SafeString:
    creates = tuple(navigation.creates(context["request"].user))
    return drawn("components/create_list.html", get_language(), creates=creates)


@register.simple_tag
def frame_part(template_name: str) -> SafeString:
    """A part of the frame that is the same for everybody who reads one language."""
    return drawn(template_name, get_language())


@lru_cache(maxsize=2048)
def drawn(template_name: str, language: str | None, **values: Hashable) -> SafeString:
    """A template that says nothing but `values`, drawn once: the frame was a third of every page."""
    return SafeString(render_to_string(template_name, values))


@register.simple_tag
def address(name: str, *pk: int) -> str:
    """The address of a record's page; or of a place, empty while no app serves it, so that the frame never breaks."""
    return address_of(name, *pk) if pk else navigation.url_of(name) or ""


@register.simple_tag
def history_of(record: models.Model, *, in_menu: bool = False, name: str = "") -> SafeString:
    """The way to a record's timeline: a button of the bar, or a line of the phone's menu. In a list it says whose."""
    url = reverse("core:timeline", args=[subjects.kind_of(record), record.pk])
    if in_menu:
        return format_html('<a href="{}">{}{}</a>', url, icon("i-history"), _("动态"))
    look = '<a class="btn btn-bare btn-i btn-sm" href="{0}" title="{2}" aria-label="{2}">{1}</a>'
    return format_html(look, url, icon("i-history"), _("%(name)s 的动态") % {"name": name} if name else _("动态"))


@register.simple_tag(takes_context=True)
def whoami(context: Mapping[str, Any]) -> SafeString:
    """川渝区 · 销售代表: where the user sits and as what."""
    return dots(*_places(context["request"].user))


def _places(user: Any) -> tuple[str, ...]:
    unit, title = str(getattr(user, "unit", None) or "").strip(), getattr(user, "title", "").strip()
    # 华东一组经理 already says where; so does a post at the company itself, which everybody belongs to.
    said = title and (unit in title or getattr(user.unit, "parent_id", None) is None)
    return tuple(word for word in ((title,) if said else (unit, title)) if word)


@register.simple_tag
def languages() -> list[tuple[str, str]]:
    """(code, its own name) of each language the product speaks."""
    own = {"zh-hans": "简体中文", "zh-hant": "繁體中文", "en": "English"}
    return [(code, own.get(code, str(name))) for code, name in settings.LANGUAGES if code in own]


@register.simple_tag
def htmx_config() -> SafeString:
    """htmx under a strict CSP: no inline styles, no eval, errors swap so that a refusal is seen."""
    config = {
        "includeIndicatorStyles": False,
        "allowEval": False,
        "allowScriptTags": False,
        "historyCacheSize": 0,
        "refreshOnHistoryMiss": True,
        "scrollIntoViewOnBoost": False,
        "defaultSettleDelay": 0,
        "responseHandling": [
            {"code": "204", "swap": False},
            {"code": "[23]..", "swap": True},
            {"code": "422", "swap": True},
            {"code": "[45]..", "swap": False, "error": True},
        ],
    }
    return format_html('<meta name="htmx-config" content="{}">', json.dumps(config))


@register.simple_tag
def js_words() -> dict[str, str]:
    """The words scripts say, for `json_script`: a JSON block needs no script permission."""
    return script_words.words()
