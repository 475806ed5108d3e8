"""A right that nothing asks for would be a promise on a role's page and nowhere else."""

import re
from collections.abc import Iterator

import pytest

from org.capabilities import ALL
from tests.architecture.sources import ROOT

TELLS_OF_RIGHTS = {"capabilities.py", "default_roles.py"}


def asked_for() -> Iterator[str]:
    for path in ROOT.glob("*/**/*.py"):
        if path.relative_to(ROOT).parts[0] in ("tests", "var", ".venv", "scripts") or path.name in TELLS_OF_RIGHTS:
            continue
        yield from re.findall(r'"([a-z_]+\.[a-z_]+)"', path.read_text(encoding="utf-8"))


ASKED = set(asked_for())


@pytest.mark.parametrize("code", sorted(ALL))
def test_a_right_opens_something(code: str) -> None:
    assert code in ASKED, f"nothing asks for {code}: take it out of org/capabilities.py, or ask"


def test_a_right_without_a_door_would_be_found() -> None:
    assert "quotes.burn" not in ASKED
