"""A browser somebody installed, and a site for it to visit."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.core.handlers.wsgi import WSGIHandler
from django.test.testcases import LiveServerThread

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
ADVICE = (
    "No browser found, so the browser tests did not run. Install one (Debian: apt-get install chromium; "
    "or: .venv/bin/playwright install chromium), or name it in SALESOPS_CHROMIUM."
)


def find_chromium() -> str | None:
    """SALESOPS_CHROMIUM, then the usual names on the path, then what Playwright downloaded."""
    named = os.environ.get("SALESOPS_CHROMIUM")
    if named:
        return named if os.access(named, os.X_OK) else None
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    downloaded = sorted(cache.glob("chromium-*/chrome-linux*/chrome"))
    return str(downloaded[-1]) if downloaded else None


def launch_arguments() -> list[str]:
    # Chromium refuses its sandbox to root; /dev/shm is tiny in containers.
    return ["--no-sandbox", "--disable-dev-shm-usage"] if os.geteuid() == 0 else ["--disable-dev-shm-usage"]


@dataclass(frozen=True)
class Site:
    """A running SalesOps on a database of its own. The test sees the same database through the ORM."""

    url: str
    database: str


def _as_it_is(application: WSGIHandler) -> WSGIHandler:
    """In place of Django's wrapper, which serves static files without letting the browser keep them; WhiteNoise does."""
    return application


@contextmanager
def serve(database: str) -> Iterator[Site]:
    """The WSGI application in a thread on a free port."""
    thread = LiveServerThread("127.0.0.1", _as_it_is, port=0)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait(30)
    if thread.error:
        raise thread.error
    try:
        yield Site(f"http://127.0.0.1:{thread.port}", database)
    finally:
        thread.terminate()
