"""`manage.py doctor`: what is wrong, in words, and what to do about it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from salesops import diagnosis

MARKS = {diagnosis.OK: "✓", diagnosis.WARNING: "!", diagnosis.ERROR: "✗"}


class Command(BaseCommand):
    help = "Examine database, search, roles, migrations, broker, mail, disk and time. Exit code 1 on an error."
    # It explains what the checks would only refuse.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        errors = 0
        for finding in diagnosis.examine():
            self.stdout.write(f"{MARKS[finding.level]} {finding.subject}: {finding.words}")
            if finding.advice:
                self.stdout.write(f"    → {finding.advice}")
            errors += finding.level == diagnosis.ERROR
        if errors:
            raise CommandError(f"{errors} {'thing needs' if errors == 1 else 'things need'} mending.")
