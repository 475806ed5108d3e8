"""Asking for more time before a customer comes into 公海; the superior decides (customers.approvals)."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, clock, policy
from core.addresses import address_of
from core.errors import Conflict, Invalid
from core.guards import require
from customers import policies, pool
from customers.models import Customer, PoolExtension
from customers.models.extensions import KIND
from customers.policy import EXTENSION_DAYS
from customers.services.doors import lock_customer, write
from org.models import User
from workflow import services as workflow
from workflow.adapters import Submission


@transaction.atomic
def ask_extension(*, actor: User, customer_id: int, until: date, reason: str) -> PoolExtension:
    """Ask to keep a customer until a day; it stays while the question waits.

    Raises Forbidden unless it is the actor's, Invalid for a day that is no later than it stays anyway or beyond the rule,
    Conflict for a class that never comes into 公海, and while one is waiting.
    """
    customer = lock_customer(actor, customer_id)
    require(policies.may_ask_extension(actor, customer), "customer.extend", _("负责人才能申请公海延期"))
    today = clock.today()
    left = pool.left(customer, pool.days_of(today), today)
    if left is None:
        raise Conflict("customer.never_pooled", _("这家客户不会回公海，不用延期"))
    if PoolExtension.objects.waiting().filter(customer=customer).exists():
        raise Conflict("customer.extension_waits", _("上一个延期申请还在审批"))
    _check_day(until, today, left)
    extension = PoolExtension(
        customer=customer, until=until, before=customer.kept_until, reason=reason.strip(), created_by=actor
    )
    write(extension, exclude={"state"})
    extension.approval = workflow.submit_for_approval(
        actor=actor, kind=KIND, subject=extension, submission=_submission(extension, customer, today, left)
    )
    extension.save()
    audit.record(
        actor=actor, code="customer.extension_asked", subject=customer, reason=reason, data={"until": until.isoformat()}
    )
    return extension


def _check_day(until: date, today: date, left: int) -> None:
    longest = policy.in_force(EXTENSION_DAYS)
    if until > today + timedelta(days=longest.value):
        told = _("最多延到 %(day)s") % {"day": f"{today + timedelta(days=longest.value):%m-%d}"}
        raise Invalid("customer.extension_long", told, errors={"until": [told]}, clause=longest.clause)
    if until <= today + timedelta(days=left):
        told = _("不延期也留到 %(day)s") % {"day": f"{today + timedelta(days=left):%m-%d}"}
        raise Invalid("customer.extension_short", told, errors={"until": [told]})


def _submission(extension: PoolExtension, customer: Customer, today: date, left: int) -> Submission:
    return Submission(
        number=customer.number,
        title=extension.reason,
        party=customer.name,
        url=address_of("customers:customer_detail", customer.pk),
        amount=None,
        currency="",
        digest=extension.digest,
        facts={"days": (extension.until - today).days},
        data={
            "customer_id": customer.pk,
            "customer_class": customer.customer_class,
            "last_contact_at": customer.last_contact_at.isoformat() if customer.last_contact_at else None,
            "left": left,
            "until": extension.until.isoformat(),
            "reason": extension.reason,
        },
        policies=policy.cite([policy.in_force(EXTENSION_DAYS)]),
    )
