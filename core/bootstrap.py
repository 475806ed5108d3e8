"""What a new company needs before the first login: roles, number patterns, tax rates, routes.

Each app registers one idempotent function; `manage.py bootstrap` calls them all, downhill order.
They add what is missing and never overwrite what an administrator has edited.
"""

from collections.abc import Callable

from django.db import transaction

_steps: list[Callable[[], None]] = []


def register(step: Callable[[], None]) -> Callable[[], None]:
    if step not in _steps:
        _steps.append(step)
    return step


@transaction.atomic
def run() -> None:
    for step in _steps:
        step()
