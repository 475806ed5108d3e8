"""What keeps a customer out of 公海: a quote that is being approved, or that the customer has or took and that is still valid."""

from datetime import date

from django.db.models import OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from customers import pool
from quotes.choices import STANDING, QuoteState
from quotes.models import Quote


def under_way(on: date) -> QuerySet[Quote]:
    """Drafts hold nothing: anybody makes one in a minute."""
    valid = Q(state__in=[*STANDING, QuoteState.ACCEPTED], valid_until__gte=on)
    return Quote.objects.filter(Q(state=QuoteState.REPORTED) | valid, customer_id=OuterRef("pk"))


pool.register(pool.Hold("quotes.under_way", _("有在走的报价"), under_way))
