"""Every rule that forbids says which right it rests on, or that no role is let past it (org.rights)."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import FunctionType

import pytest

from org.capabilities import ALL
from org.rights import FROM_WHAT_WAS_ASKED, NEEDS, NO_ROLE
from tests.architecture.sources import ROOT, name, python_files, tree


def refusals() -> Iterator[tuple[Path, str, ast.expr | None]]:
    """Where something is forbidden: file, code, and for `require` what was asked."""
    for path in python_files():
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call):
                continue
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if called == "Forbidden" and node.args and isinstance(node.args[0], ast.Constant):
                yield path, node.args[0].value, None
            elif called in ("require", "_require") and len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
                yield path, node.args[1].value, node.args[0]


FOUND = list(refusals())
ASKED = [(path, code, asked) for path, code, asked in FOUND if asked is not None and code in NEEDS]


@cache
def rights_of(function: FunctionType) -> frozenset[str]:
    """Rights a policy asks for, itself and by the policies it asks."""
    source = ast.parse(inspect.getsource(function))
    found: set[str] = set()
    for node in ast.walk(source):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute) and node.func.attr == "can":
            right = node.args[0]
            found.add(right.value if isinstance(right, ast.Constant) else function.__globals__[right.id])
        elif isinstance(node.func, ast.Name):
            asked = function.__globals__.get(node.func.id)
            if isinstance(asked, FunctionType) and asked.__module__ == function.__module__:
                found |= rights_of(asked)
    return frozenset(found)


def rights_asked(path: Path, asked: ast.expr) -> set[str]:
    module = importlib.import_module(name(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__"))
    found = set()
    for node in ast.walk(asked):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr == "can":
                found.add(node.args[0].value)
            elif isinstance(node.func.value, ast.Name) and node.func.value.id == "policies":
                found |= rights_of(getattr(module.policies, node.func.attr))
    return found


def test_every_rule_that_forbids_is_told_of():
    assert {code for _path, code, _asked in FOUND} - set(NEEDS) - NO_ROLE - FROM_WHAT_WAS_ASKED == set()


def test_nothing_is_told_of_a_rule_that_went():
    assert (set(NEEDS) | NO_ROLE) - {code for _path, code, _asked in FOUND} == set()
    assert not set(NEEDS) & NO_ROLE


def test_the_rights_are_ours():
    assert {right for rights in NEEDS.values() for right in rights} - set(ALL) == set()


@pytest.mark.parametrize(
    ("path", "code", "asked"), ASKED, ids=[f"{path.relative_to(ROOT)}:{code}" for path, code, _asked in ASKED]
)
def test_a_refusal_sends_to_holders_of_a_right_its_policy_asks_for(path, code, asked):
    assert set(NEEDS[code]) <= rights_asked(path, asked)


def test_a_wrong_right_would_be_found():
    """Control: the machine tells rights apart, also through a policy that asks another."""
    from customers import policies

    assert rights_of(policies.may_release) == {"customers.assign"}
    assert rights_of(policies.may_edit_lead) == {"leads.work", "leads.assign"}
