"""What is built from the sources before serving: compiled catalogs and collected static files.

Both are skipped when nothing changed, and neither needs a tool that a bare machine lacks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import polib
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

# Shipped beside what we use: extensions whose imports nobody can resolve, and the next htmx.
UNUSED = ["django_htmx/ext/*", "htmx-4*", "htmax-4*"]


def compile_catalogs(roots: Iterable[Path]) -> int:
    """Writes a .mo beside every .po that is newer; returns how many were written."""
    written = 0
    for source in sorted(path for root in roots for path in Path(root).glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        unfinished = target.with_suffix(".mo.new")
        polib.pofile(str(source)).save_as_mofile(str(unfinished))
        unfinished.replace(target)
        written += 1
    return written


def collect_static() -> bool:
    """Runs collectstatic when a static file changed since the last time; True when it ran."""
    digest = hashlib.sha256()
    for finder in finders.get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=stamp.exists(), ignore_patterns=UNUSED)
    stamp.write_text(digest.hexdigest())
    return True
