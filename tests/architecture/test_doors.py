"""`visible_to` is the only door to a row."""

import re

import pytest

from core.models import NumberCounter
from core.scope import ScopedQuerySet
from tests.architecture.sources import ROOMS, ROOT, models, name, python_files

OPEN = re.compile(r"\.(?:objects|_default_manager|_base_manager)\b(?!\s*\.(?:visible_to|about)\()")
"""`about` is the timeline of a record already fetched through its own door."""

THROUGH_DOOR = re.compile(r"visible_or_404\(\s*[\w.]+$")


@pytest.mark.parametrize("model", models(), ids=lambda model: model._meta.label)
def test_every_model_has_the_door(model):
    assert isinstance(model._default_manager.all(), ScopedQuerySet)


def test_the_default_shows_nothing(cast):
    """A model that says nothing of who sees it is seen by nobody, the administrator included."""
    assert type(NumberCounter.objects.all()).visible_to is ScopedQuerySet.visible_to
    NumberCounter.objects.create(kind="x", period="", value=1)
    assert not NumberCounter.objects.visible_to(cast.admin).exists()


def windows():
    """Where requests come in. core/api holds the door that the others call."""
    for path in python_files(*(room for room in ROOMS if room != "core")):
        if path.name in ("views.py", "api.py") or {"views", "api"} & set(path.relative_to(ROOT).parts[:-1]):
            yield path
    yield ROOT / "core" / "api" / "records.py"
    yield ROOT / "core" / "pages" / "views.py"


@pytest.mark.parametrize("path", list(windows()), ids=name)
def test_windows_fetch_through_the_door(path):
    text = path.read_text(encoding="utf-8")
    leaks = [match for match in OPEN.finditer(text) if not THROUGH_DOOR.search(text[: match.start()])]
    lines = [text[: match.start()].count("\n") + 1 for match in leaks]
    assert not lines, f"{name(path)} reads rows past visible_to in lines {lines}"


@pytest.mark.parametrize(
    ("line", "leaks"),
    [
        ("rows = Quote.objects.filter(pk=1)", True),
        ("rows = Quote._default_manager.all()", True),
        ("rows = Quote.objects.visible_to(user).filter(pk=1)", False),
        ("row = visible_or_404(Quote.objects.all(), user, pk=1)", False),
    ],
)
def test_the_rule_sees_a_leak(line, leaks):
    found = [match for match in OPEN.finditer(line) if not THROUGH_DOOR.search(line[: match.start()])]
    assert bool(found) is leaks
