"""Web and worker behind PgBouncer in transaction mode, with fewer connections than threads.

Needs the program: apt-get install pgbouncer.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg2
import pytest

from salesops import embedded
from salesops.bench.client import Client
from salesops.embedded.runner import die_with_parent, stop_process
from salesops.embedded.state import server_account
from tests.drills.house import house
from tests.drills.stage import PASSWORD
from tests.drills.work import Work
from tests.supervised import free_port

pytestmark = pytest.mark.drill
CONNECTIONS = 3
SELLERS = 6

CONFIGURATION = """
[databases]
* = host={socket_dir} port=5432
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {directory}/users
pool_mode = transaction
default_pool_size = {connections}
max_client_conn = 200
"""


@pytest.fixture
def pooled(servers, services) -> Iterator[dict[str, str]]:
    """The environment of a product whose DATABASE_URL leads through PgBouncer; only `migrate` goes round it."""
    program = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.skip("No pgbouncer found, so nothing was proven. Install it (Debian: apt-get install pgbouncer).")
    account, identity, port = server_account(), servers.identity, free_port()
    directory = Path(tempfile.mkdtemp(prefix="salesops-bouncer-"))
    users = f'"{embedded.APP_ROLE}" "{identity.app_password}"\n'
    (directory / "users").write_text(users)
    facts = {"socket_dir": identity.socket_dir, "port": port, "directory": directory, "connections": CONNECTIONS}
    (directory / "pgbouncer.ini").write_text(CONFIGURATION.format(**facts))
    if account:
        for path in (directory, *directory.iterdir()):
            os.chown(path, account.uid, account.gid)
    process = subprocess.Popen(
        [program, "-q", str(directory / "pgbouncer.ini")],
        cwd="/",
        stderr=subprocess.DEVNULL,
        preexec_fn=die_with_parent(9),
        **(account.popen_options() if account else {}),
    )
    deadline = time.monotonic() + 10
    while socket.socket().connect_ex(("127.0.0.1", int(port))):
        assert process.poll() is None, "pgbouncer did not start"
        assert time.monotonic() < deadline, "pgbouncer does not listen"
        time.sleep(0.1)
    database = services.variables["DATABASE_URL"].partition("@/")[2].partition("?")[0]
    url = f"postgres://{embedded.APP_ROLE}:{identity.app_password}@127.0.0.1:{port}/{database}"
    yield {**services.variables, "DATABASE_URL": url}
    stop_process(process.pid, 15)
    process.wait()
    shutil.rmtree(directory)


def test_the_main_job_through_a_pool(private_state, pooled, tmp_path) -> None:
    with house(private_state, **pooled) as home:
        with Work(home, sellers=SELLERS) as work:
            until = time.monotonic() + 30
            browser = Client(int(home.port))
            while time.monotonic() < until:
                browser.sign_in("seller0", PASSWORD)
                for path in ("/", "/customers/", "/quotes/", "/customers/visits/", "/inbox/"):
                    assert browser.get(path).status == 200, path
            work.get_done(5)
        faults = work.faults(broken=False)
        print(f"{dict(work.tally())} over {CONNECTIONS} connections")
        assert not faults, "\n".join(map(str, faults[:5]))
        assert set(work.tally()) <= {200, 201}
        work.assert_every_promise_is_kept()
        assert work.longest_delay(datetime.now(UTC)) <= 60
        # Nobody's name sticks to a connection that others use next.
        versions, wrong = home.sql(
            "SELECT count(*), count(*) FILTER (WHERE (e.pgh_context->>'actor')::int IS DISTINCT FROM v.visitor_id)"
            " FROM customers_visitevent e JOIN customers_visit v ON v.id = e.pgh_obj_id"
        )[0]
        assert versions >= len(work.visits)
        assert wrong == 0
        assert "Audit chains are whole" in home.manage("verify_audit")
        home.manage("backup", str(tmp_path / "backup.zip"))
        assert (tmp_path / "backup.zip").stat().st_size > 10_000


def test_what_a_session_keeps_would_leak(pooled) -> None:
    """Negative control: a setting made for one session is found by another."""
    first, second = (psycopg2.connect(pooled["DATABASE_URL"]) for _two in range(2))
    first.autocommit = second.autocommit = True
    with first.cursor() as cursor:
        cursor.execute("SELECT set_config('salesops.leak', 'seen', false)")
    with second.cursor() as cursor:
        cursor.execute("SELECT current_setting('salesops.leak', true)")
        assert cursor.fetchone() == ("seen",)
    first.close()
    second.close()
