"""Quotes of a customer that is merged into another: the link follows, what was signed stays signed."""

import pytest

from core.errors import Conflict
from customers import services as customers
from quotes import services
from quotes.models import Quote
from tests.customers.conftest import enter
from tests.quotes import world


@pytest.fixture
def other(cast):
    return enter(cast.rep, "锐恒自动化")


def merge(cast, survivor, merged, **more):
    return customers.merge_customers(actor=cast.head, survivor_id=survivor.pk, merged_id=merged.pk, **more)


def test_an_approved_quote_follows_and_can_still_go_out(cast, customer, other, products):
    quote = world.approved(cast, other, products[0])
    record = merge(cast, customer, other)
    quote = world.fresh(quote)
    assert (quote.customer, quote.buyer["name"]) == (customer, "锐恒自动化")
    assert quote.is_as_approved()
    services.stamp_quote(actor=cast.inside, quote_id=quote.pk)
    services.send_quote(actor=cast.rep, quote_id=quote.pk, way="mail", to="liu@ruiheng.example")
    customers.undo_merge(actor=cast.head, merge_id=record.pk)
    quote = world.fresh(quote)
    assert (quote.customer, quote.as_signed, quote.is_as_approved()) == (other, {}, True)


def test_a_changed_content_is_still_seen_after_a_merge(cast, customer, other, products):
    quote = world.approved(cast, other, products[0])
    merge(cast, customer, other)
    Quote.objects.filter(pk=quote.pk).update(payment_terms="全款")
    assert not world.fresh(quote).is_as_approved()


def test_a_contact_that_is_joined_changes_no_fingerprint(cast, customer, other, products):
    facts = {"name": "刘建平", "phone": "13808001234"}
    ours, theirs = (
        customers.create_contact(actor=cast.rep, customer_id=one.pk, facts=facts) for one in (customer, other)
    )
    quote = world.make_quote(cast.rep, other, products[0])
    Quote.objects.filter(pk=quote.pk).update(contact=theirs)
    quote = world.approve_all(world.submit(quote, cast.rep), [cast.head])
    merge(cast, customer, other, join=[theirs.pk])
    quote = world.fresh(quote)
    assert (quote.contact, quote.is_as_approved()) == (ours, True)


def test_what_is_in_approval_keeps_its_customer(cast, customer, other, products):
    quote = world.submit(world.make_quote(cast.rep, other, products[0]), cast.rep)
    with pytest.raises(Conflict, match=str(world.fresh(quote))) as refusal:
        merge(cast, customer, other)
    assert refusal.value.code == "customer.merge_waits"
    assert merge(cast, other, customer), "what stays keeps its fingerprints"


def test_a_draft_that_came_along_is_submitted_under_its_new_customer(cast, customer, other, products):
    quote = world.make_quote(cast.rep, other, products[0])
    record = merge(cast, customer, other)
    world.submit(quote, cast.rep)
    with pytest.raises(Conflict) as refusal:
        customers.undo_merge(actor=cast.head, merge_id=record.pk)
    assert refusal.value.code == "customer.merge_waits"
    world.approve_all(quote, [cast.head])
    customers.undo_merge(actor=cast.head, merge_id=record.pk)
    quote = world.fresh(quote)
    assert (quote.customer, quote.is_as_approved()) == (other, True)


def test_a_quote_is_found_by_the_customer_it_came_to(cast, customer, other, products):
    quote = world.make_quote(cast.rep, other, products[0])
    merge(cast, customer, other)
    assert "chengduruiheng" in world.fresh(quote).search_key
