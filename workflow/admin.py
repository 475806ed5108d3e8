"""Windows for administrators: routes to look at. They are changed in the app's own pages, version by version."""

from typing import Any

from django.contrib import admin
from unfold.admin import TabularInline

from core.admin import HouseAdmin
from workflow.models import ApprovalRoute, ApprovalRouteStep


class RouteStepInline(TabularInline):
    model = ApprovalRouteStep
    fields = ("position", "name", "conditions", "finder", "finder_ref", "mode", "hours", "clause")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return bool(request.user.can("approvals.routes"))

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False


@admin.register(ApprovalRoute)
class RouteAdmin(HouseAdmin):
    capability = "approvals.routes"
    read_only = True
    list_display = ("name", "kind", "version", "state", "created_at", "created_by")
    list_filter = ("state",)
    ordering = ("kind", "-version")
    inlines = (RouteStepInline,)
