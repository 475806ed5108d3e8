from customers.models.customers import Collaborator, Contact, Customer
from customers.models.visits import Visit, VisitConsent, VisitContact, VisitPosition

__all__ = [
    "Collaborator",
    "Contact",
    "Customer",
    "Visit",
    "VisitConsent",
    "VisitContact",
    "VisitPosition",
]
