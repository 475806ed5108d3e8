"""The verbs of the customer archive (B01, B04): create, edit, classify."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, clock, events, numbering
from core.errors import Conflict, Forbidden, Invalid
from core.guards import check_version, require
from core.scope import visible_or_404
from core.uscc import clean
from customers import completeness, policies, selectors
from customers.choices import CustomerClass
from customers.keys import refresh_customer
from customers.models import Customer
from customers.services.doors import assign, lock_customer, write
from org.models import User

events.declare("customer.created", customer_id=int, actor_id=int)
events.declare("customer.classified", customer_id=int, actor_id=int, from_class=str, to_class=str)
events.declare("customer.renamed", customer_id=int)

FACTS = frozenset(
    {
        "name", "short_name", "uscc", "industry", "division", "address", "phone", "website", "remarks", "parent", "tags",
    }
)  # fmt: skip
CREDIT = frozenset({"credit_rating", "credit_limit", "credit_days", "credit_note"})
MOST_ABOVE = 10


class DuplicateCustomer(Conflict):
    """We have this company already. `found` says whose it is; a certain duplicate cannot be ticked past."""

    def __init__(self, found: list[selectors.Duplicate]) -> None:
        self.found = found
        self.certain = any(duplicate.exact for duplicate in found)
        first = found[0]
        last = f"{clock.local(first.last_contact_at):%Y-%m-%d}" if first.last_contact_at else _("还没有")
        super().__init__(
            "customer.duplicate",
            _("%(matched)s与已有客户相同，负责人 %(owner)s，最近跟进 %(last)s")
            % {"matched": first.matched, "owner": first.owner, "last": last},
        )


@transaction.atomic
def create_customer(
    *,
    actor: User,
    facts: dict[str, Any],
    customer_class: str = CustomerClass.POTENTIAL,
    account_manager: User | None = None,
    accept_duplicates: bool = False,
) -> Customer:
    """Open a customer's file; the creator owns it.

    Raises DuplicateCustomer for the same USCC always, for the same name or phone unless `accept_duplicates`.
    """
    require(policies.may_create_customer(actor), "customer.create", _("你没有新建客户的权限"))
    customer = Customer(owner=actor, created_by=actor, classified_by=actor)
    assign(customer, tidy(facts), FACTS)
    _refuse_duplicates(actor, customer, accept_duplicates)
    customer.customer_class = customer_class
    customer.account_manager = account_manager
    check_first_class(actor, customer)
    _check_parent(actor, customer)
    customer.number = numbering.take("customers.customer")
    refresh_customer(customer)
    write(customer)
    completeness.refresh([customer.pk])
    audit.record(
        actor=actor,
        code="customer.created",
        subject=customer,
        to_state=customer.customer_class,
        data={"duplicates_accepted": accept_duplicates},
    )
    events.publish("customer.created", customer_id=customer.pk, actor_id=actor.pk)
    return customer


@transaction.atomic
def edit_customer(
    *,
    actor: User,
    customer_id: int,
    facts: dict[str, Any],
    version: int | None = None,
    accept_duplicates: bool = False,
) -> Customer:
    """Change what is known of a customer. A new name, USCC or phone is checked for duplicates again."""
    customer = lock_customer(actor, customer_id)
    require(policies.may_edit_customer(actor, customer), "customer.edit", _("你没有修改客户资料的权限"))
    check_version(customer, version)
    changed = assign(customer, tidy(facts), FACTS)
    if not changed:
        return customer
    if changed.keys() & {"name", "uscc", "phone"}:
        _refuse_duplicates(actor, customer, accept_duplicates, changed=set(changed))
    if "parent" in changed:
        _check_parent(actor, customer)
    customer.confirmed_at = clock.now()
    customer.touch()
    refresh_customer(customer)
    write(customer)
    completeness.refresh([customer.pk])
    audit.record(actor=actor, code="customer.edited", subject=customer, data=changed)
    if changed.keys() & {"name", "short_name"}:
        events.publish("customer.renamed", customer_id=customer.pk)
    return customer


@transaction.atomic
def classify_customer(
    *,
    actor: User,
    customer_id: int,
    customer_class: str,
    account_manager: User | None = None,
    reason: str = "",
    version: int | None = None,
) -> Customer:
    """Put a customer into a class, dated and attributed (B04). 大客户 needs its one account manager (A06).

    Choosing 大客户 again with another account manager hands the customer to that one.
    """
    customer = lock_customer(actor, customer_id)
    check_version(customer, version)
    if customer_class not in CustomerClass.values:
        raise Invalid("customer.class", _("没有这个类别"), errors={"customer_class": [_("没有这个类别")]})
    if not policies.may_classify(actor, customer, customer_class):
        raise Forbidden("customer.classify", _("大客户由销售经理以上的人来定，其他类别由能改客户资料的人来定"))
    before, manager = customer.customer_class, customer.account_manager
    customer.customer_class = customer_class
    customer.account_manager = account_manager if customer_class == CustomerClass.KEY else None
    if before == customer_class and manager == customer.account_manager:
        return customer
    _check_manager(customer)
    customer.classified_at, customer.classified_by = clock.now(), actor
    customer.touch()
    write(customer)
    completeness.refresh([customer.pk])
    audit.record(
        actor=actor,
        code="customer.classified",
        subject=customer,
        from_state=before,
        to_state=customer.customer_class,
        reason=reason,
        data={
            "from": before,
            "to": customer.customer_class,
            "account_manager": [str(manager or ""), str(customer.account_manager or "")],
        },
    )
    events.publish(
        "customer.classified", customer_id=customer.pk, actor_id=actor.pk, from_class=before, to_class=customer_class
    )
    return customer


@transaction.atomic
def confirm_customer(*, actor: User, customer_id: int, version: int | None = None) -> Customer:
    """Say that what we know of a customer is still right (B03)."""
    customer = lock_customer(actor, customer_id)
    require(policies.may_edit_customer(actor, customer), "customer.edit", _("你没有修改客户资料的权限"))
    check_version(customer, version)
    customer.confirmed_at = clock.now()
    customer.touch()
    customer.save(update_fields=["confirmed_at", "version", "updated_at"])
    audit.record(actor=actor, code="customer.confirmed", subject=customer)
    return customer


@transaction.atomic
def set_credit(*, actor: User, customer_id: int, facts: dict[str, Any], version: int | None = None) -> Customer:
    """Write down what a customer may owe us and for how long. Raises Forbidden without the right."""
    customer = lock_customer(actor, customer_id)
    require(policies.may_set_credit(actor), "customer.credit", _("你没有改客户信用的权限"))
    check_version(customer, version)
    changed = assign(customer, facts, CREDIT)
    if not changed:
        return customer
    customer.touch()
    write(customer)
    audit.record(actor=actor, code="customer.credit_set", subject=customer, data=changed)
    return customer


def tidy(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts as they are stored."""
    found = dict(facts)
    if found.get("uscc"):
        found["uscc"] = clean(found["uscc"])
    if "tags" in found:
        found["tags"] = list(dict.fromkeys(tag.strip() for tag in found["tags"] if tag.strip()))
    return found


