"""The fingerprint of a quote: everything the customer will read, and nothing else."""

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.db import connection

from core import money

if TYPE_CHECKING:
    from quotes.models import Quote

HEAD = (
    "number",
    "revision",
    "title",
    "customer_id",
    "contact_id",
    "currency",
    "quoted_on",
    "valid_until",
    "payment_terms",
    "delivery_terms",
    "freight_terms",
    "warranty_months",
    "remarks",
)
SIGNED = ("customer_id", "contact_id")
"""Ids that a merge of customers changes, while nothing of what the customer reads does."""

LINE = ("position", "name", "model", "spec", "unit", "tax_code", "delivery", "remark")
FIGURES = ("unit_price", "amount", "net", "tax")
SELLER = ("name", "name_alt", "uscc", "address", "phone", "email", "web", "bank", "account", "bank_code")

LINES_SQL = f"""
    SELECT {", ".join((*LINE, *FIGURES, "qty"))} FROM quotes_quoteline WHERE quote_id = %s ORDER BY position
"""  # noqa: S608  (our own names)
SELLER_SQL = f"""
    SELECT {", ".join(SELLER)} FROM quotes_sellerprofile WHERE valid_from <= %s ORDER BY valid_from DESC, id DESC LIMIT 1
"""  # noqa: S608  (our own names)


def content_of(quote: "Quote") -> dict[str, Any]:
    """What stands on the paper, as plain data. Lines are read afresh: a cached copy could hide a change."""
    return {
        **{name: str(getattr(quote, name)) for name in HEAD},
        **{name: quote.as_signed[name] for name in SIGNED if name in quote.as_signed},
        "buyer": quote.buyer,
        "presenter": quote.presenter,
        "payment_plan": quote.payment_plan,
        "seller": _seller_of(quote),
        "total": money.plain(quote.total),
        "lines": [
            {
                **{name: str(line[name]) for name in LINE},
                **{name: money.plain(line[name]) for name in FIGURES},
                "qty": money.plain_number(line["qty"]),
            }
            for line in _rows(LINES_SQL, quote.pk)
        ],
    }


def _seller_of(quote: "Quote") -> dict[str, str]:
    """Our own facts of the quote's day: a bank account slipped in later must not go out on an approved paper."""
    return {name: str(value) for profile in _rows(SELLER_SQL, quote.quoted_on) for name, value in profile.items()}


def _rows(text: str, about: Any) -> list[dict[str, Any]]:
    """Asked again at each step of a quote's way: putting these two questions together took longer than their answers."""
    with connection.cursor() as cursor:
        cursor.execute(text, [about])
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def digest_of(quote: "Quote") -> str:
    """The fingerprint of a quote as it stands."""
    return fingerprint(content_of(quote))


def fingerprint(content: dict[str, Any]) -> str:
    """SHA-256 over the content in one canonical spelling."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
