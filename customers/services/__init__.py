from customers.services.addresses import create_address, edit_address, remove_address
from customers.services.contacts import create_contact, edit_contact
from customers.services.customers import (
    classify_customer,
    confirm_customer,
    create_customer,
    edit_customer,
    set_credit,
)
from customers.services.exports import export_customers, export_visits
from customers.services.extensions import ask_extension
from customers.services.focus import (
    confirm_focus,
    confirm_focuses,
    mind_focus,
    return_focus,
    submit_focus,
)
from customers.services.imports import (
    import_customers,
    plan_customers,
    tell_owners,
    undo_customers,
    untell_owners,
)
from customers.services.plans import (
    create_plan,
    drop_plan,
    edit_plan,
    fulfil_plan,
    hand_over_plans,
    move_plan,
    skip_plan,
)
from customers.services.pool import claim_customer, release_customer, return_customers, warn_of_return
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
    "ask_extension",
    "claim_customer",
    "classify_customer",
    "confirm_customer",
    "confirm_focus",
    "confirm_focuses",
    "create_address",
    "create_contact",
    "create_customer",
    "create_plan",
    "drop_plan",
    "edit_address",
    "edit_contact",
    "edit_customer",
    "edit_plan",
    "export_customers",
    "export_visits",
    "fulfil_plan",
    "give_consent",
    "hand_over_customers",
    "hand_over_plans",
    "import_customers",
    "log_visit",
    "mind_focus",
    "move_plan",
    "plan_customers",
    "purge_positions",
    "release_customer",
    "remove_address",
    "remove_collaborator",
    "return_customers",
    "return_focus",
    "set_credit",
    "skip_plan",
    "submit_focus",
    "tell_owner",
    "tell_owners",
    "transfer_customer",
    "undo_customers",
    "untell_owners",
    "warn_of_return",
    "withdraw_consent",
]
