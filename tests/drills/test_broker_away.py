"""The broker refuses, then takes connections and never answers: nobody at the pages or the API notices."""

import os
import time
from datetime import UTC, datetime

import pytest

from salesops.bench.client import Client
from tests.drills.house import House, house
from tests.drills.stage import PASSWORD
from tests.drills.work import Work

pytestmark = pytest.mark.drill
SECONDS = int(os.environ.get("DRILL_SECONDS", "60"))
SLOWEST_SECONDS = 3.0
BACKLOG_SECONDS = 60


def sign_in_and_look_around(home: House) -> list[tuple[str, int, float]]:
    """As a browser: the form, the session, a page, the probe. Answers that are wrong or late."""
    browser = Client(int(home.port))
    asked = [("sign in", browser.sign_in("seller0", PASSWORD), 302)]
    asked += [(path, browser.get(path), 200) for path in ("/", "/customers/", "/readyz")]
    return [
        (name, answer.status, answer.seconds)
        for name, answer, wanted in asked
        if answer.status != wanted or answer.seconds > SLOWEST_SECONDS
    ]


def test_no_request_notices(private_state, services) -> None:
    with house(private_state, **services.variables) as home:
        wrong = []
        with Work(home) as work:
            # The first request of each process loads templates and forms; that is not the broker's doing.
            work.get_done(5)
            broken = time.time()
            for position in ("shut", "silent"):
                services.valve.turn(position)
                until = time.monotonic() + SECONDS
                while time.monotonic() < until:
                    wrong += sign_in_and_look_around(home)
                    time.sleep(1)
            services.valve.turn("open")
            recovered = datetime.now(UTC)
            work.get_done(5)
        slowest = max(answer.seconds for answer in work.answers if answer.asked > broken)
        delay = work.longest_delay(recovered)
        print(f"{dict(work.tally())}, slowest {slowest:.2f} s, backlog delivered {delay:.0f} s after recovery")
        assert wrong == []
        assert set(work.tally()) <= {200, 201}
        assert slowest <= SLOWEST_SECONDS
        work.assert_every_promise_is_kept()
        assert delay <= BACKLOG_SECONDS


@pytest.mark.parametrize("position", ["shut", "silent"])
def test_the_house_starts_without_it(private_state, services, position) -> None:
    services.valve.turn(position)
    with house(private_state, **services.variables) as home:
        assert sign_in_and_look_around(home) == []
        services.valve.turn("open")
        with Work(home) as work:
            work.get_done(5)
        assert work.longest_delay(datetime.now(UTC)) <= BACKLOG_SECONDS
