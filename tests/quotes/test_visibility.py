"""Who sees which quote, on every channel the same (A14)."""

import pytest
from django.http import Http404

from core import subjects
from customers.services import add_collaborator
from quotes import services
from quotes.models import Quote, QuoteLine
from quotes.selectors import find_quotes, quote_list
from tests.customers.conftest import enter
from tests.quotes.world import make_quote, submit
from workflow import people

# login → quotes of (rep, rep2, rep_south) that the person sees
SEEN = {
    "rep": "100",
    "rep2": "010",
    "rep_south": "001",
    "account": "000",
    "head": "110",
    "head_south": "001",
    "region": "110",
    "director": "111",
    "vp": "111",
    "leader": "111",
    "inside": "111",
    "engineer": "000",
    "finance": "111",
    "production": "000",
    "logistics": "000",
    "service": "000",
    "marketing": "000",
    "hr": "000",
    "admin": "000",
}


@pytest.fixture(autouse=True, params=["few", "many"])
def approvals_of_one(request, monkeypatch):
    """Sight does not hang on how it is asked for: by listed ids, or quote by quote where they are too many."""
    if request.param == "many":
        monkeypatch.setattr("org.access.MOST_LISTED", -1)
        monkeypatch.setattr("workflow.models.MOST_LISTED", -1)


@pytest.fixture
def three(cast, pump):
    return [
        make_quote(getattr(cast, login), enter(getattr(cast, login), f"{login} 的客户"), pump)
        for login in ("rep", "rep2", "rep_south")
    ]


def pattern(quotes, ids):
    return "".join("1" if quote.pk in ids else "0" for quote in quotes)


def test_everybody_sees_what_their_role_says(cast, three):
    found = {login: set(Quote.objects.visible_to(getattr(cast, login)).values_list("pk", flat=True)) for login in SEEN}
    assert {login: pattern(three, seen) for login, seen in found.items()} == SEEN


def test_one_set_of_ids(cast, three):
    for login in SEEN:
        person = getattr(cast, login)
        seen = set(Quote.objects.visible_to(person).values_list("pk", flat=True))
        channels = {
            "list": {quote.pk for quote in quote_list(person)},
            "palette": {quote.pk for quote in find_quotes(person, "BJ-20", 50)},
            "lines": set(QuoteLine.objects.visible_to(person).values_list("quote_id", flat=True)),
            "subjects": set(subjects.queryset("quotes.quote").visible_to(person).values_list("pk", flat=True)),
        }
        assert channels == dict.fromkeys(channels, seen), login
        assert {quote.pk for quote in find_quotes(person, "BJ-", 50)} <= seen, login


def test_what_is_asked_of_one_customer_is_what_is_seen_there(cast, three, pump):
    """`at` is a short way through the one door, never a way round it: also where colleagues quote one customer."""
    shared = three[0].customer
    add_collaborator(actor=cast.rep, customer_id=shared.pk, person=cast.rep_south)
    make_quote(cast.rep_south, shared, pump)
    for login in SEEN:
        person = getattr(cast, login)
        for quote in three:
            seen = Quote.objects.visible_to(person).filter(customer=quote.customer)
            assert set(Quote.objects.at(quote.customer, person)) == set(seen), login


def test_somebody_handed_the_step_sees_the_one_quote_asked_about(cast, three):
    quote = submit(three[0], cast.rep)
    assert set(Quote.objects.visible_to(cast.head_south)) == {three[2]}
    step = quote.approval.steps.get(state="open")
    people.transfer_step(actor=cast.head, step_id=step.pk, to=cast.head_south, comment="代看")
    assert set(Quote.objects.visible_to(cast.head_south)) == {three[0], three[2]}


def test_nobody_prints_what_they_do_not_see(cast, three, seller):
    with pytest.raises(Http404):
        services.print_quote(actor=cast.rep_south, quote_id=three[0].pk)
