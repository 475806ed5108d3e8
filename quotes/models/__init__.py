from quotes.models.products import PriceList, PriceListItem, Product, ProductLine
from quotes.models.quotes import Dispatch, Quote, QuoteLine, SellerProfile, StampEntry

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
