"""A word that stands in every text of a foreign customer: those who do not see the customer never read it."""

from typing import Any

from customers.models import Customer
from tests.permissions.matrix import STRANGER, Asker, Row
from tests.permissions.planted import CANARY

LOG = {"core:audit_list", "core:audit_detail", "api:audit_entry-list", "api:audit_entry-detail"}
"""The log names what was done to what, and whoever may read it reads all of it."""

LEADS = {"api:lead-list"}
"""Who assigns leads reads all of them, and the canary's among them, though not the customer."""


def heard(asker: Asker, row: Row, login: str, answer: Any) -> bool:
    """Whether a page tells somebody of it who should not know."""
    if row.method != "GET" or answer.streaming or CANARY not in answer.content.decode("utf-8", "replace"):
        return False
    if login == STRANGER:
        return True
    person = getattr(asker.world.cast, login)
    if row.route in LOG and person.can("audit.read"):
        return False
    if row.route in LEADS and person.access.scope("leads") == "all":
        return False
    return not sees(asker, login)


def sees(asker: Asker, login: str) -> bool:
    person = getattr(asker.world.cast, login)
    return Customer.objects.visible_to(person).filter(pk=asker.world.foreign.pk).exists()
