"""What a new company needs for customers: a number pattern, and who decides about 公海."""

from django.utils.translation import gettext_noop as _

from core import bootstrap
from core.choices import Reset
from core.models import NumberPattern
from customers.models import account_plans, prior, transfers
from customers.models.extensions import KIND
from workflow import routes
from workflow.choices import Finder
from workflow.models import ApprovalRoute


@bootstrap.register
def add_number_pattern() -> None:
    NumberPattern.objects.get_or_create(
        kind="customers.customer", defaults={"prefix": "KH", "date_format": "%Y", "width": 5, "reset": Reset.YEAR}
    )


@bootstrap.register
def add_transfer_route() -> None:
    if ApprovalRoute.objects.filter(kind=transfers.KIND).exists():
        return
    step = {
        "name": _("上级裁定"),
        "conditions": [],
        "finder": Finder.COMMON,
        "hours": 48,
        "clause": _("撞单由双方共同的上级裁定"),
    }
    routes.revise_route(actor=None, kind=transfers.KIND, name=_("撞单申请"), steps=[step])


@bootstrap.register
def add_prior_settings() -> None:
    NumberPattern.objects.get_or_create(
        kind=prior.KIND, defaults={"prefix": "QS", "date_format": "%Y", "width": 4, "reset": Reset.YEAR}
    )
    if ApprovalRoute.objects.filter(kind=prior.KIND).exists():
        return
    superior = {
        "name": _("上级同意"),
        "conditions": [],
        "finder": Finder.SUPERIOR,
        "hours": 24,
        "clause": _("事前请示：先问上级，同意了再办"),
    }
    director = {
        "name": _("营销总监审批"),
        "conditions": [{"fact": "amount", "op": ">=", "value": "10000"}],
        "finder": Finder.CAPABILITY,
        "finder_ref": "approvals.director",
        "hours": 24,
        "clause": _("花费一万元以上的请示由营销总监定"),
    }
    routes.revise_route(actor=None, kind=prior.KIND, name=_("事前请示"), steps=[superior, director])


@bootstrap.register
def add_account_plan_route() -> None:
    if ApprovalRoute.objects.filter(kind=account_plans.KIND).exists():
        return
    superior = {
        "name": _("上级同意"),
        "conditions": [],
        "finder": Finder.SUPERIOR,
        "hours": 48,
        "clause": _("大客户服务计划由上级审核"),
    }
    director = {
        "name": _("营销总监审批"),
        "conditions": [],
        "finder": Finder.CAPABILITY,
        "finder_ref": "approvals.director",
        "hours": 48,
        "clause": _("大客户服务计划由营销总监批准"),
    }
    routes.revise_route(actor=None, kind=account_plans.KIND, name=_("大客户服务计划"), steps=[superior, director])


@bootstrap.register
def add_extension_route() -> None:
    if ApprovalRoute.objects.filter(kind=KIND).exists():
        return
    step = {
        "name": _("上级同意"),
        "conditions": [],
        "finder": Finder.CAPABILITY,
        "finder_ref": "approvals.head",
        "hours": 24,
        "clause": _("公海延期由上级决定"),
    }
    routes.revise_route(actor=None, kind=KIND, name=_("公海延期"), steps=[step])
