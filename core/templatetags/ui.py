"""Marks, words and small components for templates: `{% load ui %}`. docs/design.md shows each, /design/ lives it.

Small things are built here and not in template files, because a list draws hundreds of them.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from core import marks
from core.markup import escaped, markup
from core.pages import words
from core.pages.text import told

register = template.Library()

NONE = markup('<span class="t3 none">{}</span>', words.DASH)
DOT = SafeString("&nbsp;· ")
LOGO = SafeString(
    '<svg class="s-logo" viewBox="0 0 24 24" aria-hidden="true"><rect class="lb" width="24" height="24" rx="6"/>'
    '<path class="lf" d="M6.5 17.5h4.2v-5.2h4.2V7h3"/></svg>'
)
TONES = ("act", "ok", "warn", "bad", "off")


@functools.cache
def sprite() -> str:
    """The address of the icon sheet, hashed in production."""
    return static("icons.svg")


# Icons and marks


@register.simple_tag
@functools.lru_cache(maxsize=512)
def icon(name: str, small: bool = False, label: str = "") -> SafeString:
    """`{% icon "i-plus" %}`; 14 px with `small=True`; with `label` it is read aloud, otherwise it is decoration."""
    css = "ic ic-s" if small else "ic"
    if label:
        return markup(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}#{}"/></svg>', css, label, sprite(), name
        )
    return markup('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', css, sprite(), name)


@register.simple_tag
@functools.lru_cache(maxsize=512)
def glyph(name: str, css: str = "") -> SafeString:
    """The bare state glyph, `name` without `st-`: `{% glyph "half" %}`."""
    css_attribute = markup(' class="{}"', css) if css else ""
    return markup(
        '<svg{} viewBox="0 0 14 14" aria-hidden="true"><use href="{}#st-{}"/></svg>', css_attribute, sprite(), name
    )


@register.simple_tag
def logo() -> SafeString:
    return LOGO


def mark_of(value: Any, field: str = "state") -> tuple[str, marks.Mark]:
    """Label and mark of a StateChoices member, of a record (its STATES names the enum), or of a bare code."""
    member = value
    if not isinstance(value, (str, marks.StateChoices)):
        code = getattr(value, field)
        states = getattr(value, "STATES", None)
        if states is None:
            display = getattr(value, f"get_{field}_display", None)
            return str(display() if display else code), marks.BY_CODE.get(str(code), marks.TODO)
        member = states(code)
    if isinstance(member, marks.StateChoices):
        return str(member.label), member.mark
    return str(member), marks.BY_CODE.get(str(member), marks.TODO)


@register.simple_tag
def state(value: Any, pill: bool = False, label: str = "", field: str = "state") -> SafeString:
    """State = glyph + word. `{% state quote %}`, `{% state QuoteState.DRAFT pill=True %}`; `label` says it otherwise."""
    words_, mark = mark_of(value, field)
    return state_mark(mark.glyph, mark.tone, label or words_, pill)


@register.simple_tag
def mark(glyph_name: str, tone: str, label: str, pill: bool = False) -> SafeString:
    """A state mark spelled out: `{% mark "half" "act" "等 陈立群" %}`."""
    return state_mark(glyph_name, tone, label, pill)


def state_mark(glyph_name: str, tone: str, label: Any, pill: bool = False) -> SafeString:
    css = "st" + (f" st-{tone}" if tone in TONES else "") + (" st-pill" if pill else "")
    return markup('<span class="{}">{}{}</span>', css, glyph(glyph_name), label)


@register.simple_tag
def klass(value: Any, weight: int = 0, field: str = "klass") -> SafeString:
    """Class mark in four weights. A ScaleChoices member, a record whose CLASSES names the enum, or text with weight."""
    if not isinstance(value, (str, marks.ScaleChoices)):
        value = value.CLASSES(getattr(value, field))
    if isinstance(value, marks.ScaleChoices):
        weight, label = weight or value.weight, str(value.label)
    else:
        label = value
    return markup('<span class="cls cls-{}">{}</span>', weight or 2, label)


@register.simple_tag
def tag(label: Any, tone: str = "") -> SafeString:
    """A fact in a box; tone warn, bad or acc. One coloured tag per row, the worst."""
    return markup('<span class="tag{}">{}</span>', f" tag-{tone}" if tone else "", label)


# Deadlines


def meter_svg(percent: int, tone: str = "", wide: bool = False) -> SafeString:
    css = "meter" + {"warn": " w", "bad": " x", "acc": " a"}.get(tone, "") + (" meter-w" if wide else "")
    return markup(
        '<svg class="{}" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="mt" width="100" height="4"/><rect class="mv" width="{}" height="4"/></svg>',
        css,
        max(0, min(100, int(percent))),
    )


@register.simple_tag
def meter(percent: float, label: str = "", tone: str = "acc", wide: bool = False) -> SafeString:
    """`{% meter 82 "良好 82" %}`; always put the number beside it."""
    if wide:
        return meter_svg(int(percent), tone, wide=True)
    css = f"clock {tone}" if tone in ("warn", "bad") else "clock"
    return markup('<span class="{}">{}{}</span>', css, meter_svg(int(percent), tone), label)


@register.simple_tag
def clock(
    due: dt.date | dt.datetime | None,
    since: dt.date | dt.datetime | None = None,
    warn: float | None = None,
    bad: float | None = None,
    bare: bool = False,
) -> SafeString:
    """A deadline: words, and a meter when `since` is known. `warn` and `bad` in days. None is a muted dash."""
    if due is None:
        return NONE
    left = words.remaining(due, since=since, warn=warn, bad=bad, bare=bare)
    bar = meter_svg(max(left.left, 4) if left.words else left.left, left.tone) if left.left is not None else ""
    css = f"clock {left.tone}" if left.tone else "clock"
    exact = words.moment_text(due) if isinstance(due, dt.datetime) else words.local_date(due).isoformat()
    return markup('<span class="{}" title="{}">{}{}</span>', css, exact, bar, left.words)


# Numbers


def amount_markup(value: Decimal, sign: str = "", places: int = 2) -> SafeString:
    text = words.decimal_text(value, places)
    minus, text = (words.MINUS, text[1:]) if text.startswith(words.MINUS) else ("", text)
    whole, point, fraction = text.partition(".")
    symbol = markup('<span class="cny">{}</span>', sign) if sign else ""
    cents = markup('<span class="dec">.{}</span>', fraction) if point else ""
    return markup('<span class="num">{}{}{}{}</span>', minus, symbol, whole, cents)


@register.filter
def money(value: Decimal | None, sign: str = "¥") -> SafeString:
    """`{{ quote.total|money }}` → ¥1,286,400.00 with muted fen; another sign as argument: `|money:"US$"`."""
    return NONE if value is None else amount_markup(value, sign)


@register.filter
def amount(value: Decimal | None) -> SafeString:
    """Money without sign, for table columns whose header carries the unit. None and zero are a muted dash."""
    return amount_markup(value) if value else NONE


@register.filter
def quantity(value: Decimal) -> str:
    """A quantity without idle zeros, grouped: 1260.000 → 1,260."""
    whole, _point, fraction = f"{Decimal(value):,.3f}".partition(".")
    fraction = fraction.rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole


@register.filter
def wan(value: Decimal | None) -> SafeString:
    """386.4, the unit stands in the header; `{% wan_unit %}` names it."""
    return markup('<span class="num">{}</span>', words.wan_text(value)) if value else NONE


@register.filter
def wan_full(value: Decimal | None) -> SafeString:
    """386.4 万."""
    return markup('<span class="num">{} {}</span>', words.wan_text(value), words.wan_unit()) if value else NONE


@register.simple_tag
def wan_unit() -> str:
    return words.wan_unit()


@register.filter
def percent(value: Decimal | None, places: int = 1) -> str:
    """0.156 → 15.6%."""
    return NONE if value is None else words.percent_text(value, places)


@register.filter
def count(value: Any) -> SafeString:
    """A whole number, zero and None as a muted dash."""
    return markup('<span class="num">{}</span>', f"{value:,}") if value else NONE


@register.filter
def or_dash(value: Any) -> Any:
    return NONE if value is None or value == "" else value


@register.filter
def filesize(value: int | None) -> str:
    return words.size_text(value or 0)


# Dates


def _time(value: dt.date | dt.datetime | None, text: str) -> SafeString:
    # Both are our own words about a moment: nothing to escape, and a list says hundreds.
    return SafeString(f'<time class="num" datetime="{value.isoformat() if value else ""}">{text}</time>')


@register.filter
def day(value: dt.date | dt.datetime | None) -> SafeString:
    """11-17, with the year only when it is another one."""
    return _time(value, words.day_text(value)) if value else NONE


@register.filter
def full_day(value: dt.date | dt.datetime | None) -> SafeString:
    """2026-12-17."""
    return _time(value, words.local_date(value).isoformat()) if value else NONE


register.filter("told", told)


@register.filter
def near_day(value: dt.date | dt.datetime | None) -> SafeString:
    """今天, 昨天, 明天 or 11-17."""
    return _time(value, words.relative_day(value)) if value else NONE


@register.filter
def moment(value: dt.datetime | None) -> SafeString:
    """昨天 16:05."""
    return _time(value, words.moment_text(value)) if value else NONE


@register.filter
def hour(value: dt.datetime | dt.time | None) -> str:
    """09:12."""
    return words.time_text(value) if value else ""


# People


def initial_of(name: Any) -> str:
    return (str(name).strip() or "?")[0].upper()


@register.simple_tag
def avatar(user: Any, large: bool = False, me: bool = False) -> SafeString:
    """The first character in a disc; `user` may be a name."""
    css = "av" + (" av-l" if large else "") + (" av-me" if me else "")
    return markup('<span class="{}" aria-hidden="true">{}</span>', css, initial_of(name_of(user)))


def name_of(user: Any) -> str:
    if isinstance(user, str):
        return user
    return str(getattr(user, "display_name", "") or user)


@register.simple_tag
def person(user: Any) -> SafeString:
    """Avatar and name in a line; nobody is a muted dash."""
    if not user:
        return NONE
    return markup('<span class="row-x">{}{}</span>', avatar(user), name_of(user))


# Text


@register.simple_tag
def dots(*parts: Any) -> SafeString:
    """Join what is not empty by a middle dot that sticks to the word before it."""
    return SafeString(DOT.join([escaped(part) for part in parts if part not in (None, "")]))


@register.filter
def mentions(text: str, names: Sequence[str] = ()) -> SafeString:
    """Comment text with @names marked and lines kept."""
    from core.pages.text import with_mentions

    return with_mentions(text, names)


@register.simple_tag(takes_context=True)
def query(context: Mapping[str, Any], **changes: Any) -> str:
    """The present address with parameters changed; None removes one. Paging starts again unless `cursor` is given."""
    parameters = context["request"].GET.copy()
    parameters.pop("cursor", None)
    for name, value in changes.items():
        if value is None:
            parameters.pop(name, None)
        elif isinstance(value, (list, tuple)):
            parameters.setlist(name, [str(item) for item in value])
        else:
            parameters[name] = str(value)
    return "?" + parameters.urlencode()


@register.filter
def get(mapping: Mapping[Any, Any], key: Any) -> Any:
    return mapping.get(key)


# Components with a template of their own


@register.inclusion_tag("components/empty.html")
def empty(title: str, text: str = "", url: str = "", action: str = "", icon_name: str = "i-folder") -> dict[str, Any]:
    """What would be here, and the one action."""
    return {"title": title, "text": text, "url": url, "action": action, "icon_name": icon_name}


@register.inclusion_tag("components/note.html")
def note(text: str, tone: str = "", title: str = "") -> dict[str, Any]:
    """A line of advice; tone warn or bad."""
    return {"text": text, "tone": tone, "title": title, "icon_name": "i-alert" if tone else "i-info"}


@register.inclusion_tag("components/steps.html")
def steps(items: Iterable[Mapping[str, Any]], label: str = "", process_url: str = "") -> dict[str, Any]:
    """Step bar. Items {label, note, state: done|now|""}; `process_url` leads to how such a thing goes."""
    return {"items": items, "label": label or gettext("进度"), "process_url": process_url}


@register.inclusion_tag("components/facts.html")
def facts(items: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Facts under a record title. Items {label, value, note, note_class, big, strong, wide, url}."""
    return {"items": items}


