"""The fingerprint of a quote: everything the customer will read, and nothing else."""

import hashlib
import json
from typing import TYPE_CHECKING, Any

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
LINE = ("position", "name", "model", "spec", "unit", "tax_code", "delivery", "remark")
FIGURES = ("unit_price", "amount", "net", "tax")
SELLER = ("name", "name_alt", "uscc", "address", "phone", "email", "web", "bank", "account", "bank_code")


def content_of(quote: "Quote") -> dict[str, Any]:
    """What stands on the paper, as plain data. Lines are read afresh: a cached copy could hide a change."""
    return {
        **{name: str(getattr(quote, name)) for name in HEAD},
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
            for line in quote.lines.order_by("position").values(*LINE, *FIGURES, "qty")
        ],
    }


def _seller_of(quote: "Quote") -> dict[str, str]:
    """Our own facts of the quote's day: a bank account slipped in later must not go out on an approved paper."""
    from quotes.models import SellerProfile

    profile = SellerProfile.objects.in_force(quote.quoted_on).values(*SELLER).first()
    return {name: str(value) for name, value in profile.items()} if profile else {}


def digest_of(quote: "Quote") -> str:
    """The fingerprint of a quote as it stands."""
    return fingerprint(content_of(quote))


def fingerprint(content: dict[str, Any]) -> str:
    """SHA-256 over the content in one canonical spelling."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
