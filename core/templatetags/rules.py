"""Which written rule decides here, and why: `{% load rules %}{% rules "quotes.valid_days" %}`. Closed until somebody asks."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core import policy, process

register = template.Library()


@register.simple_tag
def rules(*keys: str) -> SafeString:
    """The clauses as they hold today. KeyError for a rule nobody declared."""
    return _told(keys)


@register.simple_tag
def rules_behind(keys: Iterable[str]) -> SafeString:
    """The same for keys that a view gives; nothing for none."""
    return _told(keys or ())


@register.simple_tag
def rules_of(field: Any) -> SafeString:
    """Those a form field was given by `core.forms.ruled`; nothing for the others."""
    return _told(getattr(field.field, "rules", ()))


def _told(keys: Iterable[str]) -> SafeString:
    wanted = tuple(dict.fromkeys(keys))
    if not wanted:
        return SafeString("")
    in_force = policy.recent(wanted)
    return _drawn(get_language(), tuple(in_force[key] for key in wanted))


@lru_cache(maxsize=512)
def _drawn(language: str | None, rules: tuple[policy.InForce, ...]) -> SafeString:
    """Drawn once per language and version: the home page says several, and nothing else is in them."""
    pages = dict(page for found in rules for page in process.pages_using(found.rule.key))
    return SafeString(render_to_string("components/rules.html", {"rules": rules, "pages": pages.items()}))
