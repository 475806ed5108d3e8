"""What moves when two customers become one: every row with a key to a customer, of every room.

A room registers a `Part` for those of its kinds that need more than a new key. What nobody registered moves plainly: a room
that forgets loses nothing. A kind that a constraint allows once per customer must have one (`tests/customers/test_merging.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core import references, subjects
from core.journal import Journal
from core.models import Attachment
from customers.choices import AccountPlanState, ExtensionState, PlanState, PriorState, TransferState
from customers.models import (
    AccountPlan,
    Address,
    Collaborator,
    Contact,
    Customer,
    PoolExtension,
    PriorApproval,
    TransferRequest,
    VisitPlan,
)
from customers.models.account_plans import LIVE

Rows = QuerySet[Any]


def _nothing(_rows: Rows) -> list[str]:
    return []


def _as_it_is(_journal: Journal | None, _rows: Rows, _survivor: Customer) -> None: ...


@dataclass(frozen=True)
class Part:
    """How the rows of one kind move.

    `blocked(rows)` says why they cannot now, a sentence each. `before(journal, rows, survivor)` puts aside what would collide
    at the one that stays; with None for a journal they are about to go back.
    """

    model: type[models.Model]
    field: str = "customer"
    blocked: Callable[[Rows], list[str]] = _nothing
    before: Callable[[Journal | None, Rows, Customer], None] = _as_it_is
    label: str | Promise = ""


_parts: dict[tuple[type[models.Model], str], Part] = {}


def register(*parts: Part) -> None:
    _parts.update({(part.model, part.field): part for part in parts})


def registered() -> set[tuple[type[models.Model], str]]:
    return set(_parts)


def parts() -> list[Part]:
    """All kinds of children, ours and those of the rooms upstairs."""
    return [_parts.get(key, Part(*key)) for key in references.children(Customer)]


def rows_of(part: Part, customer_id: int) -> Rows:
    manager: Any = part.model._base_manager
    return manager.filter(**{f"{part.field}_id": customer_id})


def files_of(customer_id: int) -> Rows:
    return Attachment.objects.filter(subject_kind="customers.customer", subject_id=customer_id)


def blocked(customer_id: int) -> list[str]:
    """Why a customer cannot be merged into another now."""
    return [reason for part in parts() for reason in part.blocked(rows_of(part, customer_id))]


def counted(customer_id: int) -> list[tuple[str, int]]:
    """What would move, kind by kind, in words."""
    found = [(str(part.label or part.model._meta.verbose_name), rows_of(part, customer_id).count()) for part in parts()]
    found.append((str(Attachment._meta.verbose_name), files_of(customer_id).filter(removed_at=None).count()))
    return [(label, number) for label, number in found if number]


def label_of(kind: str) -> str:
    """What a kind of rows is called, by its `label_lower`."""
    for part in parts():
        if part.model._meta.label_lower == kind:
            return str(part.label or part.model._meta.verbose_name)
    return str(subjects.model(kind)._meta.verbose_name)


def twins(survivor: Customer, merged: Customer) -> list[tuple[Contact, Contact]]:
    """Contacts of both with one phone number, that may be one person: (of the merged one, of the one that stays)."""
    known: dict[str, Contact] = {}
    for contact in survivor.contacts.exclude(phone_key="").order_by("left", "pk"):
        known.setdefault(contact.phone_key, contact)
    theirs = merged.contacts.filter(phone_key__in=known).order_by("pk")
    return [(contact, known[contact.phone_key]) for contact in theirs]


# What a constraint allows once per customer: the one that stays keeps its own.


def _one_primary(journal: Journal | None, rows: Rows, survivor: Customer) -> None:
    if journal is not None and survivor.contacts.filter(is_primary=True).exists():
        for contact in rows.filter(is_primary=True):
            journal.set(contact, "is_primary", False)


def _one_default(journal: Journal | None, rows: Rows, survivor: Customer) -> None:
    if journal is None:
        return
    kinds = survivor.addresses.filter(is_default=True).values_list("kind", flat=True)
    for address in rows.filter(is_default=True, kind__in=list(kinds)):
        journal.set(address, "is_default", False)


def _once_each(journal: Journal | None, rows: Rows, survivor: Customer) -> None:
    if journal is None:
        return
    there = survivor.sharing.values_list("user_id", flat=True)
    for sharing in rows.filter(Q(user_id__in=list(there)) | Q(user_id=survivor.owner_id)):
        journal.remove(sharing)


def _once_a_day(journal: Journal | None, rows: Rows, survivor: Customer) -> None:
    """Somebody planned both for one day: one visit is meant. It stands on the week's list if either did."""
    if journal is None:
        return
    planned = {(plan.person_id, plan.day): plan for plan in survivor.plans.filter(state=PlanState.PLANNED)}
    for plan in rows.filter(state=PlanState.PLANNED):
        same = planned.get((plan.person_id, plan.day))
        if same is None:
            continue
        if plan.focus_id and not same.focus_id:
            journal.set(same, "focus", plan.focus)
        journal.remove(plan)


def _extension_waits(rows: Rows) -> list[str]:
    waiting = rows.filter(state=ExtensionState.REPORTED)
    return [_("公海延期到 %(until)s 还在审批") % {"until": row.until} for row in waiting]


def _transfer_waits(rows: Rows) -> list[str]:
    waiting = rows.filter(state=TransferState.REPORTED).select_related("created_by")
    return [_("%(person)s 的撞单申请还在裁定") % {"person": row.created_by} for row in waiting]


def _prior_waits(rows: Rows) -> list[str]:
    return [_("请示 %(number)s 还在审批") % {"number": row.number} for row in rows.filter(state=PriorState.REPORTED)]


def _account_plan_waits(rows: Rows) -> list[str]:
    waiting = rows.filter(state=AccountPlanState.REPORTED)
    return [_("%(year)s 年服务计划还在审批") % {"year": plan.year} for plan in waiting]


def _once_a_year(journal: Journal | None, rows: Rows, survivor: Customer) -> None:
    """Both on the list of one year: the plan of the one that stays counts, the other is kept aside."""
    if journal is None:
        return
    listed = survivor.account_plans.live().values_list("year", flat=True)
    for plan in rows.filter(state__in=LIVE, year__in=list(listed)):
        journal.set(plan, "state", AccountPlanState.DROPPED.value)


register(
    Part(AccountPlan, blocked=_account_plan_waits, before=_once_a_year),
    Part(Contact, before=_one_primary),
    Part(Address, before=_one_default),
    Part(Collaborator, before=_once_each),
    Part(VisitPlan, before=_once_a_day),
    Part(PoolExtension, blocked=_extension_waits),
    Part(TransferRequest, blocked=_transfer_waits),
    Part(PriorApproval, blocked=_prior_waits),
)
