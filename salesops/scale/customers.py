"""One block of customers with the people there and the visits made, as lines for COPY."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from core import clock
from core.models import AuditEntry
from customers.choices import ContactRole, CustomerClass, Outcome, VisitKind
from customers.keys import refresh_contact, refresh_customer
from customers.models import Collaborator, Contact, Customer, Visit, VisitContact
from salesops.demo import names, trade
from salesops.scale import words
from salesops.scale.copying import Sheet, line
from salesops.scale.people import Rep
from salesops.scale.plan import BLOCK, CONTACTS, VISITS, Plan

Lines = dict[str, list[str]]

CLASSES = [CustomerClass.POTENTIAL, CustomerClass.NORMAL, CustomerClass.FOCUS, CustomerClass.KEY]
SHARES = [50, 34, 13, 3]
LABELS = {kind.value: str(kind.label) for kind in CustomerClass}
CALLS = {
    CustomerClass.POTENTIAL: (1, 5),
    CustomerClass.NORMAL: (3, 8),
    CustomerClass.FOCUS: (6, 12),
    CustomerClass.KEY: (8, 16),
}
KINDS = [VisitKind.VISIT, VisitKind.PHONE, VisitKind.RETURN, VisitKind.ONLINE]
PROMISED_WITHIN = timedelta(days=12)

CUSTOMER, CONTACT, VISIT, MET = Sheet(Customer), Sheet(Contact), Sheet(Visit), Sheet(VisitContact)
SHARING, AUDIT = Sheet(Collaborator), Sheet(AuditEntry)
SHEETS = [CUSTOMER, CONTACT, VISIT, MET, SHARING, AUDIT]


@dataclass(frozen=True)
class Known:
    """What a quote must know of its customer."""

    index: int
    customer: Customer
    owner: Rep
    contact: Contact
    day: int


def make(plan: Plan, block: int, random: Random) -> tuple[Lines, list[Known]]:
    lines: Lines = defaultdict(list)
    made = []
    first = block * BLOCK
    for index in range(first, min(first + BLOCK, plan.customers)):
        known = _customer(plan, index, random, lines)
        made.append(known)
    return lines, made


def _customer(plan: Plan, index: int, random: Random, lines: Lines) -> Known:
    name, business, division, area = words.name_of(index)
    territory = plan.territory(division)
    owner = random.choice(territory.reps)
    day = plan.day_of(index)
    entered = plan.at(day, random)
    kind = random.choices(CLASSES, SHARES)[0]
    year = clock.local(entered).year
    customer = Customer(
        pk=plan.first_id(CUSTOMER.table) + index,
        created_at=entered,
        updated_at=entered,
        created_by_id=owner.id,
        number=f"KH-{year}-{plan.numbered.get(year, 0) + index + 1:05d}",
        name=name,
        uscc=names.credit_code(random, division) if random.random() < 0.85 else "",
        customer_class=kind,
        classified_at=entered,
        classified_by_id=owner.id,
        industry=business,
        division=division,
        address=f"{random.choice(names.STREETS)}{random.choice(names.ROADS)} {random.randrange(1, 999)} 号",
        phone=f"{area}-{random.randrange(2, 9)}{random.randrange(10**7):07d}" if random.random() < 0.9 else "",
        owner_id=owner.id,
        account_manager_id=territory.manager_id if kind == CustomerClass.KEY else None,
    )
    refresh_customer(customer)
    contacts = [_contact(plan, customer, owner, place, random) for place in range(random.choice([1, 1, 2]))]
    lines[CONTACT.table] += [line(CONTACT.row(contact)) for contact in contacts]
    customer.last_contact_at = _visits(plan, index, customer, day, [c.pk for c in contacts], random, lines)
    lines[CUSTOMER.table].append(line(CUSTOMER.row(customer)))
    lines[AUDIT.table].append(line(_entry(plan, index, customer, owner)))
    if random.random() < 0.02 and len(territory.reps) > 1:
        other = random.choice([rep for rep in territory.reps if rep.id != owner.id])
        lines[SHARING.table].append(line(SHARING.row(_sharing(plan, index, customer, owner, other))))
    return Known(index, customer, owner, contacts[0], day)


def _contact(plan: Plan, customer: Customer, owner: Rep, place: int, random: Random) -> Contact:
    contact = Contact(
        pk=plan.first_id(CONTACT.table) + (customer.pk - plan.first_id(CUSTOMER.table)) * CONTACTS + place,
        created_at=customer.created_at,
        updated_at=customer.created_at,
        created_by_id=owner.id,
        customer_id=customer.pk,
        name=names.person(random),
        title=random.choice(names.TITLES),
        phone=names.mobile(random),
        role=random.choice(ContactRole.values),
        is_primary=place == 0,
    )
    refresh_contact(contact)
    return contact


_BLANK_VISIT = VISIT.row(Visit(created_at="", updated_at="", occurred_at="", recorded_at=""))
_BLANK_MET = MET.row(VisitContact())


def _visits(
    plan: Plan, index: int, customer: Customer, day: int, contacts: list[int], random: Random, lines: Lines
) -> datetime | None:
    """The visits of one customer; returns when somebody was last reached, as `note_contact` keeps it."""
    fewest, most = CALLS[CustomerClass(customer.customer_class)]
    number = min(VISITS, round(random.randint(fewest, most) * plan.visits))
    days = sorted(random.randrange(day, len(plan.days)) for _visit in range(number))
    id_ = plan.first_id(VISIT.table) + index * VISITS
    reached = None
    for place, when in enumerate(days):
        occurred = max(plan.at(when, random), customer.created_at)
        written = occurred + timedelta(minutes=random.randrange(2, 90))
        outcome = random.choices(list(trade.TALK), [38, 30, 16, 12, 4])[0]
        last = place == number - 1
        promises = last and random.random() < 0.5 and plan.now - occurred < PROMISED_WITHIN
        lines[VISIT.table].append(
            line(
                VISIT.like(
                    _BLANK_VISIT,
                    id=id_ + place,
                    created_at=written,
                    updated_at=written,
                    created_by_id=customer.owner_id,
                    customer_id=customer.pk,
                    visitor_id=customer.owner_id,
                    kind=random.choices(KINDS, [55, 25, 14, 6])[0],
                    occurred_at=occurred,
                    recorded_at=written,
                    purpose=random.choice(trade.PURPOSES),
                    outcome=outcome,
                    summary=random.choice(trade.TALK[outcome]),
                    next_step=random.choice(trade.NEXT) if promises else "",
                    next_on=clock.local(occurred).date() + timedelta(days=random.randrange(2, 21))
                    if promises
                    else None,
                )
            )
        )
        if outcome == Outcome.NOT_MET:
            continue
        reached = max(reached or occurred, occurred)
        met = random.choice(contacts)
        lines[MET.table].append(line(MET.like(_BLANK_MET, id=id_ + place, visit_id=id_ + place, contact_id=met)))
    return reached


def _sharing(plan: Plan, index: int, customer: Customer, owner: Rep, other: Rep) -> Collaborator:
    return Collaborator(
        pk=plan.first_id(SHARING.table) + index,
        customer_id=customer.pk,
        user_id=other.id,
        added_by_id=owner.id,
        added_at=customer.created_at,
    )


_BLANK_ENTRY = AUDIT.row(
    AuditEntry(
        at="",
        code="customer.created",
        subject_kind="customers.customer",
        data={"duplicates_accepted": False},
        source="command",
        request_id="scale",
    )
)


def _entry(plan: Plan, index: int, customer: Customer, owner: Rep) -> list[str]:
    return AUDIT.like(
        _BLANK_ENTRY,
        id=plan.first_id(AUDIT.table) + index,
        at=customer.created_at,
        actor_id=owner.id,
        actor_label=owner.name,
        subject_id=customer.pk,
        subject_label=customer.name,
        to_state=LABELS[customer.customer_class],
    )
