"""How many queries each main page and API list costs, kept as JSON and reviewed as a diff.

UPDATE_QUERY_COUNTS=1 writes tests/query_counts.json anew; read what changed before committing it.
"""

import json
import os
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock, onboarding
from customers import services as customers
from customers.models import Lead, Opportunity, Task
from org import tokens
from org.models import User
from tests.architecture.sources import ROOT
from tests.customers import deals, intel, leads
from tests.quotes import world

BASELINE = ROOT / "tests" / "query_counts.json"
BEGUN, COUNTED = (datetime.fromisoformat(f"2026-11-{day}T10:30:00+08:00") for day in (16, 24))
"""The hour and the day of the week decide what is owed: the company is a week old on a Tuesday morning."""
UPDATE = os.environ.get("UPDATE_QUERY_COUNTS", "") == "1"
PAGES = [
    "/",
    "/inbox/",
    "/inbox/?tab=done",
    "/customers/?scene=all",
    "/customers/analysis/",
    "/customers/new/",
    "/customers/{customer}/",
    "/customers/opportunities/?scene=all",
    "/customers/opportunities/board/?scene=open",
    "/customers/opportunities/analysis/",
    "/customers/opportunities/{deal}/",
    "/customers/leads/?scene=all",
    "/customers/leads/analysis/",
    "/customers/leads/new/",
    "/customers/leads/{lead}/",
    "/customers/competitors/",
    "/customers/visits/?scene=all",
    "/customers/visits/new/",
    "/customers/plan/",
    "/customers/plan/?view=month",
    "/customers/plan/list/?scene=all",
    "/customers/tasks/?scene=all",
    "/customers/tasks/{task}/",
    "/customers/priors/?scene=all",
    "/customers/intelligence/",
    "/customers/focus/",
    "/customers/focus/list/",
    "/customers/focus/meeting/",
    "/quotes/?scene=all",
    "/quotes/analysis/",
    "/quotes/board/?scene=all",
    "/quotes/new/?customer={customer}",
    "/quotes/{quote}/",
    "/quotes/products/",
    "/org/people/",
    "/org/me/",
    "/notices/",
    "/search/?q=成都",
    "/pick/customers.customer/?q=成都",
    "/counts/",
]
LISTS = [
    "customers/",
    "customers/{customer}/",
    "contacts/",
    "visits/",
    "opportunities/",
    "opportunities/{deal}/",
    "competitors/",
    "leads/",
    "leads/{lead}/",
    "tasks/",
    "prior-approvals/",
    "intelligence/",
    "visit-plans/",
    "focus-lists/",
    "quotes/",
    "quotes/{quote}/",
    "products/",
    "price-lists/",
    "approval-steps/",
    "approval-steps/?tab=all",
    "approval-requests/",
    "notifications/",
    "users/",
    "units/",
]


def enter(cast, products, number):
    """One customer of rep's with contact, visit, a deal with its competitor, a draft and a reported quote."""
    customer = customers.create_customer(actor=cast.rep, facts={"name": f"成都锐恒{number}号自动化设备有限公司"})
    contact = customers.create_contact(actor=cast.rep, customer_id=customer.pk, facts={"name": f"刘建平{number}"})
    customers.log_visit(
        actor=cast.rep,
        customer_id=customer.pk,
        occurred_at=clock.now() - timedelta(hours=1),
        outcome="progress",
        contact_ids=[contact.pk],
    )
    deal = deals.at_quote(cast.rep, customer)
    competitor = deals.make_competitor(cast.rep, f"江海{number}号泵业有限公司")
    customers.name_rival(actor=cast.rep, opportunity_id=deal.pk, competitor=competitor)
    leads.spoken_lead(cast.marketing, cast.rep, company=f"绵阳{number}号水务有限公司", phone="")
    leads.given_lead(cast.marketing, cast.rep, company=f"德阳{number}号水务有限公司", phone="")
    due = {"subject": f"寄第{number}份样本", "due_on": clock.today()}
    customers.create_task(actor=cast.head, customer_id=customer.pk, facts=due)
    asked = {"subject": f"第{number}次请客", "kind": "hosting", "content": "谈框架", "act_on": clock.today()}
    customers.ask_prior(actor=cast.rep, facts=asked, customer_id=customer.pk)
    intel.record(cast.rep, customer)
    world.make_quote(cast.rep, customer, products[0])
    return customer, world.submit(world.make_quote(cast.rep, customer, products[1]), cast.rep)


@pytest.fixture
def places(cast, time_machine):
    User.objects.update(created_at=BEGUN)
    time_machine.move_to(BEGUN)
    products = world.make_products(cast)
    made = [enter(cast, products, number) for number in range(3)]
    return products, {
        "customer": made[0][0].pk,
        "quote": made[0][1].pk,
        "deal": Opportunity.objects.latest("pk").pk,
        "lead": Lead.objects.latest("pk").pk,
        "task": Task.objects.latest("pk").pk,
    }


def measure(cast, names):
    """Queries of each address as the head of the team, who sees all of it."""
    browser = Client()
    browser.force_login(cast.head)
    onboarding.put_away(cast.head)  # has been here for long; what somebody new costs is in test_onboarding
    _token, key = tokens.issue_token(actor=cast.head, name="count", days=1)
    found = {}
    for address in [*PAGES, *(f"/api/v1/{path}" for path in LISTS)]:
        headers = {"Authorization": f"Bearer {key}"} if address.startswith("/api/") else {}
        client = Client() if headers else browser
        path = address.format(**names)
        client.get(path, headers=headers)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = client.get(path, headers=headers)
        assert answer.status_code == 200, path
        found[address] = len(queries)
    return found


def test_no_page_costs_more_than_it_did(cast, places, time_machine):
    _products, names = places
    time_machine.move_to(COUNTED)
    found = measure(cast, names)
    if UPDATE:
        BASELINE.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    kept = json.loads(BASELINE.read_text(encoding="utf-8"))
    changed = {
        address: (kept.get(address), found.get(address))
        for address in kept.keys() | found.keys()
        if kept.get(address) != found.get(address)
    }
    assert not changed, f"(before, now): {changed}; run with UPDATE_QUERY_COUNTS=1 and read the diff"


def test_more_rows_cost_no_more_queries(cast, places, time_machine):
    products, names = places
    time_machine.move_to(COUNTED)
    few = measure(cast, names)
    time_machine.move_to(BEGUN)
    for number in range(3, 9):
        enter(cast, products, number)
    time_machine.move_to(COUNTED)
    many = measure(cast, names)
    # One more is "and so many more" below a short list; a query for each row would be six.
    grown = {address: (few[address], many[address]) for address in few if many[address] > few[address] + 1}
    assert not grown, f"(3 rows, 9 rows): {grown}"
