"""When a job is due. Times are local to the company (Asia/Shanghai)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from core import clock


@dataclass(frozen=True)
class Every:
    """Every so many minutes, counted from local midnight, so that all schedulers agree on the times."""

    minutes: int

    def __post_init__(self) -> None:
        if self.minutes < 1 or 24 * 60 % self.minutes:
            raise ValueError("minutes must divide a day, or midnight would shift the times")

    def latest(self, now: datetime) -> datetime:
        midnight = clock.day_start(clock.local_date(now))
        passed = int((now - midnight).total_seconds() // 60)
        return midnight + timedelta(minutes=passed - passed % self.minutes)

    def following(self, moment: datetime) -> datetime:
        return moment + timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Daily:
    """Every day at a time; with `weekday` (Monday is 0) only on that day of the week."""

    at: time
    weekday: int | None = None

    def latest(self, now: datetime) -> datetime:
        local = clock.local(now)
        moment = local.replace(hour=self.at.hour, minute=self.at.minute, second=0, microsecond=0)
        while moment > local or (self.weekday is not None and moment.weekday() != self.weekday):
            moment -= timedelta(days=1)
        return moment

    def following(self, moment: datetime) -> datetime:
        return moment + timedelta(days=1 if self.weekday is None else 7)


Schedule = Every | Daily


def between(schedule: Schedule, after: datetime, until: datetime) -> Iterator[datetime]:
    """The planned times in (after, until], oldest first."""
    moment = schedule.following(schedule.latest(after))
    while moment <= until:
        yield moment
        moment = schedule.following(moment)
