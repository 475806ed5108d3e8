"""kill -9 of a worker in the middle of a run: another one takes the run within a minute, and not while the first lives."""

import os
import subprocess
import sys
import time

import pytest

from tests.drills.conftest import Services
from tests.servers import BASE_DIR

pytestmark = pytest.mark.drill

WORKER = """
import sys, time
import django
django.setup()
from core import jobs
from core.schedule import Every

@jobs.job("drill.steep", label="steep", schedule=Every(minutes=1440))
def steep(*, as_of):
    print("at it", flush=True)
    {body}

jobs._jobs = {{"drill.steep": jobs._jobs["drill.steep"]}}
deadline = time.monotonic() + {patience}
while time.monotonic() < deadline:
    if any([jobs.work(pk) for pk in jobs.plan()]):
        print("done", flush=True)
        sys.exit()
    time.sleep(1)
print("nothing to do", flush=True)
"""


def worker(services: Services, body: str, patience: int = 90) -> "subprocess.Popen[str]":
    variables = os.environ | services.variables | {"DJANGO_SETTINGS_MODULE": "salesops.settings"}
    script = WORKER.format(body=body, patience=patience)
    return subprocess.Popen(
        [sys.executable, "-c", script], env=variables, cwd=BASE_DIR, stdout=subprocess.PIPE, text=True
    )


def said(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.mark.parametrize(
    "body", ["time.sleep(600)", "from django.db import connection; connection.cursor().execute('SELECT pg_sleep(600)')"]
)
def test_another_worker_takes_it_within_a_minute(services: Services, body: str) -> None:
    first = worker(services, body)
    try:
        assert said(first) == "at it"
        if body.startswith("time"):
            # As long as it lives, the grace changes nothing.
            assert said(worker(services, "pass", patience=25)) == "nothing to do"
    finally:
        first.kill()
        first.wait()
    killed = time.monotonic()
    second = worker(services, "pass")
    assert [said(second), said(second)] == ["at it", "done"]
    taken = time.monotonic() - killed
    print(f"taken {taken:.0f} s after the kill")
    assert taken < 60
    assert second.wait(30) == 0
