"""A release's scripts import each other under hashed names, and first pages stay light."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

STATIC = Path(settings.BASE_DIR) / "static"
FIRST_PAGE = [
    *("vendor/tabler/tabler.min.css", "css/tokens.css", "css/app.css", "icons.svg", "favicon.svg"),
    *(f"js/{path.name}" for path in sorted((STATIC / "js").glob("*.js"))),
]


def gzipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def test_imports_are_hashed(tmp_path: Path, settings: object) -> None:
    settings.STATIC_ROOT = tmp_path  # type: ignore[attr-defined]
    settings.STORAGES = {  # type: ignore[attr-defined]
        **settings.STORAGES,  # type: ignore[attr-defined]
        "staticfiles": {"BACKEND": "core.static_storage.Storage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    hashed = [path for path in (tmp_path / "js").glob("*.js") if re.fullmatch(r"main\.\w{12}\.js", path.name)]
    assert len(hashed) == 1
    imported = re.findall(r"import\s*\(?\"\./(\w+[^\"]*)\"", hashed[0].read_text())
    assert imported
    assert all(re.fullmatch(r"\w+\.\w{12}\.js", name) for name in imported)


def test_our_part_of_the_first_page_is_light() -> None:
    sizes = {name: gzipped(STATIC / name) for name in FIRST_PAGE}
    assert sum(sizes.values()) < 80_000, sizes
    assert sum(size for name, size in sizes.items() if name.endswith(".js")) < 30_000


@pytest.mark.parametrize("path", sorted((STATIC / "css").glob("*.css")), ids=lambda path: path.name)
def test_no_foreign_host_in_styles(path: Path) -> None:
    text = re.sub(r"http://www\.w3\.org/2000/svg", "", path.read_text())
    assert "http://" not in text
    assert "https://" not in text


def test_every_icon_in_templates_is_in_the_sheet() -> None:
    ids = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text()))
    root = Path(settings.BASE_DIR)
    sources = [*root.glob("templates/**/*.html"), *(p for p in root.glob("*/*.py")), *root.glob("core/pages/*.py")]
    used = {name for path in sources for name in re.findall(r"[\"'](i-[a-z]+)[\"']", path.read_text())}
    assert used - ids == set()


def test_no_inline_style_or_script_in_templates() -> None:
    for path in (Path(settings.BASE_DIR) / "templates").glob("**/*.html"):
        text = path.read_text()
        assert " style=" not in text, path
        for tag in re.findall(r"<script\b[^>]*>", text):
            assert "src=" in tag or "nonce=" in tag or "application/json" in tag, (path, tag)
        assert not re.search(r"\son\w+=", text), path
