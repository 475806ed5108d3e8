"""Which records of this room are commented on, and whom each comment concerns."""

from core import comments

comments.accept("customers.customer", people=lambda customer: [customer.owner, customer.account_manager])
comments.accept("customers.lead", people=lambda lead: [lead.owner, lead.created_by])
comments.accept("customers.opportunity", people=lambda opportunity: [opportunity.owner])
comments.accept("customers.visit", people=lambda visit: [visit.visitor])
