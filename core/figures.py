"""Figures over very many rows, counted once for everybody who may read them.

What is counted quickly is counted afresh for each reader. What takes longer than SLOW is kept for KEPT seconds, and the
page says from when it is.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache

from core import clock

SLOW = 0.12
KEPT = 300


@dataclass(frozen=True)
class Figures:
    """What was counted and when; `at` is None when it is from this moment."""

    value: Any
    at: datetime | None = None


def counted(key: str, count: Callable[[], Any]) -> Figures:
    """`count()`, or what it gave lately. `key` names everything the numbers depend on, whose rows they are first of all.

    An empty key is never kept: one person's own rows are few.
    """
    name = f"figures:{key}"
    if key and (kept := cache.get(name)) is not None:
        return Figures(*kept)
    began = time.perf_counter()
    value = count()
    if key and time.perf_counter() - began > SLOW:
        cache.set(name, (value, clock.now()), KEPT)
    return Figures(value)
