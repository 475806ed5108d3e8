"""One block of customers with the people there and the visits made, as lines for COPY."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from core.models import AuditEntry
from customers.choices import ContactRole, CustomerClass, Outcome, VisitKind
from customers.models import Collaborator, Contact, Customer, Visit, VisitContact
from salesops.demo import names, trade
from salesops.scale import words
from salesops.scale.copying import NULL, Sheet
from salesops.scale.people import Rep
from salesops.scale.plan import BLOCK, CLOSES, CONTACTS, OPENS, QUOTED, VISITS, Plan

Lines = dict[str, list[str]]

CLASSES = (
    [CustomerClass.POTENTIAL] * 50 + [CustomerClass.NORMAL] * 34 + [CustomerClass.FOCUS] * 13 + [CustomerClass.KEY] * 3
)
CALLS = {
    CustomerClass.POTENTIAL: (1, 5),
    CustomerClass.NORMAL: (3, 8),
    CustomerClass.FOCUS: (6, 12),
    CustomerClass.KEY: (8, 16),
}
KINDS = (
    [VisitKind.VISIT.value] * 55
    + [VisitKind.PHONE.value] * 25
    + [VisitKind.RETURN.value] * 14
    + [VisitKind.ONLINE.value] * 6
)
OUTCOMES = [outcome for outcome, share in zip(trade.TALK, [38, 30, 16, 12, 4], strict=True) for _turn in range(share)]
ROLES = ContactRole.values
HOURS = CLOSES - OPENS

CUSTOMER, CONTACT, VISIT, MET = Sheet(Customer), Sheet(Contact), Sheet(Visit), Sheet(VisitContact)
SHARING, AUDIT = Sheet(Collaborator), Sheet(AuditEntry)
SHEETS = [CUSTOMER, CONTACT, VISIT, MET, SHARING, AUDIT]

# Owned since the filling, as after an import: their days until 公海 count from there, and no night takes half of them.
_CUSTOMER = CUSTOMER.form(
    Customer(),
    id="id",
    created_at="entered",
    updated_at="entered",
    classified_at="entered",
    created_by_id="owner",
    classified_by_id="owner",
    owner_id="owner",
    number="number",
    name="name",
    uscc="uscc",
    customer_class="kind",
    industry="industry",
    division="division",
    address="address",
    phone="phone",
    account_manager_id="manager",
    last_contact_at="reached",
    name_key="name_key",
    phone_key="phone_key",
    sort_key="sort_key",
    search_key="search_key",
)
_CONTACT = CONTACT.form(
    Contact(),
    id="id",
    created_at="entered",
    updated_at="entered",
    created_by_id="owner",
    customer_id="customer",
    name="name",
    title="title",
    phone="phone",
    phone_key="phone",
    role="role",
    is_primary="primary",
    search_key="search_key",
)
_VISIT = VISIT.form(
    Visit(),
    id="id",
    created_at="written",
    updated_at="written",
    recorded_at="written",
    created_by_id="owner",
    visitor_id="owner",
    customer_id="customer",
    kind="kind",
    occurred_at="occurred",
    purpose="purpose",
    outcome="outcome",
    summary="summary",
    next_step="next_step",
    next_on="next_on",
)
_MET = MET.form(VisitContact(), id="id", visit_id="id", contact_id="contact")
_SHARING = SHARING.form(
    Collaborator(), id="id", customer_id="customer", user_id="user", added_by_id="owner", added_at="entered"
)
_ENTRY = AUDIT.form(
    AuditEntry(
        code="customer.created",
        subject_kind="customers.customer",
        data={"duplicates_accepted": False},
        source="command",
        request_id="scale",
    ),
    id="id",
    at="entered",
    actor_id="owner",
    actor_label="owner_name",
    subject_id="customer",
    subject_label="name",
    to_state="kind",
)


@dataclass(frozen=True)
class Known:
    """What a quote must know of its customer."""

    index: int
    customer: Customer
    owner: Rep
    contact: Contact
    day: int
    spellings: tuple[str, ...]


def make(plan: Plan, block: int, random: Random) -> tuple[Lines, list[Known]]:
    """The lines of one block, and those of its customers who get quotes."""
    lines: Lines = defaultdict(list)
    made = []
    first = block * BLOCK
    for index in range(first, min(first + BLOCK, plan.customers)):
        known = _customer(plan, index, random, lines)
        if known:
            made.append(known)
    return lines, made


def _customer(plan: Plan, index: int, random: Random, lines: Lines) -> Known | None:
    draw = random.random
    company = words.company(index)
    territory = plan.territory[company.division]
    owner = random.choice(territory.reps)
    day, second = plan.day_of(index), OPENS + int(draw() * HOURS)
    kind = CLASSES[int(draw() * 100)]
    year = plan.days[day].year
    id_ = plan.first_id(CUSTOMER.table) + index
    number = f"KH-{year}-{plan.numbered.get(year, 0) + index + 1:05d}"
    uscc = words.credit_code(index, company.division) if draw() < 0.85 else ""
    line = f"{int(draw() * 7) + 2}{int(draw() * 10**7):07d}" if draw() < 0.9 else ""
    digits = company.area + line if line else ""
    codes = [digits, re.sub(r"\W", "", number.lower()), uscc.lower()]
    facts = {
        "id": id_,
        "entered": plan.stamp(day, second),
        "owner": owner.id,
        "number": number,
        "name": company.name,
        "uscc": uscc,
        "kind": kind.value,
        "industry": company.business,
        "division": company.division,
        "address": f"{random.choice(names.STREETS)}{random.choice(names.ROADS)} {int(draw() * 998) + 1} 号",
        "phone": f"{company.area}-{line}" if line else "",
        "manager": territory.manager_id if kind == CustomerClass.KEY else NULL,
        "name_key": company.name_key,
        "phone_key": digits,
        "sort_key": company.sort_key,
        "search_key": " ".join(dict.fromkeys([*company.spellings, *filter(None, codes)])),
    }
    people = [_contact(plan, index, place, facts, random, lines) for place in range(2 if draw() < 1 / 3 else 1)]
    contacts = [person["id"] for person in people]
    number_of_visits = min(VISITS, round(random.randint(*CALLS[kind]) * plan.visits))
    facts["reached"] = _visits(plan, index, number_of_visits, (day, second), facts, contacts, random, lines)
    lines[CUSTOMER.table].append(_CUSTOMER % facts)
    shared = {"customer": id_, "entered": facts["entered"], "owner": owner.id, "owner_name": owner.name}
    entry = {"id": plan.first_id(AUDIT.table) + index, "name": company.name, "kind": kind.value}
    lines[AUDIT.table].append(_ENTRY % {**shared, **entry})
    if draw() < 0.02 and len(territory.reps) > 1:
        other = random.choice([rep for rep in territory.reps if rep.id != owner.id])
        lines[SHARING.table].append(_SHARING % {**shared, "id": plan.first_id(SHARING.table) + index, "user": other.id})
    if index % 10 not in QUOTED:
        return None
    return Known(
        index, _as_customer(facts, plan.moment(day, second)), owner, _as_contact(people[0]), day, company.spellings
    )


def _contact(
    plan: Plan, index: int, place: int, customer: dict[str, object], random: Random, lines: Lines
) -> dict[str, str]:
    phone = names.mobile(random)
    name = names.person(random)
    facts = {
        "id": str(plan.first_id(CONTACT.table) + index * CONTACTS + place),
        "entered": customer["entered"],
        "owner": customer["owner"],
        "customer": customer["id"],
        "name": name,
        "title": random.choice(names.TITLES),
        "phone": phone,
        "role": random.choice(ROLES),
        "primary": "f" if place else "t",
        "search_key": f"{words.person_key(name)} {phone}",
    }
    lines[CONTACT.table].append(_CONTACT % facts)
    return facts  # type: ignore[return-value]  # the columns a quote reads are text


def _visits(
    plan: Plan,
    index: int,
    number: int,
    entered: tuple[int, int],
    customer: dict[str, object],
    contacts: Sequence[str],
    random: Random,
    lines: Lines,
) -> str:
    """The visits of one customer; returns when somebody was last reached, as `note_contact` keeps it."""
    draw = random.random
    first, span = entered[0], len(plan.days) - entered[0]
    id_ = plan.first_id(VISIT.table) + index * VISITS
    reached: tuple[int, int] | None = None
    visits, met = lines[VISIT.table], lines[MET.table]
    for place, day in enumerate(sorted(first + int(draw() * span) for _visit in range(number))):
        at = max((day, OPENS + int(draw() * HOURS)), entered)
        outcome = OUTCOMES[int(draw() * 100)]
        said = trade.TALK[outcome]
        next_step, next_on = "", NULL
        if place == number - 1 and draw() < 0.5 and plan.is_recent(day):
            next_step = random.choice(trade.NEXT)
            next_on = str(plan.days[day] + timedelta(days=random.randrange(2, 21)))
        visits.append(
            _VISIT
            % {
                "id": id_ + place,
                "written": plan.stamp(day, at[1] + 120 + int(draw() * 5280)),
                "owner": customer["owner"],
                "customer": customer["id"],
                "kind": KINDS[int(draw() * 100)],
                "occurred": plan.stamp(*at),
                "purpose": trade.PURPOSES[int(draw() * len(trade.PURPOSES))],
                "outcome": outcome.value,
                "summary": said[int(draw() * len(said))],
                "next_step": next_step,
                "next_on": next_on,
            }
        )
        if outcome != Outcome.NOT_MET:
            reached = max(reached or at, at)
            met.append(_MET % {"id": id_ + place, "contact": contacts[int(draw() * len(contacts))]})
    return plan.stamp(*reached) if reached else NULL


def _as_customer(facts: dict[str, object], entered: datetime) -> Customer:
    copied = ("id", "number", "name", "uscc", "division", "address", "phone")
    return Customer(created_at=entered, **{name: facts[name] for name in copied})


def _as_contact(facts: dict[str, str]) -> Contact:
    return Contact(pk=int(facts["id"]), **{name: facts[name] for name in ("name", "title", "phone")})
