"""Notices about customers."""

from django.utils.translation import gettext_lazy as _

from core import notices

notices.register(
    notices.Kind("customer.shared", _("加为协作人"), _("%(person)s 把 %(customer)s 共享给你")),
    notices.Kind("customer.received", _("接到客户"), _("%(person)s 把 %(customer)s 转给你负责"), channels=("mail",)),
    notices.Kind(
        "customer.merged", _("客户合并了"), _("%(person)s 把 %(merged)s 并入了 %(customer)s"), channels=("mail",)
    ),
    notices.Kind("customer.unmerged", _("合并撤销了"), _("%(person)s 撤销了合并，%(merged)s 和 %(customer)s 又是两家")),
    notices.Kind(
        "opportunity.need_changed", _("商机的需求改了"), _("%(person)s 改了 %(title)s 的需求，方案和报价跟着看一下")
    ),
    notices.Kind(
        "customer.leaving", _("客户快回公海"), _("你有 %(number)s 家客户 %(days)s 天后回公海"), channels=("mail",)
    ),
    notices.Kind(
        "customer.leaving_team", _("下属的客户快回公海"), _("%(person)s 有 %(number)s 家客户 %(days)s 天后回公海")
    ),
    notices.Kind(
        "customer.pooled",
        _("客户回了公海"),
        _("%(number)s 家客户从你名下回了公海，有 %(customers)s"),
        channels=("mail",),
    ),
    notices.Kind("lead.received", _("接到线索"), _("%(person)s 把线索 %(lead)s 分给你"), channels=("mail",)),
    notices.Kind(
        "lead.received_many",
        _("接到多条线索"),
        _("%(person)s 把 %(lead)s 等 %(number)s 条线索分给你"),
        channels=("mail",),
    ),
    notices.Kind("lead.late", _("线索还没联系"), _("你有 %(number)s 条线索超期没联系"), channels=("mail",)),
    notices.Kind("lead.late_team", _("下属的线索还没联系"), _("%(person)s 有 %(number)s 条线索超期没联系")),
    notices.Kind("lead.queued", _("线索还没分配"), _("%(number)s 条线索超期没分配"), channels=("mail",)),
    notices.Kind("focus.due", _("拜访重点还没交"), _("%(week)s的拜访重点还没交，%(until)s 截止"), channels=("mail",)),
    notices.Kind(
        "focus.missing",
        _("下属没交拜访重点"),
        _("%(week)s的拜访重点有 %(number)s 人没交：%(people)s"),
        channels=("mail",),
    ),
    notices.Kind("focus.confirmed", _("拜访重点已确认"), _("%(person)s 确认了%(week)s的拜访重点")),
    notices.Kind(
        "focus.returned", _("拜访重点退回"), _("%(person)s 退回了%(week)s的拜访重点：%(reason)s"), channels=("mail",)
    ),
    notices.Kind("focus.changed", _("确认后改了重点"), _("%(person)s 改了已确认的拜访重点（%(week)s）")),
)
