"""What of the approvals a leaver would hand over: verdicts they still owe."""

from django.utils.translation import gettext_lazy as _

from org.handover import Line, Part, Pile, register
from org.models import User
from workflow.models import ApprovalRequest, ApprovalSeat

SHOWN = 8


def gather(*, leaver: User, viewer: User) -> Pile:
    seats = ApprovalSeat.objects.filter(approver=leaver, verdict="", step__request__state="open")
    waiting = ApprovalRequest.objects.filter(pk__in=seats.values("step__request_id"))
    seen = waiting & ApprovalRequest.objects.visible_to(viewer)
    lines = [
        Line(request.title, request.url, f"{request.number} {request.party}".strip())
        for request in seen.order_by("submitted_at", "pk")[:SHOWN]
    ]
    return Pile(waiting.count(), lines)


register(Part("workflow.seats", _("待审批"), "i-appr", gather, order=20))
