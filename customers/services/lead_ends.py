"""How a lead ends: converted into a customer, or rejected; and the way back (B09)."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, clock, events, notices, policy
from core.addresses import address_of
from core.errors import Conflict, Invalid
from core.guards import check_version, require
from core.scope import visible_or_404
from customers import lead_rules, policies
from customers.choices import DealSource, LeadState, RejectReason
from customers.keys import phone_key
from customers.models import Contact, Customer, Lead, Opportunity
from customers.policy import LEAD_SCREENING
from customers.services.contacts import create_contact
from customers.services.customers import create_customer
from customers.services.leads import lock_lead, require_open, save_lead
from customers.services.opportunities import create_opportunity
from org import lines
from org.models import User

events.declare("lead.converted", lead_id=int, customer_id=int, actor_id=int)


@transaction.atomic
def convert_lead(
    *,
    actor: User,
    lead_id: int,
    customer: Customer | None = None,
    facts: dict[str, Any] | None = None,
    opportunity: dict[str, Any] | None = None,
    accept_duplicates: bool = False,
    version: int | None = None,
) -> Lead:
    """Make a customer of a lead, with its contact, or let it belong to one in sight; and open a deal if `opportunity` says so.

    Only the owner converts, and only what was spoken with and screened: Conflict names what is missing. Of two tabs one
    wins, the other is told who did. Raises DuplicateCustomer as `create_customer` does.
    """
    lead = lock_lead(actor, lead_id)
    require(policies.may_convert_lead(actor, lead), "lead.convert_own", _("负责人才能转客户，先改派给自己"))
    require_open(lead)
    check_version(lead, version)
    _require_ready(lead)
    if customer is None:
        known = {"name": lead.company, "phone": "" if lead.contact else lead.phone, "division": lead.division}
        customer = create_customer(actor=actor, facts={**known, **(facts or {})}, accept_duplicates=accept_duplicates)
    else:
        customer = visible_or_404(Customer.objects.all(), actor, pk=customer.pk)
    _add_contact(actor, lead, customer)
    lead.convert(customer=customer)
    lead.closed_by = actor
    _keep(lead)
    # The deal finds its lead by the customer (`claim_deal`), as one that is opened later does.
    if opportunity is not None:
        create_opportunity(
            actor=actor, customer_id=customer.pk, facts={"source": _source_of_deal(lead.source), **opportunity}
        )
        lead.refresh_from_db(fields=["opportunity", "version"])
    audit.record(
        actor=actor,
        code="lead.converted",
        subject=lead,
        from_state=LeadState.WORKING,
        to_state=lead.state,
        data={"customer": customer.pk},
    )
    events.publish("lead.converted", lead_id=lead.pk, customer_id=customer.pk, actor_id=actor.pk)
    return lead


@transaction.atomic
def claim_deal(*, opportunity_id: int, customer_id: int) -> None:
    """The first deal at a customer that came from a lead is that lead's, whether opened with it or later."""
    lead = Lead.objects.select_for_update(no_key=True).filter(customer_id=customer_id, opportunity=None)
    first = lead.order_by("closed_at", "pk").first()
    if first is not None:
        first.opportunity = Opportunity.objects.get(pk=opportunity_id)
        first.touch()
        first.save(update_fields=["opportunity", "version", "updated_at"])


@transaction.atomic
def reject_lead(*, actor: User, lead_id: int, reason: str, note: str = "", version: int | None = None) -> Lead:
    """Give a lead up, with the reason kept. What nobody has yet, whoever assigns may reject."""
    lead = lock_lead(actor, lead_id)
    require(policies.may_reject_lead(actor, lead), "lead.reject", _("负责人和分配线索的人才能退掉"))
    require_open(lead)
    check_version(lead, version)
    if reason not in RejectReason.values:
        raise Invalid("lead.reject_reason", _("选一个退掉的原因"), errors={"reason": [_("选一个")]})
    was = lead.state
    lead.reject(reason=reason)
    lead.closed_by, lead.reject_note = actor, note.strip()
    _keep(lead)
    audit.record(
        actor=actor,
        code="lead.rejected",
        subject=lead,
        from_state=was,
        to_state=lead.state,
        reason=note.strip(),
        data={"reject_reason": reason},
    )
    return lead


