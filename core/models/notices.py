from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from core.choices import OUTBOX_STATES, Channel, OutboxState
from core.history import track
from core.scope import CapabilityQuerySet, ScopedQuerySet, Viewer


class NotificationQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        return self.filter(recipient_id=user.pk)

    def unread(self) -> Self:
        return self.filter(read_at=None, retracted_at=None)


class Notification(models.Model):
    """One line in one person's bell, written in the transaction of the event it tells of.

    `dedupe_key` makes it exactly once: a repeated job or retried request finds the row there.
    The text is rendered from `code` and `params` in the reader's language.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications", db_index=False
    )
    code = models.CharField(_("种类"), max_length=80)
    params = models.JSONField(_("内容"), default=dict)
    subject_kind = models.CharField(_("对象类型"), max_length=60, blank=True)
    subject_id = models.BigIntegerField(_("对象编号"), null=True)
    url = models.CharField(_("打开"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("时间"), default=clock.now)
    read_at = models.DateTimeField(_("已读"), null=True)
    retracted_at = models.DateTimeField(_("收回"), null=True)
    dedupe_key = models.CharField(max_length=200)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("通知")
        verbose_name_plural = _("通知")
        constraints = [models.UniqueConstraint(fields=["recipient", "dedupe_key"], name="notification_once")]
        indexes = [
            models.Index(
                fields=["recipient", "-id"],
                name="notification_unread",
                condition=models.Q(read_at=None, retracted_at=None),
            ),
            models.Index(fields=["recipient", "-id"], name="notification_bell"),
        ]

    def __str__(self) -> str:
        return f"{self.code} → {self.recipient_id}"


class OutboxQuerySet(CapabilityQuerySet):
    capability = "system.jobs"

    def due(self, now: object) -> Self:
        """What a worker may take now: new, put back for a retry, or left behind by a dead worker."""
        return self.filter(state__in=OutboxState.UNSENT, due_at__lte=now).exclude(lease_until__gt=now)


class OutboxMessage(models.Model):
    """Something to send outside, kept until it is sent. Postgres is the truth, Celery the doorbell."""

    notification = models.ForeignKey(Notification, on_delete=models.CASCADE, related_name="outbox", db_index=False)
    channel = models.CharField(_("渠道"), max_length=20, choices=Channel.choices)
    state = models.CharField(_("状态"), max_length=12, choices=OUTBOX_STATES, default=OutboxState.PENDING)
    due_at = models.DateTimeField(_("最早发送"), default=clock.now)
    lease_until = models.DateTimeField(_("占用至"), null=True)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    last_error = models.TextField(_("上次错误"), blank=True)
    sent_at = models.DateTimeField(_("发送时间"), null=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("待发消息")
        verbose_name_plural = _("待发消息")
        constraints = [
            models.UniqueConstraint(fields=["notification", "channel"], name="outbox_once"),
            models.CheckConstraint(
                name="outbox_sent_has_time",
                condition=models.Q(state=OutboxState.SENT, sent_at__isnull=False)
                | (~models.Q(state=OutboxState.SENT) & models.Q(sent_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="outbox_due", condition=models.Q(state__in=["pending", "retry"])),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state} #{self.notification_id}"


class NoticeRuleQuerySet(CapabilityQuerySet):
    capability = "system.settings"


@track()
class NoticeRule(models.Model):
    """The company's matrix: for one kind of event, the channels it uses unless a person chose otherwise."""

    code = models.CharField(_("种类"), max_length=80, unique=True)
    channels = ArrayField(models.CharField(max_length=20), verbose_name=_("渠道"), default=list, blank=True)
    mandatory = models.BooleanField(_("个人不能关"), default=False)

    objects = NoticeRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("通知规则")
        verbose_name_plural = _("通知规则")

    def __str__(self) -> str:
        return self.code


class OwnSettingQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        return self.filter(user_id=user.pk)


@track()
class NoticePreference(models.Model):
    """One person's own choice of channels for one kind of event."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_preferences", db_index=False
    )
    code = models.CharField(_("种类"), max_length=80)
    channels = ArrayField(models.CharField(max_length=20), verbose_name=_("渠道"), default=list, blank=True)

    objects = OwnSettingQuerySet.as_manager()

    class Meta:
        verbose_name = _("个人通知设置")
        verbose_name_plural = _("个人通知设置")
        constraints = [models.UniqueConstraint(fields=["user", "code"], name="notice_preference_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.code}"


@track()
class QuietHours(models.Model):
    """When one person wants no bot and no mail; what falls into it is sent when it ends."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="quiet_hours")
    starts = models.TimeField(_("从"))
    ends = models.TimeField(_("到"))
    workdays_only = models.BooleanField(_("休息日整天安静"), default=True)

    objects = OwnSettingQuerySet.as_manager()

    class Meta:
        verbose_name = _("安静时段")
        verbose_name_plural = _("安静时段")

    def __str__(self) -> str:
        return f"{self.starts:%H:%M}–{self.ends:%H:%M}"


class BotQuerySet(CapabilityQuerySet):
    capability = "system.settings"


@track(exclude=("url",))
class CompanyBot(models.Model):
    """A company bot of DingTalk, Feishu or WeCom that notices may be sent through. Off unless set up."""

    channel = models.CharField(_("渠道"), max_length=20, choices=Channel.bots(), unique=True)
    url = models.CharField(_("机器人地址"), max_length=500, help_text=_("apprise 格式，例如 dingtalk://令牌"))
    active = models.BooleanField(_("启用"), default=False)

    objects = BotQuerySet.as_manager()

    class Meta:
        verbose_name = _("企业机器人")
        verbose_name_plural = _("企业机器人")

    def __str__(self) -> str:
        return self.get_channel_display()
