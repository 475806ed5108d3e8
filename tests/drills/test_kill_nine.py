"""kill -9 of everything, at random, while people work: nothing promised is lost, nothing is done twice."""

import os
import random
import time
from datetime import UTC, datetime

import pytest

from tests.drills.house import SERVICES, house
from tests.drills.work import Work

pytestmark = pytest.mark.drill
KILLS = int(os.environ.get("DRILL_KILLS", "15"))
SEED = int(os.environ.get("DRILL_SEED", "0")) or int(time.time())
BACKLOG_SECONDS = 60
GAP_SECONDS = 10


def test_nothing_promised_is_lost_or_done_twice(lived_in) -> None:
    chance = random.Random(SEED)
    victims = [name for _round in range(-(-KILLS // len(SERVICES))) for name in chance.sample(list(SERVICES), 5)]
    with house(lived_in) as home:
        with Work(home) as work:
            for victim in victims[:KILLS]:
                time.sleep(chance.uniform(2, 10))
                home.kill(victim, chance)
            home.wait_until_ready()
            recovered = datetime.now(UTC)
            work.get_done(10)
        delay = work.longest_delay(recovered)
        print(f"seed {SEED}: {dict(work.tally())}, backlog delivered {delay:.0f} s after recovery")
        assert not work.faults(broken=True), "\n".join(map(str, work.faults(broken=True)[:5]))
        work.assert_every_promise_is_kept()
        assert delay <= BACKLOG_SECONDS
        assert "Audit chains are whole" in home.manage("verify_audit")


def test_a_restarted_database_is_a_gap_of_503_and_nothing_else(lived_in) -> None:
    with house(lived_in) as home:
        with Work(home) as work:
            work.get_done(5)
            killed = time.time()
            assert home.kill("postgres")
            time.sleep(GAP_SECONDS)
            work.get_done(5)
        faults = work.faults(broken=False)
        assert not faults, "\n".join(map(str, faults[:5]))
        refused = [answer for answer in work.answers if answer.status == 503]
        back = max(answer.asked + answer.seconds for answer in refused) - killed
        print(f"{dict(work.tally())}, the last 503 came {back:.1f} s after the kill")
        assert back <= GAP_SECONDS
        work.assert_every_promise_is_kept()
        assert work.longest_delay(datetime.fromtimestamp(killed, UTC)) <= BACKLOG_SECONDS
