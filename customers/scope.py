"""Whose customers a person sees, and therefore whose contacts, visits and (upstairs) quotes.

Ids are listed rather than joined where the list is short: only then does PostgreSQL use the indexes of both sides
of an OR. Everything read here is read once per request.
"""

from typing import Any

from django.apps import apps
from django.db.models import Q

from core.scope import OWN, Viewer

DOMAIN = "customers"


def shared_customer_ids(user: Viewer) -> list[int]:
    """Customers of others that the person works on: as collaborator or as account manager."""
    return list(user.access.remember("customers.shared", lambda: _read_shared(user)))


def own_customer_ids(user: Viewer) -> list[int]:
    """Every customer the person owns or works on."""
    return list(user.access.remember("customers.own", lambda: _read_own(user)))


def through_customer(user: Viewer, scope: str, path: str = "customer") -> Q:
    """Rows that hang below the customers in sight within `scope` (own or subtree)."""
    if scope == OWN:
        return Q(**{f"{path}_id__in": own_customer_ids(user)})
    owned = Q(**{f"{path}__owner_id__in": user.access.user_ids(scope)})
    return owned | Q(**{f"{path}_id__in": shared_customer_ids(user)})


def works_on(user: Viewer, scope: str, customer: Any) -> bool:
    """Whether a customer is among those of `through_customer`."""
    return customer.owner_id in user.access.user_ids(scope) or customer.pk in shared_customer_ids(user)


def _read_shared(user: Viewer) -> list[int]:
    customer, collaborator = apps.get_model("customers.Customer"), apps.get_model("customers.Collaborator")
    joined = collaborator.objects.filter(user_id=user.pk).values_list("customer_id")
    managed = customer.objects.filter(account_manager_id=user.pk).values_list("pk")
    return sorted(pk for (pk,) in joined.union(managed))


def _read_own(user: Viewer) -> list[int]:
    customer = apps.get_model("customers.Customer")
    owned = customer.objects.filter(owner_id=user.pk).values_list("pk", flat=True)
    return sorted({*owned, *shared_customer_ids(user)})
