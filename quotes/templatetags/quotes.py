"""How lines of a quote are said: `{% load quotes %}`."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import template
from django.utils.safestring import SafeString

from core import money
from core.pages import words
from core.templatetags import ui
from quotes import payment, policies

register = template.Library()


@register.filter
def as_decimal(text: str | None) -> Decimal | None:
    """A figure of a snapshot, where money is text; None for none."""
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None


@register.filter
def payments(rows: Sequence[payment.Row]) -> list[dict[str, str]]:
    """The payment plan of a snapshot in the reader's words."""
    return [payment.said(row) for row in rows]


@register.filter
def off_list(share: Decimal | None) -> str | SafeString:
    """Against the list: −15.0% cheaper, +3.0% dearer, a dash at the list price or without one."""
    if not share:
        return ui.NONE
    sign = "" if share > 0 else "+"
    return sign + words.percent_text(-share)


@register.filter
def qty(value: Decimal) -> str:
    """A quantity without idle zeros."""
    return money.plain_number(value)


@register.filter
def rate(value: Decimal | None) -> str | SafeString:
    """A tax rate: 13%, a dash when exempt."""
    return ui.NONE if value is None else f"{money.rate_text(value)}%"


@register.filter
def get_at(rows: Sequence[Any], place: int) -> Any:
    return rows[place] if 0 <= place < len(rows) else None


@register.filter
def sees_floor(user: Any) -> bool:
    """Whether the floor, or how far a price lies below it, may be shown to this reader."""
    return policies.may_see_floor(user)
