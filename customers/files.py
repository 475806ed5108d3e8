"""Which records of this room carry files, and who adds to them."""

from core import attachments
from customers import policies
from customers.choices import PriorState
from customers.models import AccountPlan, Competitor, Intelligence, PriorApproval, Solution, Task
from org.models import User


def may_change_solution(user: User, solution: Solution) -> bool:
    """While the deal is open. What was closed stays as it was."""
    return solution.opportunity.is_open and policies.may_edit_opportunity(user, solution.opportunity)


def may_change_prior(user: User, prior: PriorApproval) -> bool:
    """Who asked, until it is settled: a quote for the gift beforehand, the receipt afterwards."""
    return prior.owner_id == user.pk and prior.state in (PriorState.REPORTED, PriorState.GRANTED)


def may_change_account_plan(user: User, plan: AccountPlan) -> bool:
    """While it is on its year's list, whoever writes it: minutes of reviews come later."""
    return plan.is_live and policies.may_write_account_plan(user, plan)


def may_change_task(user: User, task: Task) -> bool:
    """While it is open, who may work on it."""
    return task.is_open and policies.may_change_task(user, task)


def may_change_intelligence(user: User, entry: Intelligence) -> bool:
    """While it stands. What was withdrawn stays as it was."""
    return entry.is_standing and policies.may_change_intelligence(user, entry)


def may_change_competitor(user: User, competitor: Competitor) -> bool:
    return policies.may_edit_competitors(user)


attachments.accept("customers.accountplan", may_change=may_change_account_plan)
attachments.accept("customers.competitor", may_change=may_change_competitor)
attachments.accept("customers.customer", may_change=policies.may_edit_customer)
attachments.accept("customers.intelligence", may_change=may_change_intelligence)
attachments.accept("customers.lead", may_change=policies.may_edit_lead)
attachments.accept("customers.task", may_change=may_change_task)
attachments.accept("customers.priorapproval", may_change=may_change_prior)
attachments.accept("customers.solution", may_change=may_change_solution)
attachments.accept("customers.visit", may_change=policies.may_amend_visit)
