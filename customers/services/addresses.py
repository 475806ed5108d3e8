"""The verbs about the addresses of a customer."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.guards import check_version, require
from core.scope import visible_or_404
from customers import policies
from customers.models import Address, Customer
from customers.services.doors import assign, lock_customer, write
from org.models import User

FACTS = frozenset({"kind", "division", "line", "receiver", "phone", "is_default"})


@transaction.atomic
def create_address(*, actor: User, customer_id: int, facts: dict[str, Any]) -> Address:
    """Note an address of a customer. The first of its kind becomes the default."""
    customer = _lock(actor, customer_id)
    address = Address(customer=customer, created_by=actor)
    assign(address, facts, FACTS)
    if not address.is_default:
        address.is_default = not customer.addresses.filter(kind=address.kind, is_default=True).exists()
    _save(address, customer)
    audit.record(actor=actor, code="customer.address_added", subject=customer, data={"address": str(address)})
    return address


@transaction.atomic
def edit_address(*, actor: User, address_id: int, facts: dict[str, Any], version: int | None = None) -> Address:
    """Change an address. A new default takes the place of the old one."""
    customer, address = _find(actor, address_id)
    check_version(address, version)
    changed = assign(address, facts, FACTS)
    if changed:
        address.touch()
        _save(address, customer)
        audit.record(actor=actor, code="customer.address_edited", subject=customer, data=changed)
    return address


@transaction.atomic
def remove_address(*, actor: User, address_id: int) -> None:
    """Take an address off. Papers that bear it keep it in words."""
    customer, address = _find(actor, address_id)
    said = str(address)
    address.delete()
    audit.record(actor=actor, code="customer.address_removed", subject=customer, data={"address": said})


def _lock(actor: User, customer_id: int) -> Customer:
    customer = lock_customer(actor, customer_id)
    require(policies.may_edit_customer(actor, customer), "customer.edit", _("你没有修改客户资料的权限"))
    return customer


def _find(actor: User, address_id: int) -> tuple[Customer, Address]:
    """The address with its customer locked, so that no second default can come in between."""
    seen = visible_or_404(Address.objects.only("pk", "customer_id"), actor, pk=address_id)
    customer = _lock(actor, seen.customer_id)
    return customer, visible_or_404(Address.objects.select_for_update(no_key=True), actor, pk=address_id)


def _save(address: Address, customer: Customer) -> None:
    if address.is_default:
        same = customer.addresses.filter(kind=address.kind, is_default=True)
        same.exclude(pk=address.pk).update(is_default=False)
    write(address)
