"""What every block of the large company must know. Small, and without a database: it travels to other processes."""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from random import Random

from core import clock
from salesops.scale import words
from salesops.scale.patterns import Pattern, Routes
from salesops.scale.people import Territory

BLOCK = 1000
"""Customers made together. Each block has a random stream of its own, so that the processes may share them out."""

CONTACTS = 2
VISITS = 16
QUOTES = 2
LINES = 8
STEPS = 8
SEATS = 8
"""Most of each per row above it: ids are worked out, not asked for, and leave gaps."""

QUOTED = {0: 2, 4: 1}
"""Last digit of a customer's index → its quotes: three for every ten customers."""

PROMISED_DAYS = 12
OPENS, CLOSES = 9 * 3600, 18 * 3600
CLOCK = [f"{at // 3600:02}:{at // 60 % 60:02}:{at % 60:02}" for at in range(86400)]


@dataclass(frozen=True)
class Plan:
    seed: int
    customers: int
    now: datetime
    days: list[date]
    """Work days of two years up to yesterday."""
    calendar: list[date]
    """The same and the next weeks."""
    territories: list[Territory]
    patterns: dict[int, list[Pattern]]
    routes: Routes
    stamper_id: int
    after: dict[str, int] = field(default_factory=dict)
    """Table → the highest id there already."""
    numbered: dict[int, int] = field(default_factory=dict)
    """Year → the highest number of a customer given out."""
    quoted: dict[int, int] = field(default_factory=dict)
    """Year → the highest number of a quote given out."""
    open_share: float = 0.02
    visits: float = 1.0
    """Factor on the visits each class gets; 1 makes five per customer."""

    def random(self, block: int) -> Random:
        return Random(self.seed * 1_000_003 + block)  # noqa: S311  (a believable company, not a secret)

    def first_id(self, table: str) -> int:
        return self.after[table] + 1

    def at(self, day: int, random: Random) -> datetime:
        """A moment in the working hours of the day-th work day."""
        return self.moment(day, random.randrange(OPENS, CLOSES))

    def moment(self, day: int, second: int) -> datetime:
        return clock.day_start(self.days[day]) + timedelta(seconds=second)

    def stamp(self, day: int, second: int) -> str:
        """`str(moment)`, put together from what there is."""
        before, after = self.spelt[day]
        return before + CLOCK[second] + after

    def is_recent(self, day: int) -> bool:
        """Whether what was promised on that day may still be waited for."""
        return (self.now.date() - self.days[day]).days < PROMISED_DAYS

    @cached_property
    def spelt(self) -> list[tuple[str, str]]:
        """What stands before and after the time of each work day."""
        noons = [clock.day_start(day) + timedelta(hours=12) for day in self.days]
        return [(f"{noon:%Y-%m-%d }", f"{noon:%z}") for noon in noons]

    def due(self, opened: datetime, hours: int) -> datetime:
        """`workflow.routing.due_at` on the work days of this plan."""
        days, rest = divmod(hours, 24)
        local = clock.local(opened)
        day = self.calendar[bisect_right(self.calendar, local.date()) - 1 + days] if days else local.date()
        return local.replace(year=day.year, month=day.month, day=day.day) + timedelta(hours=rest)

    @cached_property
    def territory(self) -> dict[str, Territory]:
        """Division → whose it is."""
        return {
            code: next(one for one in self.territories if code.startswith(one.divisions))
            for code, _town, _area in words.CITIES
        }

    def day_of(self, index: int) -> int:
        """The work day on which the index-th customer was entered: they come evenly."""
        return index * (len(self.days) - 1) // self.customers
