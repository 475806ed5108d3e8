"""`manage.py scale_data --customers N`: a large company, for measuring."""

import os
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from salesops.scale import company


class Command(BaseCommand):
    help = (
        "Fill an empty or demo database with a large company by COPY: customers, contacts, visits, quotes, approvals. "
        "Row history is left out. The same seed gives the same company."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--customers", type=int, required=True)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--visits", type=float, default=5.0, help="visits per customer, on average (5)")
        parser.add_argument("--processes", type=int, default=os.cpu_count() or 2)

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demo mode is off (SALESOPS_DEMO). The large company never goes into a real database.")
        if options["customers"] < 1:
            raise CommandError("--customers must be 1 or more.")
        started = time.monotonic()
        try:
            company.fill(
                number=options["customers"],
                seed=options["seed"],
                processes=options["processes"],
                visits=options["visits"] / 5,
                say=self.say,
            )
        except company.NotHere as refusal:
            raise CommandError(str(refusal)) from refusal
        self.say(f"{options['customers']:,} customers stand after {time.monotonic() - started:.0f} s.")

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
