"""What a leaver would hand over: the customers they own or are account manager of, their open deals, planned visits and open tasks."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from customers.models import Customer, Opportunity, Task, VisitPlan
from org.handover import Line, Part, Pile, register
from org.models import User

SHOWN = 8


def gather(*, leaver: User, viewer: User) -> Pile:
    theirs = Q(owner=leaver) | Q(account_manager=leaver)
    seen = Customer.objects.visible_to(viewer).filter(theirs).order_by("sort_key", "pk")[:SHOWN]
    lines = [Line(customer.name, customer.get_absolute_url()) for customer in seen]
    return Pile(Customer.objects.filter(theirs).count(), lines)


def gather_opportunities(*, leaver: User, viewer: User) -> Pile:
    seen = Opportunity.objects.visible_to(viewer).open().filter(owner=leaver).order_by("expected_on", "pk")[:SHOWN]
    lines = [Line(opportunity.title, opportunity.get_absolute_url()) for opportunity in seen]
    return Pile(Opportunity.objects.open().filter(owner=leaver).count(), lines)


register(Part("customers.opportunities", _("商机"), "i-opp", gather_opportunities, order=15))
register(Part("customers.customers", _("客户"), "i-cust", gather, order=10))


def gather_plans(*, leaver: User, viewer: User) -> Pile:
    open_ = VisitPlan.objects.open().filter(person=leaver, day__gte=clock.today())
    seen = open_.visible_to(viewer).select_related("customer").order_by("day", "pk")[:SHOWN]
    return Pile(open_.count(), [Line(f"{plan.day:%m-%d} {plan.customer}", plan.get_absolute_url()) for plan in seen])


register(Part("customers.plans", _("拜访计划"), "i-plan", gather_plans, order=15))


def gather_tasks(*, leaver: User, viewer: User) -> Pile:
    open_ = Task.objects.open().filter(owner=leaver)
    seen = open_.visible_to(viewer).select_related("customer").order_by("due_on", "pk")[:SHOWN]
    return Pile(open_.count(), [Line(f"{task.subject} {task.customer}", task.get_absolute_url()) for task in seen])


register(Part("customers.tasks", _("任务"), "i-check", gather_tasks, order=16))
