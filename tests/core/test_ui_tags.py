"""Marks, money, dates and deadlines as templates write them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.template import Context, Template
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core import marks
from core.pages import finders, words
from core.pages.text import with_mentions
from core.templatetags import ui

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = dt.datetime(2026, 11, 19, 9, 0, tzinfo=SHANGHAI)


class State(marks.StateChoices):
    DRAFT = "draft", marks.DRAFT, _("草稿")
    OPEN = "open", marks.RUNNING, _("审批中")


class Klass(marks.ScaleChoices):
    NEW = "new", 1, _("潜在")
    TOP = "top", 4, _("大客户")


class Quote:
    STATES = State
    state = "open"


def render(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.fixture(autouse=True)
def _at_nine():
    with time_machine.travel(NOW, tick=False), override("zh-hans"):
        yield


def test_choices_carry_their_mark() -> None:
    assert State("open") is State.OPEN
    assert State.choices == [("draft", "草稿"), ("open", "审批中")]
    assert str(State.OPEN) == "open"
    assert State.OPEN.mark == marks.RUNNING
    assert Klass.TOP.weight == 4
    assert Klass.values == ["new", "top"]


def test_state_is_glyph_and_word() -> None:
    html = render("{% state quote pill=True %}", quote=Quote())
    assert 'class="st st-act st-pill"' in html
    assert "#st-half" in html
    assert "审批中" in html


def test_state_of_a_member() -> None:
    assert "草稿" in ui.state(State.DRAFT)
    assert "st-off" in ui.state(State.DRAFT)


def test_label_is_escaped() -> None:
    assert "&lt;b&gt;" in ui.mark("half", "act", "<b>")
    assert "&lt;i&gt;" in ui.tag("<i>")


def test_class_in_four_weights() -> None:
    assert ui.klass(Klass.TOP) == '<span class="cls cls-4">大客户</span>'


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1286400"), '¥</span>1,286,400<span class="dec">.00'),
        (Decimal("0.005"), '¥</span>0<span class="dec">.01'),
        (Decimal("-6800"), '\u2212<span class="cny">¥</span>6,800'),
    ],
)
def test_money_mutes_the_fen(value: Decimal, text: str) -> None:
    assert text in ui.money(value)


def test_none_and_zero_are_a_dash() -> None:
    assert "\u2014" in ui.money(None)
    assert "\u2014" in ui.amount(Decimal(0))
    assert "\u2014" in ui.wan(None)
    assert "\u2014" in ui.day(None)


def test_wan_has_one_decimal() -> None:
    assert words.wan_text(Decimal("3864000")) == "386.4"
    assert words.wan_text(Decimal("-80000")) == "\u22128.0"
    with override("en"):
        assert words.wan_text(Decimal("3864000")) == "3,864"
        assert words.wan_unit() == "k"


def test_percent() -> None:
    assert words.percent_text(Decimal("0.156")) == "15.6%"


@pytest.mark.parametrize(
    ("date", "text"),
    [
        (dt.date(2026, 11, 17), "11-17"),
        (dt.date(2025, 11, 17), "2025-11-17"),
        (dt.datetime(2026, 11, 18, 16, 5, tzinfo=dt.UTC), "11-19"),
    ],
)
def test_day_tells_the_year_only_when_it_is_another(date: dt.date, text: str) -> None:
    assert words.day_text(date) == text


def test_near_days_have_names() -> None:
    assert words.relative_day(dt.date(2026, 11, 19)) == "今天"
    assert words.relative_day(dt.date(2026, 11, 18)) == "昨天"
    assert words.relative_day(dt.date(2026, 11, 20)) == "明天"
    assert words.moment_text(NOW - dt.timedelta(hours=17)) == "昨天 16:00"


@pytest.mark.parametrize(
    ("due", "said", "tone"),
    [
        (dt.date(2026, 11, 26), "剩 7 天", ""),
        (dt.date(2026, 11, 22), "剩 3 天", "warn"),
        (dt.date(2026, 11, 19), "今天", "bad"),
        (dt.date(2026, 11, 15), "逾期 4 天", "bad"),
        (NOW + dt.timedelta(days=2, hours=3), "剩 2 天", ""),
        (NOW + dt.timedelta(hours=19), "剩 19 小时", "warn"),
        (NOW + dt.timedelta(hours=6), "剩 6 小时", "bad"),
        (NOW + dt.timedelta(minutes=40), "剩 40 分钟", "bad"),
        (NOW - dt.timedelta(minutes=5), "逾期 5 分钟", "bad"),
        (NOW - dt.timedelta(hours=3), "逾期 3 小时", "bad"),
    ],
)
def test_deadline_is_said(due: dt.date, said: str, tone: str) -> None:
    left = words.remaining(due)
    assert (left.words, left.tone) == (said, tone)


def test_clock_has_a_meter_when_the_span_is_known() -> None:
    html = ui.clock(dt.date(2026, 11, 22), since=dt.date(2026, 10, 23), warn=7, bad=1)
    assert 'class="clock warn"' in html
    assert 'class="meter w"' in html
    assert 'width="10"' in html
    assert "meter" not in ui.clock(dt.date(2026, 11, 22))


def test_bare_clock_says_only_the_days() -> None:
    assert words.remaining(dt.date(2026, 12, 13), bare=True).words == "24 天"


def test_dots_stick_to_the_word_before() -> None:
    assert render("{% dots 'BJ-1' '' 'V3' %}") == "BJ-1&nbsp;· V3"


def test_mentions_are_marked_and_text_is_escaped() -> None:
    assert with_mentions("@林晓峰 <b>看</b>\n好") == '<span class="at">@林晓峰</span> &lt;b&gt;看&lt;/b&gt;<br>好'


def test_icon_is_decoration_unless_labelled() -> None:
    assert 'aria-hidden="true"' in ui.icon("i-plus")
    assert 'aria-label="新建"' in ui.icon("i-plus", label="新建")


def test_found_part_is_marked_safely() -> None:
    hit = finders.Hit(1, "成都<锐恒>", "/x", found="<锐恒>")
    assert hit.marked == "成都<mark>&lt;锐恒&gt;</mark>"


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(0, 0, ""), (0, 7, "0%"), (1, 700, "<1%"), (1, 200, "1%"), (1, 3, "33%"), (699, 700, ">99%"), (7, 7, "100%")],
)
def test_a_share_never_says_none_of_some_nor_all_of_most(part, whole, text):
    assert words.share_text(part, whole) == text
