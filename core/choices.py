"""States and kinds with label and mark. A mark is (css class, glyph) from docs/design.md."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    MAIL = "mail", _("邮件")
    DINGTALK = "dingtalk", _("钉钉")
    FEISHU = "feishu", _("飞书")
    WECOM = "wecom", _("企业微信")

    @classmethod
    def bots(cls) -> list[tuple[str, object]]:
        return [(c.value, c.label) for c in (cls.DINGTALK, cls.FEISHU, cls.WECOM)]


class OutboxState:
    PENDING, RETRY, SENT, DEAD, CANCELLED = "pending", "retry", "sent", "dead", "cancelled"
    UNSENT = (PENDING, RETRY)


OUTBOX_STATES = [
    (OutboxState.PENDING, _("待发")),
    (OutboxState.RETRY, _("重试中")),
    (OutboxState.SENT, _("已发")),
    (OutboxState.DEAD, _("发不出")),
    (OutboxState.CANCELLED, _("已取消")),
]


class Reset(models.TextChoices):
    DAY = "day", _("每天")
    MONTH = "month", _("每月")
    YEAR = "year", _("每年")
    NEVER = "never", _("不重置")


class Audience(models.TextChoices):
    OWN = "own", _("只有我")
    UNIT = "unit", _("我的部门")
    ALL = "all", _("全公司")


class JobState:
    WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"
    UNFINISHED = (WAITING, RUNNING)


JOB_STATES = [
    (JobState.WAITING, _("待运行")),
    (JobState.RUNNING, _("运行中")),
    (JobState.DONE, _("完成")),
    (JobState.FAILED, _("失败")),
]


class RowState(models.TextChoices):
    """What became of one row of a bulk action."""

    WAITING = "waiting", _("还没轮到")
    DONE = "done", _("办好了")
    SAME = "same", _("本来就是这样")
    REFUSED = "refused", _("没办成")


class ImportStage(models.TextChoices):
    """How far a file is on its way in."""

    MAPPING = "mapping", _("对应列")
    CHECK = "check", _("检查")
    PREVIEW = "preview", _("预览")
    WRITE = "write", _("导入")
    DONE = "done", _("导入了")
    UNDO = "undo", _("撤回")
    UNDONE = "undone", _("撤回了")

    @classmethod
    def at_work(cls) -> tuple["ImportStage", ...]:
        """Those a worker goes through."""
        return cls.CHECK, cls.WRITE, cls.UNDO


class ImportPlan(models.TextChoices):
    """What importing would make of a row."""

    CREATE = "create", _("新建")
    UPDATE = "update", _("更新")
    SAME = "same", _("跳过")
    DUPLICATE = "duplicate", _("疑似重复")
    ERROR = "error", _("有误")


class ImportRowState(models.TextChoices):
    """What became of a row."""

    WAITING = "waiting", _("还没轮到")
    CREATED = "created", _("新建了")
    UPDATED = "updated", _("更新了")
    SKIPPED = "skipped", _("没有导入")
    REFUSED = "refused", _("没办成")
    UNDONE = "undone", _("撤回了")
    KEPT = "kept", _("没撤成")
