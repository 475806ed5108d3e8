"""`manage.py backup FILE`: every row and every attachment in one zip file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import clock
from salesops import archive


class Command(BaseCommand):
    help = "Write the database and the attachments into one file, while everything goes on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="default: salesops-<date>-<time>.zip")

    def handle(self, *args: Any, **options: Any) -> None:
        target = options["file"] or Path(f"salesops-{clock.local(clock.now()):%Y%m%d-%H%M%S}.zip")
        try:
            report = archive.write(target)
        except archive.ArchiveError as error:
            raise CommandError(str(error)) from error
        for name in report.missing_files:
            self.stderr.write(f"Deleted while the backup ran: {name}")
        self.stdout.write(f"{target}: {report.tables} tables, {report.rows} rows, {report.files} files.")
