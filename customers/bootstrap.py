"""What a new company needs for customers: a number pattern, and who decides about 公海."""

from django.utils.translation import gettext_noop as _

from core import bootstrap
from core.choices import Reset
from core.models import NumberPattern
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
