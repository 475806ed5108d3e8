"""Two tabs convert one lead at once: exactly one customer is made, the others hear who did it."""

from collections import Counter
from functools import partial

from customers import services
from customers.models import Customer, Opportunity
from tests.concurrency import racing
from tests.customers.leads import fresh, ready_lead, spoken_lead
from tests.customers.test_lead_ends import deal

HANDS = 8


def test_one_of_many_conversions_counts(committed_db, cast):
    lead = ready_lead(cast.marketing, cast.rep)
    convert = partial(services.convert_lead, actor=cast.rep, lead_id=lead.pk, opportunity=deal(), version=lead.version)
    assert racing.tally(committed_db.together([convert] * HANDS)) == Counter({409: HANDS - 1, 200: 1})
    assert (fresh(lead).state, Customer.objects.count(), Opportunity.objects.count()) == ("converted", 1, 1)


def test_converted_and_rejected_at_once_leave_one(committed_db, cast):
    lead = ready_lead(cast.marketing, cast.rep)
    convert = partial(services.convert_lead, actor=cast.rep, lead_id=lead.pk, version=lead.version)
    reject = partial(services.reject_lead, actor=cast.head, lead_id=lead.pk, reason="no_need", version=lead.version)
    assert racing.tally(committed_db.together([convert, reject] * 3)) == Counter({409: 5, 200: 1})
    assert Customer.objects.count() == (fresh(lead).state == "converted")


def test_two_who_reassign_at_once_leave_one_owner(committed_db, cast):
    lead = spoken_lead(cast.marketing, cast.rep)
    to = [
        partial(services.assign_lead, actor=cast.head, lead_id=lead.pk, to=person, reason="换人", version=lead.version)
        for person in (cast.rep2, cast.account)
    ]
    answers = racing.tally(committed_db.together(to))
    assert answers[200] <= 1
    assert fresh(lead).version <= lead.version + 1
