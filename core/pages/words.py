"""How numbers, dates and deadlines are said. Pure functions; markup is in core.templatetags.ui."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

from core import clock

MINUS = "\u2212"
DASH = "\u2014"
NBSP = "\u00a0"
WAN = Decimal(10_000)
THOUSAND = Decimal(1_000)


def in_english() -> bool:
    return (get_language() or "").startswith("en")


def decimal_text(value: Decimal, places: int = 2) -> str:
    """Grouped by thousands, rounded half up, with a real minus sign."""
    quantum = Decimal(1).scaleb(-places)
    number = Decimal(value).quantize(quantum, rounding=ROUND_HALF_UP)
    text = f"{abs(number):,.{places}f}"
    return f"{MINUS}{text}" if number < 0 else text


def wan_text(value: Decimal) -> str:
    """In units of 10,000 with one decimal; in English in thousands, as English readers count."""
    if in_english():
        return decimal_text(Decimal(value) / THOUSAND, 0)
    return decimal_text(Decimal(value) / WAN, 1)


def wan_unit() -> str:
    return "k" if in_english() else gettext("万")


def percent_text(fraction: Decimal, places: int = 1) -> str:
    """0.156 → 15.6%."""
    return decimal_text(Decimal(fraction) * 100, places) + "%"


def share_text(part: Any, whole: Any) -> str:
    """Part of a whole in full per cent; some is never 0% and less than all never 100%. Nothing where there is no whole."""
    if not whole:
        return ""
    share = Decimal(part) / Decimal(whole)
    if 0 < share < Decimal("0.005"):
        return "<1%"
    if Decimal("0.995") <= share < 1:
        return ">99%"
    return percent_text(share, 0)


def local_date(value: dt.date | dt.datetime) -> dt.date:
    """The business day of a date or an aware moment."""
    return clock.local_date(value) if isinstance(value, dt.datetime) else value


def day_text(value: dt.date | dt.datetime, today: dt.date | None = None) -> str:
    """11-17, or 2025-11-17 in another year."""
    day = local_date(value)
    if day.year == (today or clock.today()).year:
        return day.strftime("%m-%d")
    return day.isoformat()


def relative_day(value: dt.date | dt.datetime, today: dt.date | None = None) -> str:
    """今天, 昨天, 明天, otherwise the date."""
    today = today or clock.today()
    difference = (local_date(value) - today).days
    if difference == 0:
        return gettext("今天")
    if difference == -1:
        return gettext("昨天")
    if difference == 1:
        return gettext("明天")
    return day_text(value, today)


def time_text(value: dt.datetime | dt.time) -> str:
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return value.strftime("%H:%M")


def moment_text(value: dt.datetime, today: dt.date | None = None) -> str:
    """昨天 16:05."""
    return f"{relative_day(value, today)} {time_text(value)}"


def size_text(octets: int) -> str:
    """4.2 MB."""
    amount = float(octets)
    for unit in ("B", "kB", "MB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "B" or amount >= 100 else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} GB"


@dataclass(frozen=True, slots=True)
class Remaining:
    """A deadline as the page says it. Tone is empty, warn or bad; left is the share of the span still open, 0..100."""

    words: str
    tone: str
    left: int | None


def _tone(days: float, warn: float, bad: float) -> str:
    if days < 0 or days <= bad:
        return "bad"
    return "warn" if days <= warn else ""


def _share(due: dt.datetime | dt.date, since: dt.datetime | dt.date | None, days: float) -> int | None:
    if since is None:
        return None
    span = _days_between(since, due)
    return max(0, min(100, round(100 * days / span))) if span > 0 else 0


def _days_between(start: dt.datetime | dt.date, end: dt.datetime | dt.date) -> float:
    if isinstance(start, dt.datetime) and isinstance(end, dt.datetime):
        return (end - start).total_seconds() / 86_400
    return float((local_date(end) - local_date(start)).days)


def remaining(
    due: dt.datetime | dt.date,
    *,
    since: dt.datetime | dt.date | None = None,
    warn: float | None = None,
    bad: float | None = None,
    bare: bool = False,
    now: dt.datetime | None = None,
) -> Remaining:
    """Say how much is left until `due`.

    `warn` and `bad` are days: from the first reminder, and the last stretch. Defaults: 3 and 0 for dates, 1 and a third
    for moments. `bare` leaves out 剩 where the column's header says it already.
    """
    now = now or clock.now()
    if isinstance(due, dt.datetime):
        days = (due - now).total_seconds() / 86_400
        tone = _tone(days, 1 if warn is None else warn, 1 / 3 if bad is None else bad)
        return Remaining(_moment_words(days, bare), tone, _share(due, since, days))
    whole = (due - local_date(now)).days
    tone = _tone(whole, 3 if warn is None else warn, 0 if bad is None else bad)
    if whole == 0 and not bare:
        return Remaining(gettext("今天"), tone, _share(due, since, whole))
    return Remaining(_day_words(whole, bare), tone, _share(due, since, whole))


def _day_words(days: int, bare: bool) -> str:
    if days < 0:
        return ngettext("逾期 %(n)s 天", "逾期 %(n)s 天", -days) % {"n": -days}
    if bare:
        return ngettext("%(n)s 天", "%(n)s 天", days) % {"n": days}
    return ngettext("剩 %(n)s 天", "剩 %(n)s 天", days) % {"n": days}


def _moment_words(days: float, bare: bool) -> str:
    if abs(days) >= 1:
        return _day_words(int(days), bare)
    minutes = int(abs(days) * 24 * 60)
    late = days < 0
    if minutes >= 60:
        hours = minutes // 60
        if late:
            return ngettext("逾期 %(n)s 小时", "逾期 %(n)s 小时", hours) % {"n": hours}
        return ngettext("剩 %(n)s 小时", "剩 %(n)s 小时", hours) % {"n": hours}
    if late:
        return ngettext("逾期 %(n)s 分钟", "逾期 %(n)s 分钟", minutes) % {"n": minutes}
    return ngettext("剩 %(n)s 分钟", "剩 %(n)s 分钟", minutes) % {"n": minutes}
