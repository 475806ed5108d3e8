"""Notices about customers."""

from django.utils.translation import gettext_lazy as _

from core import notices

notices.register(
    notices.Kind("customer.shared", _("加为协作人"), _("%(person)s 把 %(customer)s 共享给你")),
    notices.Kind("customer.received", _("接到客户"), _("%(person)s 把 %(customer)s 转给你负责"), channels=("mail",)),
    notices.Kind(
        "customer.merged", _("客户合并了"), _("%(person)s 把 %(merged)s 并入了 %(customer)s"), channels=("mail",)
    ),
    notices.Kind(
        "customer.requested",
        _("有人申请你的客户"),
        _("%(person)s 申请 %(customer)s，上级在裁定，你也说说情况"),
        channels=("mail",),
    ),
    notices.Kind(
        "customer.request_decided",
        _("撞单裁定了"),
        _("%(person)s 裁定了 %(applicant)s 对 %(customer)s 的申请：%(outcome)s"),
        channels=("mail",),
    ),
    notices.Kind("customer.request_lapsed", _("撞单申请不用裁定了"), _("%(customer)s 换了负责人，你的申请不用裁定了")),
    notices.Kind("customer.unmerged", _("合并撤销了"), _("%(person)s 撤销了合并，%(merged)s 和 %(customer)s 又是两家")),
    notices.Kind(
        "opportunity.need_changed", _("商机的需求改了"), _("%(person)s 改了 %(title)s 的需求，方案和报价跟着看一下")
    ),
    notices.Kind("customer.due", _("客户该拜访了"), _("你有 %(number)s 家客户该拜访了，新到期 %(new)s 家")),
    notices.Kind("customer.stale", _("客户资料该更新了"), _("你有 %(number)s 家客户的资料很久没更新了")),
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
    notices.Kind(
        "account_plan.named",
        _("客户列入大客户名单"),
        _("%(person)s 把 %(customer)s 列入 %(year)s 年大客户名单，%(day)s 前上报服务计划"),
        channels=("mail",),
    ),
    notices.Kind(
        "account_plan.dropped",
        _("客户移出大客户名单"),
        _("%(person)s 把 %(customer)s 移出 %(year)s 年名单：%(reason)s"),
    ),
    notices.Kind(
        "account_plan.due",
        _("服务计划该上报了"),
        _("%(customer)s 的 %(year)s 年服务计划最晚 %(day)s 上报"),
        channels=("mail",),
    ),
    notices.Kind(
        "account_plan.late", _("下属没上报服务计划"), _("%(person)s 的 %(customer)s 服务计划到 %(day)s 还没上报")
    ),
    notices.Kind("account_plan.reviewed", _("大客户回顾了"), _("%(person)s 记了 %(customer)s %(day)s 的服务回顾")),
    notices.Kind(
        "account_review.due", _("该回顾大客户了"), _("%(customer)s 的服务回顾排在 %(day)s"), channels=("mail",)
    ),
    notices.Kind(
        "account_review.late", _("下属没回顾大客户"), _("%(person)s 的 %(customer)s 服务回顾过了 %(day)s 还没做")
    ),
    notices.Kind("intelligence.recorded", _("客户有了新情报"), _("%(person)s 记了一条 %(customer)s 的情报")),
    notices.Kind("intelligence.withdrawn", _("情报被撤回"), _("%(person)s 撤回了你记的 %(about)s 的情报")),
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
    notices.Kind(
        "task.given",
        _("有任务给你"),
        _("%(person)s 给你一个任务：%(subject)s（%(customer)s），%(day)s 前"),
        channels=("mail",),
    ),
    notices.Kind(
        "task.due",
        _("任务到期"),
        _("%(number)s 个任务到期或过期，先办 %(subject)s（%(customer)s）"),
        channels=("mail",),
    ),
    notices.Kind(
        "task.late", _("下属的任务过期"), _("%(person)s 的任务 %(subject)s（%(customer)s）%(day)s 到期，还没办完")
    ),
    notices.Kind("task.finished", _("任务办完了"), _("%(person)s 办完了 %(subject)s（%(customer)s）")),
    notices.Kind("task.dropped", _("任务不办了"), _("%(person)s 说 %(subject)s（%(customer)s）不办了")),
    notices.Kind("prior.due", _("请示该汇报了"), _("%(subject)s 办完了就汇报，最晚 %(day)s"), channels=("mail",)),
    notices.Kind("prior.late", _("下属没汇报"), _("%(person)s 的请示 %(subject)s 到 %(day)s 还没汇报")),
    notices.Kind(
        "prior.reported", _("请示有汇报了"), _("%(person)s 汇报了 %(subject)s，看过就了结"), channels=("mail",)
    ),
    notices.Kind(
        "prior.returned", _("汇报退回"), _("%(person)s 退回了 %(subject)s 的汇报：%(reason)s"), channels=("mail",)
    ),
    notices.Kind("prior.closed", _("请示已了结"), _("%(person)s 了结了 %(subject)s")),
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
