"""Our own sources, as text and as trees."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = [
    "core", "org", "workflow", "customers", "quotes", "contracts", "delivery", "receivables", "aftersales",
    "performance", "salesops",
]  # fmt: skip


def python_files(*folders: str) -> list[Path]:
    found = (path for folder in folders or ROOMS for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html")) + sorted(ROOT.glob("*/templates/**/*.html"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def models() -> list[Any]:
    """Every model a room declares; not the history tables that triggers write."""
    import pghistory.models

    own = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
    return [model for model in own if not issubclass(model, pghistory.models.Event)]


PIECES = ("lock_", "find_")
"""What verbs are made of: fetching and locking for an actor, called by position inside the services."""

WINDOWS = {"views", "api", "forms", "filters", "serializers", "admin", "policies", "selectors", "management"}


def _acting_modules() -> Iterator[ModuleType]:
    """Modules that may hold verbs: services, and what a large one was split into (workflow.people, org.tokens)."""
    for path in python_files():
        parts = path.relative_to(ROOT).with_suffix("").parts
        if not WINDOWS & set(parts) and "actor" in path.read_text(encoding="utf-8"):
            yield importlib.import_module(".".join(part for part in parts if part != "__init__"))


@cache
def verbs() -> list[Callable[..., Any]]:
    """What somebody does: public functions below the windows that take an `actor`."""
    found = {}
    for module in _acting_modules():
        for label, function in vars(module).items():
            if label.startswith(("_", *PIECES)) or not inspect.isfunction(function):
                continue
            if function.__module__ == module.__name__ and "actor" in inspect.signature(function).parameters:
                found[f"{module.__name__}.{label}"] = function
    return [found[key] for key in sorted(found)]
