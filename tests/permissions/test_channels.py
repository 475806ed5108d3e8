"""For one person and one kind the ids are the same on every channel: page, API, picker, count, export."""

import csv
import io
import re

import pytest

from core.pages import finders, keyset
from customers.lists import CUSTOMERS, VISITS
from customers.models import Contact, Customer, Visit
from org.models import Unit, User
from quotes.lists import QUOTES
from quotes.models import Quote
from tests.cast import LOGINS
from workflow.models import ApprovalRequest

KINDS = {
    "customers": (Customer, CUSTOMERS, "/customers/?scene=all", r'href="/customers/(\d+)/[?"]'),
    "visits": (Visit, VISITS, "/customers/visits/?scene=all", r'href="/customers/visits/(\d+)/[?"]'),
    "quotes": (Quote, QUOTES, "/quotes/?scene=all", r'href="/quotes/(\d+)/[?"]'),
    "contacts": (Contact, None, "", ""),
    "approval-requests": (ApprovalRequest, None, "", ""),
    "units": (Unit, None, "", ""),
    "users": (User, None, "", ""),
}


def listed(asker, login, resource):
    found, path = set(), f"/api/v1/{resource}/?limit=200"
    while path:
        answer = asker.browsers[login].get(path, headers={"Authorization": f"Bearer {asker.keys[login]}"}).json()
        found |= {row["id"] for row in answer["results"]}
        path = answer["next"]
    return found


@pytest.mark.parametrize("login", LOGINS)
@pytest.mark.parametrize("resource", KINDS)
def test_the_same_ids_everywhere(asker, login, resource):
    model, listing, page, pattern = KINDS[resource]
    person = getattr(asker.world.cast, login)
    seen = set(model.objects.visible_to(person).values_list("pk", flat=True))
    assert listed(asker, login, resource) == seen
    if not page:
        return
    answer = asker.browsers[login].get(page)
    if answer.status_code == 200:
        assert {int(pk) for pk in re.findall(pattern, answer.content.decode())} == seen
        rows = listing.rows(person)
        assert keyset.count(rows).number == len(seen)


@pytest.mark.parametrize("login", LOGINS)
@pytest.mark.parametrize(("code", "model"), [("customers.customer", Customer), ("quotes.quote", Quote)])
def test_pickers_offer_no_more(asker, login, code, model):
    finder = finders.get(code)
    assert finder is not None
    person = getattr(asker.world.cast, login)
    seen = set(model.objects.visible_to(person).values_list("pk", flat=True))
    for word in ("有限公司", "机电", "成都", "2026", ""):
        hits = {hit.id for hit in finder.find(person, word, 50)}
        assert hits <= seen
    recent = {hit.id for hit in finder.recent(person, 50)} if finder.recent else set()
    assert recent <= seen


@pytest.mark.parametrize("login", ["head", "head_south", "director"])
def test_the_export_holds_what_the_list_shows(asker, login):
    answer = asker.browsers[login].post("/customers/?scene=all", {"export": "csv"}, follow=True)
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    numbers = {cell for row in csv.reader(io.StringIO(text)) for cell in row if cell.startswith("KH-")}
    person = getattr(asker.world.cast, login)
    assert numbers == set(Customer.objects.visible_to(person).values_list("number", flat=True))
