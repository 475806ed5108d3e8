"""What the scripts of .ci ask of our own modules is there: nothing else reads them before CI runs."""

import re
from importlib import import_module

import pytest

from tests.architecture.sources import ROOT

IMPORTS = re.compile(r"from ([\w.]+) import (\w+)")
ASKED = IMPORTS.findall((ROOT / ".ci" / "run").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("module", "name"), ASKED)
def test_what_the_run_imports_exists(module, name):
    assert hasattr(import_module(module), name)


def test_the_run_imports_something():
    """Negative control: the test above has a row."""
    assert ("salesops.bench.chromium", "find_chromium") in ASKED
