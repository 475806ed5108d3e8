"""The verbs that change who works on a customer: share, transfer, hand over."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from core import audit, clock, events, notices, timeline
from core.addresses import address_of
from core.errors import Conflict, Invalid
from core.guards import require
from core.pages.text import keep
from customers import policies
from customers.choices import PoolStep
from customers.models import Collaborator, Customer, PoolMove
from customers.services.doors import lock_customer
from customers.services.pool import SETTLED, settle
from org.models import User

events.declare("customer.transferred", customer_id=int, from_user_id=int | None, to_user_id=int, actor_id=int | None)


@transaction.atomic
def add_collaborator(*, actor: User, customer_id: int, person: User) -> Collaborator:
    """Let a colleague work on the customer: they see it and everything below it from now on."""
    customer = lock_customer(actor, customer_id)
    require(policies.may_share(actor, customer), "customer.share", _("负责人、客户经理或上级才能加协作人"))
    if not person.is_active:
        raise Invalid("customer.left", _("%(person)s 已离职") % {"person": person}, errors={"person": [_("已离职")]})
    if customer.owner_id is None:
        raise Conflict("customer.pooled", _("在公海的客户没有协作人，先分配给人"))
    if person.pk == customer.owner_id:
        raise Conflict("customer.owner_shares", _("%(person)s 就是负责人") % {"person": person})
    sharing, added = Collaborator.objects.get_or_create(customer=customer, user=person, defaults={"added_by": actor})
    if not added:
        raise Conflict("customer.already_shared", _("%(person)s 已经是协作人") % {"person": person})
    audit.record(actor=actor, code="customer.collaborator_added", subject=customer, data={"person": str(person)})
    notices.send(
        code="customer.shared",
        recipients=[person],
        subject=customer,
        params={"customer": customer.name, "person": str(actor)},
        dedupe_key=f"customer.shared:{sharing.pk}",
    )
    return sharing


@transaction.atomic
def remove_collaborator(*, actor: User, customer_id: int, person: User) -> None:
    """End a colleague's work on the customer. People may also take themselves off."""
    customer = lock_customer(actor, customer_id)
    require(
        policies.may_share(actor, customer) or actor.pk == person.pk,
        "customer.share",
        _("负责人、客户经理或上级才能移除协作人"),
    )
    gone, _rows = Collaborator.objects.filter(customer=customer, user=person).delete()
    if gone:
        audit.record(actor=actor, code="customer.collaborator_removed", subject=customer, data={"person": str(person)})


@transaction.atomic
def transfer_customer(*, actor: User, customer_id: int, to: User, reason: str = "", told: bool = True) -> Customer:
    """Give a customer to another of one's people. The former owner loses sight of it unless shared again.

    Who gives many at once says `told=False`, and `tell_owner` of all of them.
    """
    customer = lock_customer(actor, customer_id)
    require(policies.may_transfer(actor, customer), "customer.transfer", _("上级才能转移客户"))
    if not policies.may_own(to):
        raise Invalid(
            "customer.cannot_own", _("%(person)s 不能负责客户") % {"person": to}, errors={"to": [_("选在职的销售")]}
        )
    require(
        policies.is_over(actor, to.pk), "customer.transfer_reach", _("只能转给自己部门的人，跨部门由共同的上级来转")
    )
    if to.pk == customer.owner_id:
        raise Conflict("customer.same_owner", _("%(person)s 已经是负责人") % {"person": to})
    give(actor=actor, customer=customer, to=to, reason=reason)
    if told:
        key = f"customer.received:{customer.pk}:{customer.version}"
        tell_owner(actor=actor, to=to, customer_ids=[customer.pk], dedupe_key=key)
    return customer


def tell_owner(*, actor: User, to: User, customer_ids: Sequence[int], dedupe_key: str) -> None:
    """One notice to who owns them now: of the one customer, or how many with the way to them."""
    only = Customer.objects.get(pk=customer_ids[0]) if len(customer_ids) == 1 else None
    many = keep(gettext_noop("%(n)s 家客户"), n=f"{len(customer_ids):,}")
    notices.send(
        code="customer.received",
        recipients=[to],
        subject=only,
        params={"customer": only.name if only else many, "person": str(actor)},
        dedupe_key=dedupe_key,
        url="" if only else f"{address_of('customers:customer_list')}?scene=mine&transferred={clock.today()}",
    )


@transaction.atomic
def hand_over_customers(*, actor: User, leaver: User, successor: User) -> int:
    """Give all of a leaver's customers to a successor; returns how many. Called when somebody leaves.

    Raises Conflict when key customers would go to somebody who may not be their account manager.
    """
    owned = Customer.objects.select_for_update(no_key=True).filter(owner=leaver).order_by("pk")
    managed = Customer.objects.select_for_update(no_key=True).filter(account_manager=leaver).order_by("pk")
    keys = list(managed)
    if keys and not successor.can("customers.own_key"):
        raise Conflict(
            "customer.successor_role",
            _("%(leaver)s 是 %(count)d 家大客户的客户经理，%(successor)s 不能接任，先给这些客户换客户经理")
            % {"leaver": leaver, "count": len(keys), "successor": successor},
        )
    for customer in keys:
        customer.account_manager = successor
        customer.touch()
        customer.save(update_fields=["account_manager", "version", "updated_at"])
    given = list(owned)
    for customer in given:
        give(actor=actor, customer=customer, to=successor, because=gettext_noop("离职交接"))
    return len({customer.pk for customer in [*keys, *given]})


def give(*, actor: User, customer: Customer, to: User, reason: str = "", because: str = "") -> None:
    """Make somebody the owner of a locked customer. Who may and who is told is the caller's affair."""
    before = customer.owner
    customer.owner = to
    settle(customer)
    customer.save(update_fields=[*SETTLED, "owner", "version", "updated_at"])
    if before is None:
        PoolMove.objects.create(customer=customer, step=PoolStep.ASSIGNED, person=to)
    Collaborator.objects.filter(customer=customer, user=to).delete()
    audit.record(
        actor=actor,
        code="customer.transferred" if before else "customer.assigned",
        subject=customer,
        from_state=str(before or "")[:40],
        to_state=str(to)[:40],
        reason=reason,
        data={"from": str(before or ""), "to": str(to)} | ({timeline.BECAUSE: keep(because)} if because else {}),
    )
    events.publish(
        "customer.transferred",
        customer_id=customer.pk,
        from_user_id=before.pk if before else None,
        to_user_id=to.pk,
        actor_id=actor.pk,
    )
