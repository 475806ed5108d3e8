"""How the kernel's own events read on a timeline and in the log."""

from django.utils.translation import gettext_lazy as _

from core.timeline import Sentence, name_details, register

register(
    {
        "attachment.added": Sentence(_("加了附件 %(name)s")),
        "attachment.removed": Sentence(_("移除了附件 %(name)s")),
        "bot.edited": Sentence(_("改了企业机器人")),
        "holiday.edited": Sentence(_("改了节假日")),
        "holiday.removed": Sentence(_("删了节假日")),
        "job.requested": Sentence(_("要求立即运行任务")),
        "notice_rule.edited": Sentence(_("改了通知规则")),
        "numbering.revised": Sentence(_("改了编号规则")),
        "onboarding.brought_back": Sentence(_("把上手五步放回了今天")),
        "onboarding.put_away": Sentence(_("收起了上手五步")),
        "outbox.retried": Sentence(_("重发了消息")),
        "policy.revised": Sentence(_("修订了制度条款")),
        "sample.removed": Sentence(_("清走了样例数据")),
        "tax_rate.edited": Sentence(_("改了税率")),
    }
)
name_details(
    {
        "channels": _("渠道"),
        "digest": _("指纹"),
        "from": _("原来"),
        "mandatory": _("个人不能改"),
        "name": _("名称"),
        "policies": _("当时的制度版本"),
        "sha256": _("文件指纹"),
        "to": _("改为"),
        "value": _("取值"),
    }
)
