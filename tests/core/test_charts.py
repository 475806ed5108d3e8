"""Charts: the numbers they say, the rows behind them, what they look like with nothing, one, thousands, less than nothing."""

import re
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from core.pages.charts import COUNT, MONEY, Aging, Funnel, Gauge, Point, Ranking, Trend
from core.pages.scales import axis, scale_of

KINDS = [Aging, Funnel, Gauge, Ranking, Trend]
WORDS = {
    "title": "华东区占一半",
    "about": "近 12 个月的报价",
    "labels": "部门",
    "values": "金额",
    "empty": "还没有报价。",
}
VOID = {"rect", "line", "use"}


class Balance(HTMLParser):
    """Complains of a tag that is not closed, and keeps what stands outside of tags."""

    def __init__(self):
        super().__init__()
        self.open, self.said = [], []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        assert tag in VOID

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.said.append(data)


def chart(kind, *points, **more):
    return kind(code="test.it", points=list(points), **{**WORDS, **more})


def drawn(one):
    html = render_to_string("components/chart.html", {"chart": one})
    balance = Balance()
    balance.feed(html)
    assert balance.open == []
    assert "style=" not in html
    assert "NaN" not in html
    return html


def lengths(html, name):
    return [float(text) for text in re.findall(rf'<rect class="[ak]\d" [^>]*\b{name}="(-?[\d.]+)', html)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("points", [[], [Point("一月", 0)], [Point("一月", 0), Point("二月", Decimal(0))]])
def test_nothing_is_a_sentence_and_no_drawing(kind, points):
    html = drawn(chart(kind, *points))
    assert WORDS["empty"] in html
    assert "<table" not in html
    assert "<rect" not in html


@pytest.mark.parametrize("kind", KINDS)
def test_every_bar_and_every_number_of_the_table_opens_its_rows(kind):
    html = drawn(chart(kind, Point("华东", 3, "/quotes/?unit=1&scene=all", target=4)))
    assert html.count('href="/quotes/?unit=1&amp;scene=all"') >= 2
    assert "<table" in html
    assert html.count("华东") >= 2


@pytest.mark.parametrize(("part", "opens"), [(3, "/due/"), (0, "/all/")])
def test_a_row_with_nothing_of_its_inner_bar_opens_what_is_around_it(part, opens):
    point = Point("普通", 12, "/all/", 12, part=part, part_url="/due/" if part else "", part_count=part)
    drawn = chart(Ranking, Point("重点", 9, "/more/", 9, part=1, part_url="/one/"), point).picture()
    assert f'href="{opens}"' in drawn
    assert drawn.count("href=") == 2


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("unit", [MONEY, COUNT])
def test_what_people_typed_stays_text(kind, unit):
    html = drawn(chart(kind, Point('<b>"张三"', 3, target=4), title="<i>x", about="<i>y", unit=unit, notes="<u>"))
    assert "<b>" not in html
    assert "<i>" not in html
    assert "<u>" not in html


@pytest.mark.parametrize("kind", [Ranking, Trend])
def test_below_zero_is_drawn_on_the_other_side(kind):
    html = drawn(chart(kind, Point("正", 40, target=1), Point("负", -40, target=1), unit=COUNT))
    assert "−40" in html
    assert all(value >= 0 for name in ("width", "height") for value in lengths(html, name))
    places = lengths(html, "x" if kind is Ranking else "y")
    assert len(set(places)) > 1


@pytest.mark.parametrize(("now", "bold"), [(-1, "以后"), (1, "11 月")])
def test_the_column_of_today_is_the_bold_one_wherever_it_stands(now, bold):
    months = [Point("以前", 2), Point("11 月", 3), Point("以后", 4)]
    html = drawn(chart(Trend, *months, now=now))
    assert re.findall(r'<text class="c tx b" [^>]*>([^<]+)', html)[1:] == [bold]


def test_a_target_does_not_strike_a_number_through():
    for value in range(80, 121):
        html = drawn(chart(Trend, Point("一月", value, target=100), Point("二月", 120)))
        number = float(re.search(r'<text class="c tx" [^>]*y="([\d.]+)"', html).group(1))
        line = float(re.search(r'<line class="tgt" [^>]*y1="([\d.]+)"', html).group(1))
        assert not number - 11 < line < number + 3, value


def test_five_thousand_rows_are_ten_bars_and_two_hundred_lines():
    html = drawn(chart(Ranking, *(Point(f"第{n}人", 5000 - n, f"/?owner={n}") for n in range(5000))))
    assert html.count("<li>") == 10
    assert html.count("<tr>") == 201
    assert "还有 4990 个" in html
    assert "还有 4800 行" in html
    assert len(html) < 120_000


def test_what_is_more_than_nothing_is_seen():
    html = drawn(chart(Ranking, Point("大", 1_000_000), Point("小", 1), Point("无", 0)))
    big, small, none = lengths(html, "width")
    assert big > 50
    assert small == 0.4
    assert none == 0


def test_the_shares_of_an_aging_fill_the_bar():
    html = drawn(chart(Aging, Point("甲", 1, "/a"), Point("乙", 1, "/b"), Point("丙", 2, "/c")))
    starts = lengths(html.split("<ul")[0], "x")
    assert starts == [0, 25, 50]


def test_the_worst_step_of_a_funnel_is_told_by_more_than_its_colour():
    html = drawn(chart(Funnel, Point("起草", 10), Point("提交", 4, note="过 40%", hot=True)))
    assert 'class="e warn">过 40%' in html


@pytest.mark.parametrize(
    ("language", "value", "said"),
    [
        ("zh-hans", "0", "0.0 万"),
        ("zh-hans", "3864000", "386.4 万"),
        ("zh-hans", "-3864000", "−386.4 万"),
        ("zh-hans", "999999999", "100,000.0 万"),
        ("zh-hans", "123456789012.34", "1,234.57 亿"),
        ("zh-hant", "123456789012.34", "1,234.57 億"),
        ("en", "3864000", "3,864 k"),
        ("en", "123456789012.34", "123,456.8 M"),
    ],
)
def test_money_in_the_unit_of_its_size(language, value, said):
    with override(language):
        assert scale_of(MONEY, [Decimal(value)]).said(Decimal(value)) == said


def test_one_unit_for_a_chart_and_what_is_too_small_for_it_is_not_zero():
    scale = scale_of(MONEY, [Decimal("2e9"), Decimal("300")])
    assert (scale.text(Decimal("2e9")), scale.text(Decimal(300)), scale.text(0)) == ("20.00", "<0.01", "0.00")


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([0], [0, 1]),
        ([2], [0, 1, 2]),
        ([3], [0, 1, 2, 3]),
        ([7, 12], [0, 5, 10, 15]),
        ([-3, 9], [-5, 0, 5, 10]),
        ([-4], [-4, -3, -2, -1, 0, 1]),
        ([Decimal("0.04")], [0, Decimal("0.01"), Decimal("0.02"), Decimal("0.03"), Decimal("0.04")]),
    ],
)
def test_steps_are_round_and_hold_every_value(values, ticks):
    assert list(axis(values).ticks) == ticks


