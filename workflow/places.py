"""Where the processes stand in the frame: the palette, by what is in it or by "怎么走"."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import process
from core.pages import finders, navigation
from workflow import process_pages


def find(user: Any, text: str, limit: int) -> list[finders.Hit]:
    return [
        finders.Hit(0, _("%(name)s怎么走") % {"name": one.title}, reverse("processes:process_detail", args=[one.code]))
        for one in process_pages.find(text)[:limit]
    ]


@process.register_pages
def pages_using(key: str) -> list[tuple[str, str]]:
    return [
        (_("%(name)s怎么走") % {"name": process_pages.name_of(code)}, reverse("processes:process_detail", args=[code]))
        for code in process_pages.using(key)
    ]


finders.register(finders.Finder("workflow.process", gettext_lazy("流程"), "i-swap", find, order=80))
navigation.register(
    navigation.Item(
        "workflow.processes", gettext_lazy("流程"), "i-swap", "processes:process_list", group="company", order=61
    )
)
