"""States of approvals with label and mark (css class, glyph)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
    CAPABILITY = "capability", _("有某项权限的人，就近向上找")
    PERSON = "person", _("指定的人")


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

REQUEST_MOVES = {
    (RequestState.OPEN, RequestState.APPROVED): _("最后一步同意"),
    (RequestState.OPEN, RequestState.RETURNED): _("退回"),
    (RequestState.OPEN, RequestState.REJECTED): _("驳回"),
    (RequestState.OPEN, RequestState.WITHDRAWN): _("撤回"),
    (RequestState.APPROVED, RequestState.OPEN): _("10 秒内撤销"),
    (RequestState.RETURNED, RequestState.OPEN): _("10 秒内撤销"),
    (RequestState.REJECTED, RequestState.OPEN): _("10 秒内撤销"),
}
"""Every way a request's state may change, with what does it. The database refuses any other."""

STEP_MOVES = {
    (StepState.WAITING, StepState.OPEN): _("轮到这一步"),
    (StepState.WAITING, StepState.CANCELLED): _("前面退回、驳回或撤回"),
    (StepState.OPEN, StepState.APPROVED): _("同意"),
    (StepState.OPEN, StepState.RETURNED): _("退回"),
    (StepState.OPEN, StepState.REJECTED): _("驳回"),
    (StepState.OPEN, StepState.CANCELLED): _("提交人撤回"),
    (StepState.OPEN, StepState.WAITING): _("上一步撤销"),
    (StepState.APPROVED, StepState.OPEN): _("10 秒内撤销"),
    (StepState.RETURNED, StepState.OPEN): _("10 秒内撤销"),
    (StepState.REJECTED, StepState.OPEN): _("10 秒内撤销"),
    (StepState.CANCELLED, StepState.WAITING): _("退回或驳回被撤销"),
}
"""Every way a step's state may change."""
