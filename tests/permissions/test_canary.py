"""Whoever asks for a customer they do not see, by name or by number, reads nothing of it."""

import pytest
from django.http import HttpResponse
from django.urls import reverse

from tests.cast import LOGINS
from tests.permissions import canary
from tests.permissions.matrix import COLUMNS, Row
from tests.permissions.planted import CANARY

ASKED = [
    "/search/?q={canary}",
    "/pick/customers.customer/?q={canary}",
    "/pick/quotes.quote/?q={canary}",
    "/customers/?scene=all&q={canary}",
    "/customers/duplicates/?name=东莞{canary}机电有限公司",
    "/customers/visits/?scene=all&q={canary}",
    "/customers/visits/new/?customer={customer}",
    "/pick/customers.opportunity/?q={canary}",
    "/customers/opportunities/?scene=all&q={canary}",
    "/pick/customers.lead/?q={canary}",
    "/customers/leads/?scene=all&q={canary}",
    "/customers/leads/duplicates/?company=湛江{canary}水务有限公司",
    "/quotes/?scene=all&q={canary}",
    "/quotes/new/?customer={customer}",
    "/inbox/?tab=done",
    "/api/v1/customers/?q={canary}",
    "/api/v1/customers/{customer}/",
    "/api/v1/contacts/?q={canary}",
    "/api/v1/contacts/?customer={customer}",
    "/api/v1/visits/?customer={customer}",
    "/api/v1/opportunities/?q={canary}",
    "/api/v1/opportunities/?customer={customer}",
    "/api/v1/leads/?q={canary}",
    "/api/v1/quotes/?q={canary}",
    "/api/v1/approval-steps/?tab=all",
    "/api/v1/approval-requests/",
    "/timeline/customers.customer/{customer}/",
    "/attachments/customers.customer/{customer}/",
]


@pytest.mark.parametrize("login", LOGINS)
def test_the_canary_is_heard_only_by_those_who_see_the_customer(asker, login):
    """By what one asks for it; that no page tells of it unasked is proven cell by cell (test_matrix)."""
    foreign = asker.world.foreign
    if canary.sees(asker, login):
        assert CANARY in asker.browsers[login].get(foreign.get_absolute_url()).content.decode()
        return
    heard = []
    for path in ASKED:
        address = path.format(canary=CANARY, customer=foreign.pk)
        headers = {"Authorization": f"Bearer {asker.keys[login]}"} if path.startswith("/api/") else {}
        answer = asker.browsers[login].get(address, headers=headers)
        # What one typed oneself comes back in the search box.
        text = answer.content.decode("utf-8", "replace").replace(f'value="{CANARY}"', "")
        if _beyond_the_question(text, address):
            heard.append(address)
    assert not heard


def test_its_owner_hears_it(asker):
    """The control: where the customer is seen, the word is there."""
    answer = asker.browsers["rep_south"].get(reverse("customers:customer_list"))
    assert CANARY in answer.content.decode()


def test_one_telling_page_would_be_noticed(asker):
    """The control of what the matrix asks of every page."""
    row = Row("GET", "customers:customer_list", "", "")
    telling = HttpResponse(f"东莞{CANARY}机电有限公司")
    told = {login for login in COLUMNS if canary.heard(asker, row, login, telling)}
    assert {"-", "rep", "head"} <= told
    assert not {"rep_south", "head_south", "director"} & told


def _beyond_the_question(text: str, address: str) -> bool:
    """Whether the canary stands there in something other than an echo of what was asked."""
    return (
        f"陈{CANARY}" in text
        or f"{CANARY}项目" in text
        or f"{CANARY}商机" in text
        or (CANARY not in address and CANARY in text)
        or (f"东莞{CANARY}机电" in text and f"东莞{CANARY}机电" not in address)
    )
