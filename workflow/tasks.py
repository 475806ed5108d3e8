"""Scheduled work of the engine."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core.jobs import job
from core.schedule import Every
from workflow import people
from workflow.models import ApprovalStep


@job("workflow.escalate", label=_("上报超时的审批"), schedule=Every(minutes=15))
def escalate(*, as_of: datetime) -> dict[str, int]:
    late = ApprovalStep.objects.overdue(as_of).filter(escalated_at=None).order_by("request_id")
    return {"told": sum(people.escalate_step(step_id=pk, as_of=as_of) for pk in late.values_list("pk", flat=True))}
