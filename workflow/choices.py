"""States of approvals with label and mark (css class, glyph)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.process import Act


class RequestState(models.TextChoices):
    OPEN = "open", _("审批中")
    APPROVED = "approved", _("已通过")
    RETURNED = "returned", _("已退回")
    REJECTED = "rejected", _("已驳回")
    WITHDRAWN = "withdrawn", _("已撤回")


class StepState(models.TextChoices):
    WAITING = "waiting", _("未到")
    OPEN = "open", _("等审批")
    APPROVED = "approved", _("已同意")
    RETURNED = "returned", _("已退回")
    REJECTED = "rejected", _("已驳回")
    CANCELLED = "cancelled", _("不再需要")


class Verdict(models.TextChoices):
    APPROVE = "approve", _("同意")
    RETURN = "return", _("退回")
    REJECT = "reject", _("驳回")


class Mode(models.TextChoices):
    ANY = "any", _("或签")
    ALL = "all", _("会签")


class Finder(models.TextChoices):
    """How a step of a route finds its approvers."""

    SUPERIOR = "superior", _("直属上级")
    COMMON = "common", _("双方共同的上级")
    CAPABILITY = "capability", _("有某项权限的人，就近向上找")
    PERSON = "person", _("指定的人")


LEADING = (Finder.SUPERIOR, Finder.COMMON)
"""Steps for whoever leads people, with whatever right of the sales line."""


class RouteState(models.TextChoices):
    ACTIVE = "active", _("在用")
    RETIRED = "retired", _("停用")


STEP_AFTER = {
    Verdict.APPROVE: StepState.APPROVED,
    Verdict.RETURN: StepState.RETURNED,
    Verdict.REJECT: StepState.REJECTED,
}
REQUEST_AFTER = {
    Verdict.APPROVE: RequestState.APPROVED,
    Verdict.RETURN: RequestState.RETURNED,
    Verdict.REJECT: RequestState.REJECTED,
}

AT_ONCE = Act(_("10 秒内撤销"), who=_("刚下结论的人"), undo=True)

REQUEST_MOVES = {
    (RequestState.OPEN, RequestState.APPROVED): Act(_("最后一步同意"), route=True),
    (RequestState.OPEN, RequestState.RETURNED): Act(_("退回"), route=True),
    (RequestState.OPEN, RequestState.REJECTED): Act(_("驳回"), route=True),
    (RequestState.OPEN, RequestState.WITHDRAWN): Act(_("撤回"), people=("submitter",)),
    (RequestState.APPROVED, RequestState.OPEN): AT_ONCE,
    (RequestState.RETURNED, RequestState.OPEN): AT_ONCE,
    (RequestState.REJECTED, RequestState.OPEN): AT_ONCE,
}
"""Every way a request's state may change, with what does it. The database refuses any other."""

STEP_MOVES = {
    (StepState.WAITING, StepState.OPEN): Act(_("轮到这一步"), who=_("自动")),
    (StepState.WAITING, StepState.CANCELLED): Act(_("前面退回、驳回或撤回"), who=_("自动")),
    (StepState.OPEN, StepState.APPROVED): Act(_("同意"), route=True),
    (StepState.OPEN, StepState.RETURNED): Act(_("退回"), route=True),
    (StepState.OPEN, StepState.REJECTED): Act(_("驳回"), route=True),
    (StepState.OPEN, StepState.CANCELLED): Act(_("提交人撤回"), people=("request.submitter",)),
    (StepState.OPEN, StepState.WAITING): Act(_("上一步撤销"), who=_("自动"), undo=True),
    (StepState.APPROVED, StepState.OPEN): AT_ONCE,
    (StepState.RETURNED, StepState.OPEN): AT_ONCE,
    (StepState.REJECTED, StepState.OPEN): AT_ONCE,
    (StepState.CANCELLED, StepState.WAITING): Act(_("退回或驳回被撤销"), who=_("自动"), undo=True),
}
"""Every way a step's state may change."""
