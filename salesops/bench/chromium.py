"""A browser somebody installed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
HOW_TO = (
    "Install one (Debian: apt-get install chromium; or: .venv/bin/playwright install chromium), "
    "or name it in SALESOPS_CHROMIUM."
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
