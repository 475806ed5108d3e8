from quotes.models.products import PriceList, PriceListItem, Product, ProductLine
from quotes.models.quotes import Dispatch, Quote, QuoteLine, StampEntry
from quotes.models.sellers import SellerProfile

__all__ = [
    "Dispatch",
    "PriceList",
    "PriceListItem",
    "Product",
    "ProductLine",
    "Quote",
    "QuoteLine",
    "SellerProfile",
    "StampEntry",
]
