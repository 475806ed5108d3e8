"""Keeps a handful of child processes running, and ends all of them in order.

Each child has a session of its own, so that Ctrl-C reaches only this process, and a parent-death signal, so that
kill -9 of this process leaves no orphan.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

from salesops.embedded.runner import stop_process

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 8.0
STEADY_AFTER = 30.0
BEAT = 0.2

Process = subprocess.Popen[bytes]


class Stopped(Exception):
    """Somebody asked us to end while we were still starting."""


@dataclass
class Child:
    """One process to keep alive. `spawn` returns when it serves and raises when it cannot."""

    name: str
    spawn: Callable[[], Process]
    farewell: signal.Signals = signal.SIGTERM
    patience: float = 10.0
    process: Process | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    due: float = field(default=0.0)

    def start(self) -> None:
        self.process = self.spawn()
        self.started = time.monotonic()

    def exited(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            stop_process(self.process.pid, self.farewell, self.patience)
            self.process.wait()
        self.process = None

    def bury(self) -> None:
        """Ends what a killed process left behind: orphans would keep its port for as long as they take to notice."""
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process = None


class Supervisor:
    """Starts children in the order they are added and stops them in the opposite order."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.children: list[Child] = []
        self.stopping = False

    def listen(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop_soon)

    def _stop_soon(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def check(self) -> None:
        """Raises Stopped when a signal came in between two steps of the start."""
        if self.stopping:
            raise Stopped

    def start(self, child: Child) -> None:
        self.check()
        # Listed first: a child that fails half-way is stopped with the others.
        self.children.append(child)
        child.start()
        self.check()

    def run(self) -> None:
        """Watches until a signal comes."""
        while not self.stopping:
            for child in self.children:
                self._look_after(child)
            time.sleep(BEAT)

    def _look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.exited():
            assert child.process is not None
            if now - child.started > STEADY_AFTER:
                child.pause = FIRST_PAUSE
            self.say(f"{child.name} ended (code {child.process.returncode}); starting it again.")
            child.bury()
            child.due = now + child.pause
            child.pause = min(child.pause * 2, LONGEST_PAUSE)
        elif child.process is None and now >= child.due:
            try:
                child.start()
            except Exception as error:
                self.say(f"{child.name} does not start: {error}")
                child.process = None
                child.due = time.monotonic() + child.pause
                child.pause = min(child.pause * 2, LONGEST_PAUSE)

    def stop(self) -> None:
        for child in reversed(self.children):
            child.stop()
        self.children.clear()
