from customers.models.customers import Address, Collaborator, Contact, Customer
from customers.models.extensions import PoolExtension
from customers.models.pool import PoolMove
from customers.models.visits import Visit, VisitConsent, VisitContact, VisitPosition

__all__ = [
    "Address",
    "Collaborator",
    "Contact",
    "Customer",
    "PoolExtension",
    "PoolMove",
    "Visit",
    "VisitConsent",
    "VisitContact",
    "VisitPosition",
]
