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

MARKS = {
    RequestState.OPEN: ("st-act", "st-half"),
    RequestState.APPROVED: ("st-ok", "st-ok"),
    RequestState.RETURNED: ("st-warn", "st-back"),
    RequestState.REJECTED: ("st-bad", "st-no"),
    RequestState.WITHDRAWN: ("st-off", "st-wd"),
    StepState.WAITING: ("", "st-todo"),
    StepState.CANCELLED: ("st-off", "st-void"),
}
