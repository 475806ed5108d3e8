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
