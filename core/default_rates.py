"""The tax rates a company in China starts with: dated rows, revised by administrators."""

from datetime import date
from decimal import Decimal

from core import bootstrap
from core.models import TaxRate

SINCE = date(2019, 4, 1)

RATES = [
    ("13", "13%", "0.13"),
    ("9", "9%", "0.09"),
    ("6", "6%", "0.06"),
    ("3", "3%", "0.03"),
    ("1", "1%", "0.01"),
    ("0", "0%", "0"),
    ("exempt", "免税", "0"),
]


@bootstrap.register
def add_missing_tax_rates() -> None:
    known = set(TaxRate.objects.values_list("code", flat=True))
    TaxRate.objects.bulk_create(
        TaxRate(code=code, label=label, rate=Decimal(rate), valid_from=SINCE)
        for code, label, rate in RATES
        if code not in known
    )
