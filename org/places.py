"""Where org stands in navigation, palette and pickers."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.pages import finders, navigation
from core.templatetags.ui import dots
from org.models import Unit, User

navigation.register(
    navigation.Item("org.people", _("人员"), "i-team", "org:person_list", group="company", order=10),
    navigation.Item("org.units", _("部门"), "i-board", "org:unit_list", group="company", order=20),
    navigation.Item("org.roles", _("角色"), "i-shield", "org:role_list", group="company", order=30),
)
navigation.register_create(
    navigation.Create("org.person", _("开账号"), "i-user", "org:person_appoint", capability="org.manage", order=90),
)


def find_people(user: Any, text: str, limit: int) -> Sequence[finders.Hit]:
    """Colleagues who work here, by name, pinyin, initials, login or phone."""
    people = User.objects.visible_to(user).active().find(text).select_related("unit").order_by("sort_key", "pk")
    return [
        finders.Hit(
            person.pk,
            str(person),
            person.get_absolute_url(),
            note=str(dots(person.unit, person.title)).replace("&nbsp;", " "),
            found=text,
        )
        for person in people[:limit]
    ]


def find_units(user: Any, text: str, limit: int) -> Sequence[finders.Hit]:
    """Units of the tree by part of their name, the whole tree when nothing is typed."""
    found = Unit.objects.filter(name__icontains=text.strip()).select_related("parent").order_by("position", "pk")
    return [
        finders.Hit(unit.pk, unit.name, unit.get_absolute_url(), note=str(unit.parent or ""), found=text)
        for unit in found[:limit]
    ]


finders.register(
    finders.Finder("org.unit", _("部门"), "i-board", find_units, order=85),
    finders.Finder(
        "org.person",
        _("同事"),
        "i-user",
        find_people,
        recent=lambda user, limit: find_people(user, "", limit),
        order=80,
    ),
)