@transaction.atomic
def reopen_lead(*, actor: User, lead_id: int, reason: str, version: int | None = None) -> Lead:
    """Take a rejected lead up again where it was: in the queue, with its owner, or at work. With a reason."""
    lead = lock_lead(actor, lead_id)
    require(policies.may_reject_lead(actor, lead), "lead.reject", _("负责人和分配线索的人才能重新打开"))
    if lead.state != LeadState.REJECTED:
        raise Conflict("lead.not_rejected", _("退掉的线索才能重新打开"))
    check_version(lead, version)
    if not reason.strip():
        raise Invalid("lead.reason", _("重新打开要写明原因"), errors={"reason": [_("写一句原因")]})
    if lead.first_touch_at and lead.owner_id:
        lead.back_to_work()
    elif lead.owner_id:
        lead.back_to_owner()
    else:
        lead.back_to_queue()
    _keep(lead)
    audit.record(
        actor=actor,
        code="lead.reopened",
        subject=lead,
        from_state=LeadState.REJECTED,
        to_state=lead.state,
        reason=reason.strip(),
    )
    return lead


@transaction.atomic
def mind_leads(*, as_of: datetime) -> int:
    """Remind owners of leads they have not spoken with in time, and a work day later their superiors; once for each lead.

    What waits for an owner too long is told to who assigns where it was entered, a work day later to the superior.
    Returns how many leads are meant. A repeated run tells nobody twice: each lead keeps that it was told of.
    """
    on = clock.local_date(as_of)
    if not clock.is_workday(on):
        return 0
    limit = lead_rules.limits(on)
    late = Lead.objects.overdue(limit.assigned_since, limit.touched_since)
    earlier = Lead.objects.overdue(lead_rules.since(limit.assigned_since, 1), lead_rules.since(limit.touched_since, 1))
    return _remind(late, "warned_at", as_of, climb=False) + _remind(earlier, "climbed_at", as_of, climb=True)


def _remind(rows: Any, mark: str, as_of: datetime, *, climb: bool) -> int:
    """One notice for each person, however many leads: of the owner's untouched ones, and of the unassigned by who entered them."""
    asked = rows.filter(**{mark: None}).order_by("pk").select_for_update(no_key=True, skip_locked=True)
    found = list(asked.values_list("pk", "owner_id", "created_by_id"))
    Lead.objects.filter(pk__in=[pk for pk, _owner, _by in found]).update(**{mark: as_of})
    owned = Counter(owner for _pk, owner, _by in found if owner)
    queued = Counter(by for _pk, owner, by in found if not owner and by)
    people = User.objects.in_bulk([*owned, *queued])
    listed, key = address_of("customers:lead_list"), f"{as_of:%Y-%m-%dT%H}"
    for pk, number in owned.items():
        person = people[pk]
        notices.send(
            code="lead.late_team" if climb else "lead.late",
            recipients=lines.superiors(person) if climb else [person],
            params={"person": str(person), "number": number},
            url=f"{listed}?scene=all&overdue=on&owner={pk}" if climb else f"{listed}?scene=mine&overdue=on",
            dedupe_key=f"lead.late:{climb}:{key}:{pk}",
        )
    for pk, number in queued.items():
        keepers = lines.holders("leads.assign", of=people[pk])
        told = [boss for keeper in keepers[:1] for boss in lines.superiors(keeper)] if climb else keepers
        notices.send(
            code="lead.queued",
            recipients=told,
            params={"number": number},
            url=f"{listed}?scene=queue&overdue=on",
            dedupe_key=f"lead.queued:{climb}:{key}:{pk}",
        )
    return len(found)


def _require_ready(lead: Lead) -> None:
    if lead.state != LeadState.WORKING:
        raise Conflict("lead.untouched", _("先记一次联系，再转客户"))
    rule = policy.in_force(LEAD_SCREENING)
    if gaps := lead_rules.missing(lead, rule.value):
        what = _("、").join(str(gap.label) for gap in gaps)
        raise Conflict("lead.not_screened", _("甄别还缺：%(what)s") % {"what": what}, clause=rule.clause)


def _add_contact(actor: User, lead: Lead, customer: Customer) -> None:
    """The person, unless the customer has them already or is not the actor's to change."""
    if not lead.contact or not policies.may_edit_customer(actor, customer):
        return
    known = Contact.objects.of(customer)
    if any(one.name == lead.contact or (lead.phone and one.phone_key == phone_key(lead.phone)) for one in known.all()):
        return
    facts = {name: getattr(lead, name) for name in ("phone", "email", "wechat")}
    create_contact(actor=actor, customer_id=customer.pk, facts={"name": lead.contact, **facts})


def _source_of_deal(source: str) -> str:
    """Deals know fewer sources than leads."""
    return source if source in DealSource.values else ""


def _keep(lead: Lead) -> None:
    lead.touch()
    save_lead(lead)