def _check_parent(actor: User, customer: Customer) -> None:
    """The parent is in sight, and none of its own parents is this customer."""
    if customer.parent is None:
        return
    above: Customer | None = visible_or_404(Customer.objects.all(), actor, pk=customer.parent.pk)
    for _step in range(MOST_ABOVE):
        if above is None:
            return
        if above.pk == customer.pk:
            break
        above = above.parent
    told = _("%(parent)s 就在这家公司下面") % {"parent": customer.parent}
    raise Invalid("customer.parent_below", told, errors={"parent": [told]})


def _refuse_duplicates(actor: User, customer: Customer, accepted: bool, changed: set[str] | None = None) -> None:
    """Ask only about what is new, so that an old known duplicate does not stop every later edit."""
    asked = {"name": customer.name, "uscc": customer.uscc, "phone": customer.phone}
    found = selectors.find_duplicates(
        user=actor,
        besides=customer.pk,
        **{key: text for key, text in asked.items() if changed is None or key in changed},
    )
    if found and not (accepted and not any(duplicate.exact for duplicate in found)):
        raise DuplicateCustomer(found)


def check_first_class(user: User, customer: Customer) -> None:
    """Raises Forbidden or Invalid when `user` may not enter the customer in its class, with its account manager."""
    require(
        customer.customer_class != CustomerClass.KEY or policies.may_classify(user, customer, customer.customer_class),
        "customer.key_class",
        _("大客户由销售经理以上的人来定"),
    )
    _check_manager(customer)


def _check_manager(customer: Customer) -> None:
    manager = customer.account_manager
    if customer.customer_class != CustomerClass.KEY:
        return
    if manager is None:
        raise Invalid(
            "customer.key_needs_manager",
            _("大客户必须有一位客户经理"),
            errors={"account_manager": [_("选一位客户经理")]},
        )
    if not (manager.is_active and manager.can("customers.own_key")):
        raise Invalid(
            "customer.manager_role",
            _("%(person)s 不能担任大客户的客户经理") % {"person": manager},
            errors={"account_manager": [_("只能选客户经理")]},
        )
