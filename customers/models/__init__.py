from customers.models.account_plans import AccountPlan, AccountReview
from customers.models.customers import Address, Collaborator, Contact, Customer
from customers.models.deals import Competitor, NeedAnalysis, Rival, Solution
from customers.models.extensions import PoolExtension
from customers.models.intelligence import Intelligence
from customers.models.leads import Lead, LeadTouch
from customers.models.merges import FormerCustomer, MergeRecord, MergeUndo
from customers.models.opportunities import Opportunity
from customers.models.plans import FocusChange, FocusList, PlanFeed, VisitPlan
from customers.models.pool import PoolMove
from customers.models.prior import PriorApproval
from customers.models.tasks import Task
from customers.models.transfers import TransferRequest
from customers.models.visits import Visit, VisitConsent, VisitContact, VisitPosition

__all__ = [
    "AccountPlan",
    "AccountReview",
    "Address",
    "Collaborator",
    "Competitor",
    "Contact",
    "Customer",
    "FocusChange",
    "FocusList",
    "FormerCustomer",
    "Intelligence",
    "Lead",
    "LeadTouch",
    "MergeRecord",
    "MergeUndo",
    "NeedAnalysis",
    "Opportunity",
    "PlanFeed",
    "PoolExtension",
    "PoolMove",
    "PriorApproval",
    "Rival",
    "Solution",
    "Task",
    "TransferRequest",
    "Visit",
    "VisitConsent",
    "VisitContact",
    "VisitPlan",
    "VisitPosition",
]
