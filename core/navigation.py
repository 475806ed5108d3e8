"""Where the kernel's own pages stand in the frame."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.choices import OutboxState
from core.models import Notification, OutboxMessage
from core.pages import navigation
from core.pages.navigation import Item


def _unread(user: Any) -> int | None:
    return Notification.objects.visible_to(user).unread().count() or None


def _dead(user: Any) -> int | None:
    return OutboxMessage.objects.visible_to(user).filter(state=OutboxState.DEAD).count() or None


navigation.register(
    Item("bell", _("消息"), "i-bell", "core:notice_list", count=_unread, listed=False),
    Item("core.policies", _("制度"), "i-flag", "core:policy_list", group="company", order=60),
    Item("core.audit", _("审计"), "i-history", "core:audit_list", group="company", capability="audit.read", order=70),
    Item(
        "core.jobs",
        _("定时任务"),
        "i-clock",
        "core:job_list",
        group="company",
        capability="system.jobs",
        count=_dead,
        order=80,
    ),
    Item(
        "core.settings",
        _("系统设置"),
        "i-gear",
        "admin:index",
        group="company",
        capability="system.settings",
        order=90,
    ),
)
