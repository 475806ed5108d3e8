"""Two schedulers and two workers at once, then a pause of both schedulers: each planned time runs once."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from salesops.embedded.runner import die_with_parent, stop_process
from tests.drills.minutes.tasks import JOBS
from tests.servers import BASE_DIR
from tests.supervised import environment

pytestmark = pytest.mark.drill
MINUTES = int(os.environ.get("DRILL_MINUTES", "3"))
PAUSE_MINUTES = 2


@contextmanager
def celery(home: dict[str, str], log: Path, *arguments: str) -> Iterator[None]:
    with log.open("ab") as handle:
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "salesops", *arguments],
            cwd=BASE_DIR,
            env=home,
            stdout=handle,
            stderr=handle,
            start_new_session=True,
            preexec_fn=die_with_parent(9),
        )
    try:
        yield
    finally:
        stop_process(process.pid, 15, 30)
        process.wait()


@contextmanager
def two_schedulers(home: dict[str, str], tmp_path: Path) -> Iterator[None]:
    with ExitStack() as stack:
        for name in ("one", "two"):
            files = ("--pidfile=", "-s", str(tmp_path / f"beat-{name}"))
            stack.enter_context(celery(home, tmp_path / f"beat-{name}.log", "beat", *files))
        yield


def test_each_planned_time_runs_once(private_state, services, tmp_path) -> None:
    tally = tmp_path / "tally"
    more = {"DJANGO_SETTINGS_MODULE": "tests.drills.minutes.settings", "DRILL_TALLY": str(tally)}
    home = environment(private_state, "1", **services.variables, **more)
    with ExitStack() as stack:
        for name in ("one", "two"):
            alone = ("--without-gossip", "--without-mingle", "--concurrency", "2", "-n", f"{name}@drill")
            stack.enter_context(celery(home, tmp_path / f"worker-{name}.log", "worker", *alone))
        with two_schedulers(home, tmp_path):
            time.sleep(MINUTES * 60 + 30)
        time.sleep(PAUSE_MINUTES * 60)
        with two_schedulers(home, tmp_path):
            time.sleep(90)
        time.sleep(5)
    lines = [line.split() for line in tally.read_text().splitlines()]
    counted = Counter((code, moment) for code, moment in lines)
    times = defaultdict(set)
    for code, moment in counted:
        times[code].add(datetime.fromisoformat(moment))
    print(f"{len(lines)} runs of {len(times)} jobs")
    assert len(times) == 2 * JOBS
    assert [run for run, number in counted.items() if number > 1] == []
    for code, moments in times.items():
        first, last = min(moments), max(moments)
        assert last - first >= timedelta(minutes=MINUTES + PAUSE_MINUTES)
        every = {first + timedelta(minutes=n) for n in range(int((last - first) / timedelta(minutes=1)) + 1)}
        missed = every - moments
        if "every_one" in code:
            assert missed == set(), code
        else:
            # Only what fell into the pause, and of it not the last one.
            assert len(missed) <= PAUSE_MINUTES + 1, code
            assert missed, code