@register.inclusion_tag("components/tabs.html")
def tabs(items: Iterable[Mapping[str, Any]], label: str = "") -> dict[str, Any]:
    """Tabs that are links. Items {label, url, count, on}."""
    return {"items": items, "label": label or gettext("相关")}


@register.inclusion_tag("components/timeline.html")
def timeline(entries: Iterable[Any], more_url: str = "") -> dict[str, Any]:
    """Entries newest first: {at, glyph, tone, key, who, text, quote, facts, files, tag}."""
    from core.pages.timeline import with_days

    return {"entries": with_days(entries), "more_url": more_url}


@register.inclusion_tag("components/dropzone.html")
def dropzone(
    name: str = "files", help_text: str = "", camera: bool = True, accept: str = "", shrink: bool = False
) -> dict[str, Any]:
    """Attach by click, drag, paste or camera; a plain file input underneath. `shrink` makes photos smaller on the device."""
    return {"name": name, "help_text": help_text, "camera": camera, "accept": accept, "shrink": shrink}


@register.inclusion_tag("components/route.html")
def route(items: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Approval route. Items {glyph, state: ok|now|"", label, end, end_tone, note}."""
    return {"items": items}


@register.inclusion_tag("components/warnings.html")
def warnings(items: Iterable[Mapping[str, str]], ticked: Iterable[str] = ()) -> dict[str, Any]:
    """Warnings to tick past before saving. Items {code, text}; posted as `ack`."""
    return {"items": items, "ticked": set(ticked)}


@register.simple_tag
def control(field: Any) -> SafeString:
    """The bare control of a bound field in our look; choices up to six as chips. Used by components/field.html."""
    from core.pages.forms import render_control

    return render_control(field)


@register.filter
def control_kind(field: Any) -> str:
    """hidden, check, chips, picker or plain."""
    from core.pages.forms import control_kind as kind_of

    return kind_of(field)


BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("MicroMessenger", "微信"), ("DingTalk", "钉钉"), ("Lark", "飞书"))
MORE_BROWSERS = (("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"))


@register.filter
def browser_name(user_agent: str) -> str:
    """Chrome · Windows, told from the user agent; the agent itself when nothing is known of it."""
    browser = next((name for sign, name in BROWSERS + MORE_BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in (*SYSTEMS, ("Linux", "Linux")) if sign in user_agent), "")
    return " · ".join(part for part in (browser, system) if part) or user_agent[:60]
