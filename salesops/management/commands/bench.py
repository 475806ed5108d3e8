"""`manage.py bench`: the speed table. BENCH_SIZES=10000,100000 chooses the sizes."""

import json
import os
from collections.abc import Iterable
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from salesops import environment
from salesops.bench import measure, report, site, vitals

SIZES = "10000,100000,1000000"


class Command(BaseCommand):
    help = "Measure the pages of a large company, each beside the least it could cost."
    # It serves databases of its own; the one of the settings may not be there.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sizes", default=environment.text("BENCH_SIZES", SIZES))
        parser.add_argument("--samples", type=int, default=60, help="requests per page")

    def handle(self, *args: Any, **options: Any) -> None:
        sizes = [int(text) for text in options["sizes"].split(",") if text.strip().isdecimal() and int(text)]
        if len(sizes) != options["sizes"].count(",") + 1:
            raise CommandError(f"BENCH_SIZES is '{options['sizes']}'; write numbers of customers with commas between.")
        with ExitStack() as stack:
            ports = {size: stack.enter_context(site.company(size, self.say)) for size in sizes}
            self.say(f"Measuring {', '.join(f'{size:,}' for size in sizes)} customers side by side.")
            before = os.getloadavg()[0]
            found = measure.measure(ports, options["samples"], self.say)
            for size, figures in found.items():
                figures["sweeps"] = site.sweeps(size)
            load = [before, os.getloadavg()[0]]
            results: dict[str, Any] = {str(size): figures | {"load": load} for size, figures in found.items()}
            self.tell(report.tables(results))
            # What a phone does is the same at every size; what it waits for is most in the largest.
            largest = max(ports)
            self.say(f"Opening the main pages on a slow phone at {largest:,} …")
            before = os.getloadavg()[0]
            phone = {"pages": vitals.measure(ports[largest]), "load": [before, os.getloadavg()[0]]}
        results[str(largest)]["phone"] = phone
        self.tell(report.phone(phone))
        self.tell(report.verdicts(results))
        brought = site.bring_in(self.say)
        self.tell(report.import_verdicts(brought))
        target = settings.BASE_DIR / "artifacts" / "bench.json"
        target.parent.mkdir(exist_ok=True)
        target.write_text(json.dumps(results | {"import": brought}, ensure_ascii=False, indent=1))

    def tell(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.say(line)

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
