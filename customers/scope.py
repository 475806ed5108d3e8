"""Whose customers a person sees, and therefore whose contacts, visits and (upstairs) quotes.

A rep's own customers are read as an array rather than joined: only then does PostgreSQL use the indexes of both sides of
an OR. Those of a team are too many for that and are joined. What is shared is read once per request.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Q

from core.lookups import AnyOf
from core.scope import OWN, Viewer, reads_ahead

DOMAIN = "customers"


def shared_customer_ids(user: Viewer) -> list[int]:
    """Customers of others that the person works on: as collaborator or as account manager."""
    return list(user.access.remember("customers.shared", lambda: _read_shared(user)))


def through_customer(user: Viewer, scope: str) -> Q:
    """Rows that hang below the customers in sight within `scope` (own or subtree), by their column `customer`."""
    shared = Q(customer_id__in=shared_customer_ids(user))
    if scope != OWN:
        return Q(customer__owner_id__in=user.access.people(scope)) | shared
    owned = apps.get_model("customers.Customer").objects.filter(owner_id=user.pk)
    return Q(AnyOf(F("customer_id"), ArraySubquery(owned.values("pk")))) | shared


def works_on(user: Viewer, scope: str, customer: Any) -> bool:
    """Whether a customer is among those of `through_customer`."""
    return customer.owner_id in user.access.user_ids(scope) or customer.pk in shared_customer_ids(user)


def _read_shared(user: Viewer) -> list[int]:
    customer, collaborator = apps.get_model("customers.Customer"), apps.get_model("customers.Collaborator")
    joined = collaborator.objects.filter(user_id=user.pk).values_list("customer_id")
    managed = customer.objects.filter(account_manager_id=user.pk).values_list("pk")
    return sorted(pk for (pk,) in joined.union(managed))


@reads_ahead
def _read_shared_ahead(people: Sequence[Viewer]) -> None:
    customer, collaborator = apps.get_model("customers.Customer"), apps.get_model("customers.Collaborator")
    asked = [person.pk for person in people]
    joined = collaborator.objects.filter(user_id__in=asked).values_list("user_id", "customer_id")
    managed = customer.objects.filter(account_manager_id__in=asked).values_list("account_manager_id", "pk")
    found: dict[int, list[int]] = {pk: [] for pk in asked}
    for person_id, customer_id in joined.union(managed):
        found[person_id].append(customer_id)
    for person in people:
        person.access.remember("customers.shared", partial(sorted, found[person.pk]))
