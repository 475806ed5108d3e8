"""Reads for the screens of tasks."""

from typing import Any

from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import gettext as _

from core import clock, search
from core.pages.timeline import Entry
from customers.choices import TaskState
from customers.models import Customer, Opportunity, Task, Visit
from customers.models.tasks import TaskQuerySet
from org.models import User

SHOWN = 50


def task_record() -> TaskQuerySet:
    return Task.objects.select_related("customer", "unit", "owner", "created_by", "closed_by", "visit", "opportunity")


def task_list(user: User) -> TaskQuerySet:
    rows = Task.objects.select_related("customer", "unit", "owner", "created_by").defer("search_key", "details")
    return rows.visible_to(user)


def find(rows: TaskQuerySet, text: str) -> TaskQuerySet:
    """By what is to be done, and by the customer as it is found itself: part of the name, pinyin, initials."""
    if not text.strip():
        return rows
    wanted = search.needles(text)
    if not wanted:
        return rows.none()
    for needle in wanted:
        rows = rows.filter(Q(search_key__contains=needle) | Q(customer__search_key__contains=needle))
    return rows


def find_tasks(user: User, text: str, limit: int) -> list[Task]:
    """Open ones, the most urgent first."""
    return list(find(task_list(user).open(), text).order_by("due_on", "pk")[:limit])


def of_customer(user: User, customer: Customer) -> tuple[list[Task], list[Task]]:
    """What is to be done for a customer, the most urgent first, and what was done, the latest first."""
    rows = Task.objects.at(customer, user).select_related("owner", "closed_by")
    return list(rows.open().order_by("due_on", "pk")[:SHOWN]), list(
        rows.exclude(state=TaskState.OPEN).order_by("-closed_at", "-pk")[:SHOWN]
    )


def of_visit(user: User, visit: Visit) -> list[Task]:
    """What the customer said at a visit, and who answers it."""
    return list(Task.objects.visible_to(user).filter(visit=visit).select_related("owner").order_by("pk"))


def origin(user: User, task: Task) -> tuple[str, str]:
    """Where a task came from, with the address for who sees that."""
    if task.visit is not None:
        label = _("%(day)s 的拜访") % {"day": f"{clock.local(task.visit.occurred_at):%Y-%m-%d}"}
        return label, _url_for(user, Visit, task.visit)
    if task.opportunity is not None:
        return task.opportunity.title, _url_for(user, Opportunity, task.opportunity)
    return "", ""


def entry(task: Task) -> Entry:
    """A closed task as one line of the customer's timeline."""
    assert task.closed_at is not None
    verb = _("办完") if task.state == TaskState.DONE else _("不办了")
    said = format_html('{} <a class="q" href="{}">{}</a>', verb, task.get_absolute_url(), task.subject)
    return Entry(task.closed_at, str(task.closed_by), said, quote=task.result, source="task", pk=task.pk)


def _url_for(user: User, model: Any, row: Any) -> str:
    return row.get_absolute_url() if model.objects.visible_to(user).filter(pk=row.pk).exists() else ""
