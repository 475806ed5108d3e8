"""What falls due on which day for somebody: tasks, reports of prior approvals, reviews of key customers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from customers.models import AccountPlan, AccountReview, PriorApproval, Task
from org.models import User


@dataclass(frozen=True)
class Deadline:
    """One thing to be done by a day. `kind` says what, in a word; `about` whom it is for, `row` what it rests on."""

    day: date
    kind: str
    title: str
    about: str
    url: str
    row: Model
    changed_at: datetime
    version: int


def deadlines(user: User, person: User, first: date, last: date) -> list[Deadline]:
    """What `person` has to have done in those days and has not, as far as `user` sees it, the earliest first."""
    span = (first, last)
    found = [*_tasks(user, person, span), *_reports(user, person, span), *_reviews(user, person, span)]
    return sorted(found, key=lambda one: one.day)


def _tasks(user: User, person: User, span: tuple[date, date]) -> Iterator[Deadline]:
    rows = _in_sight(Task.objects.all(), user, person).open().filter(owner=person, due_on__range=span)
    for task in rows.select_related("customer", "unit").order_by("due_on", "pk"):
        yield _made(task, task.due_on, _("任务"), task.subject, str(task.about), task.get_absolute_url())


def _reports(user: User, person: User, span: tuple[date, date]) -> Iterator[Deadline]:
    rows = _in_sight(PriorApproval.objects.all(), user, person).to_report()
    rows = rows.filter(owner=person, report_by__range=span)
    for prior in rows.select_related("customer").order_by("report_by", "pk"):
        assert prior.report_by is not None
        about = str(prior.customer or "")
        yield _made(prior, prior.report_by, _("汇报"), prior.subject, about, prior.get_absolute_url())


def _reviews(user: User, person: User, span: tuple[date, date]) -> Iterator[Deadline]:
    if not person.can("customers.own_key"):
        return
    seen = _in_sight(AccountPlan.objects.all(), user, person).of_manager(person)
    rows = AccountReview.objects.to_hold().filter(plan__in=seen, due_on__range=span)
    for review in rows.select_related("plan__customer").order_by("due_on", "pk"):
        plan = review.plan
        title = _("%(customer)s 服务回顾") % {"customer": plan.customer.name}
        yield _made(review, review.due_on, _("回顾"), title, "", plan.get_absolute_url())


def _in_sight(rows: Any, user: User, person: User) -> Any:
    """One's own are always in sight, and need not be looked for."""
    return rows if person.pk == user.pk else rows.visible_to(user)


def _made(row: Any, day: date, kind: str, title: str, about: str, url: str) -> Deadline:
    return Deadline(day, kind, title, about, url, row, row.updated_at, row.version)
