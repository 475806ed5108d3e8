"""The verbs about the people at a customer."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.guards import check_version, require
from core.scope import visible_or_404
from customers import completeness, policies
from customers.keys import refresh_contact
from customers.models import Contact, Customer
from customers.services.doors import assign, lock_customer, write
from org.models import User

FACTS = frozenset({"name", "title", "phone", "email", "wechat", "role", "is_primary", "left", "remarks"})


@transaction.atomic
def create_contact(*, actor: User, customer_id: int, facts: dict[str, Any]) -> Contact:
    """Note a person at a customer. The first one becomes the primary contact."""
    customer = lock_customer(actor, customer_id)
    require(policies.may_edit_customer(actor, customer), "contact.create", _("你没有修改客户资料的权限"))
    contact = Contact(customer=customer, created_by=actor)
    assign(contact, facts, FACTS)
    if not contact.left and not contact.is_primary:
        contact.is_primary = not customer.contacts.filter(is_primary=True).exists()
    _save(contact, customer)
    audit.record(actor=actor, code="contact.created", subject=contact, data={"customer": customer.pk})
    return contact


@transaction.atomic
def edit_contact(*, actor: User, contact_id: int, facts: dict[str, Any], version: int | None = None) -> Contact:
    """Change what is known of a person. A new primary contact takes the place of the old one."""
    seen = visible_or_404(Contact.objects.only("pk", "customer_id"), actor, pk=contact_id)
    customer = lock_customer(actor, seen.customer_id)
    require(policies.may_edit_customer(actor, customer), "contact.edit", _("你没有修改客户资料的权限"))
    contact = Contact.objects.select_for_update(no_key=True).get(pk=contact_id)
    check_version(contact, version)
    changed = assign(contact, facts, FACTS)
    if changed:
        contact.touch()
        _save(contact, customer)
        audit.record(actor=actor, code="contact.edited", subject=contact, data=changed)
    return contact


def _save(contact: Contact, customer: Customer) -> None:
    """The customer's lock is held, so no second primary contact can come in between."""
    if contact.is_primary:
        customer.contacts.filter(is_primary=True).exclude(pk=contact.pk).update(is_primary=False)
    refresh_contact(contact)
    write(contact)
    completeness.refresh([customer.pk])
