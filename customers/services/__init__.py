from customers.services.contacts import create_contact, edit_contact
from customers.services.customers import classify_customer, create_customer, edit_customer
from customers.services.exports import export_customers, export_visits
from customers.services.sharing import (
    add_collaborator,
    hand_over_customers,
    remove_collaborator,
    tell_owner,
    transfer_customer,
)
from customers.services.visits import (
    Position,
    amend_visit,
    give_consent,
    log_visit,
    purge_positions,
    withdraw_consent,
)

__all__ = [
    "Position",
    "add_collaborator",
    "amend_visit",
    "classify_customer",
    "create_contact",
    "create_customer",
    "edit_contact",
    "edit_customer",
    "export_customers",
    "export_visits",
    "give_consent",
    "hand_over_customers",
    "log_visit",
    "purge_positions",
    "remove_collaborator",
    "tell_owner",
    "transfer_customer",
    "withdraw_consent",
]
