"""What of the customers a leaver would hand over: those they own or are account manager of."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from org.handover import Line, Part, Pile, register
from org.models import User

SHOWN = 8


def gather(*, leaver: User, viewer: User) -> Pile:
    theirs = Q(owner=leaver) | Q(account_manager=leaver)
    seen = Customer.objects.visible_to(viewer).filter(theirs).order_by("sort_key", "pk")[:SHOWN]
    lines = [Line(customer.name, customer.get_absolute_url()) for customer in seen]
    return Pile(Customer.objects.filter(theirs).count(), lines)


register(Part("customers.customers", _("客户"), "i-cust", gather, order=10))
