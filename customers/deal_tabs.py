"""The deal page's own tabs, and the customer's tab of deals."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import timeline as history
from core.addresses import address_of
from customers import deal_selectors, selectors, tabs
from customers.models import Customer, Opportunity, Rival, Solution, Visit
from org.models import User


def _needs(user: User, opportunity: Opportunity) -> dict[str, Any]:
    return {"needs": deal_selectors.needs_of(opportunity)}


def _solutions(user: User, opportunity: Opportunity) -> dict[str, Any]:
    return {"solutions": deal_selectors.solutions_of(opportunity)}


def _rivals(user: User, opportunity: Opportunity) -> dict[str, Any]:
    return {"rivals": deal_selectors.rivals_of(opportunity)}


def _visits(user: User, opportunity: Opportunity) -> dict[str, Any]:
    return {"entries": [selectors.visit_entry(visit) for visit in deal_selectors.visits_of(user, opportunity)]}


def _timeline(user: User, opportunity: Opportunity) -> dict[str, Any]:
    return {"entries": history.of(user, opportunity), "commented": opportunity}


def _deals(user: User, customer: Customer) -> dict[str, Any]:
    return {"deals": deal_selectors.opportunities_of(user, customer)}


tabs.register(
    tabs.Tab("need", pgettext_lazy("stage", "需求"), "customers/tab_need.html", _needs, order=10, of=tabs.OPPORTUNITY),
    tabs.Tab(
        "solutions",
        pgettext_lazy("stage", "方案"),
        "customers/tab_solutions.html",
        _solutions,
        rows=lambda user, opportunity: Solution.objects.filter(opportunity=opportunity),
        order=20,
        of=tabs.OPPORTUNITY,
    ),
    tabs.Tab(
        "visits",
        _("拜访"),
        "customers/tab_visits.html",
        _visits,
        rows=lambda user, opportunity: Visit.objects.at(opportunity.customer, user).filter(opportunity=opportunity),
        domain="visits",
        order=30,
        of=tabs.OPPORTUNITY,
    ),
    tabs.Tab(
        "rivals",
        _("对手"),
        "customers/tab_rivals.html",
        _rivals,
        rows=lambda user, opportunity: Rival.objects.filter(opportunity=opportunity),
        order=40,
        of=tabs.OPPORTUNITY,
    ),
    tabs.Tab("timeline", _("动态"), "customers/tab_timeline.html", _timeline, order=90, of=tabs.OPPORTUNITY),
    tabs.Tab(
        "opportunities",
        _("商机"),
        "customers/tab_opportunities.html",
        _deals,
        rows=lambda user, customer: Opportunity.objects.at(customer, user),
        domain="opportunities",
        order=25,
    ),
)
tabs.register_start(
    tabs.Start(
        "demo",
        _("记演示"),
        "i-visit",
        lambda deal: f"{address_of('customers:visit_log')}?customer={deal.customer_id}&opportunity={deal.pk}&kind=demo",
        "visits.log",
        of=tabs.OPPORTUNITY,
    ),
    tabs.Start(
        "opportunity",
        _("新建商机"),
        "i-opp",
        lambda customer: f"{address_of('customers:opportunity_create')}?customer={customer.pk}",
        "opportunities.edit",
    ),
    tabs.Start(
        "return",
        _("记回访"),
        "i-visit",
        lambda customer: f"{address_of('customers:visit_log')}?customer={customer.pk}&kind=return",
        "visits.log",
        rare=True,
    ),
    tabs.Start(
        "prior",
        _("写请示"),
        "i-msg",
        lambda customer: f"{address_of('customers:prior_ask')}?customer={customer.pk}",
        "visits.log",
        rare=True,
    ),
)
