"""Compiles the message catalogs and collects the static files, where something changed."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from salesops import assets


class Command(BaseCommand):
    help = "Compile catalogs and collect static files; does nothing when nothing changed."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        compiled = assets.compile_catalogs(settings.LOCALE_PATHS)
        collected = assets.collect_static()
        if options["verbosity"] > 1:
            self.stdout.write(f"catalogs compiled: {compiled}; static files collected: {'yes' if collected else 'no'}")
