"""Customers out of a file: many at a time by the rules of the verbs for one, and the way back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from core import audit, batches, clock, events, notices, numbering, references
from core.choices import ImportPlan, ImportRowState
from core.guards import require
from core.imports.targets import Given, Outcome, Verdict, Written
from core.models import ImportRun
from customers import completeness, policies
from customers.keys import refresh_contact, refresh_customer
from customers.models import Contact, Customer, FormerCustomer
from customers.services.import_rows import Sketch, sketch
from customers.services.sharing import tell_owner
from org.models import User

PLANNED = (ImportPlan.CREATE, ImportPlan.UPDATE)


def plan_customers(*, actor: User, rows: Sequence[Given]) -> list[Verdict]:
    """What each row would become if `actor` imported it now. Writes nothing."""
    require(policies.may_import(actor), "customer.import", _("你没有导入客户的权限"))
    return [one.verdict for one in sketch(actor, rows)]


@transaction.atomic
def import_customers(*, actor: User, rows: Sequence[Given], overwrite: bool = False) -> list[Outcome]:
    """Write rows as they were planned; one that would become something else by now is refused and says why.

    Two people who enter the same USCC at once meet at the constraint: IntegrityError, for the caller to try each alone.
    """
    require(policies.may_import(actor), "customer.import", _("你没有导入客户的权限"))
    known = [row.subject_id for row in rows if row.subject_id]
    # Locked before it is looked at: between the look and the act nobody writes.
    list(Customer.objects.select_for_update(no_key=True).filter(pk__in=known).order_by("pk").values_list("pk"))
    sketches = sketch(actor, rows, overwrite=overwrite)
    as_planned = [one for one in sketches if _is_as_planned(one, overwrite)]
    _create(actor, [one for one in as_planned if one.plan == ImportPlan.CREATE])
    _change(actor, [one for one in as_planned if one.plan == ImportPlan.UPDATE])
    updated = [one.customer for one in as_planned if one.plan == ImportPlan.UPDATE]
    completeness.refresh([customer.pk for customer in updated if customer is not None])
    done = {id(one) for one in as_planned}
    return [_outcome(one) if id(one) in done else _refused(one) for one in sketches]


@transaction.atomic
def undo_customers(*, actor: User, rows: Sequence[Written]) -> list[Outcome]:
    """Remove what an import created and nobody has built on, put back what it changed and nobody has changed again."""
    require(policies.may_import(actor), "customer.import", _("你没有导入客户的权限"))
    ids = [row.subject_id for row in rows if row.subject_id]
    # Against new rows below them, too: a visit that is being logged waits, and finds nothing.
    there = {
        customer.pk: customer for customer in Customer.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    }
    seen = set(Customer.objects.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True))
    persons = [row.kept["contact"]["id"] for row in rows if row.kept.get("contact")]
    contacts = {contact.pk: contact for contact in Contact.objects.select_for_update().filter(pk__in=persons)}
    away = _gone(actor, [pk for pk in ids if pk not in there])
    created = [row for row in rows if row.state == ImportRowState.CREATED]
    found = _remove(actor, created, {pk: there[pk] for pk in there if pk in seen}, contacts, away)
    for row in rows:
        if row.state == ImportRowState.UPDATED:
            customer = there.get(row.subject_id or 0) if row.subject_id in seen else None
            found[row.line] = _put_back(actor, row, customer, contacts, away)
    completeness.refresh(there)
    return [found[row.line] for row in rows]


def tell_owners(*, actor: User, run: ImportRun) -> None:
    """One notice for each colleague who was given customers, however many."""
    made = run.rows.filter(state=ImportRowState.CREATED).values("subject_id")
    given: dict[int, list[int]] = defaultdict(list)
    for owner, customer in Customer.objects.filter(pk__in=made).exclude(owner=actor).values_list("owner", "pk"):
        given[owner].append(customer)
    for person in User.objects.filter(pk__in=given):
        tell_owner(actor=actor, to=person, customer_ids=given[person.pk], dedupe_key=_told(run))


def untell_owners(*, actor: User, run: ImportRun) -> None:
    """With nothing left of it nobody was given anything."""
    if not run.rows.filter(state=ImportRowState.KEPT).exists():
        notices.retract(dedupe_key=_told(run))


def _told(run: ImportRun) -> str:
    return f"customer.received:import:{run.pk}"


# --- writing -------------------------------------------------------------------------------------


def _is_as_planned(one: Sketch, overwrite: bool) -> bool:
    if one.faults or one.plan not in PLANNED:
        return False
    wanted = one.given.plan
    if wanted == ImportPlan.DUPLICATE and overwrite:
        wanted = ImportPlan.UPDATE
    seen = tuple(one.given.seen)
    return one.plan == wanted and one.subject_id == one.given.subject_id and one.seen[: len(seen)] == seen


def _create(actor: User, made: Sequence[Sketch]) -> None:
    if not made:
        return
    customers = [one.customer for one in made if one.customer is not None]
    for customer, number in zip(customers, numbering.take_many("customers.customer", len(customers)), strict=True):
        customer.number = number
        refresh_customer(customer)
    completeness.settle((one.customer, one.contact) for one in made if one.customer is not None)
    Customer.objects.bulk_create(customers)
    said = [(customer, {"line": one.given.line}) for one, customer in zip(made, customers, strict=True)]
    audit.record_many(actor=actor, code="customer.created", acts=said, to_state="customer_class")
    _add_contacts(actor, made)
    given = [customer for customer in customers if customer.owner_id != actor.pk]
    names = [(customer, {"from": str(actor), "to": str(customer.owner)}) for customer in given]
    audit.record_many(actor=actor, code="customer.transferred", acts=names)
    for customer in customers:
        events.publish("customer.created", customer_id=customer.pk, actor_id=actor.pk)
    for customer in given:
        events.publish(
            "customer.transferred",
            customer_id=customer.pk,
            from_user_id=actor.pk,
            to_user_id=customer.owner_id,
            actor_id=actor.pk,
        )


def _change(actor: User, changed: Sequence[Sketch]) -> None:
    own = [(one, one.customer) for one in changed if one.customer is not None and one.changed]
    for _one, customer in own:
        customer.confirmed_at = clock.now()
        customer.touch()
        refresh_customer(customer)
    _save([customer for _one, customer in own])
    audit.record_many(actor=actor, code="customer.edited", acts=[(customer, one.changed) for one, customer in own])
    _add_contacts(actor, [one for one in changed if not one.contact_known])
    people = [(one.contact, one.contact_changed) for one in changed if one.contact_known and one.contact is not None]
    people = [(contact, facts) for contact, facts in people if facts]
    for contact, _facts in people:
        contact.touch()
        refresh_contact(contact)
    _save([contact for contact, _facts in people])
    audit.record_many(actor=actor, code="contact.edited", acts=people)
    for one, customer in own:
        if one.changed.keys() & {"name", "short_name"}:
            events.publish("customer.renamed", customer_id=customer.pk)


def _save(rows: Sequence[Customer] | Sequence[Contact]) -> None:
    """Whole, as `save` does: they were read under their locks."""
    for model in {type(row) for row in rows}:
        columns = [column.name for column in model._meta.concrete_fields if not column.primary_key]
        batches.update(model, rows, columns)


def _add_contacts(actor: User, rows: Sequence[Sketch]) -> None:
    made = [(one.contact, one.customer) for one in rows if one.contact is not None and one.customer is not None]
    for contact, customer in made:
        contact.customer, contact.created_by = customer, actor
        refresh_contact(contact)
    Contact.objects.bulk_create([contact for contact, _customer in made])
    said = [(contact, {"customer": customer.pk}) for contact, customer in made]
    audit.record_many(actor=actor, code="contact.created", acts=said)


def _outcome(one: Sketch) -> Outcome:
    assert one.customer is not None
    kept: dict[str, Any] = {"fields": one.changed}
    if one.contact is not None and one.contact_changed:
        kept["contact"] = {
            "id": one.contact.pk,
            "version": one.contact.version,
            "made": not one.contact_known,
            "fields": one.contact_changed,
        }
    state = ImportRowState.CREATED if one.plan == ImportPlan.CREATE else ImportRowState.UPDATED
    return Outcome(state, one.note, one.customer.pk, kept)


def _refused(one: Sketch) -> Outcome:
    verdict = one.verdict
    if verdict.plan == ImportPlan.SAME:
        return Outcome(ImportRowState.SKIPPED, verdict.message)
    why = "" if verdict.plan in PLANNED else verdict.message
    return Outcome(ImportRowState.REFUSED, why or _("预览之后变了，重新检查再导"))


# --- the way back --------------------------------------------------------------------------------


def _gone(actor: User, ids: Sequence[int]) -> dict[int, str]:
    """Of customers whose rows are gone: which one each was merged into, by name where the reader sees it."""
    if not ids:
        return {}
    merged = FormerCustomer.objects.visible_to(actor).filter(pk__in=ids)
    return dict(merged.values_list("pk", "customer__name"))


def _kept_away(row: Written, away: dict[int, str]) -> Outcome:
    name = away.get(row.subject_id or 0)
    told = _("没有这条记录，或者你看不到它")
    if name is not None:
        told = _("后来合并到「%(customer)s」了，没有动") % {"customer": name}
    return Outcome(ImportRowState.KEPT, told, kept=row.kept)


def _remove(
    actor: User,
    rows: Sequence[Written],
    there: dict[int, Customer],
    contacts: dict[int, Contact],
    away: dict[int, str],
) -> dict[int, Outcome]:
    ids = [row.subject_id for row in rows if row.subject_id in there]
    persons = {row.kept["contact"]["id"] for row in rows if row.kept.get("contact")}
    grown = references.hanging_on(Customer, [pk for pk in ids if pk], besides={Contact: persons})
    met = references.hanging_on(Contact, persons)
    found: dict[int, Outcome] = {}
    gone: list[Customer] = []
    for row in rows:
        customer, contact = there.get(row.subject_id or 0), row.kept.get("contact")
        if customer is None:
            found[row.line] = _kept_away(row, away)
            continue
        hanging = [*grown.get(customer.pk, ()), *(met.get(contact["id"], ()) if contact else ())]
        person = contacts.get(contact["id"]) if contact else None
        if hanging:
            what = _("、").join(dict.fromkeys(hanging))
            found[row.line] = Outcome(
                ImportRowState.KEPT, _("后来有了%(what)s，留下了") % {"what": what}, kept=row.kept
            )
        elif customer.version > 1 or (contact and (person is None or person.version > 1)):
            found[row.line] = Outcome(ImportRowState.KEPT, _("后来有人改过，留下了"), kept=row.kept)
        else:
            found[row.line] = Outcome(ImportRowState.UNDONE)
            gone.append(customer)
    audit.record_many(actor=actor, code="customer.import_undone", acts=[(customer, {}) for customer in gone])
    unmade = [customer.pk for customer in gone]
    Contact.objects.filter(customer__in=unmade)._raw_delete(connection.alias)
    Customer.objects.filter(pk__in=unmade)._raw_delete(connection.alias)
    return found


def _put_back(
    actor: User, row: Written, customer: Customer | None, contacts: dict[int, Contact], away: dict[int, str]
) -> Outcome:
    """Field by field: what somebody has changed since is theirs."""
    if customer is None:
        return _kept_away(row, away)
    if not policies.may_edit_customer(actor, customer):
        return Outcome(ImportRowState.KEPT, _("你没有修改客户资料的权限"), kept=row.kept)
    theirs = _restore(actor, customer, row.kept.get("fields", {}), "customer.edited")
    contact = row.kept.get("contact")
    person = contacts.get(contact["id"]) if contact else None
    if contact and contact["made"]:
        theirs += _take_off(actor, person, contact["version"])
    elif contact and person is not None:
        theirs += _restore(actor, person, contact["fields"], "contact.edited")
    if not theirs:
        return Outcome(ImportRowState.UNDONE)
    names = _("、").join(dict.fromkeys(theirs))
    return Outcome(
        ImportRowState.KEPT, _("%(fields)s后来有人改过，没有动；别的退回去了") % {"fields": names}, kept=row.kept
    )


def _restore(actor: User, record: Customer | Contact, fields: dict[str, list[str]], code: str) -> list[str]:
    """Put the fields back and return the names of those that are no longer what the import made of them."""
    back, theirs = {}, []
    for name, (before, after) in fields.items():
        if str(getattr(record, name)) == after:
            back[name] = [after, before]
            setattr(record, name, before)
        else:
            theirs.append(str(record._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
    if back:
        record.touch()
        refresh_customer(record) if isinstance(record, Customer) else refresh_contact(record)
        record.save()
        audit.record(actor=actor, code=code, subject=record, data=back)
        if code == "customer.edited" and back.keys() & {"name", "short_name"}:
            events.publish("customer.renamed", customer_id=record.pk)
    return theirs


def _take_off(actor: User, person: Contact | None, version: int) -> list[str]:
    """A contact the import added, unless somebody works with it by now."""
    if person is None:
        return []
    if person.version != version or references.hanging_on(Contact, [person.pk]):
        return [_("联系人")]
    audit.record(actor=actor, code="contact.import_undone", subject=person, data={"customer": person.customer_id})
    Contact.objects.filter(pk=person.pk)._raw_delete(connection.alias)
    return []
