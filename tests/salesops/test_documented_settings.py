"""Every environment variable the code reads is explained, and nothing is explained that nobody reads."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
READERS = {"text", "flag", "number", "words", "directory", "database", "broker", "_database"}
READERS |= {"zone", "level", "address", "addresses", "mail"}
# Set by programs for each other, never by a person.
BETWEEN_PROGRAMS = {"PROMETHEUS_MULTIPROC_DIR"}


def read_by(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            of_environ = isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) == "os.environ"
            if (name in READERS or (of_environ and name == "get")) and re.fullmatch(
                r"[A-Z_]{2,}", str(node.args[0].value)
            ):
                yield str(node.args[0].value)


def read_by_the_code() -> set[str]:
    sources = [path for path in ROOT.glob("salesops/**/*.py") if path.name != "settings_test.py"]
    return {name for path in sources for name in read_by(path)} - BETWEEN_PROGRAMS


def read_by_compose() -> set[str]:
    return set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))


def named_in_configuration() -> set[str]:
    tables = re.findall(r"^\|(.+?)\|", (ROOT / "docs" / "configuration.md").read_text(), re.MULTILINE)
    return {name for row in tables for name in re.findall(r"`([A-Z_]{2,})`", row)}


def named_in_the_example() -> set[str]:
    return set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def test_the_reader_finds_what_is_read() -> None:
    found = read_by_the_code()
    assert {"PORT", "HOST", "SALESOPS_STATE", "DATABASE_OWNER_URL", "WEB_WORKERS", "TZ", "SENTRY_DSN"} <= found
    assert {"APP_PASSWORD", "SECRET_KEY"} <= read_by_compose()


@pytest.mark.parametrize("named", [named_in_configuration, named_in_the_example], ids=["configuration", "example"])
def test_names_and_readers_are_the_same(named) -> None:
    assert named() == read_by_the_code() | read_by_compose()
