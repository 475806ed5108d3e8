"""Windows for administrators: product lines and our own facts on papers. Quotes themselves have no back door here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from quotes.models import ProductLine, SellerProfile


@admin.register(ProductLine)
class ProductLineAdmin(ModelAdmin):
    list_display = ["code", "name"]
    search_fields = ["code", "name"]


@admin.register(SellerProfile)
class SellerProfileAdmin(ModelAdmin):
    """Dated facts: what papers were printed with is never changed, a new row from a later day takes over."""

    list_display = ["valid_from", "name", "bank", "account"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
