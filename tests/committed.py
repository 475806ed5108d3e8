"""A database with real commits, for what one transaction cannot show: races, locks, lost updates."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections


@dataclass(frozen=True)
class Committed:
    """What the `committed_db` fixture gives: the name of the database, and many hands."""

    name: str

    def together(self, calls: Sequence[Callable[[], Any]], patience: float = 60.0) -> list[Any]:
        """Runs all calls at once, each in a thread with its own connection.

        Returns their results in order; a call that raised gives its exception instead.
        """
        barrier = threading.Barrier(len(calls))
        results: list[Any] = [None] * len(calls)

        def run(position: int, call: Callable[[], Any]) -> None:
            try:
                # Connected before the start, so that all of them really meet.
                connections["default"].ensure_connection()
                barrier.wait(patience)
                results[position] = call()
            except BaseException as error:
                results[position] = error
            finally:
                connections.close_all()

        threads = [
            threading.Thread(target=run, args=(position, call), daemon=True) for position, call in enumerate(calls)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(patience)
        stuck = sum(thread.is_alive() for thread in threads)
        if stuck:
            raise AssertionError(f"{stuck} of {len(calls)} calls still ran after {patience:.0f} s")
        return results
