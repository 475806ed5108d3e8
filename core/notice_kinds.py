"""What the kernel itself tells people."""

from django.utils.translation import gettext_lazy as _

from core.notices import Kind, register

register(
    Kind("comment.mentioned", _("评论里提到你"), _("%(person)s 在 %(record)s 提到你：%(text)s"), ("mail",)),
    Kind("comment.added", _("有人评论"), _("%(person)s 评论了 %(record)s：%(text)s")),
    Kind("job.failed", _("定时任务失败"), _("定时任务「%(job)s」三次都没成，到定时任务页看原因"), ("mail",)),
    Kind("export.done", _("导出写好了"), _("%(name)s 写好了，一天内可以下载")),
    Kind("export.failed", _("导出没写成"), _("%(name)s 没有写成，点开看原因")),
    Kind("bulk.done", _("批量操作办完了"), _("%(what)s：%(done)s 条办好了，%(refused)s 条没办成")),
    Kind("import.checked", _("导入查完了"), _("%(name)s 查完了，看一眼再导入")),
    Kind("import.done", _("导入办完了"), _("%(name)s 办完了，点开看每一行")),
    Kind("import.failed", _("导入中断了"), _("%(name)s 停下了，点开看原因")),
    Kind("sample.removed", _("样例数据清走了"), _("样例数据清走了，从你们自己的部门和客户开始")),
    Kind("sample.failed", _("样例数据没清完"), _("样例数据没清完，点开看原因")),
    Kind("bulk.failed", _("批量操作中断了"), _("%(what)s 中断了：%(done)s 条办好了，%(refused)s 条没办")),
)
