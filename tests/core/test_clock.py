from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import pytest
import time_machine

from core import clock


@pytest.fixture(autouse=True)
def table():
    """The holiday table of these tests: a dict to write into, no database."""
    days = {}
    before = clock.set_overrides_source(lambda: dict(days))
    yield days
    clock.set_overrides_source(before)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-03-18T15:59:59.999999+00:00", date(2026, 3, 18)),
        ("2026-03-18T16:00:00+00:00", date(2026, 3, 19)),  # 00:00 in Shanghai
        ("2026-03-19T00:00:00+00:00", date(2026, 3, 19)),  # 08:00 in Shanghai: no flip here
        ("2026-12-31T16:00:00+00:00", date(2027, 1, 1)),
    ],
)
def test_the_day_flips_at_local_midnight(moment, day):
    with time_machine.travel(datetime.fromisoformat(moment), tick=False):
        assert clock.today() == day
        assert clock.now() == datetime.fromisoformat(moment)
        assert clock.now().date() == day
        assert clock.now().utcoffset() == timedelta(hours=8)
    assert clock.local_date(datetime.fromisoformat(moment)) == day


def test_local_is_the_same_moment_on_our_clock():
    moment = datetime(2026, 3, 18, 16, 30, tzinfo=UTC)
    assert clock.local(moment) == moment
    assert clock.local(moment).isoformat() == "2026-03-19T00:30:00+08:00"


def test_a_naive_moment_has_no_day():
    with pytest.raises(ValueError, match="time zone"):
        clock.local_date(datetime(2026, 3, 18, 12))


def test_day_bounds_are_half_open_and_local():
    start, end = clock.day_bounds(date(2026, 3, 18))
    assert start == datetime(2026, 3, 17, 16, tzinfo=UTC)
    assert end == datetime(2026, 3, 18, 16, tzinfo=UTC)
    assert clock.day_bounds(date(2026, 3, 1), date(2026, 3, 31)) == (
        clock.day_start(date(2026, 3, 1)),
        clock.day_start(date(2026, 4, 1)),
    )


def test_public_holidays_and_make_up_days():
    assert not clock.is_workday(date(2026, 1, 1))  # 元旦, a Thursday
    assert clock.is_workday(date(2026, 1, 4))  # a Sunday made up
    assert clock.is_workday(date(2026, 3, 18))
    assert not clock.is_workday(date(2026, 3, 21))


def test_unknown_years_are_monday_to_friday():
    with pytest.raises(NotImplementedError):
        chinese_calendar.is_workday(date(2045, 1, 2))
    week = [clock.is_workday(date(2045, 1, 2) + timedelta(days=n)) for n in range(7)]
    assert week == [True] * 5 + [False] * 2


def test_our_table_wins_over_the_public_calendar(table):
    table[date(2026, 1, 1)] = True
    table[date(2026, 3, 18)] = False
    table[date(2045, 1, 2)] = False
    clock.forget_overrides()
    assert clock.is_workday(date(2026, 1, 1))
    assert not clock.is_workday(date(2026, 3, 18))
    assert not clock.is_workday(date(2045, 1, 2))


def test_the_table_is_read_again_after_a_minute(table, monkeypatch):
    seconds = [1000.0]
    monkeypatch.setattr(clock.time, "monotonic", lambda: seconds[0])
    clock.forget_overrides()
    assert clock.is_workday(date(2026, 3, 18))
    table[date(2026, 3, 18)] = False
    seconds[0] += clock.OVERRIDES_SECONDS - 1
    assert clock.is_workday(date(2026, 3, 18))
    seconds[0] += 1
    assert not clock.is_workday(date(2026, 3, 18))


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 3, 18), 0, date(2026, 3, 18)),
        (date(2026, 3, 20), 1, date(2026, 3, 23)),  # Friday → Monday
        (date(2026, 3, 21), 1, date(2026, 3, 23)),  # from a Saturday
        (date(2026, 3, 23), -1, date(2026, 3, 20)),
        (date(2025, 12, 31), 2, date(2026, 1, 5)),  # 元旦 off, Sunday the 4th worked
    ],
)
def test_add_workdays(start, count, end):
    assert clock.add_workdays(start, count) == end


@pytest.mark.parametrize("count", [-25, -5, -1, 0, 1, 5, 25])
@pytest.mark.parametrize("start", [date(2026, 3, 18), date(2026, 3, 21), date(2026, 2, 14), date(2045, 1, 1)])
def test_workdays_between_undoes_add_workdays(start, count):
    assert clock.workdays_between(start, clock.add_workdays(start, count)) == count


def test_absurd_counts_are_refused():
    with pytest.raises(ValueError, match="work days"):
        clock.add_workdays(date(2026, 3, 18), 10**9)


def test_next_workday():
    assert clock.next_workday(date(2026, 3, 20)) == date(2026, 3, 20)
    assert clock.next_workday(date(2026, 3, 21)) == date(2026, 3, 23)
