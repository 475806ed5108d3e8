"""One verb everywhere: keyword-only, and with a test that names it."""

import inspect
import re

import pytest

from tests.architecture.sources import ROOT, verbs

VERBS = verbs()


def label(function):
    return f"{function.__module__}.{function.__name__}"


@pytest.mark.parametrize("function", VERBS, ids=label)
def test_verbs_take_keywords_only(function):
    kinds = {parameter.kind for parameter in inspect.signature(function).parameters.values()}
    assert kinds <= {inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD}


@pytest.mark.parametrize("function", VERBS, ids=label)
def test_verbs_say_what_they_promise(function):
    assert function.__doc__


TESTS = [
    path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("*/**/*.py") if path.parts[-2] != "architecture"
]


@pytest.mark.parametrize("function", VERBS, ids=label)
def test_verbs_have_a_test(function):
    named = re.compile(rf"\b{function.__name__}\b")
    assert any(named.search(text) for text in TESTS), f"no test names {function.__name__}"
