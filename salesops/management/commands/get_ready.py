"""Everything between "the database answers" and "the web may start", in one process: each start of Python costs a second."""

from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Migrate, build assets, add what a new company needs, and the demo company where it is wanted."
    # The tables may not exist yet.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=1, skip_checks=True)
        call_command("build_assets")
        commands = get_commands()
        for name, wanted in (("bootstrap", True), ("demo", settings.DEMO)):
            if wanted and name in commands:
                call_command(name)
