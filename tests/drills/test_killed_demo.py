"""kill -9 in the middle of the demo company: the next start says so, makes it anew, and nothing is there twice."""

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from salesops import embedded
from salesops.embedded import postgres
from tests.servers import BASE_DIR
from tests.supervised import descendants, environment, free_port, up, wait_for

pytestmark = pytest.mark.drill

AT_WORK = """
SELECT count(*) FROM pg_stat_activity WHERE usename = 'salesops_app' AND xact_start < clock_timestamp() - interval '5 s'
"""
MADE = """
SELECT (SELECT count(*) FROM customers_customer), count(*) FILTER (WHERE pgh_label = 'insert'),
    count(*) FILTER (WHERE pgh_label = 'delete'), (SELECT count(*) FROM org_user)
FROM customers_customerevent
"""
MAKING = "Making the demo company"


def ask(state: Path, question: str) -> tuple[int, ...]:
    identity = embedded.read_identity(state)
    with closing(postgres.connect(identity, "salesops")) as connection, connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()


def start_until_half_way(state: Path) -> "subprocess.Popen[str]":
    process = up(state, free_port(), SALESOPS_DEMO="1")
    wait_for(process, MAKING)
    deadline = time.monotonic() + 300
    while not ask(state, AT_WORK)[0]:
        assert process.poll() is None, "it ended too early"
        assert time.monotonic() < deadline, "the demo company was never at work"
        time.sleep(0.2)
    return process


def test_a_demo_company_cut_short_is_made_anew(private_state: Path) -> None:
    process = start_until_half_way(private_state)
    family = descendants(process)
    process.kill()
    process.communicate()
    assert psutil.wait_procs(family, timeout=20)[1] == []

    process = start_until_half_way(private_state)
    maker = next(child for child in descendants(process) if "get_ready" in child.cmdline())
    os.kill(maker.pid, signal.SIGKILL)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "`manage.py get_ready` was killed (signal 9); what it had not finished is undone. Start again." in said

    port = free_port()
    process = up(private_state, port, SALESOPS_DEMO="1")
    try:
        assert any(MAKING in line for line in wait_for(process, "SalesOps is ready"))
        there, made, merged, people = ask(private_state, MADE)
        assert there == made - merged, "the two that were cut short left no trace"
        assert 300 <= there < 400, "one company, not two"
        assert people == 27
        checked = subprocess.run(
            [sys.executable, "manage.py", "verify_audit"],
            cwd=BASE_DIR,
            env=environment(private_state, port, DJANGO_SETTINGS_MODULE="salesops.settings"),
            capture_output=True,
            text=True,
            check=False,
        )
        assert checked.returncode == 0, checked.stdout + checked.stderr
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
