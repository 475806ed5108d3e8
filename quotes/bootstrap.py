"""The number pattern and the approval route a company starts with."""

from django.utils.translation import gettext_noop as _

from core import bootstrap
from core.choices import Reset
from core.models import NumberPattern
from quotes.models.quotes import KIND
from workflow import routes
from workflow.choices import Finder
from workflow.models import ApprovalRoute

YES = True

STEPS = [
    (_("销售经理审核"), [], "approvals.head", _("不得擅自报价：每份报价先由销售经理审核")),
    (
        _("区域经理审批"),
        [{"fact": "over_head", "op": "=", "value": YES}],
        "approvals.region",
        _("折让超过销售经理权限"),
    ),
    (
        _("营销总监审批"),
        [{"fact": "over_region", "op": "=", "value": YES}],
        "approvals.director",
        _("折让超过区域经理权限"),
    ),
    (
        _("营销总监审批"),
        [{"fact": "nonstandard_payment", "op": "=", "value": YES}],
        "approvals.director",
        _("付款方式不是公司标准"),
    ),
    (
        _("营销总监审批"),
        [{"fact": "hand_priced", "op": "=", "value": YES}],
        "approvals.director",
        _("有目录外的手工定价"),
    ),
    (_("公司领导审批"), [{"fact": "below_floor", "op": "=", "value": YES}], "approvals.leader", _("有低于底价的行")),
    (_("公司领导审批"), [{"fact": "major", "op": "=", "value": YES}], "approvals.leader", _("重大报价由公司领导决定")),
]


@bootstrap.register
def add_missing_quote_settings() -> None:
    NumberPattern.objects.get_or_create(
        kind=KIND, defaults={"prefix": "BJ", "date_format": "%Y", "width": 4, "reset": Reset.YEAR}
    )
    if ApprovalRoute.objects.filter(kind=KIND).exists():
        return
    routes.revise_route(
        actor=None,
        kind=KIND,
        name=_("报价审批"),
        steps=[
            {
                "name": name,
                "conditions": conditions,
                "finder": Finder.CAPABILITY,
                "finder_ref": capability,
                "hours": 24,
                "clause": clause,
            }
            for name, conditions, capability, clause in STEPS
        ],
    )
