"""Who sees which customer, contact and visit: one set of ids, whatever the channel (A14)."""

from datetime import timedelta

import pytest

from core import clock, subjects, timeline
from customers import services
from customers.choices import Outcome
from customers.models import Contact, Customer, Visit
from customers.selectors import find_customers, recent_customers, visits_of
from org.services import dismiss_person, move_person
from tests.customers.conftest import enter

# login → customers of (rep, rep2, rep_south) that the person sees
CUSTOMERS = {
    "rep": "100",
    "rep2": "010",
    "rep_south": "001",
    "account": "000",
    "head": "110",
    "head_south": "001",
    "region": "110",
    "director": "111",
    "vp": "111",
    "leader": "111",
    "inside": "111",
    "engineer": "000",
    "finance": "111",
    "production": "000",
    "logistics": "000",
    "service": "111",
    "marketing": "000",
    "hr": "000",
    "admin": "000",
}
VISITS = {**CUSTOMERS, "inside": "000", "finance": "000", "service": "000"}


@pytest.fixture(autouse=True, params=["few", "many"])
def customers_of_one(request, monkeypatch):
    """Sight does not hang on how it is asked for: by listed ids, or through the owner where they are too many."""
    if request.param == "many":
        monkeypatch.setattr("org.access.MOST_LISTED", -1)


@pytest.fixture
def three(cast):
    made = []
    for login in ("rep", "rep2", "rep_south"):
        owner = getattr(cast, login)
        customer = enter(owner, f"{login} 的客户")
        services.create_contact(actor=owner, customer_id=customer.pk, facts={"name": "联系人"})
        services.log_visit(
            actor=owner, customer_id=customer.pk, occurred_at=clock.now() - timedelta(hours=1), outcome=Outcome.STEADY
        )
        made.append(customer)
    return made


def pattern(customers, ids):
    return "".join("1" if customer.pk in ids else "0" for customer in customers)


def test_everybody_sees_what_their_role_says(cast, three):
    people = {login: getattr(cast, login) for login in CUSTOMERS}
    customers = {
        login: set(Customer.objects.visible_to(person).values_list("pk", flat=True)) for login, person in people.items()
    }
    visits = {
        login: set(Visit.objects.visible_to(person).values_list("customer_id", flat=True))
        for login, person in people.items()
    }
    assert {login: pattern(three, seen) for login, seen in customers.items()} == CUSTOMERS
    assert {login: pattern(three, seen) for login, seen in visits.items()} == VISITS


def test_one_set_of_ids(cast, three):
    for login in CUSTOMERS:
        person = getattr(cast, login)
        seen = set(Customer.objects.visible_to(person).values_list("pk", flat=True))
        channels = {
            "palette": {customer.pk for customer in find_customers(person, "客户")},
            "contacts": set(Contact.objects.visible_to(person).values_list("customer_id", flat=True)),
            "subjects": set(subjects.queryset("customers.customer").visible_to(person).values_list("pk", flat=True)),
        }
        assert channels == dict.fromkeys(channels, seen), login


def test_a_collaborator_sees_everybodys_visits_at_the_shared_customer(cast, three):
    services.add_collaborator(actor=cast.rep, customer_id=three[0].pk, person=cast.rep_south)
    assert {visit.customer_id for visit in Visit.objects.visible_to(cast.rep_south)} == {three[0].pk, three[2].pk}


def test_ones_own_visit_stays_in_sight_after_the_customer_went_to_another(cast, three):
    services.transfer_customer(actor=cast.director, customer_id=three[0].pk, to=cast.rep_south)
    assert list(Customer.objects.visible_to(cast.rep)) == []
    assert {visit.customer_id for visit in Visit.objects.visible_to(cast.rep)} == {three[0].pk}


def test_a_moved_person_is_seen_by_the_new_line_at_once(cast, three):
    move_person(actor=cast.admin, user_id=cast.rep.pk, unit=cast.unit("south1"))
    assert pattern(three, {c.pk for c in Customer.objects.visible_to(cast.head)}) == "010"
    assert pattern(three, {c.pk for c in Customer.objects.visible_to(cast.head_south)}) == "101"


def test_the_timeline_tells_visits_only_to_those_who_see_visits(cast, three):
    assert any(entry.key for entry in timeline.of(cast.head, three[0]))
    assert not any(entry.key for entry in timeline.of(cast.finance, three[0]))
    assert visits_of(cast.finance, three[0]) == []


def test_a_row_nobody_owns_up_to_is_nobodys(cast, three):
    """Negative control of the default: without a scope for the domain there is nothing to see."""
    rep = cast.rep
    rep.access.roles[0].scopes = {}
    assert not Customer.objects.visible_to(rep).exists()
    assert not Visit.objects.visible_to(rep).exists()


def test_owning_without_sight_shows_nothing_in_the_palette_either(cast, three):
    dismiss_person(actor=cast.admin, user_id=cast.rep.pk, successor=cast.hr)
    assert Customer.objects.get(pk=three[0].pk).owner == cast.hr
    assert not Customer.objects.visible_to(cast.hr).exists()
    assert recent_customers(cast.hr) == []


def test_what_is_asked_of_one_customer_is_what_is_seen_there(cast, three):
    """`at`, `of` and `own` are short ways through the one door, never ways round it."""
    services.add_collaborator(actor=cast.rep, customer_id=three[0].pk, person=cast.rep_south)
    services.log_visit(actor=cast.rep_south, customer_id=three[0].pk, occurred_at=clock.now(), outcome=Outcome.STEADY)
    for login in CUSTOMERS:
        person = getattr(cast, login)
        for customer in Customer.objects.visible_to(person):
            seen = Visit.objects.visible_to(person).filter(customer=customer)
            assert set(Visit.objects.at(customer, person)) == set(seen), login
            known = Contact.objects.visible_to(person).filter(customer=customer)
            assert set(Contact.objects.of(customer)) == set(known), login
        owned = Customer.objects.visible_to(person).filter(owner=person)
        assert set(Customer.objects.own(person)) == set(owned), login
