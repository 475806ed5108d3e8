"""What a quote's events say."""

from django.utils.translation import gettext_lazy as _

from core.timeline import Sentence, register

register(
    {
        "quote.created": Sentence(_("建了草稿")),
        "quote.edited": Sentence(_("改了内容")),
        "quote.revised": Sentence(_("从 %(from)s 出了新版本")),
        "quote.duplicated": Sentence(_("从 %(from)s 复制")),
        "quote.submitted": Sentence(_("提交审批"), "half", "act"),
        "quote.withdrawn": Sentence(_("撤回了审批"), "wd", "off"),
        "quote.approved": Sentence(_("审批通过"), "ok", "ok"),
        "quote.returned": Sentence(_("退回"), "back", "w"),
        "quote.rejected": Sentence(_("驳回"), "no", "bad"),
        "quote.reopened": Sentence(_("撤销了刚才的审批")),
        "quote.superseded": Sentence(_("被新版本取代"), "void", "off"),
        "quote.voided": Sentence(_("作废"), "void", "off"),
        "quote.stamped": Sentence(_("用印 %(copies)s 份")),
        "quote.issued": Sentence(_("发给 %(to)s"), "ok", "ok"),
        "quote.handed_over": Sentence(_("接手 %(from)s 的报价")),
    }
)
