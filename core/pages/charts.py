"""Charts said once: what is measured, the numbers, and the rows behind each. Drawn here as links, bars and words.

    Ranking("quotes.people", title=_("前两名占一半"), about=_("近 12 个月通过的报价，万元"), unit=MONEY,
            points=[Point("林晓峰", Decimal("416000"), url="/quotes/?scene=all&owner=7", count=12)],
            labels=_("人员"), values=_("通过"))

The title states the finding, `about` what is measured. Each point is a link to exactly the rows it counts: `count` says how
many the list shows there, and tests hold both together. The table is one click away and needs no script, nor does the rest.
Lengths are SVG attributes in percent, so that a chart takes the width it gets while its words keep their size.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.markup import joined, markup
from core.pages import words
from core.pages.scales import COUNT, MONEY, Axis, Number, Scale, axis, scale_of
from core.templatetags import ui

__all__ = ["COUNT", "MONEY", "Aging", "Chart", "Funnel", "Gauge", "Point", "Ranking", "Trend"]

Text = str | Promise

MOST_BARS = 10
MOST_ROWS = 200
PHONE_COLUMNS = 6
HEIGHT, FLOOR, TOP = 236, 210, 20
"""Of a trend in px: the whole drawing, its zero line with months below it, and room for a number on the highest column."""


@dataclass(frozen=True, slots=True)
class Point:
    """One bar. `part` is what of `value` is further along (of what was quoted, what was approved), drawn inside it.

    `target` is what it should be. `count` is the number of rows that `url` opens, when it is not the value itself.
    `hot` marks the one to look at; `note` stands at the end of its row.
    """

    label: Text
    value: Number
    url: str = ""
    count: int | None = None
    part: Number | None = None
    part_url: str = ""
    part_count: int | None = None
    target: Number | None = None
    note: Text = ""
    hot: bool = False


@dataclass(frozen=True, kw_only=True)
class Chart(ABC):
    """What every chart has. `labels`, `values`, `parts`, `targets`, `counts` and `notes` head the table's columns.

    `rules` are the written ones that decide what is counted.
    """

    code: str
    title: Text
    about: Text
    points: Sequence[Point]
    labels: Text
    values: Text
    parts: Text = ""
    targets: Text = ""
    counts: Text = ""
    notes: Text = ""
    unit: str = COUNT
    width: int = 6
    empty: Text = ""
    rules: Sequence[str] = ()
    css = ""

    @property
    def anchor(self) -> str:
        return "ch-" + self.code.replace(".", "-")

    @property
    def says_something(self) -> bool:
        """A chart of nothing but zeros is a sentence, not a drawing."""
        return any(point.value or point.part or point.target for point in self.points)

    @property
    def scale(self) -> Scale:
        numbers = [n for p in self.points for n in (p.value, p.part, p.target) if n is not None]
        return scale_of(self.unit, numbers)

    @property
    def measured(self) -> str:
        """`about` with the unit all its numbers are in."""
        unit = self.scale.unit
        return _("%(about)s；单位%(unit)s") % {"about": self.about, "unit": unit} if unit else str(self.about)

    @abstractmethod
    def picture(self) -> SafeString: ...

    def described(self, point: Point) -> str:
        """A bar in words, for who does not see it."""
        said = [f"{point.label} {self.values} {self.scale.said(point.value)}"]
        if point.part is not None:
            said.append(f"{self.parts} {self.scale.said(point.part)}")
        if point.target is not None:
            said.append(f"{self.targets} {self.scale.said(point.target)}")
        return _("，").join(said)

    def table(self) -> SafeString:
        """Every number in full."""
        shown = list(self.points[:MOST_ROWS])
        heads = [(self.labels, ""), (self._in_unit(self.values), "r")]
        heads += [(self._in_unit(text), "r") for text in (self.parts, self.targets) if text]
        heads += [(self.counts, "r")] if self.counts else []
        heads += [(self.notes, "r")] if self.notes else []
        head = joined(markup('<th scope="col" class="{}">{}</th>', css, text) for text, css in heads)
        body = joined(self._row(point) for point in shown)
        rest = len(self.points) - len(shown)
        more = markup('<p class="t3 f12">{}</p>', _("还有 %(n)s 行") % {"n": rest}) if rest else ""
        caption = markup('<caption class="visually-hidden">{}</caption>', self.title)
        return markup(
            '<table class="table t-ch">{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table>{}',
            caption,
            head,
            body,
            more,
        )

    def _in_unit(self, text: Text) -> str:
        return _("%(label)s（%(unit)s）") % {"label": text, "unit": _("元")} if self.unit == MONEY else str(text)

    def _row(self, point: Point) -> SafeString:
        cells = [_number(self._exact(point.value), point.url)]
        if self.parts:
            cells.append(_number(self._exact(point.part), point.part_url))
        if self.targets:
            cells.append(_number(self._exact(point.target), ""))
        if self.counts:
            cells.append(_number(ui.count(point.count), ""))
        if self.notes:
            cells.append(_number(point.note, ""))
        return markup('<tr><th scope="row">{}</th>{}</tr>', point.label, joined(cells))

    def _exact(self, value: Number | None) -> Any:
        if value is None:
            return ui.NONE
        if self.unit == MONEY:
            return ui.amount_markup(Decimal(value)) if value else ui.NONE
        return words.decimal_text(Decimal(value), 0) if value else ui.NONE


def _number(text: Any, url: str) -> SafeString:
    shown = markup('<a class="q" href="{}">{}</a>', url, text) if url and text != ui.NONE else text
    return markup('<td class="r">{}</td>', shown)


def _linked(url: str, label: str, content: Any, css: str = "") -> SafeString:
    """A link when there are rows to open, else the same drawing without."""
    if not url:
        return markup('<span class="{}" role="img" aria-label="{}">{}</span>', css, label, content)
    return markup('<a class="{}" href="{}" aria-label="{}">{}</a>', css, url, label, content)


def _percent(share: float) -> str:
    return f"{100 * share:.2f}%"


def _bar(css: str, start: float, length: float, y: int, height: int) -> SafeString:
    """A bar along the row; what is more than nothing is seen."""
    shown = max(length, 0.004) if length else 0
    return markup(
        '<rect class="{}" x="{}" width="{}" y="{}" height="{}" rx="2"/>',
        css,
        _percent(start),
        _percent(shown),
        y,
        height,
    )


@dataclass(frozen=True, kw_only=True)
class Funnel(Chart):
    """Steps a case passes, each with those that came so far. The step that loses most is marked."""

    css = "ch-fn"

    def picture(self) -> SafeString:
        most = max(point.value for point in self.points)
        rows = []
        for number, point in enumerate(self.points):
            share = float(Decimal(point.value) / Decimal(most)) * 0.76 if most > 0 else 0.0
            tone = "k4" if point.hot else "k3" if number == 0 else "k1" if point is self.points[-1] else "k2"
            drawn = markup(
                '<svg class="ch" height="24" aria-hidden="true">{}<text class="tx b" x="{}" dx="8" y="16">{}</text></svg>',
                _bar(tone, 0, max(share, 0), 0, 24),
                _percent(max(share, 0)),
                self.scale.text(point.value),
            )
            end = markup('<span class="e{}">{}</span>', " warn" if point.hot else "", point.note)
            inside = markup('<span class="l">{}</span>{}{}', point.label, drawn, end)
            rows.append(markup("<li>{}</li>", _linked(point.url, self.described(point), inside)))
        return markup('<ol class="ch-rows ch-fn">{}</ol>', joined(rows))


@dataclass(frozen=True, kw_only=True)
class Ranking(Chart):
    """The largest first; `part` is drawn inside `value`, a target as a line across. Below zero goes to the left."""

    numbered: bool = True
    css = "ch-rk"

    def picture(self) -> SafeString:
        shown = list(self.points[:MOST_BARS])
        numbers = [n for p in shown for n in (p.value, p.part, p.target) if n is not None]
        along = axis(numbers)
        rows = [self._bar_row(number, point, along) for number, point in enumerate(shown, 1)]
        rest = len(self.points) - len(shown)
        more = markup('<p class="t3 f12 ch-more">{}</p>', _("还有 %(n)s 个，在表格里") % {"n": rest}) if rest else ""
        return markup('<ol class="ch-rows ch-rk">{}</ol>{}', joined(rows), more)

    def _bar_row(self, number: int, point: Point, along: Axis) -> SafeString:
        outer = "k3" if point.part is not None else "k4" if point.hot else "k1"
        bars = [_bar(outer, *along.span(point.value), 7, 10)]
        if point.part is not None:
            bars.append(_bar("k4" if point.hot else "k1", *along.span(point.part), 7, 10))
        if point.target is not None:
            at = _percent(along.share(point.target))
            bars.append(markup('<line class="tk" x1="{}" x2="{}" y1="3" y2="21"/>', at, at))
        drawn = markup('<svg class="ch" height="24" aria-hidden="true">{}</svg>', joined(bars))
        said = point.value if point.part is None else point.part
        inside = markup(
            '{}<span class="l ell" title="{}">{}</span>{}<span class="v num">{}</span><span class="e{}">{}</span>',
            markup('<span class="no num">{}</span>', number) if self.numbered else "",
            point.label,
            point.label,
            drawn,
            self.scale.said(said),
            " warn" if point.hot else "",
            point.note,
        )
        # The number is the inner one's; where that is nothing, the bar around it still has rows.
        url = point.url if point.part is None else point.part_url or point.url
        return markup("<li>{}</li>", _linked(url, self.described(point), inside, "" if self.numbered else "plain"))


@dataclass(frozen=True, kw_only=True)
class Trend(Chart):
    """Columns through time. On the phone the last six, in the same size. `now`: which is today's, counted as an index, if any."""

    now: int | None = -1

    def picture(self) -> SafeString:
        points = list(self.points)
        wide = self._drawing(points, "d-desk" if len(points) > PHONE_COLUMNS else "")
        if len(points) <= PHONE_COLUMNS:
            return wide
        return markup("{}{}", wide, self._drawing(points[-PHONE_COLUMNS:], "d-phone"))

    def _drawing(self, points: Sequence[Point], css: str) -> SafeString:
        scale = self.scale
        numbers = [n for p in points for n in (p.value, p.part, p.target) if n is not None]
        up = axis(numbers, divisor=scale.divisor)
        read = [tick / scale.divisor for tick in up.ticks]
        places = 0 if all(tick == tick.to_integral_value() for tick in read) else 1
        lines, labels = [], []
        for tick in up.ticks:
            y = self._y(up, tick)
            lines.append(markup('<line class="{}" x1="0" x2="100%" y1="{}" y2="{}"/>', "grid" if tick else "ax", y, y))
            text = words.decimal_text(tick / scale.divisor, places)
            labels.append(markup('<text class="e" x="100%" y="{}">{}</text>', y + 4, text))
        width, current = 1 / len(points), None if self.now is None else self.points[self.now]
        columns = [
            self._column(point, up, index * width, width, now=point is current) for index, point in enumerate(points)
        ]
        return markup(
            '<div class="ch-tr {}"><svg class="ch ch-y" height="{}" aria-hidden="true">{}</svg>'
            '<svg class="ch" height="{}" role="group" aria-label="{}">{}{}</svg></div>',
            css,
            HEIGHT,
            joined(labels),
            HEIGHT,
            self.about,
            joined(lines),
            joined(columns),
        )

    def _y(self, up: Axis, value: Number) -> float:
        return round(FLOOR - (FLOOR - TOP) * up.share(value), 1)

    def _column(self, point: Point, up: Axis, x: float, width: float, *, now: bool) -> SafeString:
        middle, outer = _percent(x + width / 2), "k3" if point.part is not None else "k1" if now else "k2"
        whole = joined(
            [
                markup('<rect class="hit" x="{}" width="{}" y="0" height="{}"/>', _percent(x), _percent(width), HEIGHT),
                self._upright("k4" if point.hot else outer, up, point.value, x, width),
                markup('<text class="c tx{}" x="{}" y="{}">{}</text>', " b" if now else "", middle,
                       self._above(up, point), self.scale.whole(point.value)) if point.value else "",
                markup('<text class="c{}" x="{}" y="{}">{}</text>', " tx b" if now else "", middle, HEIGHT - 6, point.label),
            ]
        )  # fmt: skip
        drawn = [self._link(point.url, self.described(point), whole)]
        if point.part:
            inner = self._upright("k1" if now else "k2", up, point.part, x, width)
            drawn.append(self._link(point.part_url, f"{point.label} {self.parts} {self.scale.said(point.part)}", inner))
        if point.target is not None:
            y = self._y(up, point.target)
            ends = (_percent(x + width * 0.08), _percent(x + width * 0.92))
            drawn.append(markup('<line class="tgt" x1="{}" x2="{}" y1="{}" y2="{}"/>', *ends, y, y))
        return joined(drawn)

    def _above(self, up: Axis, point: Point) -> float:
        """Where a column's number stands: on the column, and on its target's line where that would strike it through."""
        y = min(self._y(up, point.value), self._y(up, 0)) - 6
        if point.target is None:
            return y
        line = self._y(up, point.target)
        return line - 6 if y - 13 < line < y + 4 else y

    def _upright(self, css: str, up: Axis, value: Number, x: float, width: float) -> SafeString:
        top, bottom = sorted((self._y(up, value), self._y(up, 0)))
        return markup(
            '<rect class="{}" x="{}" width="{}" y="{}" height="{}" rx="2"/>',
            css,
            _percent(x + width * 0.16),
            _percent(width * 0.68),
            top,
            round(max(bottom - top, 1 if value else 0), 1),
        )

    def _link(self, url: str, label: str, content: SafeString) -> SafeString:
        if not url:
            return markup("<g>{}</g>", content)
        return markup('<a href="{}" aria-label="{}">{}</a>', url, label, content)


