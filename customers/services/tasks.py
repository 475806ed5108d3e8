"""Tasks: the follow-up plan of a customer (B12), what customers said (C06), needs that changed (B14)."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import audit, clock, notices, policy
from core.addresses import address_of
from core.errors import Conflict, Invalid
from core.guards import check_version, require
from core.pages import sheets
from core.scope import seen_by, visible_or_404
from customers import policies
from customers.choices import ISSUES, TaskKind
from customers.keys import refresh_task
from customers.models import Collaborator, Customer, Opportunity, Task, Visit
from customers.models.plans import week_of
from customers.policy import FEEDBACK_DAYS, NEED_CHANGE_DAYS, TASK_CLIMB_DAYS
from customers.services.doors import assign, write
from org import lines
from org.models import Unit, User

FACTS = frozenset({"subject", "details", "due_on"})
ABOUT = ("customer", "unit")
MOST_FEEDBACK = 20
"""What a customer can have said at one visit."""


@transaction.atomic
def create_task(*, actor: User, customer_id: int, facts: dict[str, Any], owner_id: int | None = None) -> Task:
    """Say what is to be done for a customer in sight, by oneself or by a colleague who sees it too.

    Raises Forbidden without `tasks.create`, Invalid for a day that is over and for somebody who does not see the customer.
    """
    require(policies.may_create_task(actor), "task.create", _("你没有派任务的权限"))
    customer = visible_or_404(Customer.objects.all(), actor, pk=customer_id)
    task = Task(customer=customer, owner=actor, created_by=actor)
    assign(task, facts, FACTS)
    if owner_id is not None:
        _give(task, owner_id)
    _keep(task)
    _require_to_come(task)
    audit.record(actor=actor, code="task.created", subject=task, to_state=task.state, data={"person": str(task.owner)})
    _tell_owner(task, actor)
    return task


@transaction.atomic
def raise_issue(
    *,
    actor: User,
    unit_id: int,
    kind: str,
    facts: dict[str, Any],
    owner_id: int | None = None,
    customer_id: int | None = None,
) -> Task:
    """Put an issue before a unit's weekly review (C10), with who sees to it and until when. It is carried on until closed.

    Raises Forbidden unless one belongs to the unit or leads it, Invalid for a day that is over.
    """
    unit = Unit.objects.filter(pk=unit_id).first()
    require(unit is not None and policies.may_raise_issue(actor, unit), "task.issue", _("只能给自己和下属的部门提问题"))
    if kind not in ISSUES:
        raise Invalid("task.kind", _("选业务问题还是技术问题"), errors={"kind": [_("选一个")]})
    customer = visible_or_404(Customer.objects.all(), actor, pk=customer_id) if customer_id else None
    week = week_of(clock.today())
    task = Task(kind=kind, unit=unit, raised_in=week, customer=customer, owner=actor, created_by=actor)
    assign(task, facts, FACTS)
    if owner_id is not None:
        _give(task, owner_id)
    _keep(task)
    _require_to_come(task)
    audit.record(
        actor=actor,
        code="task.issue_raised",
        subject=task,
        to_state=task.state,
        data={"kind": task.kind, "person": str(task.owner)},
    )
    _tell_owner(task, actor)
    return task


@transaction.atomic
def edit_task(
    *, actor: User, task_id: int, facts: dict[str, Any], owner_id: int | None = None, version: int | None = None
) -> Task:
    """Change what is to be done, until when or by whom. Raises Conflict once it is closed."""
    task = _lock_to_change(actor, task_id, version)
    _require_open(task)
    changed = assign(task, facts, FACTS)
    before = task.owner
    if owner_id is not None and owner_id != before.pk:
        _give(task, owner_id)
        changed["owner"] = [str(before), str(task.owner)]
    if not changed:
        return task
    task.touch()
    _keep(task)
    if "due_on" in changed:
        _require_to_come(task)
    audit.record(actor=actor, code="task.edited", subject=task, data=changed)
    if task.owner != before:
        _tell_owner(task, actor)
    return task


@transaction.atomic
def finish_task(*, actor: User, task_id: int, result: str = "", version: int | None = None) -> Task:
    """Say that it is done. What a customer said, and an issue, are not done without what was done about them (Invalid)."""
    task = _lock_to_change(actor, task_id, version)
    _require_open(task)
    if task.needs_answer and not result.strip():
        told = _("写一句怎么答复客户的") if task.kind == TaskKind.FEEDBACK else _("写一句怎么解决的")
        raise Invalid("task.result", told, errors={"result": [told]})
    task.finish()
    return _close(task, actor, "task.finished", result)


@transaction.atomic
def drop_task(*, actor: User, task_id: int, reason: str, version: int | None = None) -> Task:
    """Say that it will not be done, and why."""
    task = _lock_to_change(actor, task_id, version)
    _require_open(task)
    if not reason.strip():
        raise Invalid("task.reason", _("不办要写明原因"), errors={"reason": [_("写一句原因")]})
    task.drop()
    return _close(task, actor, "task.dropped", reason)


@transaction.atomic
def reopen_task(*, actor: User, task_id: int, version: int | None = None) -> Task:
    """It was not done after all. Raises Conflict for an open one, and for a changed need that has another open task."""
    task = _lock_to_change(actor, task_id, version)
    if task.is_open:
        raise Conflict("task.open", _("这个任务还没办完"))
    task.reopen()
    task.result, task.closed_at, task.closed_by = "", None, None
    task.touch()
    _keep(task)
    audit.record(actor=actor, code="task.reopened", subject=task, to_state=task.state)
    if actor.pk != task.owner_id:
        _tell_owner(task, actor)
    return task


def raise_feedback(*, visit: Visit, said: Iterable[str]) -> list[Task]:
    """What a customer said at a visit, each for the visitor to answer. Call inside the visit's transaction."""
    heard = [line.strip() for line in said if line.strip()]
    if not heard:
        return []
    if len(heard) > MOST_FEEDBACK:
        told = _("最多 %(lines)s 条") % {"lines": MOST_FEEDBACK}
        raise Invalid("task.feedback", told, errors={"feedback": [told]})
    rule = policy.in_force(FEEDBACK_DAYS)
    made = []
    for line in heard:
        task = Task(
            kind=TaskKind.FEEDBACK,
            customer=visit.customer,
            visit=visit,
            owner=visit.visitor,
            created_by=visit.visitor,
            subject=line,
            due_on=clock.add_workdays(clock.today(), rule.value),
        )
        made.append(_raise(task, visit.visitor, rule))
    return made


