"""The customer's tab of intelligence."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.addresses import address_of
from customers import intel_selectors, policies, tabs
from customers.models import Customer, Intelligence
from org.models import User


def _intelligence(user: User, customer: Customer) -> dict[str, Any]:
    new = f"{address_of('customers:intelligence_create')}?customer={customer.pk}"
    return {
        "intelligence": intel_selectors.of_customer(user, customer),
        "new_url": new if policies.may_record_intelligence(user) else "",
    }


tabs.register(
    tabs.Tab(
        "intelligence",
        _("情报"),
        "customers/tab_intelligence.html",
        _intelligence,
        rows=lambda user, customer: Intelligence.objects.about(customer, user).standing(),
        order=28,
    )
)
