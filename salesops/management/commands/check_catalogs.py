"""Fails when a catalog leaves a sentence untranslated or doubtful, or loses a placeholder."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


class Command(BaseCommand):
    help = "Check that every message of every catalog is translated and keeps its placeholders."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        problems = [
            problem
            for root in settings.LOCALE_PATHS
            for source in sorted(Path(root).glob("*/LC_MESSAGES/*.po"))
            for problem in problems_of(source)
        ]
        if problems:
            raise CommandError("\n".join(problems[:50]) + f"\n{len(problems)} messages need a translator.")


def problems_of(source: Path) -> list[str]:
    found = []
    for entry in polib.pofile(str(source)):
        if entry.obsolete:
            continue
        where = f"{source.parent.parent.name}: {entry.msgid!r}"
        if not entry.translated():
            found.append(f"{where} is not translated")
        elif not entry.msgid_plural and placeholders(entry.msgid) != placeholders(entry.msgstr):
            found.append(f"{where} has other placeholders in {entry.msgstr!r}")
    return found


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))
