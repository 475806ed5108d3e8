"""How the inbox is cut."""

from typing import Any

import django_filters
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow.models import ApprovalRequest, ApprovalSeat, ApprovalStep


class Tab(models.TextChoices):
    """The four tabs of the inbox, and everything in sight."""

    TODO = "todo", _("待我审批")
    DONE = "done", _("我已审")
    MINE = "mine", _("我提交的")
    COPIED = "copied", _("抄送我的")
    ALL = "all", _("全部")


class StepFilter(django_filters.FilterSet):
    """`tab` defaults to what waits for the user."""

    tab = django_filters.ChoiceFilter(label=_("收件箱"), choices=Tab.choices, method="in_tab")
    kind = django_filters.CharFilter("request__kind", label=_("单据"))

    class Meta:
        model = ApprovalStep
        fields = ["request", "state"]

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        if data is not None and not data.get("tab"):
            data = data.copy()
            data["tab"] = Tab.TODO
        super().__init__(data, *args, **kwargs)

    def in_tab(self, queryset: Any, name: str, value: str) -> Any:
        user = self.request.user
        if value == Tab.TODO:
            return queryset.awaiting(user)
        if value == Tab.DONE:
            seats = ApprovalSeat.objects.visible_to(user).filter(decided_by=user)
            return queryset.filter(pk__in=seats.values("step_id"))
        if value == Tab.MINE:
            return queryset.filter(request__submitter=user)
        if value == Tab.COPIED:
            return queryset.filter(request__copies__user=user)
        return queryset


class RequestFilter(django_filters.FilterSet):
    class Meta:
        model = ApprovalRequest
        fields = ["kind", "subject_id", "state", "submitter"]
