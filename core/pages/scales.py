"""Axes and units of charts: one unit for a whole chart, round steps, lengths as shares of the drawing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10

from django.utils.translation import gettext as _

from core.pages import words

Number = int | Decimal
MONEY, COUNT = "money", "count"


@dataclass(frozen=True, slots=True)
class Scale:
    """How the numbers of one chart are said. Money in the largest unit that leaves digits before the point."""

    unit: str
    divisor: Decimal = Decimal(1)
    places: int = 0

    def text(self, value: Number) -> str:
        """`1,284.5`; what is there but too small to say is `<0.1`."""
        said = words.decimal_text(Decimal(value) / self.divisor, self.places)
        if not value or any(digit in "123456789" for digit in said):
            return said
        return f"<{Decimal(1).scaleb(-self.places)}" if value > 0 else said

    def whole(self, value: Number) -> str:
        """Shorter, for the narrow place on a column."""
        scaled = abs(Decimal(value) / self.divisor)
        return Scale(self.unit, self.divisor, 0 if scaled >= 100 else self.places).text(value)

    def said(self, value: Number) -> str:
        """With the unit behind it."""
        return f"{self.text(value)} {self.unit}" if self.unit else self.text(value)


def scale_of(kind: str, values: Iterable[Number]) -> Scale:
    if kind == COUNT:
        return Scale("")
    largest = max((abs(Decimal(value)) for value in values), default=Decimal(0))
    if words.in_english():
        return Scale("M", Decimal(10**6), 1) if largest >= 10**7 else Scale("k", Decimal(1000), 0)
    return Scale(_("亿"), Decimal(10**8), 2) if largest >= 10**9 else Scale(words.wan_unit(), words.WAN, 1)


@dataclass(frozen=True, slots=True)
class Axis:
    """From the lowest to the highest tick; zero is always on it."""

    ticks: tuple[Decimal, ...]

    def share(self, value: Number) -> float:
        """Where a value lies, 0 at the low end, 1 at the high end."""
        low, high = self.ticks[0], self.ticks[-1]
        return float((Decimal(value) - low) / (high - low))

    def span(self, value: Number) -> tuple[float, float]:
        """Start and length of the bar from zero to a value, as shares."""
        start, end = sorted((self.share(0), self.share(value)))
        return start, end - start


def axis(values: Iterable[Number], steps: int = 4, divisor: Decimal = Decimal(1)) -> Axis:
    """Round steps that hold every value, whole ones for whole values. `divisor` is the chart's unit: steps are round in what is read."""
    scaled = [Decimal(0), *(Decimal(value) / divisor for value in values)]
    low, high = min(scaled), max(scaled)
    step = _round_step((high - low) / steps if high > low else Decimal(1))
    if all(value == value.to_integral_value() for value in scaled):
        step = max(step, Decimal(1))
    first, last = floor(low / step), max(ceil(high / step), 1)
    return Axis(tuple(number * step * divisor for number in range(first, last + 1)))


def _round_step(least: Decimal) -> Decimal:
    power = Decimal(1).scaleb(floor(log10(least)))
    return next(
        power * factor for factor in (Decimal(1), Decimal(2), Decimal(5), Decimal(10)) if power * factor >= least
    )
