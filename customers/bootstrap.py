"""What a new company needs for customers: a number pattern."""

from core import bootstrap
from core.choices import Reset
from core.models import NumberPattern


@bootstrap.register
def add_number_pattern() -> None:
    NumberPattern.objects.get_or_create(
        kind="customers.customer", defaults={"prefix": "KH", "date_format": "%Y", "width": 5, "reset": Reset.YEAR}
    )
