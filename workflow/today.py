"""What the engine puts on the home page: what waits for me, what came back to me, what of mine is on its way."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock, today
from core.pages import words
from org.models import User
from workflow.choices import RequestState, StepState
from workflow.models import ApprovalRequest, ApprovalStep


@today.register
def approvals(*, user: User, on: date) -> Sequence[today.Section]:
    returned = _returned(user)
    running = ApprovalRequest.objects.open().filter(submitter=user).order_by("-submitted_at")
    found = list(running[: today.MOST])
    # Both lists at once: they name who decided and who is waited for.
    prefetch_related_objects([*returned, *found], "steps__seats__decided_by", "steps__seats__approver")
    return [_waiting(user), _returned_section(returned), _running_section(found, running)]


def _waiting(user: User) -> today.Section:
    rows = ApprovalStep.objects.awaiting(user).select_related("request__submitter").order_by("due_at")
    items = [_waiting_item(step) for step in rows[: today.MOST]]
    now = clock.now()
    return today.Section(
        "approvals",
        _("等你审批"),
        items,
        total=len(items) if len(items) < today.MOST else rows.count(),
        url=reverse("workflow:inbox"),
        late=rows.filter(due_at__lt=now).count() if items else 0,
        position=10,
    )


def _waiting_item(step: ApprovalStep) -> today.Item:
    assert step.due_at is not None
    left = words.remaining(step.due_at, since=step.opened_at)
    request = step.request
    return today.Item(
        title=request.title,
        url=request.get_absolute_url(),
        detail=" · ".join(filter(None, [request.party, request.number, str(request.submitter)])),
        amount=request.amount,
        clock=left.words,
        tone=left.tone,
        icon="i-appr",
        action=_("去审批"),
    )


def _returned(user: User) -> list[ApprovalRequest]:
    """Own documents sent back and not submitted again since."""
    rows = ApprovalRequest.objects.filter(submitter=user, state=RequestState.RETURNED).order_by("-closed_at")
    newer = ApprovalRequest.objects.filter(submitter=user).order_by("kind", "subject_id", "-pk")
    latest = newer.distinct("kind", "subject_id").values("pk")
    return list(rows.filter(pk__in=latest)[: today.MOST + 1])


def _returned_section(found: list[ApprovalRequest]) -> today.Section:
    return today.Section(
        "returned",
        _("退回给我"),
        [_returned_item(request) for request in found[: today.MOST]],
        total=len(found),
        position=20,
    )


def _returned_item(request: ApprovalRequest) -> today.Item:
    seat = next(
        (seat for step in request.steps.all() for seat in step.seats.all() if seat.verdict == "return"),
        None,
    )
    assert request.closed_at is not None
    return today.Item(
        title=_("%(number)s 被退回：%(reason)s") % {"number": request.number, "reason": seat.comment if seat else ""},
        url=request.url,
        detail=" · ".join(filter(None, [request.party, str(seat.decided_by) if seat else ""])),
        amount=request.amount,
        clock=words.relative_day(request.closed_at),
        tone="warn",
        icon="st-back",
        action=_("修改后重提"),
    )


def _running_section(found: list[ApprovalRequest], rows: QuerySet[ApprovalRequest]) -> today.Section:
    return today.Section(
        "running",
        _("在走的审批"),
        [_running_item(request) for request in found],
        total=len(found) if len(found) < today.MOST else rows.count(),
        url=reverse("workflow:inbox") + "?tab=mine",
        position=80,
        rail=True,
    )


def _running_item(request: ApprovalRequest) -> today.Item:
    step = next((step for step in request.steps.all() if step.state == StepState.OPEN), None)
    names = _("、").join(str(seat.approver) for seat in step.pending_seats) if step else ""
    return today.Item(
        title=request.number,
        url=request.url,
        detail=request.party,
        clock=_("等 %(names)s") % {"names": names},
    )
