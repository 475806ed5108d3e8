"""The large company is copied in, and every row is what the services would have written."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.db.models import Count, F, Q

from core import numbering
from core.models import AuditEntry
from customers.choices import Outcome
from customers.keys import refresh_contact, refresh_customer
from customers.models import Contact, Customer, Visit
from customers.services.visits import note_contact
from org.models import User
from quotes.digest import digest_of
from quotes.keys import refresh_quote
from quotes.models import Quote
from quotes.pricing import refresh_totals
from quotes.submission import submission_of
from salesops.scale import company, people, words
from tests.servers import using
from workflow import routing, services
from workflow.models import ApprovalRequest, ApprovalSeat, ApprovalStep

NUMBER = 60
KEYS = ("name_key", "phone_key", "sort_key", "search_key")


@pytest.fixture(scope="module")
def large(servers, django_db_blocker):
    name = servers.clone()
    with django_db_blocker.unblock(), using(name):
        company.fill(
            number=NUMBER, seed=7, processes=1, visits=1.0, staff=people.Staff(1, 5), say=lambda sentence: None
        )
        yield name
        connections.close_all()
    servers.drop(name)


def test_it_is_as_large_as_asked(large):
    assert Customer.objects.count() == NUMBER
    assert Quote.objects.count() == NUMBER * 3 // 10
    assert 3 * NUMBER < Visit.objects.count() < 8 * NUMBER
    assert User.objects.filter(roles__code="rep").count() > 30


def test_customers_are_found_and_sorted_as_the_services_would(large):
    for customer in Customer.objects.order_by("pk"):
        before = [getattr(customer, key) for key in KEYS]
        refresh_customer(customer)
        assert [getattr(customer, key) for key in KEYS] == before
        customer.full_clean()
    for contact in Contact.objects.order_by("pk"):
        before = (contact.phone_key, contact.search_key)
        refresh_contact(contact)
        assert (contact.phone_key, contact.search_key) == before
        contact.full_clean()


def test_the_last_contact_is_the_last_visit_that_reached_somebody(large):
    before = dict(Customer.objects.values_list("pk", "last_contact_at"))
    for pk in before:
        note_contact(pk)
    assert dict(Customer.objects.values_list("pk", "last_contact_at")) == before


def test_visits_keep_the_rules(large):
    for visit in Visit.objects.prefetch_related("met").order_by("pk")[:200]:
        visit.full_clean()
        assert visit.occurred_at >= visit.customer.created_at
        assert visit.met.count() == (visit.outcome != Outcome.NOT_MET)
    assert not Visit.objects.exclude(met__contact__customer=F("customer")).exclude(met=None).exists()


FIGURES = ("total", "net_total", "tax_total", "list_total", "worst_gap", "is_major", "search_key")


def test_quotes_are_what_a_rep_would_have_got(large):
    for quote in Quote.objects.select_related("approval", "customer").order_by("pk"):
        lines = list(quote.lines.all())
        before = [getattr(quote, name) for name in FIGURES]
        refresh_totals(quote, lines)
        refresh_quote(quote)
        assert [getattr(quote, name) for name in FIGURES] == before
        quote.full_clean(exclude=["state"])
        if quote.approval is None:
            assert quote.state == "draft"
            continue
        asked = submission_of(quote, lines)
        request = quote.approval
        assert request.digest == asked.digest == digest_of(quote)
        assert (request.number, request.title, request.party, request.url, request.amount) == (
            asked.number,
            asked.title,
            asked.party,
            asked.url,
            asked.amount,
        )
        assert (request.risks, request.snapshot) == (list(asked.risks), dict(asked.data))
        if quote.state in ("approved", "issued"):
            assert quote.is_as_approved()


def test_approvals_went_the_way_of_the_route(large):
    for request in ApprovalRequest.objects.select_related("submitter", "route").order_by("pk")[:30]:
        planned = routing.plan(request.route, facts=request.facts, submitter=request.submitter)
        steps = list(request.steps.prefetch_related("seats"))
        assert [step.name for step in steps] == [item.step.name for item in planned]
        assert [{seat.approver_id for seat in step.seats.all()} for step in steps] == [
            {person.pk for person in item.approvers} for item in planned
        ]
    assert not ApprovalSeat.objects.exclude(submitter=F("step__request__submitter")).exists()
    approved = ApprovalRequest.objects.filter(state="approved")
    assert not approved.filter(~Q(steps__state="approved")).exists()
    assert not ApprovalStep.objects.filter(state="open").exclude(request__state="open").exists()
    for step in ApprovalStep.objects.filter(opened_at__isnull=False)[:30]:
        assert step.due_at == routing.due_at(step.opened_at, step.hours)


def test_the_company_goes_on_working(large):
    """Numbers, sequences, triggers and foreign keys are all there again."""
    before = set(Customer.objects.values_list("number", flat=True))
    assert numbering.take("customers.customer") not in before
    assert numbering.take("quotes.quote") not in set(Quote.objects.values_list("number", flat=True))
    step = ApprovalStep.objects.filter(state="open", seats__approver__username="head").first()
    step = step or ApprovalStep.objects.filter(state="open").first()
    seat = step.seats.select_related("approver").first()
    services.approve_step(actor=seat.approver, step_id=step.pk, digest=step.request.digest)
    history = ApprovalSeat._meta.get_field("id").model.pgh_event_model  # type: ignore[attr-defined]
    assert history.objects.filter(pgh_obj_id=seat.pk).exists(), "row history is written again"
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'D'")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM pg_index WHERE NOT indisvalid")
        assert cursor.fetchone() == (0,)


def test_each_customer_has_its_entry(large):
    per = AuditEntry.objects.filter(code="customer.created").values("subject_id").annotate(n=Count("id"))
    assert {row["n"] for row in per} == {1}
    assert len(per) == NUMBER


def test_a_second_time_is_refused(large):
    with pytest.raises(company.NotHere, match="already"):
        company.fill(number=1, seed=1, processes=1, visits=1.0, say=print)


def test_a_real_database_is_refused(db):
    with pytest.raises(CommandError, match="Demo mode is off"):
        call_command("scale_data", customers=1)


def test_blocks_come_out_the_same_in_any_process(large, monkeypatch):
    monkeypatch.setattr(company, "refuse_strangers", lambda: None)
    plan = company.prepare(2000, 3, 1.0, people.Staff(1, 5))
    assert company.make_block(plan, 1) == company.make_block(plan, 1)


def test_a_company_that_grows_hires():
    for customers in (60, 10_000, 100_000, 1_000_000):
        size = people.staff(customers)
        reps = len(words.REGIONS) * size.teams * size.reps
        assert reps >= max(200, customers / people.PORTFOLIO)
    assert people.staff(10_000) == people.Staff(6, 5)


def test_every_team_has_its_own_ordinal():
    assert [people._ordinal(number) for number in (1, 10, 11, 20, 24)] == ["一", "十", "十一", "二十", "二十四"]
