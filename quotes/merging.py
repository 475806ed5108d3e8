"""What becomes of quotes when their customer is merged into another: the link follows, the paper stays as it was signed."""

from typing import Any

from django.utils.translation import gettext as _

from core.journal import Journal
from customers import merging
from customers.models import Customer
from quotes.choices import QuoteState
from quotes.digest import SIGNED
from quotes.models import Quote


def waiting(rows: Any) -> list[str]:
    """Approvers decide on a fingerprint that names the customer."""
    reported = rows.filter(state=QuoteState.REPORTED).order_by("pk")
    return [_("报价 %(number)s 还在审批") % {"number": quote} for quote in reported]


def keep_signed(journal: Journal | None, rows: Any, survivor: Customer) -> None:
    """Remember under which ids the content was signed, so that its fingerprint still matches."""
    for quote in rows.exclude(approved_digest="").filter(as_signed={}):
        signed = {name: str(getattr(quote, name)) for name in SIGNED}
        if journal is None:
            Quote.objects.filter(pk=quote.pk).update(as_signed=signed)
        else:
            journal.set(quote, "as_signed", signed)


merging.register(merging.Part(Quote, blocked=waiting, before=keep_signed))
