from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import audit


class Command(BaseCommand):
    help = (
        "Recompute the hash chains over the audit log and the row history; fails when anything was tampered with. "
        "Keep what --heads prints somewhere else: with --anchor it proves that no chain was cut or made anew."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--heads", action="store_true", help="print the last link of every chain")
        parser.add_argument("--anchor", action="append", default=[], metavar="TABLE:SEQUENCE:LINK")

    def handle(self, *args: Any, **options: Any) -> None:
        broken = audit.verify(anchors=dict(map(self.parse, options["anchor"])))
        for item in broken:
            self.stderr.write(f"{item.table} link {item.sequence}: {item.what}")
        if broken:
            raise CommandError(f"{len(broken)} breaks found in the audit chains")
        sealed = audit.seal()
        self.stdout.write(f"Audit chains are whole; {sealed} new rows sealed.")
        if options["heads"]:
            for (table, sequence), link in audit.heads().items():
                self.stdout.write(f"{table}:{sequence}:{link}")

    def parse(self, text: str) -> tuple[tuple[str, int], str]:
        table, _, rest = text.partition(":")
        sequence, _, link = rest.partition(":")
        if not sequence.isdecimal() or not link:
            raise CommandError(f"An anchor reads TABLE:SEQUENCE:LINK, not {text!r}.")
        return (table, int(sequence)), link
