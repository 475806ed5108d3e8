"""Who sees a quote: scope, the customer's collaborators, and whoever has a say in it."""

import pytest

from customers import services as customer_services
from org import services as org_services
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
