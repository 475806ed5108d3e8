"""A lead becomes a customer, with contact and deal, or is rejected and may come back (B09)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import Http404

from core import clock, timeline
from core.errors import Conflict, Forbidden, Invalid, Stale
from core.models import AuditEntry
from customers import services
from customers.choices import LeadState
from customers.models import Contact, Customer, Lead, LeadTouch, Opportunity
from customers.services.customers import DuplicateCustomer
from tests.customers.conftest import enter
from tests.customers.leads import enter_lead, fresh, given_lead, ready_lead, spoken_lead

pytestmark = pytest.mark.django_db


def deal():
    return {"title": "老泵房改造", "amount": Decimal("300000"), "expected_on": clock.today() + timedelta(60)}


def test_convert_lead_makes_customer_contact_and_deal(cast):
    lead = ready_lead(cast.marketing, cast.rep, division="510704")
    done = services.convert_lead(actor=cast.rep, lead_id=lead.pk, opportunity=deal(), version=lead.version)
    customer = Customer.objects.get()
    assert (done.state, done.customer, done.closed_by) == (LeadState.CONVERTED, customer, cast.rep)
    assert (customer.name, customer.owner, customer.division) == (lead.company, cast.rep, "510704")
    assert Contact.objects.get().phone == lead.phone
    assert (done.opportunity, done.opportunity.source) == (Opportunity.objects.get(), "exhibition")
    assert AuditEntry.objects.filter(code="lead.converted", subject_id=lead.pk).exists()


def test_what_was_said_before_stands_on_the_customer(cast):
    lead = ready_lead(cast.marketing, cast.rep)
    customer = services.convert_lead(actor=cast.rep, lead_id=lead.pk).customer
    entries = timeline.of(cast.rep, customer)
    assert [entry.source for entry in entries].count("touch") == 1
    services.add_collaborator(actor=cast.rep, customer_id=customer.pk, person=cast.rep2)
    assert LeadTouch.objects.visible_to(cast.rep2).count() == 1


def test_conversion_names_what_is_missing_and_the_rule(cast):
    lead = given_lead(cast.marketing, cast.rep)
    with pytest.raises(Conflict, match="先记一次联系"):
        services.convert_lead(actor=cast.rep, lead_id=lead.pk)
    services.touch_lead(actor=cast.rep, lead_id=lead.pk, facts={"channel": "phone", "outcome": "interested"})
    services.screen_lead(actor=cast.rep, lead_id=lead.pk, facts={"need": "两台", "timing": "half"})
    with pytest.raises(Conflict, match="预算、合作潜力") as told:
        services.convert_lead(actor=cast.rep, lead_id=lead.pk)
    assert "线索转客户之前" in told.value.clause
    assert not Customer.objects.exists()


def test_only_the_owner_converts(cast):
    lead = ready_lead(cast.marketing, cast.rep)
    with pytest.raises(Forbidden, match="负责人"):
        services.convert_lead(actor=cast.head, lead_id=lead.pk)
    with pytest.raises(Http404):
        services.convert_lead(actor=cast.rep2, lead_id=lead.pk)


def test_of_two_tabs_one_converts_and_the_other_hears_who_did(cast):
    lead = ready_lead(cast.marketing, cast.rep)
    services.convert_lead(actor=cast.rep, lead_id=lead.pk, version=lead.version)
    with pytest.raises(Conflict, match=f"{cast.rep}.*已经把它转成客户"):
        services.convert_lead(actor=cast.rep, lead_id=lead.pk, version=lead.version)
    assert Customer.objects.count() == 1


def test_a_known_company_stops_the_conversion_until_it_is_ticked_past_or_chosen(cast):
    lead = ready_lead(cast.marketing, cast.rep)
    enter(cast.rep_south, name=lead.company)
    with pytest.raises(DuplicateCustomer):
        services.convert_lead(actor=cast.rep, lead_id=lead.pk)
    assert fresh(lead).state == LeadState.WORKING
    assert services.convert_lead(actor=cast.rep, lead_id=lead.pk, accept_duplicates=True).customer


def test_a_lead_may_belong_to_a_customer_in_sight_and_to_no_other(cast, customer):
    lead = ready_lead(cast.marketing, cast.rep)
    foreign = enter(cast.rep_south, name="东莞机电有限公司")
    with pytest.raises(Http404):
        services.convert_lead(actor=cast.rep, lead_id=lead.pk, customer=foreign)
    done = services.convert_lead(actor=cast.rep, lead_id=lead.pk, customer=customer)
    assert done.customer == customer
    assert Contact.objects.get(customer=customer).name == lead.contact
    assert Customer.objects.count() == 2


def test_claim_deal_gives_the_first_deal_opened_later_to_the_lead(cast):
    lead = ready_lead(cast.marketing, cast.rep)
    customer = services.convert_lead(actor=cast.rep, lead_id=lead.pk).customer
    first = services.create_opportunity(actor=cast.rep, customer_id=customer.pk, facts=deal())
    services.create_opportunity(actor=cast.rep, customer_id=customer.pk, facts={**deal(), "title": "第二单"})
    assert fresh(lead).opportunity == first


def test_reject_lead_keeps_the_reason(cast):
    lead = spoken_lead(cast.marketing, cast.rep)
    with pytest.raises(Invalid):
        services.reject_lead(actor=cast.rep, lead_id=lead.pk, reason="mood")
    done = services.reject_lead(actor=cast.rep, lead_id=lead.pk, reason="no_budget", note="明年再说")
    assert (done.state, done.reject_reason, done.reject_note) == (LeadState.REJECTED, "no_budget", "明年再说")
    with pytest.raises(Conflict, match=f"{cast.rep}.*退掉"):
        services.touch_lead(actor=cast.rep, lead_id=lead.pk, facts={"channel": "phone", "outcome": "later"})


def test_who_assigns_rejects_what_nobody_has(cast):
    lead = enter_lead(cast.inside)
    with pytest.raises(Forbidden):
        services.reject_lead(actor=cast.inside, lead_id=lead.pk, reason="duplicate")
    with pytest.raises(Http404):
        services.reject_lead(actor=cast.rep, lead_id=lead.pk, reason="duplicate")
    assert services.reject_lead(actor=cast.marketing, lead_id=lead.pk, reason="duplicate").closed_by == cast.marketing


@pytest.mark.parametrize(("how", "state"), [(enter_lead, "new"), (given_lead, "assigned"), (spoken_lead, "working")])
def test_reopen_lead_takes_it_up_where_it_was(cast, how, state):
    lead = how(cast.marketing) if how is enter_lead else how(cast.marketing, cast.rep)
    services.reject_lead(actor=cast.marketing, lead_id=lead.pk, reason="unreachable")
    with pytest.raises(Invalid):
        services.reopen_lead(actor=cast.marketing, lead_id=lead.pk, reason=" ")
    with pytest.raises(Stale):
        services.reopen_lead(actor=cast.marketing, lead_id=lead.pk, reason="又来电话", version=1)
    back = services.reopen_lead(actor=cast.marketing, lead_id=lead.pk, reason="又来电话")
    assert (back.state, back.reject_reason, back.closed_at) == (state, "", None)
    with pytest.raises(Conflict):
        services.reopen_lead(actor=cast.marketing, lead_id=lead.pk, reason="再来")


@pytest.mark.parametrize(
    "change",
    [
        "state = 'converted', closed_at = now()",
        "state = 'rejected', closed_at = now()",
        "state = 'assigned'",
        "state = 'new', owner_id = created_by_id",
        "first_touch_at = now()",
        "source = ''",
    ],
)
def test_the_database_refuses_a_state_without_its_evidence(cast, change):
    lead = enter_lead(cast.marketing)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE customers_lead SET {change} WHERE id = %s", [lead.pk])
    assert Lead.objects.get().state == LeadState.NEW
