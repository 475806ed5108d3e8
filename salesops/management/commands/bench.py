"""`manage.py bench`: the speed table. BENCH_SIZES=10000,100000 chooses the sizes."""

import json
import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from salesops import environment
from salesops.bench import measure, report, site

SIZES = "10000,100000,1000000"


class Command(BaseCommand):
    help = "Measure the pages of a large company, each beside the least it could cost."
    # It serves databases of its own; the one of the settings may not be there.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sizes", default=environment.text("BENCH_SIZES", SIZES))
        parser.add_argument("--samples", type=int, default=60, help="requests per page")

    def handle(self, *args: Any, **options: Any) -> None:
        results: dict[str, Any] = {}
        for size in [int(text) for text in options["sizes"].split(",")]:
            with site.company(size, self.say) as port:
                self.say(f"Measuring {size:,} customers.")
                before = os.getloadavg()[0]
                found = measure.measure(port, options["samples"], self.say)
                results[str(size)] = found | {"load": [before, os.getloadavg()[0]]}
        target = settings.BASE_DIR / "artifacts" / "bench.json"
        target.parent.mkdir(exist_ok=True)
        target.write_text(json.dumps(results, ensure_ascii=False, indent=1))
        for line in report.table(results):
            self.say(line)

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