def raise_changed_need(*, actor: User, opportunity: Opportunity) -> Task | None:
    """The deal's owner looks whether solution and quote still fit. None while such a task is open already.

    Call inside the transaction that locked the deal.
    """
    if Task.objects.open().filter(opportunity=opportunity, kind=TaskKind.NEED).exists():
        return None
    rule = policy.in_force(NEED_CHANGE_DAYS)
    with override(settings.LANGUAGE_CODE):  # kept as text, in the company's own
        subject = _("需求变了，核对方案和报价")
    task = Task(
        kind=TaskKind.NEED,
        customer=opportunity.customer,
        opportunity=opportunity,
        owner=opportunity.owner,
        created_by=actor,
        subject=subject,
        due_on=clock.add_workdays(clock.today(), rule.value),
    )
    return _raise(task, actor, rule)


def hand_over_tasks(*, actor: User, leaver: User, successor: User, customer_id: int | None = None) -> int:
    """What somebody still had to do, at one customer or at all, is the successor's; returns how many.

    Call inside the transaction of who leaves or of the customer that changes hands.
    """
    rows = Task.objects.open().filter(owner=leaver)
    return _pass_on(rows.filter(customer_id=customer_id) if customer_id is not None else rows, successor, actor)


def take_over_tasks(*, actor: User, customer_id: int, successor: User) -> int:
    """What was still to be done at a customer that was in 公海 is of who has it now, save what collaborators do."""
    rows = Task.objects.open().filter(customer_id=customer_id).exclude(owner=successor)
    sharing = Collaborator.objects.filter(customer_id=customer_id).values("user_id")
    return _pass_on(rows.exclude(owner__in=sharing), successor, actor)


@transaction.atomic
def mind_tasks(*, as_of: datetime) -> int:
    """Tell people what of theirs is due or late, one notice a day; and superiors once what is late for days.

    Returns how many tasks are meant. A repeated run tells nobody twice.
    """
    on = clock.local_date(as_of)
    if not clock.is_workday(on):
        return 0
    due = Task.objects.due(on).filter(owner__is_active=True)
    meant = list(due.select_related("owner", *ABOUT).order_by("owner_id", "due_on", "pk"))
    since = clock.add_workdays(on, -policy.value(TASK_CLIMB_DAYS, on=on))
    for owner, group in groupby(meant, key=lambda task: task.owner):
        theirs = list(group)
        _remind(owner, theirs, on)
        old = [task for task in theirs if task.due_on < since]
        if old:
            _climb(owner, old)
    return len(meant)


