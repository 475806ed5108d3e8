"""Whose customers a person sees, and therefore whose contacts, visits and (upstairs) quotes.

Ids are listed rather than joined where the list is short: only then does PostgreSQL use the indexes of both sides
of an OR. Everything read here is read once per request.
"""

from typing import Any

from django.apps import apps
from django.db.models import Q

from core.scope import OWN, Viewer

DOMAIN = "customers"
MOST_LISTED = 2000
"""Own customers are worth a longer list than other ids: joined instead, they take a walk through all visits."""


def shared_customer_ids(user: Viewer) -> list[int]:
    """Customers of others that the person works on: as collaborator or as account manager."""
    return list(user.access.remember("customers.shared", lambda: _read_shared(user)))


def own_customer_ids(user: Viewer) -> list[int] | None:
    """Every customer the person owns or works on; None when they are too many to list."""
    found: list[int] | None = user.access.remember("customers.own", lambda: _read_own(user))
    return found


def through_customer(user: Viewer, scope: str, path: str = "customer") -> Q:
    """Rows that hang below the customers in sight within `scope` (own or subtree)."""
    listed = own_customer_ids(user) if scope == OWN else None
    if listed is not None:
        return Q(**{f"{path}_id__in": listed})
    owned = Q(**{f"{path}__owner_id__in": user.access.people(scope)})
    return owned | Q(**{f"{path}_id__in": shared_customer_ids(user)})


def works_on(user: Viewer, scope: str, customer: Any) -> bool:
    """Whether a customer is among those of `through_customer`."""
    return customer.owner_id in user.access.user_ids(scope) or customer.pk in shared_customer_ids(user)


def _read_shared(user: Viewer) -> list[int]:
    customer, collaborator = apps.get_model("customers.Customer"), apps.get_model("customers.Collaborator")
    joined = collaborator.objects.filter(user_id=user.pk).values_list("customer_id")
    managed = customer.objects.filter(account_manager_id=user.pk).values_list("pk")
    return sorted(pk for (pk,) in joined.union(managed))


def _read_own(user: Viewer) -> list[int] | None:
    customer = apps.get_model("customers.Customer")
    owned = customer.objects.filter(owner_id=user.pk).values_list("pk", flat=True)[: MOST_LISTED + 1]
    found = sorted({*owned, *shared_customer_ids(user)})
    return found if len(found) <= MOST_LISTED else None
