"""One verb everywhere: keyword-only, and with a test that names it."""

import inspect

import pytest

from tests.architecture.sources import verbs

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
