"""Which records of this room carry files, and who adds to them."""

from core import attachments
from customers import policies
from customers.models import Solution
from org.models import User


def may_change_solution(user: User, solution: Solution) -> bool:
    """While the deal is open. What was closed stays as it was."""
    return solution.opportunity.is_open and policies.may_edit_opportunity(user, solution.opportunity)


attachments.accept("customers.customer", may_change=policies.may_edit_customer)
attachments.accept("customers.lead", may_change=policies.may_edit_lead)
attachments.accept("customers.solution", may_change=may_change_solution)
attachments.accept("customers.visit", may_change=policies.may_amend_visit)
