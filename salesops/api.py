"""The table of contents of the API. Each room describes its resources in its own `api.py`."""

from django.http import Http404
from django.urls import URLPattern, URLResolver, include, path, re_path
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.routers import SimpleRouter

from core.api.comments import CommentEndpoint
from core.api.files import AttachmentResource
from core.api.imports import ImportResource, ImportRowResource
from core.api.records import AuditEntryResource, NotificationResource
from core.api.resources import Endpoint
from core.api.schema import KeptGenerator
from customers.account_api import AccountPlanResource
from customers.api import AddressResource, ContactResource, CustomerResource, PoolResource, VisitResource
from customers.deal_api import CompetitorResource, OpportunityResource
from customers.intel_api import IntelligenceResource
from customers.lead_api import LeadResource
from customers.merge_api import MergeResource
from customers.plan_api import FocusListResource, VisitPlanResource
from customers.prior_api import PriorApprovalResource
from customers.task_api import TaskResource
from customers.transfer_api import TransferRequestResource
from org.api import TokenEndpoint, UnitResource, UserResource
from performance.api import WorkReportResource
from quotes.api import PriceListResource, ProductResource, QuoteResource
from workflow.api import ApprovalRequestResource, ApprovalStepResource

router = SimpleRouter()
router.register("addresses", AddressResource, "address")
router.register("approval-requests", ApprovalRequestResource, "approval_request")
router.register("approval-steps", ApprovalStepResource, "approval_step")
router.register("attachments", AttachmentResource, "attachment")
router.register("audit-entries", AuditEntryResource, "audit_entry")
router.register("competitors", CompetitorResource, "competitor")
router.register("contacts", ContactResource, "contact")
router.register("customers", CustomerResource, "customer")
router.register("import-rows", ImportRowResource, "import_row")
router.register("imports", ImportResource, "import")
router.register("intelligence", IntelligenceResource, "intelligence")
router.register("merges", MergeResource, "merge")
router.register("notifications", NotificationResource, "notification")
router.register("leads", LeadResource, "lead")
router.register("opportunities", OpportunityResource, "opportunity")
router.register("pool", PoolResource, "pool")
router.register("price-lists", PriceListResource, "price_list")
router.register("tasks", TaskResource, "task")
router.register("account-plans", AccountPlanResource, "account_plan")
router.register("prior-approvals", PriorApprovalResource, "prior_approval")
router.register("products", ProductResource, "product")
router.register("quotes", QuoteResource, "quote")
router.register("transfer-requests", TransferRequestResource, "transfer_request")
router.register("units", UnitResource, "unit")
router.register("users", UserResource, "user")
router.register("visits", VisitResource, "visit")
router.register("visit-plans", VisitPlanResource, "visit_plan")
router.register("focus-lists", FocusListResource, "focus_list")
router.register("work-reports", WorkReportResource, "work_report")


class Nowhere(Endpoint):
    """Every other address below /api/: a 404 that scripts can read."""

    permission_classes = (AllowAny,)
    authentication_classes = ()
    schema = None

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        raise Http404


app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", SpectacularJSONAPIView.as_view(generator_class=KeptGenerator), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api:schema"), name="docs"),
    path("v1/auth/token/", TokenEndpoint.as_view(), name="token_issue"),
    path("v1/comments/", CommentEndpoint.as_view(), name="comments"),
    path("v1/", include(router.urls)),
    re_path("", Nowhere.as_view(), name="nowhere"),
]
