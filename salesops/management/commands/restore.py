"""`manage.py restore FILE`: an empty database becomes what the backup was."""

from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from core.management.commands.migrate import connected_as
from salesops import archive


class Command(BaseCommand):
    help = "Fill an empty database and the attachments directory from a backup; compares every table."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        owner = settings.DATABASE_OWNER
        try:
            with connected_as(connection, owner) if owner else nullcontext():
                report = archive.read(options["file"])
        except archive.ArchiveError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Restored {report.tables} tables, {report.rows} rows, {report.files} files.")
