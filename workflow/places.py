"""Where the processes stand in the frame: the palette, by what is in it or by "怎么走"."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import process
from core.pages import finders, navigation
from workflow import process_pages


def find(user: Any, text: str, limit: int) -> list[finders.Hit]:
    """As many as there is room for, and the way to all of them when that is not enough."""
    found = process_pages.find(text)
    fitting = found if len(found) <= limit else found[: limit - 1]
    hits = [
        finders.Hit(0, process_pages.called(one), reverse("processes:process_detail", args=[one.code]))
        for one in fitting
    ]
    return hits if fitting is found else [*hits, finders.Hit(0, _("全部流程"), reverse("processes:process_list"))]


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
