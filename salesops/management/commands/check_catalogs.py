"""Fails when a catalog lacks a sentence of the sources, leaves one untranslated or doubtful, or loses a placeholder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import to_locale

from salesops import messages

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
COUNTING_WORD = "%(unit)s"  # 家, 份, 次: Chinese counts with one, English has none


class Command(BaseCommand):
    help = "Check that every sentence is in every catalog, translated and with its placeholders."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        said = messages.all_messages()
        problems = [
            problem
            for code, _name in settings.LANGUAGES
            if code != settings.LANGUAGE_CODE
            for problem in problems_of(catalog(code), said)
        ]
        if problems:
            raise CommandError("\n".join(problems[:50]) + f"\n{len(problems)} messages need a translator.")


def catalog(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / to_locale(language) / "LC_MESSAGES" / "django.po"


def problems_of(source: Path, said: set[messages.Message]) -> Iterator[str]:
    language = source.parent.parent.name
    if not source.exists():
        yield f"{language}: {source} does not exist"
        return
    catalog = [entry for entry in polib.pofile(str(source)) if not entry.obsolete]
    entries = {messages.Message(entry.msgid, entry.msgctxt or ""): entry for entry in catalog}
    for text, context in sorted(said - entries.keys()):
        within = f" in the context {context!r}" if context else ""
        yield f"{language}: {text!r}{within} is missing (docs/howto/translation.md)"
    for entry in entries.values():
        if not entry.translated():
            yield f"{language}: {entry.msgid!r} is not translated"
        elif not entry.msgid_plural and not same_placeholders(entry.msgid, entry.msgstr):
            yield f"{language}: {entry.msgid!r} has other placeholders in {entry.msgstr!r}"


def same_placeholders(said: str, translated: str) -> bool:
    """Whether nothing is lost or invented; only a counting word beside its number may go."""
    before, after = placeholders(said), placeholders(translated)
    return after in (before, [one for one in before if "%(n)s" not in before or one != COUNTING_WORD])


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))
