from customers.models.customers import Address, Collaborator, Contact, Customer
from customers.models.deals import Competitor, NeedAnalysis, Rival, Solution
from customers.models.extensions import PoolExtension
from customers.models.leads import Lead, LeadTouch
from customers.models.merges import FormerCustomer, MergeRecord, MergeUndo
from customers.models.opportunities import Opportunity
from customers.models.plans import FocusChange, FocusList, PlanFeed, VisitPlan
from customers.models.pool import PoolMove
from customers.models.visits import Visit, VisitConsent, VisitContact, VisitPosition

__all__ = [
    "Address",
    "Collaborator",
    "Competitor",
    "Contact",
    "Customer",
    "FocusChange",
    "FocusList",
    "FormerCustomer",
    "Lead",
    "LeadTouch",
    "MergeRecord",
    "MergeUndo",
    "NeedAnalysis",
    "Opportunity",
    "PlanFeed",
    "PoolExtension",
    "PoolMove",
    "Rival",
    "Solution",
    "Visit",
    "VisitConsent",
    "VisitContact",
    "VisitPlan",
    "VisitPosition",
]
