"""Which records of this room are commented on, and whom each comment concerns."""

from core import comments

comments.accept("customers.customer", people=lambda customer: [customer.owner, customer.account_manager])
comments.accept("customers.transferrequest", people=lambda request: [request.created_by, request.owner])
comments.accept("customers.task", people=lambda task: [task.owner, task.created_by])
comments.accept("customers.accountplan", people=lambda plan: [plan.customer.account_manager, plan.created_by])
comments.accept("customers.priorapproval", people=lambda prior: [prior.owner, prior.closed_by])
comments.accept("customers.intelligence", people=lambda entry: [entry.author])
comments.accept("customers.lead", people=lambda lead: [lead.owner, lead.created_by])
comments.accept("customers.opportunity", people=lambda opportunity: [opportunity.owner])
comments.accept("customers.visit", people=lambda visit: [visit.visitor])
