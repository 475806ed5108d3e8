"""A deal for tests, brought to a stage by the services the product uses."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from core import clock
from customers import services
from customers.models import Competitor, Customer, Opportunity
from org.models import User

NEED = {
    "need": "两台恒压供水机组，一用一备",
    "budget": Decimal("500000"),
    "purchase_plan": "12 月挂网招标，1 月定标",
    "deciders": "刘总工、采购部王经理",
}


def open_deal(actor: User, customer: Customer, **facts: Any) -> Opportunity:
    wanted = {
        "title": "眉山基地恒压供水改造",
        "amount": Decimal("480000"),
        "expected_on": clock.today() + timedelta(60),
    }
    return services.create_opportunity(actor=actor, customer_id=customer.pk, facts={**wanted, **facts})


def with_need(actor: User, customer: Customer, **facts: Any) -> Opportunity:
    deal = open_deal(actor, customer, **facts)
    services.record_need(actor=actor, opportunity_id=deal.pk, facts=NEED)
    return fresh(deal)


def at_quote(actor: User, customer: Customer, **facts: Any) -> Opportunity:
    """As far as one gets without a quote that went out."""
    deal = with_need(actor, customer, **facts)
    services.advance_opportunity(actor=actor, opportunity_id=deal.pk)
    services.add_solution(actor=actor, opportunity_id=deal.pk, title="双泵变频方案")
    return services.advance_opportunity(actor=actor, opportunity_id=deal.pk)


def make_competitor(actor: User, name: str = "江海泵业股份有限公司") -> Competitor:
    return services.create_competitor(actor=actor, facts={"name": name})


def fresh(deal: Opportunity) -> Opportunity:
    return Opportunity.objects.get(pk=deal.pk)
