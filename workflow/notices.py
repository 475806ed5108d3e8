"""What the engine tells people."""

from django.utils.translation import gettext_lazy as _

from core.notices import Kind, register

# Outside notices wait a little longer than a verdict can be undone.
AFTER_UNDO = 15

register(
    Kind(
        "approval.waiting", _("等我审批"), _("%(person)s 提交的 %(number)s %(title)s 等你审批"), ("mail",), AFTER_UNDO
    ),
    Kind("approval.approved", _("我的单据通过了"), _("%(number)s %(title)s 已通过"), ("mail",), AFTER_UNDO),
    Kind(
        "approval.returned",
        _("我的单据被退回"),
        _("%(person)s 退回了 %(number)s %(title)s：%(reason)s"),
        ("mail",),
        AFTER_UNDO,
    ),
    Kind(
        "approval.rejected",
        _("我的单据被驳回"),
        _("%(person)s 驳回了 %(number)s %(title)s：%(reason)s"),
        ("mail",),
        AFTER_UNDO,
    ),
    Kind("approval.reminded", _("有人催我审批"), _("%(person)s 催你审批 %(number)s %(title)s"), ("mail",)),
    Kind("approval.escalated", _("审批超时"), _("%(number)s %(title)s 在 %(person)s 那里超时了"), ("mail",)),
    Kind("approval.copied", _("抄送我的审批"), _("%(person)s 把 %(number)s %(title)s 抄送给你"), ()),
)
