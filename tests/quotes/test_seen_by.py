"""Asking of many people at once who sees a record: as each door says, in a number of queries that does not grow."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock, comments, subjects
from core.scope import seen_by
from customers import services
from customers.choices import TransferWish
from customers.models import AccountPlan
from org import services as people
from org.models import User
from performance.services import submit_report
from quotes.models import Quote
from tests.customers.deals import open_deal
from tests.customers.intel import record
from tests.customers.leads import enter_lead
from tests.quotes.world import make_quote, submit
from workflow.people import copy_request

pytestmark = pytest.mark.django_db
KINDS = sorted(comments.kinds())


def everybody():
    """Read afresh: what a person has been asked stays with the object."""
    return list(User.objects.order_by("pk"))


@pytest.fixture
def trade(cast, customer, products):
    """Rows that each of the ways to see leads to: own, team, shared, managed, an approval, a copy, a stand-in."""
    services.add_collaborator(actor=cast.rep, customer_id=customer.pk, person=cast.rep_south)
    services.log_visit(
        actor=cast.rep, customer_id=customer.pk, occurred_at=clock.now() - timedelta(minutes=5), outcome="progress"
    )
    enter_lead(cast.marketing)
    services.request_transfer(actor=cast.rep2, name=customer.name, wish=TransferWish.OWN, reason="会上认识了王总")
    facts = {"subject": "请吃饭", "kind": "hosting", "content": "谈框架", "act_on": clock.today()}
    services.ask_prior(actor=cast.rep, facts=facts)
    AccountPlan.objects.create(customer=customer, year=clock.today().year, write_by=clock.today(), created_by=cast.head)
    services.create_task(actor=cast.rep, customer_id=customer.pk, facts={"subject": "寄样本", "due_on": clock.today()})
    record(cast.rep, customer)
    submit_report(actor=cast.rep, kind="day", day=clock.today())
    open_deal(cast.rep, customer)
    quote = submit(make_quote(cast.rep, customer, products[0]), cast.rep)
    copy_request(actor=cast.rep, request_id=quote.approval_id, people=[cast.production])
    people.set_stand_in(
        actor=cast.head, principal=cast.head, substitute=cast.head_south, starts=clock.today(), ends=None
    )
    make_quote(cast.account, services.create_customer(actor=cast.account, facts={"name": "江阴"}), products[0])


@pytest.mark.parametrize("kind", KINDS)
def test_together_or_one_by_one_they_see_the_same(cast, trade, kind):
    rows = subjects.queryset(kind)
    assert rows.exists(), "control: there is something to see"
    for row in rows:
        alone = {person.pk for person in everybody() if rows.filter(pk=row.pk).visible_to(person).exists()}
        assert seen_by(rows.filter(pk=row.pk), everybody()) == alone
        assert 0 < len(alone) < len(everybody())


def test_an_approval_shows_a_quote_to_who_stands_in_and_who_got_a_copy(cast, trade):
    quote = Quote.objects.get(owner=cast.rep)
    assert {cast.head_south.pk, cast.production.pk} <= seen_by(Quote.objects.filter(pk=quote.pk), everybody())


@pytest.mark.parametrize("kind", KINDS)
def test_many_are_asked_by_as_many_queries_as_two(trade, kind):
    def asked(number):
        some = everybody()[:number]
        with CaptureQueriesContext(connection) as queries:
            seen_by(subjects.queryset(kind), some)
        return len(queries)

    assert asked(19) == asked(2) <= 6


def test_who_left_sees_nothing_and_nobody_is_nobody(cast, trade):
    User.objects.filter(pk=cast.rep.pk).update(is_active=False)
    assert cast.rep.pk not in seen_by(Quote.objects.all(), everybody())
    assert seen_by(Quote.objects.all(), []) == set()
