"""Where intelligence stands in the frame: sidebar, + sheet, palette."""

from django.utils.translation import gettext_lazy

from core.pages import finders, navigation
from customers import intel_selectors
from org.models import User


def find(user: User, text: str, limit: int) -> list[finders.Hit]:
    return [
        finders.Hit(
            one.pk,
            intel_selectors.headline(one),
            one.get_absolute_url(),
            note=str(one.about_whom),
            end=str(one.get_kind_display()),
        )
        for one in intel_selectors.find_intelligence(user, text, limit)
    ]


navigation.register(
    navigation.Item(
        "customers.intelligence",
        gettext_lazy("情报"),
        "i-eye",
        "customers:intelligence_list",
        group="customers",
        domain="customers",
        order=36,
    )
)
navigation.register_create(
    navigation.Create(
        "intelligence",
        gettext_lazy("记情报"),
        "i-eye",
        "customers:intelligence_create",
        capability="intelligence.record",
        order=16,
    )
)
finders.register(finders.Finder("customers.intelligence", gettext_lazy("情报"), "i-eye", find, order=30))
