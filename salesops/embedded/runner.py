"""Starts and stops the two servers of one state directory, and lets other processes reuse them."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

from salesops.embedded import postgres, valkey
from salesops.embedded import state as st
from salesops.embedded.postgres import Tuning
from salesops.embedded.state import EmbeddedError, Identity, State

PR_SET_PDEATHSIG = 1


def die_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    """For preexec_fn: the kernel sends this signal when our process dies, also by kill -9."""
    if not sys.platform.startswith("linux"):
        return None
    # Loaded before the fork: afterwards the child must not take locks.
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def arm() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(number))
        if os.getppid() != parent:
            os.kill(os.getpid(), number)

    return arm


class Runner:
    """Spawns the servers of one state directory.

    With `bound=True` they die with this process, whatever kills it; otherwise they stay.
    """

    def __init__(
        self,
        root: Path | str,
        *,
        bound: bool,
        tuning: Tuning | None = None,
        say: st.Say = st.silent,
    ) -> None:
        self.state = State(root)
        self.bound = bound
        self.tuning = tuning or Tuning()
        self.say = say
        self.identity = st.prepare(root)

    def _spawn(self, name: str, arguments: list[str], farewell: signal.Signals) -> subprocess.Popen[bytes]:
        account = st.server_account()
        log = self.state.log_dir / f"{name}.log"
        with log.open("ab") as handle:
            return subprocess.Popen(
                arguments,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=handle,
                stderr=handle,
                env={"PATH": "/usr/bin:/bin", "TZ": "UTC", "LC_ALL": "C"},
                start_new_session=True,
                preexec_fn=die_with_parent(farewell) if self.bound else None,
                **(account.popen_options() if account else {}),  # type: ignore[call-overload]
            )

    def start_postgres(self) -> subprocess.Popen[bytes]:
        """A server that answers, with its roles and database; raises EmbeddedError."""
        postgres.initialise(self.state, self.say)
        postgres.write_access_rules(self.state)
        log = self.state.log_dir / "postgres.log"
        deadline = time.monotonic() + 15
        while True:
            postgres.clear_stale_pid(self.state)
            # SIGINT is a fast shutdown: it does not wait for clients.
            process = self._spawn(
                "postgres",
                postgres.command(self.state, self.identity, self.tuning),
                signal.SIGINT,
            )
            try:
                postgres.wait_until_ready(process, self.identity, log)
                break
            except EmbeddedError as error:
                stop_process(process.pid, signal.SIGINT)
                # The children of a killed server need a moment to notice.
                if "shared memory" not in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(0.5)
        try:
            postgres.set_up_roles(self.state, self.identity)
        except BaseException:
            stop_process(process.pid, signal.SIGINT)
            raise
        return process

    def start_valkey(self) -> subprocess.Popen[bytes]:
        valkey.configure(self.state, self.identity)
        process = self._spawn("valkey", valkey.command(self.state), signal.SIGTERM)
        try:
            valkey.wait_until_ready(process, self.identity, self.state.log_dir / "valkey.log")
        except EmbeddedError:
            stop_process(process.pid, signal.SIGTERM)
            raise
        return process

    def record(self, pids: dict[str, int], *, keep: bool) -> None:
        st.write_run_file(self.state, {**pids, "keep": keep})


def _alive(pid: object, program: str) -> bool:
    if not isinstance(pid, int):
        return False
    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and program in process.name()
    except psutil.Error:
        return False


def stop_process(pid: int, number: signal.Signals, patience: float = 20.0) -> None:
    """Asks, waits, then kills. Says nothing when the process is already gone."""
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(pid)
        process.send_signal(number)
        if not _ends(process, patience):
            process.kill()
            _ends(process, 5)


def _ends(process: psutil.Process, patience: float) -> bool:
    """Whether it ends in time. One whose parent lives and does not ask after it stays a zombie: that is an end too."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.02)
    return False


def running(root: Path | str) -> Identity | None:
    """The identity of a state directory whose two servers answer, else None."""
    identity = st.read_identity(root)
    if identity and valkey.answers(identity) and postgres.answers(identity):
        return identity
    return None


def start(
    root: Path | str,
    *,
    tuning: Tuning | None = None,
    keep: bool = True,
    say: st.Say = st.silent,
) -> Identity:
    """Starts what is not running and leaves it running; a second call reuses the first."""
    runner = Runner(root, bound=False, tuning=tuning, say=say)
    state = runner.state
    with state.lock():
        known = st.read_run_file(state)
        pids = {}
        if postgres.answers(runner.identity):
            live = postgres.live_postmaster(state)
            pids["postgres"] = live.pid if live else 0
            if not state.postgres_complete.exists():
                postgres.set_up_roles(state, runner.identity)
        elif postgres.live_postmaster(state):
            raise EmbeddedError(
                f"A PostgreSQL that does not answer holds {state.postgres_data}; end it (process "
                f"{postgres.live_postmaster(state)}) or set SALESOPS_STATE to another directory."
            )
        else:
            pids["postgres"] = runner.start_postgres().pid
        if valkey.answers(runner.identity):
            known_pid = known.get("valkey")
            pids["valkey"] = known_pid if isinstance(known_pid, int) else 0
        else:
            pids["valkey"] = runner.start_valkey().pid
        runner.record(pids, keep=keep or bool(known.get("keep") and running(root)))
    return runner.identity


def stop(root: Path | str) -> bool:
    """Stops the servers of a state directory; True when something was running."""
    state = State(root)
    if not state.root.is_dir():
        return False
    with state.lock():
        known = st.read_run_file(state)
        stopped = False
        valkey_pid = known.get("valkey")
        if isinstance(valkey_pid, int) and _alive(valkey_pid, "valkey"):
            stop_process(valkey_pid, signal.SIGTERM)
            stopped = True
        postmaster = postgres.live_postmaster(state)
        if postmaster:
            stop_process(postmaster.pid, signal.SIGINT)
            stopped = True
        state.run_file.unlink(missing_ok=True)
    return stopped


@contextlib.contextmanager
def services(root: Path | str, *, tuning: Tuning | None = None) -> Iterator[Identity]:
    """Both servers for the length of a block; servers that were running already stay."""
    already = running(root)
    identity = already or start(root, tuning=tuning, keep=False)
    try:
        yield identity
    finally:
        if not already:
            stop(root)
