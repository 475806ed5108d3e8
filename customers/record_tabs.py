"""The customer page's own tabs."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core import timeline as history
from customers import completeness, policies, selectors, tabs
from customers.choices import CustomerClass
from customers.models import Contact, Customer, Visit
from customers.policy import REQUIRED
from org.models import User

SHOWN = 20


def _timeline(user: User, customer: Customer) -> dict[str, Any]:
    return {"entries": history.of(user, customer), "commented": customer}


def _contacts(user: User, customer: Customer) -> dict[str, Any]:
    return {
        "contacts": Contact.objects.of(customer).order_by("left", "-is_primary", "id"),
        "may_edit": policies.may_edit_customer(user, customer),
    }


def _visits(user: User, customer: Customer) -> dict[str, Any]:
    return {"entries": [selectors.visit_entry(visit) for visit in selectors.visits_of(user, customer)]}


def _profile(user: User, customer: Customer) -> dict[str, Any]:
    parent_url, subsidiaries = selectors.relatives(user, customer)
    return {
        "customer": customer,
        "sharing": selectors.sharing_of(customer),
        "missing": completeness.missing(customer),
        "required_key": REQUIRED[CustomerClass(customer.customer_class)],
        "parent_url": parent_url,
        "subsidiaries": list(subsidiaries[:SHOWN]),
        "formers": selectors.formers_of(customer),
        "addresses": list(customer.addresses.order_by("kind", "-is_default", "pk")),
    }


tabs.register(
    tabs.Tab("timeline", _("动态"), "customers/tab_timeline.html", _timeline, order=1),
    tabs.Tab(
        "contacts",
        _("联系人"),
        "customers/tab_contacts.html",
        _contacts,
        rows=lambda user, customer: Contact.objects.of(customer).present(),
        order=10,
    ),
    tabs.Tab(
        "visits",
        _("拜访"),
        "customers/tab_timeline.html",
        _visits,
        rows=lambda user, customer: Visit.objects.at(customer, user),
        domain="visits",
        order=20,
    ),
    tabs.Tab("files", _("文件"), "customers/tab_files.html", lambda user, customer: {}, order=80),
    tabs.Tab("profile", _("资料"), "customers/tab_profile.html", _profile, order=90),
)
