"""The verbs about visits (C05): log, amend, and consent to positions."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from core import attachments, audit, clock, events, policy
from core.errors import Conflict, Forbidden, Invalid, Unprocessable, from_validation
from core.guards import check_version, require
from core.scope import visible_or_404
from customers import policies
from customers.choices import Outcome, PositionSystem, VisitKind
from customers.models import Customer, Opportunity, Visit, VisitConsent, VisitPosition
from customers.policy import LATE_DAYS, POSITION_DAYS, POSITIONS
from customers.services.doors import assign, write
from customers.services.tasks import raise_feedback
from org.models import User

events.declare("visit.logged", visit_id=int, customer_id=int, visitor_id=int)

KIND = "customers.visit"
MEET_SQL = """
    INSERT INTO customers_visitcontact (visit_id, contact_id)
    SELECT %s, id FROM customers_contact WHERE customer_id = %s AND id = ANY (%s) ORDER BY id
"""
FACTS = frozenset(
    {
        "kind", "occurred_at", "opportunity_id", "purpose", "outcome", "summary", "materials", "companions",
        "satisfaction", "next_step", "next_on",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Position:
    """Where the phone was at the tap, raw as the browser gave it."""

    latitude: Decimal
    longitude: Decimal
    accuracy: int
    system: str = PositionSystem.WGS84
    taken_at: datetime | None = None


@transaction.atomic
def log_visit(
    *,
    actor: User,
    customer_id: int,
    occurred_at: datetime,
    outcome: str,
    kind: str = VisitKind.VISIT,
    contact_ids: Iterable[int] = (),
    opportunity_id: int | None = None,
    purpose: str = "",
    summary: str = "",
    materials: str = "",
    companions: str = "",
    satisfaction: str = "",
    feedback: Sequence[str] = (),
    next_step: str = "",
    next_on: date | None = None,
    position: Position | None = None,
    photos: Sequence[UploadedFile] = (),
    client_key: str = "",
) -> Visit:
    """Write down a visit. The same `client_key` again gives the visit already there, and writes nothing.

    Each line of `feedback`, what the customer said, becomes a task of the visitor (C06). Refused: a time to come,
    somebody else's contacts or deal, a demonstration of nothing or to nobody (D02), a position without consent, an
    unwanted file. Late by policy is marked so.
    """
    require(policies.may_log_visit(actor), "visit.log", _("你没有记拜访的权限"))
    customer = visible_or_404(Customer.objects.all(), actor, pk=customer_id)
    known = _find_submitted(actor, customer, client_key)
    if known is not None:
        return known
    visit = Visit(
        customer=customer,
        visitor=actor,
        created_by=actor,
        kind=kind,
        occurred_at=occurred_at,
        outcome=outcome,
        opportunity_id=opportunity_id,
        purpose=purpose.strip(),
        summary=summary.strip(),
        materials=materials.strip(),
        companions=companions.strip(),
        satisfaction=satisfaction,
        next_step=next_step.strip(),
        next_on=next_on,
        client_key=client_key,
    )
    visit.recorded_at = clock.now()
    rule = _judge_time(visit)
    contacts = set(contact_ids)
    _require_own_deal(visit, actor)
    _require_demo(visit, contacts)
    try:
        write(visit, exclude={"client_key"})
    except Conflict:
        # Two submissions of one draft at once: the other one won, its row is the answer.
        known = _find_submitted(actor, customer, client_key)
        if known is None:
            raise
        return known
    _meet(visit, contacts)
    if position is not None:
        _keep_position(visit, actor, position)
    for photo in photos:
        attachments.add(actor=actor, kind=KIND, subject_id=visit.pk, file=photo, name=photo.name or "")
    if visit.outcome != Outcome.NOT_MET:
        # Asked of the row itself, so that an earlier visit written down at the same time changes nothing.
        earlier = Q(last_contact_at=None) | Q(last_contact_at__lt=visit.occurred_at)
        Customer.objects.filter(earlier, pk=customer.pk).update(last_contact_at=visit.occurred_at)
    audit.record(
        actor=actor,
        code="visit.logged",
        subject=visit,
        to_state=visit.outcome,
        data={"customer": customer.pk, "late": visit.is_late, "policies": policy.cite([rule])},
    )
    raise_feedback(visit=visit, said=feedback)
    events.publish("visit.logged", visit_id=visit.pk, customer_id=customer.pk, visitor_id=actor.pk)
    return visit


@transaction.atomic
def amend_visit(
    *,
    actor: User,
    visit_id: int,
    reason: str,
    facts: dict[str, Any],
    contact_ids: Iterable[int] | None = None,
    version: int | None = None,
) -> Visit:
    """Correct a visit after the fact, with a reason. Who was there does it; before and after stay on record."""
    visible_or_404(Visit.objects.only("pk"), actor, pk=visit_id)
    visit = Visit.objects.select_for_update(no_key=True, of=("self",)).select_related("customer").get(pk=visit_id)
    require(policies.may_amend_visit(actor, visit), "visit.amend", _("拜访只能由拜访人本人更正"))
    if not reason.strip():
        raise Invalid("visit.reason", _("更正要写明原因"), errors={"reason": [_("写一句原因")]})
    check_version(visit, version)
    changed = assign(visit, facts, FACTS)
    before = sorted(visit.met.values_list("contact_id", flat=True))
    contacts = before if contact_ids is None else sorted(set(contact_ids))
    if contacts != before:
        _set_contacts(visit, contacts)
        changed["contacts"] = [str(before), str(contacts)]
    if not changed:
        return visit
    if "opportunity_id" in changed:
        _require_own_deal(visit, actor)
    _require_demo(visit, contacts)
    if "occurred_at" in changed:
        _judge_time(visit)
    visit.amended_at = clock.now()
    visit.touch()
    write(visit, exclude={"client_key"})
    note_contact(visit.customer_id)
    audit.record(actor=actor, code="visit.amended", subject=visit, reason=reason.strip(), data=changed)
    return visit


@transaction.atomic
def give_consent(*, actor: User) -> VisitConsent:
    """Agree, once, that the position may be attached to one's visits at the tap."""
    consent, new = VisitConsent.objects.get_or_create(user=actor)
    if new or consent.withdrawn_at is not None:
        consent.given_at, consent.withdrawn_at = clock.now(), None
        consent.save()
        audit.record(actor=actor, code="visit.consent_given", subject=consent)
    return consent


