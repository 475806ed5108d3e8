from quotes.services.drafting import (
    create_quote,
    duplicate_quote,
    edit_quote,
    refresh_quotes_of,
    revise_quote,
    void_quote,
)
from quotes.services.exports import export_products, export_quotes
from quotes.services.feedback import record_feedback, remind_of_feedback
from quotes.services.handover import hand_over_quotes
from quotes.services.products import create_price_list, create_product, edit_product
from quotes.services.release import print_quote, send_quote, stamp_quote, submit_quote, withdraw_quote

__all__ = [
    "create_price_list",
    "create_product",
    "create_quote",
    "duplicate_quote",
    "edit_product",
    "edit_quote",
    "export_products",
    "export_quotes",
    "hand_over_quotes",
    "print_quote",
    "record_feedback",
    "refresh_quotes_of",
    "remind_of_feedback",
    "revise_quote",
    "send_quote",
    "stamp_quote",
    "submit_quote",
    "void_quote",
    "withdraw_quote",
]
