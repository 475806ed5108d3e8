"""Every event has words: timelines and the log speak to people, not in codes."""

import ast
from collections.abc import Iterator

import pytest
from django.apps import apps

from core import timeline
from tests.architecture import sources

VERDICTS = {"approval.approved", "approval.returned", "approval.rejected"}


def recorded(tree: ast.AST) -> Iterator[str]:
    """The literal codes of `audit.record(code="…")`."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr != "record" or getattr(node.func.value, "id", "") != "audit":
            continue
        for keyword in node.keywords:
            if keyword.arg == "code" and isinstance(keyword.value, ast.Constant):
                yield str(keyword.value.value)


def every_code() -> list[str]:
    found = set(VERDICTS)
    for path in sources.ROOT.glob("*/**/*.py"):
        if path.parts[len(sources.ROOT.parts)] in ("tests", "var", ".venv", "scripts"):
            continue
        found |= set(recorded(ast.parse(path.read_text())))
    return sorted(found)


def particulars(tree: ast.AST) -> Iterator[str]:
    """The literal keys of `audit.record(data={"…": …})`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "record":
            for keyword in node.keywords:
                if keyword.arg == "data" and isinstance(keyword.value, ast.Dict):
                    yield from (str(key.value) for key in keyword.value.keys if isinstance(key, ast.Constant))


def every_particular() -> list[str]:
    trees = (ast.parse(path.read_text()) for room in sources.ROOMS for path in (sources.ROOT / room).rglob("*.py"))
    return sorted({key for tree in trees for key in particulars(tree)})


@pytest.mark.parametrize("key", every_particular())
def test_a_particular_has_a_name(key: str) -> None:
    known = [timeline.detail_name(model._meta.label_lower, key) != key for model in apps.get_models()]
    assert any(known), f"name {key} with core.timeline.name_details in <app>/timeline.py"


def test_a_particular_without_a_name_would_be_found() -> None:
    assert list(particulars(ast.parse("audit.record(code='tea.poured', data={'sugar': 2})"))) == ["sugar"]
    assert timeline.detail_name("core.holiday", "sugar") == "sugar"


@pytest.mark.parametrize("code", every_code())
def test_an_event_has_words(code: str) -> None:
    assert timeline.say(code) != code, f"register {code} with core.timeline.register in <app>/timeline.py"


def test_an_event_without_words_would_be_found() -> None:
    assert list(recorded(ast.parse("audit.record(actor=None, code='tea.poured', subject=None)"))) == ["tea.poured"]
    assert timeline.say("tea.poured") == "tea.poured"


def test_particulars_are_told_where_they_are_known_and_left_open_where_not() -> None:
    assert timeline.say("quote.stamped", {"copies": 2}) == "用印 2 份"
    assert timeline.say("quote.stamped") == "用印 … 份"


KEPT = {("audit", "record"), ("notices", "send")}
SAID = {"_", "gettext", "ngettext", "pgettext"}


def said_in_one_language(tree: ast.AST) -> Iterator[str]:
    """What a call that stores something puts in the language of whoever acts: a translation, the label of a choice."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if (getattr(node.func.value, "id", ""), node.func.attr) not in KEPT:
            continue
        for part in [part for keyword in node.keywords for part in ast.walk(keyword.value)]:
            translates = isinstance(part, ast.Call) and getattr(part.func, "id", "") in SAID
            labels = isinstance(part, ast.Attribute) and (part.attr == "label" or part.attr.endswith("_display"))
            if translates or labels:
                yield ast.unparse(part)


def test_what_is_stored_is_in_nobodys_language() -> None:
    found = {
        str(path.relative_to(sources.ROOT)): said
        for path in sources.ROOT.glob("*/**/*.py")
        if path.parts[len(sources.ROOT.parts)] not in ("tests", "var", ".venv", "scripts")
        if (said := list(said_in_one_language(ast.parse(path.read_text()))))
    }
    assert found == {}


@pytest.mark.parametrize(
    "stored", ['reason=_("离职交接")', "to_state=visit.get_outcome_display()", 'data={"to": str(kind.label)}']
)
def test_the_guard_sees_it(stored: str) -> None:
    assert list(said_in_one_language(ast.parse(f"audit.record(actor=actor, {stored})")))
    assert not list(said_in_one_language(ast.parse("audit.record(actor=actor, to_state=visit.outcome)")))
