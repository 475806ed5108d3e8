"""Our person stands on the paper: what prints is what was approved, also after the phone or the owner changed."""

import pytest

from core.errors import Stale
from org import services as people
from org.models import User
from quotes import papers, services
from quotes.models import Quote
from tests.quotes.world import approve_all, approved, fresh, make_quote, make_seller, submit


@pytest.fixture(autouse=True)
def phone(cast):
    make_seller()
    User.objects.filter(pk=cast.rep.pk).update(phone="138 0000 0318", title="销售工程师")


def test_it_prints_and_is_signed_for(cast, customer, pump):
    quote = submit(make_quote(cast.rep, customer, pump), cast.rep)
    data = papers.data_of(quote)
    assert data["prepared_by"] == "林晓峰　138 0000 0318"
    assert (data["seller"]["contact"], data["seller"]["contact_phone"]) == ("林晓峰", "138 0000 0318")
    assert quote.approval.snapshot["presenter"]["phone"] == "138 0000 0318"


def test_a_phone_slipped_in_is_noticed(cast, customer, pump):
    quote = submit(make_quote(cast.rep, customer, pump), cast.rep)
    Quote.objects.filter(pk=quote.pk).update(presenter={"name": "林晓峰", "phone": "139 9999 9999"})
    with pytest.raises(Stale):
        approve_all(quote, [cast.head])


def test_a_new_phone_or_owner_leaves_the_approved_paper_as_it_is(cast, customer, pump):
    quote = approved(cast, customer, pump)
    User.objects.filter(pk=cast.rep.pk).update(phone="139 9999 9999")
    people.dismiss_person(actor=cast.hr, user_id=cast.rep.pk, successor=cast.rep2)
    quote = fresh(quote)
    assert quote.owner == cast.rep2
    assert quote.is_as_approved()
    assert papers.data_of(quote)["prepared_by"] == "林晓峰　138 0000 0318"
    services.stamp_quote(actor=cast.inside, quote_id=quote.pk)


def test_the_next_submission_names_who_answers_now(cast, customer, pump):
    quote = make_quote(cast.rep, customer, pump)
    people.dismiss_person(actor=cast.hr, user_id=cast.rep.pk, successor=cast.rep2)
    assert submit(quote, cast.rep2).presenter["name"] == "赵一鸣"
