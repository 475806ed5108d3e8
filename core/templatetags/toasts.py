"""`{% toast message %}` in components/toasts.html."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from core.pages.toasts import describe

register = template.Library()


@register.inclusion_tag("components/toast.html", takes_context=True)
def toast(context: Mapping[str, Any], message: Any) -> dict[str, Any]:
    return {**describe(message), "csrf_token": context.get("csrf_token")}