@dataclass(frozen=True, kw_only=True)
class Aging(Chart):
    """How long what waits has waited: one bar in shares, then each stretch with its number. The last are the worst."""

    shades: tuple[str, ...] = ("a0", "a1", "a2", "a3", "a4", "a5")
    css = "ch-ag"

    def picture(self) -> SafeString:
        total = sum((max(point.value, 0) for point in self.points), Decimal(0))
        shades = [self.shades[index * 5 // max(len(self.points) - 1, 1)] for index in range(len(self.points))]
        parts, at = [], 0.0
        for point, shade in zip(self.points, shades, strict=True):
            share = float(max(point.value, 0) / total) if total else 0.0
            if share:
                # A hair of the sheet between two shades: they are told apart by more than their colour.
                bar = _bar(shade, at, max(share - 0.004, 0.002), 0, 20)
                parts.append(markup('<a href="{}" aria-label="{}">{}</a>', point.url, self.described(point), bar))
            at += share
        drawn = markup('<svg class="ch" height="20" role="group" aria-label="{}">{}</svg>', self.about, joined(parts))
        rows = joined(self._line(point, shade) for point, shade in zip(self.points, shades, strict=True))
        return markup('{}<ul class="ch-rows ch-ag">{}</ul>', drawn, rows)

    def _line(self, point: Point, shade: str) -> SafeString:
        swatch = markup(
            '<svg viewBox="0 0 9 9" aria-hidden="true"><rect class="{}" width="9" height="9" rx="2"/></svg>', shade
        )
        inside = markup(
            '<span class="l">{} {}</span><span class="v num{}">{}</span><span class="e num">{}</span>',
            swatch,
            point.label,
            " bad" if point.hot and point.value else "",
            self.scale.text(point.value) if point.value else ui.NONE,
            point.note if point.value else "",
        )
        return markup("<li>{}</li>", _linked(point.url, self.described(point), inside))


@dataclass(frozen=True, kw_only=True)
class Gauge(Chart):
    """One number against what it should be: `points` holds the one. `pace` is where it should stand by now, 0 to 1."""

    pace: float | None = None
    note: Text = ""
    suffix: Text = ""

    def picture(self) -> SafeString:
        point = self.points[0]
        target = Decimal(point.target or 0)
        share = float(Decimal(point.value) / target) if target > 0 else 0.0
        behind = self.pace is not None and target > 0 and share < self.pace
        marks = [_bar("k0", 0, 1, 4, 8), _bar("k4" if behind else "k1", 0, min(max(share, 0), 1), 4, 8)]
        if self.pace is not None:
            at = _percent(min(self.pace, 0.998))
            marks.append(markup('<line class="tk" x1="{}" x2="{}" y1="0" y2="16"/>', at, at))
        against = markup("<small>/ {} {}</small>", self.scale.text(point.target or 0), self.suffix or self.scale.unit)
        inside = markup(
            '<span class="big num">{}{}</span><svg class="ch" height="16" aria-hidden="true">{}</svg><span class="d{}">{}</span>',
            self.scale.text(point.value),
            against,
            joined(marks),
            " warn" if behind else "",
            self.note,
        )
        return _linked(point.url, self.described(point), inside, "ch-ga")
