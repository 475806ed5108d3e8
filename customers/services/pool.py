"""The verbs of 公海: claim a customer, put one back, and the night that takes back what nobody follows up."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from core import audit, clock, events, notices, policy
from core.addresses import address_of
from core.errors import Conflict
from core.guards import check_version, require
from customers import policies, pool
from customers.choices import PoolStep
from customers.models import Collaborator, Customer, PoolMove
from customers.policy import POOL_BAR, POOL_CLAIMS, POOL_MOST, POOL_WARNINGS
from customers.services.doors import lock_customer
from org import lines
from org.models import Unit, User

AT_ONCE = 500
"""Customers the night takes back in one statement."""

MOST = 20_000
"""Customers one night takes back, so that it ends within a job's time."""

NAMED = 3

events.declare("customer.claimed", customer_id=int, actor_id=int)
events.declare("customer.pooled", customer_id=int, from_user_id=int, actor_id=int | None)


@transaction.atomic
def claim_customer(*, actor: User, customer_id: int) -> Customer:
    """Take a customer out of 公海; the actor owns it from now on. Of two at once one gets it; a second click changes nothing.

    Raises Forbidden without the right; Conflict when it is not (any more) in the actor's 公海, for whom it was taken from
    not long ago, and beyond the claims of a day or the customers one may have.
    """
    require(policies.may_claim(actor), "customer.claim", _("你没有从公海领客户的权限"))
    # One claim of a person after the other, or two at once would both be the last one allowed.
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    found = (
        Customer.objects.in_pool_of(actor).select_for_update(no_key=True, of=("self",)).filter(pk=customer_id).first()
    )
    if found is None and (mine := Customer.objects.filter(pk=customer_id, owner=actor).first()):
        return mine
    if found is None:
        raise Conflict("customer.not_in_pool", _("这家客户不在你的公海里，可能刚被同事领走"))
    _check_claim(actor, found)
    found.owner = actor
    settle(found)
    found.save(update_fields=[*SETTLED, "owner", "version", "updated_at"])
    PoolMove.objects.create(customer=found, step=PoolStep.CLAIMED, person=actor)
    audit.record(actor=actor, code="customer.claimed", subject=found, to_state=str(actor)[:40])
    events.publish("customer.claimed", customer_id=found.pk, actor_id=actor.pk)
    return found


@transaction.atomic
def release_customer(*, actor: User, customer_id: int, reason: str, version: int | None = None) -> Customer:
    """Put a customer into 公海 before its time, with a reason. Collaborators leave it with its owner.

    Raises Forbidden unless owner or above, Conflict for a 大客户 and while something under way holds the customer.
    """
    customer = lock_customer(actor, customer_id)
    check_version(customer, version)
    if customer.owner is None:
        raise Conflict("customer.pooled", _("已经在公海里了"))
    require(policies.may_release(actor, customer), "customer.release", _("负责人或上级才能放回公海，大客户不能放"))
    if held := pool.reasons(customer, clock.today()):
        raise Conflict("customer.held", _("%(reason)s，不能放回公海") % {"reason": _("、").join(held)})
    (owner,) = _pool([customer], PoolStep.RELEASED, at=clock.now(), actor=actor, reason=reason)
    if owner != actor:
        _tell_owner(owner, [customer], key=f"customer.pooled:{customer.pk}:{customer.version}")
    return customer


@transaction.atomic
def return_customers(*, as_of: datetime) -> int:
    """Take back what nobody followed up in time as of that moment's day; returns how many. Owners hear of it once.

    The whole company is asked once, each batch again under its locks. A customer somebody is writing at this moment waits for
    the next night, as do those beyond `MOST`.
    """
    on = clock.local_date(as_of)
    days = pool.days_of(on)
    due = pool.leaving(Customer.objects.order_by("owner_id", "pk"), within=-1, days=days, on=on)
    found = list(due.values_list("pk", flat=True)[:MOST])
    lost: dict[User, list[Customer]] = defaultdict(list)
    for start in range(0, len(found), AT_ONCE):
        rows = Customer.objects.select_related("owner__unit").filter(pk__in=found[start : start + AT_ONCE])
        still = pool.leaving(rows.order_by("owner_id", "pk"), within=-1, days=days, on=on)
        batch = list(still.select_for_update(no_key=True, skip_locked=True, of=("self",)))
        for customer, owner in zip(batch, _pool(batch, PoolStep.RETURNED, at=as_of, actor=None), strict=True):
            lost[owner].append(customer)
    for owner, customers in lost.items():
        _tell_owner(owner, customers, key=f"customer.pooled:{on}:{customers[0].pk}")
    return sum(map(len, lost.values()))


