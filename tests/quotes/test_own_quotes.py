"""Nobody decides on a quote that is theirs, however it became theirs (A11)."""

import pytest

from core.errors import Conflict, Forbidden, Invalid
from org import services as org
from org.models import Role
from quotes.models import Quote
from tests.quotes.world import fresh, make_quote, submit, today
from workflow import people
from workflow import services as workflow
from workflow.models import ApprovalStep


def open_step(quote):
    return fresh(quote).approval.steps.get(state="open")


def approve(person, quote):
    return workflow.approve_step(actor=person, step_id=open_step(quote).pk, digest=fresh(quote).approval.digest)


@pytest.fixture
def inherited(cast, customer, pump):
    """Submitted by rep, waiting for head; then rep leaves and everything goes to head."""
    quote = submit(make_quote(cast.rep, customer, pump), cast.rep)
    org.dismiss_person(actor=cast.admin, user_id=cast.rep.pk, successor=cast.head)
    return quote


def test_what_a_leaver_submitted_is_not_signed_by_whom_it_came_to(cast, inherited):
    assert fresh(inherited).owner == cast.head
    assert not ApprovalStep.objects.awaiting(cast.head).exists()
    with pytest.raises(Forbidden):
        approve(cast.head, inherited)
    approve(cast.region, inherited)
    assert fresh(inherited).state == "approved"


def test_nor_in_the_place_of_somebody_else(cast, inherited):
    org.set_stand_in(actor=cast.region, principal=cast.region, substitute=cast.head, starts=today(), ends=None)
    with pytest.raises(Forbidden, match="自己提交的单据不能自己审"):
        approve(cast.head, inherited)


def test_nor_by_transfer_or_as_an_added_signer(cast, inherited):
    step = open_step(inherited)
    with pytest.raises(Invalid):
        people.transfer_step(actor=cast.region, step_id=step.pk, to=cast.head, comment="你来")
    with pytest.raises(Invalid):
        people.add_signer(actor=cast.region, step_id=step.pk, person=cast.head)


def test_nor_when_the_line_is_sought_anew(cast, customer, pump):
    quote = submit(make_quote(cast.rep, customer, pump), cast.rep)
    org.dismiss_person(actor=cast.admin, user_id=cast.rep.pk, successor=cast.rep2)
    org.grant_roles(actor=cast.admin, user_id=cast.rep2.pk, roles=[Role.objects.get(code="head")])
    assert [seat.approver for seat in open_step(quote).seats.all()] == [cast.head]


def test_whoever_has_nobody_above_cannot_take_it_over(cast, customer, pump):
    quote = submit(make_quote(cast.vp, customer, pump), cast.vp)
    assert [seat.approver for seat in open_step(quote).seats.all()] == [cast.leader]
    with pytest.raises(Conflict, match="换一位接手人"):
        org.dismiss_person(actor=cast.admin, user_id=cast.vp.pk, successor=cast.leader)
    assert Quote.objects.get(pk=quote.pk).owner == cast.vp
