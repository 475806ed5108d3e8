from datetime import timedelta

import pytest
from django.http import Http404

from core import clock
from core.errors import Forbidden, Invalid, Stale
from core.models import AuditEntry
from customers import services
from customers.choices import Outcome
from customers.models import Customer, Visit


@pytest.fixture
def visit(cast, customer):
    return services.log_visit(
        actor=cast.rep, customer_id=customer.pk, occurred_at=clock.now() - timedelta(hours=1), outcome=Outcome.STEADY
    )


def amend(actor, visit, reason="写错了", **facts):
    return services.amend_visit(actor=actor, visit_id=visit.pk, reason=reason, facts=facts)


def test_before_and_after_stay_on_record(cast, visit):
    amend(cast.rep, visit, outcome=Outcome.OBJECTION, summary="嫌贵")
    fresh = Visit.objects.get(pk=visit.pk)
    assert fresh.outcome == Outcome.OBJECTION
    assert fresh.amended_at is not None
    entry = AuditEntry.objects.get(code="visit.amended")
    assert entry.reason == "写错了"
    assert entry.data["outcome"] == ["steady", "objection"]
    history = Visit.pgh_event_model.objects.filter(pgh_obj_id=visit.pk).order_by("pgh_id")
    assert [row.outcome for row in history] == ["steady", "objection"]


def test_a_reason_is_needed(cast, visit):
    with pytest.raises(Invalid):
        amend(cast.rep, visit, reason=" ", summary="x")


def test_only_who_was_there(cast, visit):
    with pytest.raises(Forbidden):
        amend(cast.head, visit, summary="x")
    with pytest.raises(Http404):
        amend(cast.rep2, visit, summary="x")


def test_stale(cast, visit):
    amend(cast.rep, visit, summary="x")
    with pytest.raises(Stale):
        services.amend_visit(actor=cast.rep, visit_id=visit.pk, reason="r", facts={"summary": "y"}, version=1)


def test_the_customer_and_the_visitor_stay(cast, visit):
    with pytest.raises(Invalid):
        amend(cast.rep, visit, customer_id=1)
    with pytest.raises(Invalid):
        amend(cast.rep, visit, is_late=False)


def test_the_last_contact_follows(cast, visit):
    amend(cast.rep, visit, outcome=Outcome.NOT_MET)
    assert Customer.objects.get(pk=visit.customer_id).last_contact_at is None


def test_moving_it_back_in_time_makes_it_late_and_never_forward(cast, visit):
    moved = amend(cast.rep, visit, occurred_at=clock.now() - timedelta(days=3))
    assert moved.is_late
    with pytest.raises(Invalid):
        amend(cast.rep, visit, occurred_at=clock.now() + timedelta(hours=1))
