"""Where tasks stand in the frame: sidebar, + sheet, palette, home page."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import today
from core.addresses import address_of
from core.pages import finders, navigation, words
from customers import task_selectors
from customers.choices import TaskKind
from customers.models import Task
from org.models import User


def find(user: User, text: str, limit: int) -> list[finders.Hit]:
    return [
        finders.Hit(
            task.pk, task.subject, task.get_absolute_url(), note=str(task.about), end=words.day_text(task.due_on)
        )
        for task in task_selectors.find_tasks(user, text, limit)
    ]


@today.register
def tasks_today(*, user: User, on: date) -> Sequence[today.Section]:
    """What one has to do by today."""
    rows = Task.objects.due(on).filter(owner=user).order_by("due_on", "pk")
    named = rows.values_list("pk", "subject", "kind", "due_on", "customer__name", "unit__name", named=True)
    found, in_all, late = today.first_and_late(named, lambda task: task.due_on < on, rows.filter(due_on__lt=on))
    return [
        today.Section(
            "tasks",
            _("要办的任务"),
            [_item(task) for task in found],
            total=in_all,
            url=f"{address_of('customers:task_list')}?scene=mine&due_before={on}",
            late=late,
            position=22,
        )
    ]


def _item(task: Any) -> today.Item:
    left = words.remaining(task.due_on)
    kind = [TaskKind(task.kind).label] if task.kind != TaskKind.PLAN else []
    return today.Item(
        title=task.subject,
        url=address_of("customers:task_detail", task.pk),
        details=[task.customer__name or task.unit__name, *kind],
        clock=left.words,
        tone=left.tone,
        icon="i-check",
        action=_("办完"),
        action_url=address_of("customers:task_finish", task.pk),
        keep=True,
    )


navigation.register(navigation.Item("customers.tasks", gettext_lazy("任务"), "i-check", "customers:task_list", order=7))
navigation.register_create(
    navigation.Create(
        "task", gettext_lazy("新建任务"), "i-check", "customers:task_create", capability="tasks.create", order=14
    )
)
finders.register(finders.Finder("customers.task", gettext_lazy("任务"), "i-check", find, order=32))
