"""The derived column of quotes: what they are found by."""

from core import search
from quotes.models import Quote


def refresh_quote(quote: Quote) -> None:
    """By any part, pinyin or initials of the title and of the customer's names, and by part of the number."""
    customer = quote.customer
    quote.search_key = search.search_key(quote.title, customer.name, customer.short_name, codes=(quote.number,))
