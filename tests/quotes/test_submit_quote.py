"""Who is asked follows from the content (E09, E10, E14); who asked never decides."""

from decimal import Decimal

import pytest
from django.http import Http404

from core import clock, policy
from core.errors import Conflict, Forbidden, Invalid, Stale
from core.models import AuditEntry
from quotes import services
from quotes.models import Quote
from quotes.pricing import LineInput
from tests.quotes.world import approve_all, fresh, make_quote, submit
from workflow import services as workflow


def steps(quote):
    return list(quote.approval.steps.order_by("position").values_list("finder_ref", flat=True))


HEAD, REGION, DIRECTOR, LEADER = (f"approvals.{rung}" for rung in ("head", "region", "director", "leader"))


@pytest.mark.parametrize(
    ("case", "asked"),
    [
        ({}, [HEAD]),
        ({"price": "900.00"}, [HEAD]),
        ({"price": "899.99"}, [HEAD, REGION]),
        ({"price": "849.99"}, [HEAD, REGION, DIRECTOR]),
        ({"price": "799.99"}, [HEAD, REGION, DIRECTOR, LEADER]),
        ({"payment_terms": "10/80/10"}, [HEAD, DIRECTOR]),
        ({"qty": "999.999"}, [HEAD]),
        ({"qty": "1000"}, [HEAD, LEADER]),
    ],
)
def test_the_route_follows_from_the_content(cast, customer, pump, case, asked):
    assert steps(submit(make_quote(cast.rep, customer, pump, **case), cast.rep)) == asked


def test_the_rules_version_is_kept_with_the_request(cast, customer, pump):
    policy.revise(actor=cast.admin, key="quotes.major_amount", raw="1500", clause="{value}", valid_from=clock.today())
    quote = submit(make_quote(cast.rep, customer, pump), cast.rep)
    assert quote.is_major
    assert steps(quote) == [HEAD, LEADER]
    assert quote.approval.policies["quotes.major_amount"] == 1


def test_major_cannot_be_set_by_anybody(cast, customer, pump):
    quote = make_quote(cast.rep, customer, pump, qty="1200", is_major=False)
    assert quote.is_major
    services.edit_quote(
        actor=cast.rep,
        quote_id=quote.pk,
        version=quote.version,
        contact_id=None,
        facts={"is_major": False},
        lines=[LineInput(qty=Decimal(1200), product_id=pump.pk)],
    )
    assert fresh(quote).is_major


def test_without_lines_or_past_its_validity_it_stays(cast, customer, pump):
    empty = services.create_quote(
        actor=cast.rep, customer_id=customer.pk, contact_id=None, facts={"title": "t", "payment_terms": "x"}, lines=[]
    )
    with pytest.raises(Invalid):
        submit(empty, cast.rep)
    quote = make_quote(cast.rep, customer, pump)
    day = clock.today()
    Quote.objects.filter(pk=quote.pk).update(
        quoted_on=day.fromordinal(day.toordinal() - 9), valid_until=day.fromordinal(day.toordinal() - 1)
    )
    with pytest.raises(Invalid):
        submit(quote, cast.rep)


def test_a_changed_version_is_stale_and_twice_is_late(cast, customer, pump):
    quote = make_quote(cast.rep, customer, pump)
    with pytest.raises(Stale):
        services.submit_quote(actor=cast.rep, quote_id=quote.pk, version=quote.version - 1)
    submit(quote, cast.rep)
    with pytest.raises(Conflict):
        submit(quote, cast.rep)
    assert AuditEntry.objects.filter(code="quote.submitted").count() == 1


def test_only_its_owner(cast, customer, pump):
    quote = make_quote(cast.rep, customer, pump)
    for login, refusal in (("head", Forbidden), ("inside", Forbidden), ("rep2", Http404), ("rep_south", Http404)):
        with pytest.raises(refusal):
            submit(quote, getattr(cast, login))


def test_a_head_never_approves_her_own(cast, customer, pump):
    quote = submit(make_quote(cast.head, customer, pump), cast.head)
    step = quote.approval.steps.get(state="open")
    assert cast.head.pk not in step.seats.values_list("approver_id", flat=True)
    with pytest.raises(Forbidden):
        workflow.approve_step(actor=cast.head, step_id=step.pk, digest=quote.approval.digest)


def test_returned_it_can_be_changed_and_comes_again(cast, customer, pump):
    quote = submit(make_quote(cast.rep, customer, pump), cast.rep)
    step = quote.approval.steps.get(state="open")
    workflow.return_step(actor=cast.head, step_id=step.pk, digest=quote.approval.digest, comment="付款不对")
    assert fresh(quote).state == "returned"
    services.edit_quote(
        actor=cast.rep,
        quote_id=quote.pk,
        version=fresh(quote).version,
        contact_id=None,
        facts={"payment_terms": "30/60/10"},
        lines=[LineInput(qty=Decimal(1), product_id=pump.pk)],
    )
    again = submit(quote, cast.rep)
    assert again.approval_id != quote.approval_id
    assert approve_all(again, [cast.head]).state == "approved"


def test_withdrawn_it_is_a_draft_and_the_old_step_is_dead(cast, customer, pump):
    quote = submit(make_quote(cast.rep, customer, pump), cast.rep)
    step = quote.approval.steps.get(state="open")
    services.withdraw_quote(actor=cast.rep, quote_id=quote.pk)
    assert fresh(quote).state == "draft"
    with pytest.raises(Conflict):
        workflow.approve_step(actor=cast.head, step_id=step.pk, digest=quote.approval.digest)
