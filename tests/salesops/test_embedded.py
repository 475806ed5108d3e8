"""The embedded servers: what a killed, cut-short or doubled start leaves behind is mended or named."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import psutil
import psycopg2
import pytest

from salesops import embedded
from salesops.embedded import postgres
from salesops.embedded.postgres import Tuning
from salesops.embedded.runner import stop_process
from tests.servers import Servers

FAST = Tuning(durable=False, max_connections=20)


def start(root: Path, tuning: Tuning = FAST) -> tuple[embedded.Identity, list[str]]:
    said: list[str] = []
    return embedded.start(root, tuning=tuning, say=said.append), said


def ask(identity: embedded.Identity, statement: str, role: str = "salesops_owner") -> object:
    connection = psycopg2.connect(identity.database_url(role))
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()[0] if cursor.description else None
    finally:
        connection.close()


def test_start_reuse_stop_and_keep(private_state) -> None:
    identity, said = start(private_state)
    assert said == ["Creating the database cluster (once)."]
    ask(identity, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (42)")
    first = postgres.live_postmaster(embedded.State(private_state)).pid
    again, _ = start(private_state)
    assert again == identity
    assert postgres.live_postmaster(embedded.State(private_state)).pid == first
    assert embedded.stop(private_state)
    assert embedded.running(private_state) is None
    assert not embedded.stop(private_state)
    identity, said = start(private_state)
    assert said == []
    assert ask(identity, "SELECT n FROM kept") == 42


def test_roles_own_what_they_should(private_state) -> None:
    identity, _ = start(private_state)
    assert ask(identity, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()") == (
        "salesops_owner"
    )
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(identity, "CREATE TABLE mine (n int)", role="salesops_app")


def test_a_wrong_password_is_refused(private_state) -> None:
    identity, _ = start(private_state)
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(identity.database_url().replace(identity.app_password, "guess"))


def test_a_killed_server_loses_nothing(private_state) -> None:
    durable = Tuning(max_connections=20)
    identity, _ = start(private_state, durable)
    ask(identity, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)")
    os.kill(postgres.live_postmaster(embedded.State(private_state)).pid, signal.SIGKILL)
    time.sleep(0.3)
    identity, _ = start(private_state, durable)
    assert ask(identity, "SELECT n FROM kept") == 7


def test_a_pid_file_whose_number_is_now_a_stranger(private_state) -> None:
    identity, _ = start(private_state)
    pid_file = embedded.State(private_state).postgres_data / "postmaster.pid"
    text = pid_file.read_text()
    embedded.stop(private_state)
    pid_file.write_text(str(os.getpid()) + text[text.index("\n") :])
    assert start(private_state)[0] == identity


def test_a_half_initialised_directory_is_set_aside(private_state) -> None:
    embedded.prepare(private_state)
    data = embedded.State(private_state).postgres_data
    data.mkdir()
    (data / "half").write_text("a start that was cut short")
    _, said = start(private_state)
    assert said[0].startswith("An earlier start stopped half-way; its unfinished database went to ")
    aside = Path(said[0].split("went to ")[1].rstrip("."))
    assert (aside / "half").read_text() == "a start that was cut short"


def test_a_torn_identity_is_made_anew_and_the_data_stay(private_state) -> None:
    identity, _ = start(private_state)
    ask(identity, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (1)")
    embedded.stop(private_state)
    embedded.State(private_state).identity_file.write_text('{"socket_dir": "/tm')
    fresh, _ = start(private_state)
    assert fresh.app_password != identity.app_password
    assert ask(fresh, "SELECT n FROM kept") == 1


def test_a_state_directory_that_cannot_be_written(tmp_path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(embedded.EmbeddedError, match="cannot be written"):
        embedded.prepare(file / "var")


def test_who_starts_does_not_wait_for_who_fills(private_state, monkeypatch) -> None:
    """A worker of the suite that gave up waiting took the servers for broken and stopped them under the others."""
    filling, started = Event(), Event()

    def fill(*_names: object) -> None:
        filling.set()
        assert started.wait(60)

    servers = Servers(private_state)
    monkeypatch.setattr(servers, "_build", fill)
    with ThreadPoolExecutor(1) as pool:
        opened = pool.submit(servers.open)
        try:
            assert filling.wait(60)
            with servers.state.lock(patience=0):
                pass
        finally:
            started.set()
        opened.result()
    servers.close()


def test_stopping_does_not_wait_for_a_parent_that_never_asks_after_its_child() -> None:
    """As with two test runners: one started the servers and is still there when the other, the last, stops them."""
    begets = "import subprocess, time; print(subprocess.Popen(['sleep', '60']).pid, flush=True); time.sleep(60)"
    parent = subprocess.Popen([sys.executable, "-c", begets], stdout=subprocess.PIPE, text=True)
    try:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        began = time.monotonic()
        stop_process(child, signal.SIGTERM)
        assert time.monotonic() - began < 5
        assert psutil.Process(child).status() == psutil.STATUS_ZOMBIE
    finally:
        parent.kill()
        parent.communicate()
