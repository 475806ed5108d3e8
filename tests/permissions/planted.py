"""A customer whose every text carries the canary (tests/permissions/canary.py listens for it)."""

from datetime import timedelta
from typing import Any

from core import clock
from customers import services as customers
from customers.models import AccountPlan, Customer, Visit
from quotes.models import Product
from tests.cast import Cast
from tests.customers import deals, leads
from tests.quotes import world as trade

CANARY = "金丝雀勿泄"


def plant_canary(cast: Cast, product: Product) -> Customer:
    """A customer of rep_south's whose every text carries the canary, with contact, visit and quotes."""
    customer = customers.create_customer(
        actor=cast.rep_south,
        facts={
            "name": f"东莞{CANARY}机电有限公司", "short_name": CANARY, "address": CANARY, "industry": CANARY,
            "remarks": CANARY, "phone": "0769-2210 0088",
        },
    )  # fmt: skip
    customers.create_contact(
        actor=cast.rep_south, customer_id=customer.pk, facts={"name": f"陈{CANARY}", "title": CANARY, "remarks": CANARY}
    )
    log(cast.rep_south, customer, summary=CANARY, purpose=CANARY, next_step=CANARY)
    customers.create_plan(actor=cast.rep_south, customer_id=customer.pk, day=clock.today(), purpose=CANARY, focus=True)
    deal = deals.open_deal(cast.rep_south, customer, title=f"{CANARY}商机", products=CANARY)
    lead = leads.given_lead(
        cast.director, cast.rep_south, company=f"湛江{CANARY}水务有限公司", contact=CANARY, wants=CANARY, phone=""
    )
    touched = {"channel": "phone", "outcome": "later", "note": CANARY, "next_step": CANARY, "person": CANARY}
    customers.touch_lead(actor=cast.rep_south, lead_id=lead.pk, facts=touched)
    need = {"need": CANARY, "background": CANARY, "deciders": CANARY, "purchase_plan": CANARY}
    customers.record_need(actor=cast.rep_south, opportunity_id=deal.pk, facts=need)
    customers.add_solution(actor=cast.rep_south, opportunity_id=deal.pk, title=CANARY, summary=CANARY)
    title = {"title": f"{CANARY}项目", "remarks": CANARY}
    AccountPlan.objects.create(
        customer=customer,
        year=clock.today().year,
        goals=CANARY,
        measures=CANARY,
        write_by=clock.today(),
        created_by=cast.head_south,
    )
    trade.make_quote(cast.rep_south, customer, product, **title)
    trade.submit(trade.make_quote(cast.rep_south, customer, product, **title), cast.rep_south)
    return customer


def log(person: Any, customer: Customer, **texts: Any) -> Visit:
    return customers.log_visit(
        actor=person,
        customer_id=customer.pk,
        occurred_at=clock.now() - timedelta(hours=1),
        outcome="progress",
        **texts,
    )
