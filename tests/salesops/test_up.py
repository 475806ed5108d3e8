"""`manage.py up`: clear words when it cannot start, and nobody left behind when it is killed."""

import os
import signal
import socket
import time

import psutil
import pytest

from salesops import embedded
from salesops.embedded import postgres
from tests.supervised import descendants, free_port, ready, up, wait_for


@pytest.mark.parametrize(
    ("port", "words"),
    [("abc", "PORT is 'abc'; write a whole number from 1 to 65535."), ("70000", "whole number")],
)
def test_up_with_a_wrong_port(private_state, port: str, words: str) -> None:
    process = up(private_state, port)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert words in said
    assert "Traceback" not in said


def test_up_with_a_port_in_use(private_state) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = up(private_state, str(port))
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert f"Port {port} is in use" in said
    assert "choose another port" in said
    assert "Traceback" not in said


def test_up_restarts_its_children_and_leaves_nobody_behind(private_state) -> None:
    """One story, because each start costs seconds; Ctrl-C and the next start are drilled in tests/drills."""
    port = free_port()
    process = up(private_state, port)
    try:
        wait_for(process, f"SalesOps is ready: http://127.0.0.1:{port}")
        second = up(private_state, free_port())
        said, _ = second.communicate(timeout=60)
        assert second.returncode == 1
        assert f"SalesOps already runs from {private_state} (process {process.pid})" in said

        # A killed database comes back by itself, and the web with it.
        os.kill(postgres.live_postmaster(embedded.State(private_state)).pid, signal.SIGKILL)
        wait_for(process, "postgres ended (code -9); starting it again.")
        deadline = time.monotonic() + 30
        while not ready(port):
            assert time.monotonic() < deadline, "not ready 30 s after the database was killed"
            time.sleep(0.1)

        # kill -9 of the supervisor takes everybody along.
        family = descendants(process)
        assert len(family) >= 5
        process.kill()
        process.wait()
        _, left = psutil.wait_procs(family, timeout=20)
        assert left == []
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()
