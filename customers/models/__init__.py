from customers.models.customers import Address, Collaborator, Contact, Customer
from customers.models.extensions import PoolExtension
from customers.models.plans import FocusChange, FocusList, VisitPlan
from customers.models.pool import PoolMove
from customers.models.visits import Visit, VisitConsent, VisitContact, VisitPosition

__all__ = [
    "Address",
    "Collaborator",
    "Contact",
    "Customer",
    "FocusChange",
    "FocusList",
    "PoolExtension",
    "PoolMove",
    "Visit",
    "VisitConsent",
    "VisitContact",
    "VisitPlan",
    "VisitPosition",
]
