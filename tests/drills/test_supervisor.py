"""Starting again after every kind of end: nothing lost, nobody left."""

import os
import signal
import time

import psutil
import pytest

from tests.supervised import descendants, free_port, ready, up, wait_for

pytestmark = pytest.mark.drill
PATIENCE = 30


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_asked_end_is_clean_and_the_next_start_is_plain(lived_in, number: signal.Signals) -> None:
    port = free_port()
    for _turn in range(2):
        process = up(lived_in, port)
        try:
            wait_for(process, "SalesOps is ready")
            family = descendants(process)
            process.send_signal(number)
            assert process.wait(timeout=60) == 0
            assert psutil.wait_procs(family, timeout=1)[1] == []
        finally:
            if process.poll() is None:
                process.kill()
            process.communicate()


@pytest.mark.parametrize("name", ["postgres", "valkey", "worker", "web", "beat"])
def test_a_killed_child_comes_back(lived_in, name: str) -> None:
    words = {"postgres": "postgres", "valkey": "valkey-server", "worker": "worker", "web": "gunicorn", "beat": "beat"}
    port = free_port()
    process = up(lived_in, port)
    try:
        wait_for(process, "SalesOps is ready")
        child = next(c for c in psutil.Process(process.pid).children() if words[name] in " ".join(c.cmdline()))
        os.kill(child.pid, signal.SIGKILL)
        wait_for(process, f"{name} ended (code -9); starting it again.")
        deadline = time.monotonic() + PATIENCE
        while not ready(port):
            assert time.monotonic() < deadline, f"not ready {PATIENCE} s after {name} was killed"
            time.sleep(0.1)
    finally:
        process.kill()
        process.communicate()
