"""Twenty people work for half an hour: no error, no memory that grows, no page that gets slower."""

from __future__ import annotations

import os
import random
import statistics
import threading
import time
from datetime import UTC, datetime, timedelta

import psutil
import pytest

from salesops.bench.client import Client
from tests.drills.house import SELLERS, Caller, House, house
from tests.drills.stage import PASSWORD

pytestmark = pytest.mark.drill
MINUTES = float(os.environ.get("DRILL_SOAK_MINUTES", "30"))
THINK_SECONDS = (2.0, 6.0)
WARM_UP = 0.2
MOST_MEMORY, MOST_DRIFT = 1.05, 1.20
PAGES = ("/", "/customers/", "/customers/visits/", "/quotes/", "/inbox/", "/notices/")


class Person(threading.Thread):
    """Looks at pages in a browser; every fourth time logs a visit, over the API as a phone would."""

    def __init__(self, home: House, number: int, until: float) -> None:
        super().__init__(daemon=True)
        self.home, self.until, self.chance = home, until, random.Random(number)
        self.facts = home.people["sellers"][number]
        self.taken: list[tuple[float, float]] = []
        self.errors: list[str] = []

    def run(self) -> None:
        try:
            self.work()
        except Exception as error:
            self.errors.append(repr(error))

    def work(self) -> None:
        browser, caller = Client(int(self.home.port)), Caller(self.home.port, self.facts["key"], [])
        browser.sign_in(self.facts["login"], PASSWORD)
        while time.monotonic() < self.until:
            asked = time.monotonic()
            if self.chance.random() < 0.25:
                moment = datetime.now(UTC) - timedelta(hours=1)
                visit = {"customer": self.facts["customer"], "occurred_at": moment.isoformat(), "outcome": "progress"}
                answer = caller.send("POST", "visits/", visit)
                caller.answers.clear()
                wrong = "" if answer.status == 201 else str(answer)
            else:
                path = self.chance.choice(PAGES)
                status = browser.get(path).status
                wrong = "" if status == 200 else f"{path}: {status}"
            self.taken.append((asked, time.monotonic() - asked))
            self.errors += [wrong] if wrong else []
            time.sleep(self.chance.uniform(*THINK_SECONDS))


def memory(home: House) -> int:
    return sum(psutil.Process(child.pid).memory_info().rss for child in home.family("web"))


def p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]


def test_twenty_people(lived_in) -> None:
    with house(lived_in) as home:
        started = time.monotonic()
        warm, until = started + WARM_UP * MINUTES * 60, started + MINUTES * 60
        people = [Person(home, number, until) for number in range(SELLERS)]
        for person in people:
            person.start()
        time.sleep(warm - started)
        before = memory(home)
        for person in people:
            person.join(until - time.monotonic() + 60)
            assert not person.is_alive()
        after = memory(home)
    taken = [pair for person in people for pair in person.taken]
    middle = (warm + until) / 2
    first = p95([seconds for asked, seconds in taken if warm < asked < middle])
    last = p95([seconds for asked, seconds in taken if asked >= middle])
    print(
        f"{len(taken)} requests, memory {before >> 20} → {after >> 20} MB ({after / before:.3f}), "
        f"p95 {first:.3f} → {last:.3f} s ({last / first:.2f})"
    )
    assert [error for person in people for error in person.errors] == []
    assert after <= before * MOST_MEMORY
    assert last <= first * MOST_DRIFT
