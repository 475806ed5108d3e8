"""Where the kernel's own pages stand in the frame."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import jobs, policy, today
from core.choices import OutboxState
from core.models import JobRun, Notification, OutboxMessage, PolicyVersion
from core.pages import navigation, words
from core.pages.keyset import Count
from core.pages.navigation import Item


def _unread(user: Any) -> int | None:
    return Notification.objects.visible_to(user).unread().count() or None


def _stuck(user: Any) -> int | None:
    """Messages given up, and jobs whose last word is a failure."""
    dead = OutboxMessage.objects.visible_to(user).filter(state=OutboxState.DEAD).count()
    failing = JobRun.objects.visible_to(user).failing().values("job").distinct().count()
    return dead + failing or None


@today.register_later
def system_news(*, user: Any, on: date) -> Sequence[today.Section]:
    """For administrators: what did not run, and the rules changed last."""
    if not user.can("system.jobs"):
        return []
    failed = list(JobRun.objects.visible_to(user).failing().order_by("-planned_for")[: today.MOST])
    labels = {job.code: job.label for job in jobs.all_jobs()}
    versions = PolicyVersion.objects.visible_to(user).exclude(created_by=None).select_related("created_by")
    return [
        today.Section(
            "jobs",
            _("定时任务"),
            [
                today.Item(
                    labels.get(run.job, run.job),
                    reverse("core:job_list"),
                    clock=words.moment_text(run.planned_for),
                    tone="bad",
                )
                for run in failed
            ],
            total=Count(len(failed)),
            url=reverse("core:job_list"),
            note="" if failed else _("都按时跑完了。"),
            position=10,
        ),
        today.Section(
            "policies",
            _("最近改的制度"),
            [_revised(version) for version in versions.order_by("-pk")[: today.MOST]],
            url=reverse("core:policy_list"),
            position=20,
        ),
    ]


def _revised(version: PolicyVersion) -> today.Item:
    rule = policy.find(version.key)
    return today.Item(
        rule.label if rule else version.key,
        reverse("core:policy_detail", args=[version.key]),
        details=[str(version.created_by)],
        clock=words.relative_day(version.created_at),
    )


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
        count=_stuck,
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
