"""Markup out of values, for the small things that a page draws by the hundred."""

from collections.abc import Iterable
from html import escape
from typing import Any

from django.utils.safestring import SafeString


def markup(template: str, *values: Any) -> SafeString:
    """Django's format_html for positional values, without its detour for lazy ones: a third of the time.

    Every value is escaped unless it is markup already. The template is ours, never anybody's input.
    """
    return SafeString(template.format(*[escaped(value) for value in values]))


def escaped(value: Any) -> str:
    markup_of = getattr(value, "__html__", None)
    return markup_of() if markup_of is not None else escape(str(value))


def joined(parts: Iterable[Any]) -> SafeString:
    """Parts one after the other, each escaped unless it is markup. A SafeString's own `join` gives plain text."""
    return SafeString("".join([escaped(part) for part in parts]))