def warn_of_return(*, as_of: datetime) -> int:
    """Tell owners whose customers are so many days from 公海 as the rules warn, at the last step their superiors too.

    One notice per owner and step; returns how many customers are meant. A repeated run tells nobody twice.
    """
    on = clock.local_date(as_of)
    days = pool.days_of(on)
    steps = sorted({int(rule.value) for rule in policy.many(POOL_WARNINGS, on=on).values()})
    at_step = {
        f"at_{step}": Count("pk", filter=pool.days_over(step, days, on) & ~pool.days_over(step - 1, days, on))
        for step in steps
    }
    soon = pool.leaving(Customer.objects.order_by(), within=steps[-1], days=days, on=on)
    counted = {row.pop("owner"): row for row in soon.values("owner").annotate(**at_step)}
    owners = User.objects.in_bulk(counted)
    meant = 0
    for step in steps:
        numbers = {owners[pk]: row[f"at_{step}"] for pk, row in counted.items() if row[f"at_{step}"]}
        with transaction.atomic():
            _warn(numbers, step, on.isoformat())
            if step == steps[0]:
                _warn_superiors(numbers, step, on.isoformat())
        meant += sum(numbers.values())
    return meant


SETTLED = ("owned_since", "kept_until", "pooled_at", "pool")


def settle(customer: Customer) -> None:
    """What changes besides the owner when a customer gets one: the days count anew. Not saved."""
    customer.owned_since = clock.now()
    customer.kept_until = customer.pooled_at = customer.pool = None
    customer.touch()


def _check_claim(actor: User, customer: Customer) -> None:
    rules = policy.many([POOL_BAR, POOL_CLAIMS, POOL_MOST])
    bar, daily, most = rules[POOL_BAR], rules[POOL_CLAIMS], rules[POOL_MOST]
    since = clock.now() - timedelta(days=bar.value)
    lost = PoolMove.objects.filter(step__in=[PoolStep.RETURNED, PoolStep.RELEASED], person=actor, customer=customer)
    if last := lost.filter(at__gt=since).order_by("-at").first():
        told = {"day": f"{clock.local(last.at):%m-%d}", "days": bar.value}
        raise Conflict(
            "customer.claim_barred", _("%(day)s 刚从你名下进公海，%(days)s 天内留给别人") % told, clause=bar.clause
        )
    claimed = PoolMove.objects.filter(step=PoolStep.CLAIMED, person=actor, at__gte=clock.day_start(clock.today()))
    if claimed.count() >= daily.value:
        raise Conflict(
            "customer.claims_of_day", _("今天已经领了 %(n)s 家，明天再来") % {"n": daily.shown}, clause=daily.clause
        )
    if Customer.objects.filter(owner=actor).count() >= most.value:
        raise Conflict(
            "customer.claim_most", _("你名下已有 %(n)s 家客户，先放回几家再领") % {"n": most.shown}, clause=most.clause
        )


def _pool(
    customers: Sequence[Customer], step: str, *, at: datetime, actor: User | None, reason: str = ""
) -> list[User]:
    """Make locked customers nobody's; returns whose they were. Quotes and visits stay theirs, the collaborators go."""
    regions: dict[int | None, Unit | None] = {}
    moves, owners = [], []
    for customer in customers:
        owner = customer.owner
        assert owner is not None, "only owned customers are asked for"
        if owner.unit_id not in regions:
            regions[owner.unit_id] = lines.region_of(owner.unit)
        owners.append(owner)
        moves.append(PoolMove(customer=customer, step=step, person=owner, at=at))
        customer.owner, customer.pooled_at, customer.pool = None, at, regions[owner.unit_id]
        customer.kept_until = None
        customer.touch()
    Customer.objects.bulk_update(customers, ["owner", "pooled_at", "pool", "kept_until", "version", "updated_at"])
    Collaborator.objects.filter(customer__in=customers).delete()
    PoolMove.objects.bulk_create(moves)
    for customer, owner in zip(customers, owners, strict=True):
        audit.record(actor=actor, code=f"customer.{step}", subject=customer, from_state=str(owner)[:40], reason=reason)
        events.publish(
            "customer.pooled",
            customer_id=customer.pk,
            from_user_id=owner.pk,
            actor_id=actor.pk if actor else None,
        )
    return owners


def _tell_owner(owner: User, customers: Sequence[Customer], *, key: str) -> None:
    notices.send(
        code="customer.pooled",
        recipients=[owner],
        params={"customers": [customer.name for customer in customers[:NAMED]], "number": len(customers)},
        url=address_of("customers:pool_list"),
        dedupe_key=key,
    )


def _warn(numbers: Mapping[User, int], step: int, day: str) -> None:
    notices.send_each(
        code="customer.leaving",
        told={owner: {"number": number, "days": step} for owner, number in numbers.items()},
        url=f"{address_of('customers:customer_list')}?scene=mine&leaving=on",
        dedupe_key=f"customer.leaving:{day}:{step}",
    )


def _warn_superiors(numbers: Mapping[User, int], step: int, day: str) -> None:
    for owner, number in numbers.items():
        notices.send(
            code="customer.leaving_team",
            recipients=lines.superiors(owner),
            params={"person": str(owner), "number": number, "days": step},
            url=f"{address_of('customers:customer_list')}?scene=team&leaving=on&owner={owner.pk}",
            dedupe_key=f"customer.leaving_team:{day}:{step}:{owner.pk}",
        )
