"""One thing to do on the home page: `{% load today %}`. Built here and not in the template, because a page has dozens."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from core.markup import markup
from core.templatetags import ui
from core.today import Item

register = template.Library()


@register.simple_tag
def today_item(item: Item) -> SafeString:
    return markup(
        '<li class="s-item"><span class="glyph">{}</span>\n'
        '<span class="tx"><a class="q" href="{}">{}</a>{}</span>\n'
        '<span class="sub">{}{}</span>\n'
        '<span class="end">{}<span class="clock{}">{}</span></span></li>',
        _glyph(item),
        item.url,
        item.title,
        "" if item.amount is None else markup(" {}", ui.money(item.amount)),
        details(item),
        markup('<span class="d-phone {}">&nbsp;· {}</span>', item.tone, item.clock) if item.keep else "",
        _button(item),
        f" {item.tone}" if item.tone in ("bad", "warn") else "",
        item.clock,
    )


@register.simple_tag
def details(item: Item) -> SafeString:
    return ui.dots(*(_unbroken(str(fact)) for fact in item.details if fact))


def _unbroken(fact: str) -> Any:
    """A document's number and a person's name stay in one line; a company's name may be longer than the phone is wide."""
    number = len(fact) <= 24 and fact.isascii() and any(letter.isdigit() for letter in fact)
    return markup('<span class="num">{}</span>', fact) if number or len(fact) <= 8 else fact


def _glyph(item: Item) -> SafeString:
    if not item.icon.startswith("st-"):
        return ui.icon(item.icon)
    tone = f" st-{item.tone}" if item.tone else ""
    return markup('<span class="st{}">{}</span>', tone, ui.glyph(item.icon.removeprefix("st-")))


def _button(item: Item) -> SafeString:
    if not item.action:
        return SafeString("")
    keep = " keep" if item.keep else ""
    return markup('<a class="btn btn-sm{}" href="{}">{}</a>', keep, item.action_url or item.url, item.action)
