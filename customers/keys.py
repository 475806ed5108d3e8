"""Derived columns of customers and contacts: what they are found, compared and ordered by."""

import re
import unicodedata

from core import names, search
from customers.models import Competitor, Contact, Customer, Lead, Opportunity, PriorApproval, Task

SHORTEST_PHONE = 7


def phone_key(phone: str) -> str:
    """The digits of a phone number without the country's 86; empty when too short to mean one line.

    An extension stays: 028-85336021 转 806 and the switchboard alone are two lines.
    """
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", phone))
    if len(digits) > 11 and digits.startswith("86"):
        digits = digits[2:]
    return digits if len(digits) >= SHORTEST_PHONE else ""


def refresh_customer(customer: Customer) -> None:
    customer.name_key = names.normalise_company(customer.name)[:120]
    customer.phone_key = phone_key(customer.phone)[:40]
    customer.sort_key = search.sort_key(customer.name)[:400]
    customer.search_key = search.search_key(
        customer.name, customer.short_name, phones=(customer.phone,), codes=(customer.number, customer.uscc)
    )


def refresh_contact(contact: Contact) -> None:
    contact.phone_key = phone_key(contact.phone)[:40]
    contact.search_key = search.search_key(contact.name, phones=(contact.phone,), codes=(contact.wechat,))


def refresh_opportunity(opportunity: Opportunity) -> None:
    customer = opportunity.customer
    opportunity.search_key = search.search_key(
        opportunity.title, customer.name, customer.short_name, opportunity.products, codes=(customer.number,)
    )


def refresh_competitor(competitor: Competitor) -> None:
    competitor.name_key = names.normalise_company(competitor.name)[:120]
    competitor.search_key = search.search_key(competitor.name)


def refresh_prior(prior: PriorApproval) -> None:
    names_ = (prior.customer.name, prior.customer.short_name) if prior.customer else ()
    prior.search_key = search.search_key(prior.subject, *names_, codes=(prior.number,))


def refresh_task(task: Task) -> None:
    task.search_key = search.search_key(task.subject)


def refresh_lead(lead: Lead) -> None:
    lead.name_key = names.normalise_company(lead.company)[:120]
    lead.phone_key = phone_key(lead.phone)[:40]
    lead.search_key = search.search_key(
        lead.company, lead.contact, phones=(lead.phone,), codes=(lead.wechat, lead.source_detail)
    )
