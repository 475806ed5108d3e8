"""Who sees a quote: scope, the customer's collaborators, and whoever has a say in it."""

import pytest

from customers import services as customer_services
from customers.models import Customer
from org import services as org_services
from quotes import policies
from quotes.models import Quote, QuoteLine
from tests.quotes.world import fresh, make_quote, submit
from workflow import people


def sees(person, quote) -> bool:
    return Quote.objects.visible_to(person).filter(pk=quote.pk).exists()


@pytest.mark.parametrize(
    ("login", "expected"),
    [
        ("rep", True),
        ("head", True),
        ("region", True),
        ("director", True),
        ("vp", True),
        ("leader", True),
        ("inside", True),
        ("finance", True),
        ("rep2", False),
        ("rep_south", False),
        ("head_south", False),
        ("engineer", False),
        ("marketing", False),
        ("service", False),
        ("hr", False),
        ("admin", False),
    ],
)
def test_sight_follows_the_roles_scope(cast, customer, pump, login, expected):
    quote = make_quote(cast.rep, customer, pump)
    assert sees(getattr(cast, login), quote) is expected
    assert QuoteLine.objects.visible_to(getattr(cast, login)).filter(quote=quote).exists() is expected


def test_a_collaborator_of_the_customer_sees_its_quotes(cast, customer, pump):
    quote = make_quote(cast.rep, customer, pump)
    assert not sees(cast.rep2, quote)
    customer_services.add_collaborator(actor=cast.rep, customer_id=customer.pk, person=cast.rep2)
    assert sees(cast.rep2, quote)


# Who sees what rep_south, a collaborator, quoted at rep's customer.
SEEN_AT_ANOTHERS_CUSTOMER = {
    "rep": True,  # the customer's owner answers for all that is offered there
    "rep_south": True,  # the author
    "rep2": False,
    "head": False,  # the owner's head answers for their own people's quotes
    "head_south": True,  # the author's head
    "director": True,
    "inside": True,
    "engineer": False,
    "marketing": False,
}


@pytest.fixture
def collaborators_quote(cast, customer, pump):
    customer_services.add_collaborator(actor=cast.rep, customer_id=customer.pk, person=cast.rep_south)
    return make_quote(cast.rep_south, customer, pump)


@pytest.mark.parametrize("login", SEEN_AT_ANOTHERS_CUSTOMER)
def test_a_customers_owner_sees_every_quote_there(cast, customer, collaborators_quote, login):
    person = getattr(cast, login)
    assert sees(person, collaborators_quote) is SEEN_AT_ANOTHERS_CUSTOMER[login]
    at = Quote.objects.at(customer, person).filter(pk=collaborators_quote.pk)
    assert at.exists() is SEEN_AT_ANOTHERS_CUSTOMER[login], "the short way through the door sees the same"


def test_the_customers_owner_reads_it_and_no_more(cast, client, collaborators_quote):
    client.force_login(cast.rep)
    assert client.get(f"/quotes/{collaborators_quote.pk}/").status_code == 200
    assert client.get(f"/quotes/{collaborators_quote.pk}/edit/").status_code == 403
    assert set(policies.available_actions(cast.rep, collaborators_quote)) == {"duplicate"}
    assert "edit" in policies.available_actions(cast.rep_south, collaborators_quote), "negative control: its author may"


def test_who_owned_the_customer_before_sees_it_no_more(cast, customer, collaborators_quote):
    Customer.objects.filter(pk=customer.pk).update(owner=cast.rep2)
    assert not sees(cast.rep, collaborators_quote)
    assert sees(cast.rep2, collaborators_quote)


def test_whoever_got_the_seat_sees_what_they_must_decide(cast, customer, pump):
    quote = submit(make_quote(cast.rep, customer, pump), cast.rep)
    assert not sees(cast.head_south, quote)
    step = quote.approval.steps.get(state="open")
    people.transfer_step(actor=cast.head, step_id=step.pk, to=cast.head_south, comment="我出差")
    assert sees(cast.head_south, quote)


def test_a_leavers_open_quotes_go_to_the_successor(cast, customer, pump):
    quote = make_quote(cast.rep, customer, pump)
    org_services.dismiss_person(actor=cast.admin, user_id=cast.rep.pk, successor=cast.rep2)
    assert fresh(quote).owner == cast.rep2
    assert sees(cast.rep2, quote)
