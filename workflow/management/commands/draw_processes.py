"""Draw every state machine into docs/processes, or with --check say which page is out of date."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from workflow import processes


class Command(BaseCommand):
    help = "Draws the state machines into docs/processes."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say what is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.BASE_DIR) / "docs" / "processes"
        wanted = processes.pages()
        present = {path.name: path.read_text() for path in folder.glob("*.md")} if folder.exists() else {}
        stale = sorted(name for name in wanted.keys() | present.keys() if wanted.get(name) != present.get(name))
        if options["check"]:
            if stale:
                raise CommandError(f"out of date, run draw_processes: {', '.join(stale)}")
            return
        folder.mkdir(parents=True, exist_ok=True)
        for name in stale:
            if name in wanted:
                (folder / name).write_text(wanted[name])
            else:
                (folder / name).unlink()
        self.stdout.write(f"{len(wanted)} pages, {len(stale)} changed")
