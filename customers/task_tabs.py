"""The customer's tab of tasks: the follow-up plan (B12)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.addresses import address_of
from customers import policies, tabs, task_selectors
from customers.models import Customer, Task
from org.models import User


def _tasks(user: User, customer: Customer) -> dict[str, Any]:
    new = f"{address_of('customers:task_create')}?customer={customer.pk}"
    open_, closed = task_selectors.of_customer(user, customer)
    return {
        "open_tasks": open_,
        "closed_tasks": closed,
        "new_url": new if policies.may_create_task(user) else "",
    }


tabs.register(
    tabs.Tab(
        "tasks",
        _("跟进计划"),
        "customers/tab_tasks.html",
        _tasks,
        rows=lambda user, customer: Task.objects.at(customer, user).open(),
        order=15,
    )
)