def test_the_table_has_every_number_in_full():
    html = drawn(chart(Ranking, Point("华东", Decimal("1286400.5"), "/a", 12), unit=MONEY, counts="份数"))
    assert "1,286,400" in html
    assert "金额（元）" in html
    assert ">12<" in html


# --- colours -----------------------------------------------------------------------------------

TOKENS = (Path(settings.BASE_DIR) / "static" / "css" / "tokens.css").read_text()
# Machado, Oliveira and Fernandes 2009, severity 1.0: how a colour looks to who lacks one kind of cone.
SIGHT = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}
NEIGHBOURS = [("c1", "c3"), ("c2", "c3"), ("c1", "c4"), ("c1", "line"), *((f"a{n}", f"a{n + 1}") for n in range(5))]


def tokens(theme):
    block = TOKENS.split(f"[data-bs-theme={theme}] {{")[1].split("}")[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block))


def seen(colour, sight):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    red, green, blue = (max(0, sum(m * c for m, c in zip(row, linear, strict=True))) for row in sight)
    x, y, z = (
        0.4124 * red + 0.3576 * green + 0.1805 * blue,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        0.0193 * red + 0.1192 * green + 0.9505 * blue,
    )
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x / 0.9505, y, z / 1.089))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("sight", SIGHT)
def test_neighbouring_colours_differ_to_every_eye(theme, sight):
    colours = tokens(theme)
    near = {}
    for one, other in NEIGHBOURS:
        first, second = seen(colours[one], SIGHT[sight]), seen(colours[other], SIGHT[sight])
        distance = sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5
        if distance < 10:
            near[one, other] = round(distance, 1)
    assert near == {}
