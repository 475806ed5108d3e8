"""How the kernel's own events read on a timeline and in the log."""

from django.utils.translation import gettext_lazy as _

from core.timeline import Sentence, name_details, register

register(
    {
        "attachment.added": Sentence(_("加了附件 %(name)s")),
        "attachment.removed": Sentence(_("移除了附件 %(name)s")),
        "comment.added": Sentence(_("评论了")),
        "bot.edited": Sentence(_("改了企业机器人")),
        "holiday.edited": Sentence(_("改了节假日")),
        "holiday.removed": Sentence(_("删了节假日")),
        "import.done": Sentence(_("导入了 %(file)s")),
        "import.undone": Sentence(_("撤回了 %(file)s 的导入")),
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
        "mentions": _("提到的人"),
        "channels": _("渠道"),
        "digest": _("指纹"),
        "created": _("新建了"),
        "file": _("文件名"),
        "from": _("原来"),
        "kept": _("没撤成"),
        "mandatory": _("个人不能改"),
        "name": _("名称"),
        "refused": _("没办成"),
        "skipped": _("没有导入"),
        "undone": _("撤回了"),
        "updated": _("更新了"),
        "policies": _("当时的制度版本"),
        "sha256": _("文件指纹"),
        "to": _("改为"),
        "value": _("取值"),
    }
)
