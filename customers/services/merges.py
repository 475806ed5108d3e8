"""Two files of one company become one, and two again while there is time (B06)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from core import audit, clock, events, names, notices, policy, references
from core.errors import Conflict, Forbidden, Invalid
from core.guards import check_version, require
from core.journal import Journal, restored, snapshot
from core.scope import visible_or_404
from customers import completeness, merging, policies, sides
from customers.choices import CustomerClass
from customers.keys import refresh_contact, refresh_customer
from customers.models import (
    Collaborator,
    Contact,
    Customer,
    FormerCustomer,
    MergeRecord,
    MergeUndo,
    VisitContact,
)
from customers.policy import MERGE_UNDO_DAYS
from customers.services.doors import write
from org.models import User

events.declare("customer.merged", survivor_id=int, merged_id=int, actor_id=int)
events.declare("customer.unmerged", survivor_id=int, merged_id=int, actor_id=int)

MOST_ABOVE = 10
OF_A_PERSON = ("title", "email", "wechat", "role", "remarks")


@transaction.atomic
def merge_customers(
    *,
    actor: User,
    survivor_id: int,
    merged_id: int,
    choices: Mapping[str, str] | None = None,
    join: Sequence[int] = (),
    reason: str = "",
    survivor_version: int | None = None,
    merged_version: int | None = None,
) -> MergeRecord:
    """Merge one customer into another: all that hangs on it moves, its row goes, what was done is kept for `undo_merge`.

    `choices`: group of `sides.GROUPS` → survivor, merged or both; what is missing is as proposed. `join`: contacts of the
    merged one that are the same person as one of the survivor with their phone number. Raises Forbidden without rights over
    both owners, Conflict while something is in approval or when somebody merged one of them first, Stale when either changed.
    """
    if survivor_id == merged_id:
        raise Invalid("customer.merge_itself", _("选另一家客户"), errors={"other": [_("选另一家客户")]})
    pair = {pk: _lock(actor, pk) for pk in sorted((survivor_id, merged_id))}
    survivor, merged = pair[survivor_id], pair[merged_id]
    require(policies.may_merge(actor, survivor, merged), "customer.merge", _("两家客户都归你管，才能合并"))
    check_version(survivor, survivor_version)
    check_version(merged, merged_version)
    waiting = merging.blocked(merged.pk)
    if waiting:
        text = _("%(waiting)s，有结论以后再合并") % {"waiting": _("、").join(waiting)}
        raise Conflict("customer.merge_waits", text)
    wanted = _wanted(actor, survivor, merged, choices or {})
    twins = {theirs.pk: ours for theirs, ours in merging.twins(survivor, merged)}
    if set(join) - set(twins):
        raise Invalid("customer.merge_join", _("只有电话相同的联系人才能合成一人"))
    label, number, kept = merged.name, merged.number, snapshot(merged)
    losing = _losing(survivor, merged, wanted)

    journal = Journal()
    for part in merging.parts():
        part.before(journal, merging.rows_of(part, merged.pk), survivor)
    for pk in sorted(set(join)):
        _join(journal, Contact.objects.get(pk=pk), Contact.objects.get(pk=twins[pk].pk))
    for part in merging.parts():
        # Of one another's parent company nothing is left to say.
        rows = merging.rows_of(part, merged.pk).exclude(pk=survivor.pk) if part.model is Customer else None
        journal.move(merging.rows_of(part, merged.pk) if rows is None else rows, part.field, survivor.pk)
    journal.move(merging.files_of(merged.pk), "subject_id", survivor.pk)
    fields = _take_over(survivor, merged, wanted)
    audit.record(
        actor=actor,
        code="customer.merged_away",
        subject=merged,
        reason=reason,
        data={"customer": survivor.pk, "name": survivor.name, "merged_number": survivor.number},
    )
    # The key of a parent that goes is the survivor's own affair, decided above.
    Customer.objects.filter(pk=survivor.pk, parent_id=merged.pk).update(parent=None)
    _refuse_orphans(merged_id)
    journal.remove(merged)
    record = MergeRecord(
        survivor_id=survivor.pk,
        survivor_label=survivor.name,
        merged_id=merged_id,
        merged_label=label,
        merged_number=number,
        merged=kept,
        fields=fields,
        reason=reason.strip(),
        actor=actor,
    )
    survivor.touch()
    refresh_customer(survivor)
    write(survivor)
    _settle_people(journal, survivor, losing, actor)
    former = FormerCustomer(
        pk=merged_id,
        customer=survivor,
        number=number,
        name=label,
        name_key=names.normalise_company(label)[:120],
        uscc=kept["uscc"],
    )
    journal.added(former)
    record.steps = journal.steps
    record.save()
    former.merge = record
    former.save(force_insert=True)
    completeness.refresh([survivor.pk])
    audit.record(
        actor=actor,
        code="customer.merged",
        subject=survivor,
        reason=reason,
        data={"name": label, "merged_number": number, "merge": record.pk},
    )
    events.publish("customer.renamed", customer_id=survivor.pk)
    events.publish("customer.merged", survivor_id=survivor.pk, merged_id=merged_id, actor_id=actor.pk)
    notices.send(
        code="customer.merged",
        recipients=_told(actor, survivor.owner, *losing),
        subject=survivor,
        params={"customer": survivor.name, "merged": label, "person": str(actor)},
        dedupe_key=f"customer.merged:{record.pk}",
    )
    return record


@transaction.atomic
def undo_merge(*, actor: User, merge_id: int) -> MergeUndo:
    """Make two customers of a merged one again, within the days of the rule.

    Everything that nobody changed since goes back; what came after the merge stays with the survivor, and the answer's
    `left` counts by kind what could not be put back. Raises Conflict after the days, when it was undone already, when the
    survivor was itself merged since, or while something that goes back is in approval.
    """
    record: MergeRecord = visible_or_404(MergeRecord.objects.all(), actor, pk=merge_id)
    if MergeUndo.objects.filter(merge=record).exists():
        raise Conflict("customer.merge_undone", _("已经撤销过了"))
    if not FormerCustomer.objects.filter(pk=record.merged_id, customer_id=record.survivor_id).exists():
        raise Conflict(
            "customer.merged_on", _("%(name)s 后来又并入了别的客户，先撤销那一次") % {"name": record.survivor_label}
        )
    survivor = _lock(actor, record.survivor_id)
    require(policies.may_merge(actor, survivor), "customer.merge", _("客户归你管，才能撤销合并"))
    former = FormerCustomer.objects.select_for_update().filter(pk=record.merged_id, merge=record).first()
    if former is None:
        raise Conflict("customer.merge_undone", _("已经撤销过了"))
    rule = policy.in_force(MERGE_UNDO_DAYS)
    if clock.now() > undo_until(record, rule.value):
        raise Conflict(
            "customer.merge_late",
            _("合并 %(days)d 天以后不能撤销") % {"days": rule.value},
            clause=rule.clause,
        )
    journal = Journal(record.steps)
    _refuse_waiting(journal, survivor)
    touched = _give_back(survivor, record.merged_id, record.fields)
    survivor.touch()
    refresh_customer(survivor)
    write(survivor)
    for part in merging.parts():
        part.before(None, _returning(journal, part, survivor), survivor)
    left = _take_back(journal, record)
    left.update(touched)
    for pk in (survivor.pk, record.merged_id):
        events.publish("customer.renamed", customer_id=pk)
    completeness.refresh([survivor.pk, record.merged_id])
    merged = Customer.objects.get(pk=record.merged_id)
    undo = MergeUndo.objects.create(merge=record, left=dict(left), actor=actor)
    for subject, other in ((survivor, merged), (merged, survivor)):
        audit.record(
            actor=actor,
            code="customer.merge_undone",
            subject=subject,
            data={"name": other.name, "merged_number": other.number, "merge": record.pk},
        )
    notices.send(
        code="customer.unmerged",
        recipients=_told(actor, survivor.owner, merged.owner),
        subject=merged,
        params={"customer": survivor.name, "merged": merged.name, "person": str(actor)},
        dedupe_key=f"customer.unmerged:{record.pk}",
    )
    events.publish("customer.unmerged", survivor_id=survivor.pk, merged_id=merged.pk, actor_id=actor.pk)
    return undo


def undo_until(record: MergeRecord, days: int) -> datetime:
    return record.at + timedelta(days=days)


def _lock(actor: User, customer_id: int) -> Customer:
    """Locked against everybody, also those who would hang something on it. Conflict for one that was just merged away."""
    rows = Customer.objects.select_for_update(of=("self",)).select_related("owner", "account_manager", "parent")
    try:
        found: Customer = visible_or_404(rows, actor, pk=customer_id)
    except Http404:
        former = FormerCustomer.objects.visible_to(actor).filter(pk=customer_id).select_related("customer").first()
        if former is None:
            raise
        text = _("%(name)s 已并入 %(customer)s") % {"name": former.name, "customer": former.customer}
        raise Conflict("customer.merged", text) from None
    return found


def _wanted(
    actor: User, survivor: Customer, merged: Customer, choices: Mapping[str, str]
) -> dict[str, tuple[Any, ...]]:
    """What the survivor takes over, after looking at every choice."""
    for code, choice in choices.items():
        group = sides.GROUPS.get(code)
        allowed = (sides.SURVIVOR, sides.MERGED, *((sides.BOTH,) if group and group.joins else ()))
        if group is None or choice not in allowed:
            raise Invalid("customer.merge_choice", _("没有这个选择"), errors={code: [_("没有这个选择")]})
        if choice == sides.BOTH and not sides.fits(sides.combined(survivor, merged, group), group):
            raise Invalid(
                "customer.merge_too_long", _("合在一起太长了，选一边"), errors={code: [_("合在一起太长了，选一边")]}
            )
    wanted = sides.chosen(survivor, merged, choices)
    kind = wanted.get("customer_class", (survivor.customer_class,))[0]
    if CustomerClass.KEY in (survivor.customer_class, merged.customer_class) and kind != CustomerClass.KEY:
        require(actor.can("customers.assign"), "customer.key_class", _("大客户由销售经理以上的人来定"))
    if kind == CustomerClass.KEY and wanted.get("owner", (survivor.owner_id,))[0] is None:
        raise Invalid("customer.key_pooled", _("大客户不进公海"), errors={"owner": [_("大客户不进公海")]})
    credit = choices.get("credit")
    if (
        credit
        and credit != sides.proposed(survivor, merged, sides.GROUPS["credit"])
        and not policies.may_set_credit(actor)
    ):
        raise Forbidden("customer.credit", _("你没有改客户信用的权限"))
    _refuse_circle(survivor, merged, wanted.get("parent", (survivor.parent_id,))[0])
    return wanted


def _refuse_circle(survivor: Customer, merged: Customer, parent_id: int | None) -> None:
    """Above the survivor stands neither itself nor what becomes it."""
    above = Customer.objects.filter(pk=parent_id).first() if parent_id else None
    for _step in range(MOST_ABOVE):
        if above is None:
            return
        if above.parent_id in (survivor.pk, merged.pk):
            told = _("合并后 %(parent)s 会既在上面又在下面，先改上级公司") % {"parent": above.name}
            raise Conflict("customer.parent_below", told)
        above = above.parent


def _join(journal: Journal, theirs: Contact, ours: Contact) -> None:
    """Two entries of one person become ours: who met them met ours, and what only they had is kept."""
    doubled = VisitContact.objects.filter(
        contact=theirs, visit__in=VisitContact.objects.filter(contact=ours).values("visit")
    )
    for met in doubled:
        journal.remove(met)
    for model, field in references.children(Contact):
        rows: Any = model._base_manager.filter(**{f"{field}_id": theirs.pk})
        journal.move(rows, field, ours.pk)
    for name in OF_A_PERSON:
        if getattr(theirs, name) and not getattr(ours, name):
            journal.set(ours, name, getattr(theirs, name))
    ours.refresh_from_db()
    refresh_contact(ours)
    journal.set(ours, "search_key", ours.search_key)
    journal.remove(theirs)


def _take_over(survivor: Customer, merged: Customer, wanted: Mapping[str, tuple[Any, ...]]) -> dict[str, Any]:
    """Set what was chosen; returns group → was and became, column by column."""
    before = snapshot(survivor)
    for code, found in wanted.items():
        for column, value in zip(sides.GROUPS[code].columns, found, strict=True):
            setattr(survivor, column, value)
    contacted = [at for at in (survivor.last_contact_at, merged.last_contact_at) if at is not None]
    survivor.last_contact_at = max(contacted, default=None)
    after = snapshot(survivor)
    groups = {code: sides.GROUPS[code].columns for code in wanted} | {"last_contact_at": ("last_contact_at",)}
    return {
        code: {"was": {c: before[c] for c in columns}, "became": {c: after[c] for c in columns}}
        for code, columns in groups.items()
        if any(before[c] != after[c] for c in columns)
    }


def _losing(survivor: Customer, merged: Customer, wanted: Mapping[str, Any]) -> list[User]:
    """Owner and account manager of either who will not be that any more."""
    owner = survivor.owner if "owner" in wanted else merged.owner
    manager = survivor.account_manager if "customer_class" in wanted else merged.account_manager
    return [person for person in (owner, manager) if person is not None]


def _told(actor: User, *people: User | None) -> list[User]:
    found = {person.pk: person for person in people if person is not None and person.is_active and person != actor}
    return [found[pk] for pk in sorted(found)]


def _settle_people(journal: Journal, survivor: Customer, losing: Sequence[User], actor: User) -> None:
    """The owner is no collaborator; whose customer the other one was goes on working on it."""
    shared = {row.user_id: row for row in survivor.sharing.all()}
    if survivor.owner_id in shared:
        journal.remove(shared[survivor.owner_id])
    if survivor.owner_id is None:
        for row in shared.values():
            journal.remove(row)
        return
    at_it = {survivor.owner_id, survivor.account_manager_id, *shared}
    for person in losing:
        if person.is_active and person.pk not in at_it:
            journal.added(Collaborator.objects.create(customer=survivor, user=person, added_by=actor))
            at_it.add(person.pk)


def _refuse_orphans(merged_id: int) -> None:
    """A kind that nobody moved would lose its customer: that is a defect, and nothing is written."""
    hanging = references.hanging_on(Customer, [merged_id]).get(merged_id)
    if hanging:
        raise RuntimeError(f"left behind by a merge: {hanging}")


def _returning(journal: Journal, part: merging.Part, survivor: Customer) -> Any:
    moved = journal.moved(part.model, str(part.model._meta.get_field(part.field).attname))  # type: ignore[union-attr]
    return merging.rows_of(part, survivor.pk).filter(pk__in=moved)


def _refuse_waiting(journal: Journal, survivor: Customer) -> None:
    waiting = [reason for part in merging.parts() for reason in part.blocked(_returning(journal, part, survivor))]
    if waiting:
        text = _("%(waiting)s，有结论以后再撤销合并") % {"waiting": _("、").join(waiting)}
        raise Conflict("customer.merge_waits", text)


def _give_back(survivor: Customer, merged_id: int, fields: Mapping[str, Any]) -> dict[str, int]:
    """Put facts back that still are what the merge made of them; returns the kind with how many groups are not."""
    now, missed = snapshot(survivor), 0
    for kept in fields.values():
        if any(now[column] != value for column, value in kept["became"].items()):
            missed += 1
            continue
        was = restored(Customer, kept["was"])
        for column in kept["was"]:
            setattr(survivor, column, getattr(was, column))
        if kept["was"].get("parent_id") == merged_id:
            survivor.parent_id = merged_id  # which is not there yet, and will be when this is committed
    return {"customers.customer": missed} if missed else {}


def _take_back(journal: Journal, record: MergeRecord) -> Any:
    """All steps, last first. The row that went comes back as it was, or nothing does."""
    parent = record.merged.get("parent_id")
    moved_on = FormerCustomer.objects.filter(pk=parent).first() if parent else None
    for kept in journal.removed(Customer):
        if moved_on is not None:
            kept["parent_id"] = moved_on.customer_id if moved_on.pk != record.merged_id else None
    left = journal.undo()
    if not Customer.objects.filter(pk=record.merged_id).exists():
        raise Conflict(
            "customer.uscc_taken",
            _("%(name)s 的统一社会信用代码现在是别的客户的，先改掉再撤销") % {"name": record.merged_label},
        )
    return left
