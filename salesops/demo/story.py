"""Two years of the demo company, told through the services in the order they happened."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any

from core import clock, context
from org.models import User

SEED = 20261121
DAYS = 730
WORK_STARTS, WORK_ENDS = 9, 18


@dataclass
class Story:
    """The agenda of what happens when. An act may put later acts on it; what falls after `now` has not happened."""

    people: dict[str, User]
    now: datetime
    random: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311  (a story, not a secret)
    products: list[Any] = field(default_factory=list)
    prices: dict[int, Any] = field(default_factory=dict)
    _agenda: list[tuple[datetime, int, Callable[..., Any], tuple[Any, ...]]] = field(default_factory=list)
    _order: Any = field(default_factory=count)

    @property
    def start(self) -> datetime:
        return clock.day_start(self.now.date() - timedelta(days=DAYS))

    @property
    def agenda(self) -> list[tuple[datetime, int, Callable[..., Any], tuple[Any, ...]]]:
        """What is still to happen, the earliest first."""
        return sorted(self._agenda)

    def at(self, moment: datetime, act: Callable[..., Any], *facts: Any) -> None:
        if moment <= self.now:
            heapq.heappush(self._agenda, (moment, next(self._order), act, facts))

    def tell(self) -> None:
        """Everything on the agenda, each act at its own time."""
        while self._agenda:
            moment, _order, act, facts = heapq.heappop(self._agenda)
            with clock.pretend(moment), context.use(context.RequestMeta(source="web", request_id="demo")):
                act(self, moment, *facts)

    def person(self, pk: int) -> User:
        return next(person for person in self.people.values() if person.pk == pk)

    def is_past(self, moment: datetime, days: int) -> bool:
        """Whether it happened longer ago than so many days: then it has been finished since."""
        return self.now - moment > timedelta(days=days)

    def last_workday(self) -> datetime:
        """The beginning of the last work day before today."""
        day = self.now.date() - timedelta(days=1)
        while not clock.is_workday(day):
            day -= timedelta(days=1)
        return clock.day_start(day)

    def work_time(self, day: datetime, within_days: int = 0) -> datetime:
        """A moment in working hours on the day, or up to so many days later, moved on to a work day."""
        date = clock.local(day).date() + timedelta(days=self.random.randint(0, within_days))
        if not clock.is_workday(date):
            date = clock.next_workday(date)
        minutes = self.random.randrange((WORK_ENDS - WORK_STARTS) * 60)
        return clock.day_start(date) + timedelta(hours=WORK_STARTS, minutes=minutes)

    def soon(self, moment: datetime, hours: tuple[float, float]) -> datetime:
        """Some hours later, but not at night or on a day off."""
        later = clock.local(moment + timedelta(hours=self.random.uniform(*hours)))
        if later.time() < time(WORK_STARTS) or later.time() >= time(WORK_ENDS) or not clock.is_workday(later.date()):
            day = later.date() if later.time() < time(WORK_STARTS) else later.date() + timedelta(days=1)
            day = day if clock.is_workday(day) else clock.next_workday(day)
            later = clock.day_start(day) + timedelta(hours=WORK_STARTS, minutes=self.random.randrange(120))
        return later
