"""The one clock: what time it is for the business, which day that is, and which days are worked.

Days begin at midnight in the business zone (settings.TIME_ZONE, Asia/Shanghai), not at midnight UTC.
Work days: our own holiday table first, then the public calendar, then Monday to Friday for years it does not know.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from datetime import time as time_of_day

import chinese_calendar
from django.apps import apps
from django.utils import timezone

Overrides = Mapping[date, bool]

OVERRIDES_SECONDS = 60
MOST_WORKDAYS = 10_000

_cached: tuple[float, Overrides] | None = None


_pretended: ContextVar[datetime | None] = ContextVar("pretended_now", default=None)


def now() -> datetime:
    """This moment, aware, in the business zone."""
    return _pretended.get() or datetime.now(tz=timezone.get_default_timezone())


@contextmanager
def pretend(moment: datetime) -> Iterator[None]:
    """Let it be another moment inside the block: the demo company's past is made at the time it happened."""
    token = _pretended.set(local(moment))
    try:
        yield
    finally:
        _pretended.reset(token)


def today() -> date:
    """The business day: flips at 00:00 local."""
    return now().date()


def local(moment: datetime) -> datetime:
    """The same moment on the business zone's clock. Raises ValueError for a naive one: nobody knows when that was."""
    if timezone.is_naive(moment):
        raise ValueError("a moment without a time zone has no place on the clock")
    return moment.astimezone(timezone.get_default_timezone())


def local_date(moment: datetime) -> date:
    """The business day a moment falls on. Raises ValueError for a naive moment."""
    return local(moment).date()


def day_start(day: date) -> datetime:
    """The first moment of a business day, aware."""
    return datetime.combine(day, time_of_day.min, tzinfo=timezone.get_default_timezone())


def day_bounds(first: date, last: date | None = None) -> tuple[datetime, datetime]:
    """The half-open span [start, end) of one business day, or of the days `first` to `last` inclusive."""
    return day_start(first), day_start((last or first) + timedelta(days=1))


def is_workday(day: date) -> bool:
    """Whether people work on this day, make-up Saturdays included."""
    return _is_workday(day, overrides())


def next_workday(day: date) -> date:
    """The day itself when it is worked, otherwise the first worked day after it."""
    table = overrides()
    while not _is_workday(day, table):
        day += timedelta(days=1)
    return day


def add_workdays(day: date, count: int) -> date:
    """The day `count` work days after `day` (before, when negative); the day itself does not count, 0 returns it.

    Raises ValueError beyond 10,000 work days.
    """
    if abs(count) > MOST_WORKDAYS:
        raise ValueError("too many work days")
    table = overrides()
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= _is_workday(day, table)
    return day


def workdays_between(start: date, end: date) -> int:
    """Work days after `start` up to and including `end`; negative when `end` lies before `start`.

    The inverse of add_workdays: workdays_between(d, add_workdays(d, n)) == n.
    """
    table = overrides()
    if end < start:
        return -sum(_is_workday(end + timedelta(days=n), table) for n in range((start - end).days))
    return sum(_is_workday(start + timedelta(days=n + 1), table) for n in range((end - start).days))


def overrides() -> Overrides:
    """Our own holiday table as {day: is it worked}; read again after a minute, or after `forget_overrides`."""
    global _cached
    stamp = time.monotonic()
    if _cached is None or not 0 <= stamp - _cached[0] < OVERRIDES_SECONDS:
        _cached = (stamp, _source())
    return _cached[1]


def forget_overrides() -> None:
    """Read the holiday table afresh next time: call it after the table changed in this process."""
    global _cached
    _cached = None


def set_overrides_source(source: Callable[[], Overrides]) -> Callable[[], Overrides]:
    """Take the overrides from somewhere else than the table; returns the source in use before."""
    global _source
    before, _source = _source, source
    forget_overrides()
    return before


def _from_table() -> Overrides:
    try:
        holiday = apps.get_model("core", "Holiday")
    except LookupError:
        return {}
    return dict(holiday.objects.values_list("date", "is_workday"))


_source: Callable[[], Overrides] = _from_table


def _is_workday(day: date, table: Overrides) -> bool:
    if day in table:
        return table[day]
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:  # a year the public calendar does not know
        return day.weekday() < 5
