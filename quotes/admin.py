"""Windows for administrators: product lines and our own facts on papers. Quotes themselves have no back door here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from core.admin import HouseAdmin
from quotes.models import ProductLine, SellerProfile


@admin.register(ProductLine)
class ProductLineAdmin(HouseAdmin):
    event = "product_line"
    list_display = ("code", "name")
    search_fields = ("code", "name")


@admin.register(SellerProfile)
class SellerProfileAdmin(HouseAdmin):
    """Dated facts: what papers were printed with is never changed, a new row from a later day takes over."""

    event = "seller"
    unlogged = ("logo", "seal")
    list_display = ("valid_from", "name", "bank", "account")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)
