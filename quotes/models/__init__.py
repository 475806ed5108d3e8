from quotes.models.outside import Dispatch, QuoteFeedback
from quotes.models.products import PriceList, PriceListItem, Product, ProductLine
from quotes.models.quotes import Quote, QuoteLine, StampEntry
from quotes.models.sellers import SellerProfile

__all__ = [
    "Dispatch",
    "PriceList",
    "PriceListItem",
    "Product",
    "ProductLine",
    "Quote",
    "QuoteFeedback",
    "QuoteLine",
    "SellerProfile",
    "StampEntry",
]
