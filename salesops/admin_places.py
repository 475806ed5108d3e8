"""The sidebar of the Django admin: its own windows, and the house's pages that set things too."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core.pages import navigation

HOUSE = (
    "core.policies",
    "workflow.routes",
    "core.jobs",
    "core.audit",
    "org.people",
    "org.units",
    "org.roles",
    "sample_data",
)
"""Codes of navigation: what administrators look for here, and the house keeps in pages of its own."""


def groups(request: HttpRequest) -> list[dict[str, Any]]:
    """UNFOLD's navigation for this person."""
    open_places = {item.code: (item, url) for item, url in navigation.open_items(request.user)}
    house = [
        {"title": str(open_places[code][0].label), "link": open_places[code][1]}
        for code in HOUSE
        if code in open_places
    ]
    house.append({"title": _("通知规则"), "link": reverse("core:notice_rules")})
    return [*_windows(request), {"title": _("公司"), "items": house}]


def _windows(request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {
            "title": app["name"],
            "items": [{"title": model["name"], "link": model["admin_url"]} for model in app["models"]],
        }
        for app in admin.site.get_app_list(request)
    ]
