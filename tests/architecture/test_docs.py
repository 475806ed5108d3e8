"""Pages that point at files point at files that are there."""

import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def place(document: Path) -> str:
    return str(document.relative_to(ROOT))


@pytest.mark.parametrize("document", PAGES, ids=place)
def test_links_lead_somewhere(document):
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", document.read_text(encoding="utf-8"))
    assert not [link for link in links if not (document.parent / link).exists()]


@pytest.mark.parametrize("document", PAGES, ids=place)
def test_files_in_the_text_exist(document):
    """`core/audit.py`, `tests/quotes/test_submit_quote.py`; what has a < or … in it is a pattern, not a file."""
    named = re.findall(
        r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|html|md|json|css|js|sh|txt|svg))`", document.read_text(encoding="utf-8")
    )
    places = [ROOT, ROOT / "templates", document.parent]
    assert not [name for name in named if not any((where / name).exists() for where in places)]


def test_the_pages_are_found():
    assert {"README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/configuration.md"} <= set(map(place, PAGES))
