"""Which written rule decides here, and why: `{% load rules %}{% rules "quotes.valid_days" %}`. Closed until somebody asks."""

from collections.abc import Iterable
from typing import Any

from django import template

from core import policy, process

register = template.Library()


@register.inclusion_tag("components/rules.html")
def rules(*keys: str) -> dict[str, Any]:
    """The clauses as they hold today. KeyError for a rule nobody declared."""
    return _told(keys)


@register.inclusion_tag("components/rules.html")
def rules_behind(keys: Iterable[str]) -> dict[str, Any]:
    """The same for keys that a view gives; nothing for none."""
    return _told(keys or ())


@register.inclusion_tag("components/rules.html")
def rules_of(field: Any) -> dict[str, Any]:
    """Those a form field was given by `core.forms.ruled`; nothing for the others."""
    return _told(getattr(field.field, "rules", ()))


def _told(keys: Iterable[str]) -> dict[str, Any]:
    in_force = policy.recent(keys)
    pages = dict(page for key in in_force for page in process.pages_using(key))
    return {"rules": [in_force[key] for key in dict.fromkeys(keys)], "pages": pages.items()}