def export_tasks(*, actor: User, rows: Any, **asked: Any) -> sheets.Sheet:
    """Write the tasks of `rows` that the actor sees. Raises Forbidden without the right."""
    require(policies.may_export_tasks(actor), "task.export", _("你没有导出任务的权限"))
    seen = rows.visible_to(actor).select_related("owner", "created_by", *ABOUT)
    return sheets.take_out(actor=actor, code="task.exported", title=_("任务"), rows=seen, **asked)


def _pass_on(rows: QuerySet[Task], successor: User, actor: User) -> int:
    locked = list(rows.select_for_update(no_key=True, of=("self",)).select_related("owner").order_by("pk"))
    for task in locked:
        passed = {"from": str(task.owner), "to": str(successor)}
        task.owner = successor
        task.touch()
        write(task, exclude={"state"})
        audit.record(actor=actor, code="task.handed_over", subject=task, data=passed)
    return len(locked)


def _raise(task: Task, actor: User, rule: policy.InForce) -> Task:
    _keep(task)
    audit.record(
        actor=actor,
        code="task.raised",
        subject=task,
        to_state=task.state,
        data={"kind": task.kind, "person": str(task.owner), "policies": policy.cite([rule])},
    )
    _tell_owner(task, actor)
    return task


def _close(task: Task, actor: User, code: str, words: str) -> Task:
    task.result, task.closed_at, task.closed_by = words.strip(), clock.now(), actor
    task.touch()
    _keep(task)
    audit.record(actor=actor, code=code, subject=task, to_state=task.state, reason=task.result)
    asked = {person for person in (task.created_by, task.owner) if person is not None and person != actor}
    notices.send(
        code=code,
        recipients=sorted(asked, key=lambda person: person.pk),
        subject=task,
        params={"person": str(actor), "subject": task.subject, "customer": str(task.about)},
        dedupe_key=f"{code}:{task.pk}:{task.version}",
    )
    return task


def _lock_to_change(actor: User, task_id: int, version: int | None) -> Task:
    rows = Task.objects.select_for_update(no_key=True, of=("self",)).select_related(*ABOUT, "owner", "created_by")
    task: Task = visible_or_404(rows, actor, pk=task_id)
    require(policies.may_change_task(actor, task), "task.change", _("谁办、谁派的、办的人的上级才能改任务"))
    check_version(task, version)
    return task


def _require_open(task: Task) -> None:
    if not task.is_open:
        raise Conflict("task.closed", _("这个任务已经结束了，要改先重新打开"))


def _require_to_come(task: Task) -> None:
    if task.due_on < clock.today():
        told = _("不能是过去的日子")
        raise Invalid("task.past", told, errors={"due_on": [told]})


def _give(task: Task, owner_id: int) -> None:
    """To an active colleague who sees the customer, if there is one: nobody is told of one they may not know."""
    owner = User.objects.active().filter(pk=owner_id).first()
    told_of = task.customer_id is None or (owner and seen_by(Customer.objects.filter(pk=task.customer_id), [owner]))
    if owner is None or not told_of:
        told = _("这个人看不到这家客户，换一个人")
        raise Invalid("task.owner", told, errors={"owner": [told]})
    task.owner = owner


def _keep(task: Task) -> None:
    refresh_task(task)
    write(task, exclude={"state"})


def _tell_owner(task: Task, actor: User) -> None:
    notices.send(
        code="task.given",
        recipients=[task.owner] if task.owner_id != actor.pk else [],
        subject=task,
        params={
            "person": str(actor),
            "subject": task.subject,
            "customer": str(task.about),
            "day": f"{task.due_on:%m-%d}",
        },
        dedupe_key=f"task.given:{task.pk}:{task.version}",
    )


def _remind(owner: User, theirs: list[Task], on: date) -> None:
    notices.send(
        code="task.due",
        recipients=[owner],
        params={"number": len(theirs), "subject": theirs[0].subject, "customer": str(theirs[0].about)},
        url=f"{address_of('customers:task_list')}?scene=mine&due_before={on}",
        dedupe_key=f"task.due:{owner.pk}:{on}",
    )


def _climb(owner: User, old: list[Task]) -> None:
    superiors = lines.superiors(owner)
    seeing = seen_by(Task.objects.filter(pk__in=[task.pk for task in old]), superiors)
    for task in old:
        notices.send(
            code="task.late",
            recipients=[person for person in superiors if person.pk in seeing],
            subject=task,
            params={
                "person": str(owner),
                "subject": task.subject,
                "customer": str(task.about),
                "day": f"{task.due_on:%m-%d}",
            },
            dedupe_key=f"task.late:{task.pk}:{task.due_on}",
        )
