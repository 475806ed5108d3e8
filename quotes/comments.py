"""Whom a comment on a quote concerns."""

from core import comments

comments.accept("quotes.quote", people=lambda quote: [quote.owner, quote.created_by])
