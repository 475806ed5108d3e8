from typing import Any

from django.core.management.base import BaseCommand

from core import bootstrap


class Command(BaseCommand):
    help = "Add the roles, number patterns, tax rates and approval routes a company starts with. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        bootstrap.run()
