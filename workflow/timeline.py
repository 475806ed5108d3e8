"""What the events of approvals say."""

from django.utils.translation import gettext_lazy as _

from core.timeline import Sentence, name_details, register

register(
    {
        "approval.approved": Sentence(_("同意了"), "ok", "ok"),
        "approval.copied": Sentence(_("抄送了审批")),
        "approval.escalated": Sentence(_("上报了超时的审批"), "half", "w"),
        "approval.rejected": Sentence(_("驳回了"), "no", "bad"),
        "approval.reminded": Sentence(_("催办了")),
        "approval.rerouted": Sentence(_("按新的组织关系重排了审批人")),
        "approval.returned": Sentence(_("退回了"), "back", "w"),
        "approval.route_revised": Sentence(_("修订了审批路线")),
        "approval.signer_added": Sentence(_("加了签")),
        "approval.submitted": Sentence(_("提交了审批"), "half", "act"),
        "approval.transferred": Sentence(_("转交了")),
        "approval.verdict_undone": Sentence(_("撤销了刚才的结论")),
        "approval.withdrawn": Sentence(_("撤回了审批"), "wd", "off"),
    }
)
name_details(
    {
        "after": _("在哪一步之后"),
        "people": _("抄送给"),
        "step": _("步骤"),
        "steps": _("全部步骤"),
        "told": _("告诉了"),
        "verdict": _("结论"),
    }
)