@transaction.atomic
def withdraw_consent(*, actor: User) -> None:
    """Stop attaching positions, and delete those already kept."""
    now = clock.now()
    changed = VisitConsent.objects.filter(user=actor, withdrawn_at=None).update(withdrawn_at=now)
    gone, _rows = VisitPosition.objects.filter(visit__visitor=actor).delete()
    if changed:
        audit.record(
            actor=actor, code="visit.consent_withdrawn", subject=actor.visit_consent, data={"positions_deleted": gone}
        )


def purge_positions(*, as_of: datetime) -> int:
    """Delete positions kept longer than the policy of that day allows; returns how many."""
    days = policy.value(POSITION_DAYS, on=clock.local_date(as_of))
    gone, _rows = VisitPosition.objects.filter(taken_at__lt=as_of - timedelta(days=days)).delete()
    return gone


def note_contact(customer_id: int) -> None:
    """Keep `last_contact_at` equal to the latest visit at which somebody was reached."""
    reached = Visit.objects.filter(customer_id=customer_id).exclude(outcome=Outcome.NOT_MET)
    latest = reached.aggregate(at=Max("occurred_at"))["at"]
    # One statement: two visits saved at once must not leave the earlier date standing.
    rows = Customer.objects.filter(pk=customer_id)
    rows.exclude(Q(last_contact_at=latest) if latest else Q(last_contact_at=None)).update(last_contact_at=latest)


def _find_submitted(actor: User, customer: Customer, key: str) -> Visit | None:
    if not key:
        return None
    visit = Visit.objects.filter(visitor=actor, client_key=key).first()
    if visit is not None and visit.customer_id != customer.pk:
        raise Unprocessable("visit.key_reused", _("这份草稿已经记到另一家客户，重新打开再记"))
    return visit


def _judge_time(visit: Visit) -> policy.InForce:
    """Refuse a time to come, and say by the rule of the day it was written down whether it is late. Returns the rule."""
    if visit.occurred_at > clock.now():
        raise Invalid(
            "visit.future", _("拜访时间不能晚于现在，以后的拜访记在计划里"), errors={"occurred_at": [_("晚于现在")]}
        )
    rule = policy.in_force(LATE_DAYS, on=clock.local_date(visit.recorded_at))
    last_day = clock.local_date(visit.occurred_at) + timedelta(days=rule.value)
    visit.is_late = clock.local_date(visit.recorded_at) > last_day
    return rule


def _require_own_deal(visit: Visit, actor: User) -> None:
    """The deal, if one is named, must be of the customer and in sight."""
    if visit.opportunity_id is None:
        return
    deals = Opportunity.objects.at(visit.customer, actor)
    if not deals.filter(pk=visit.opportunity_id).exists():
        raise Invalid("visit.opportunity", _("商机不属于这家客户"), errors={"opportunity": [_("重新选商机")]})


def _require_demo(visit: Visit, contacts: Collection[int]) -> None:
    """A demonstration says what was shown and to whom (D02)."""
    if visit.kind != VisitKind.DEMO:
        return
    errors = {}
    if not visit.materials:
        errors["materials"] = [_("写样机、样本或方案，例如 D280 样机和选型手册")]
    if not contacts:
        errors["contacts"] = [_("选看了演示的联系人")]
    if errors:
        raise Invalid("visit.demo", _("演示要写明演示了什么、给谁看的"), errors=errors)


def _set_contacts(visit: Visit, contact_ids: Iterable[int]) -> None:
    wanted = set(contact_ids)
    visit.met.exclude(contact_id__in=wanted).delete()
    _meet(visit, wanted - set(visit.met.values_list("contact_id", flat=True)))


def _meet(visit: Visit, contact_ids: Iterable[int]) -> None:
    """Write down who was met besides those already there: those of the customer, and refuse it when that was not all."""
    wanted = set(contact_ids)
    if not wanted:
        return
    with connection.cursor() as cursor:
        cursor.execute(MEET_SQL, [visit.pk, visit.customer_id, list(wanted)])
        written = cursor.rowcount
    if written != len(wanted):
        raise Invalid("visit.contact", _("联系人不属于这家客户"), errors={"contacts": [_("重新选联系人")]})


def _keep_position(visit: Visit, actor: User, position: Position) -> None:
    rule = policy.in_force(POSITIONS)
    if not rule.value:
        raise Forbidden("visit.positions_off", _("公司没有开启签到定位"), clause=rule.clause)
    if not VisitConsent.objects.filter(user=actor, withdrawn_at=None).exists():
        raise Forbidden("visit.no_consent", _("你还没有同意附上位置，同意后再签到"), clause=rule.clause)
    row = VisitPosition(
        visit=visit,
        latitude=round(position.latitude, 6),
        longitude=round(position.longitude, 6),
        accuracy=position.accuracy,
        system=position.system,
        taken_at=position.taken_at or clock.now(),
    )
    try:
        row.full_clean(exclude={"visit"})
    except ValidationError as error:
        raise from_validation(error, "visit.position") from error
    row.save(force_insert=True)
