"""What the engine puts on the home page: what waits for me, what came back to me; beside it what is on its way."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from core import clock, today
from core.addresses import address_of
from core.pages import words
from org.models import User, naming
from workflow.choices import RequestState, StepState, Verdict
from workflow.models import ApprovalRequest, ApprovalSeat, ApprovalStep

OWN = ("number", "party", "url", "amount", "closed_at")
SEAT = (
    "verdict",
    "comment",
    "step__state",
    "step__request",
    *naming("approver", "decided_by"),
)
WAITING = (
    "due_at",
    "opened_at",
    "state",
    *(f"request__{name}" for name in ("title", "number", "party", "amount", "state")),
    *naming("request__submitter"),
)


@today.register
def approvals(*, user: User, on: date) -> Sequence[today.Section]:
    # Most people have no seat anywhere; to ask that costs a quarter of asking what waits.
    seated = ApprovalSeat.objects.waiting_for(user).filter(step__state=StepState.OPEN).exists()
    return [*([_waiting(user)] if seated else ()), _returned(user)]


@today.register_later
def approvals_on_their_way(*, user: User, on: date) -> Sequence[today.Section]:
    return [_running(user)]


def _seats(requests: Sequence[ApprovalRequest]) -> Mapping[int, list[ApprovalSeat]]:
    """Request → seats with their step and people."""
    found: dict[int, list[ApprovalSeat]] = defaultdict(list)
    if requests:
        seats = ApprovalSeat.objects.filter(step__request__in=[request.pk for request in requests])
        for seat in seats.select_related("step", "approver", "decided_by").only(*SEAT).order_by("pk"):
            found[seat.step.request_id].append(seat)
    return found


def _waiting(user: User) -> today.Section:
    steps = ApprovalStep.objects.awaiting(user).select_related("request__submitter").only(*WAITING)
    now = clock.now()
    found, in_all, late = today.first_and_late(
        steps.order_by("due_at", "pk"), lambda step: step.due_at < now, steps.filter(due_at__lt=now)
    )
    return today.Section(
        "approvals",
        _("等你审批"),
        [_waiting_item(step) for step in found],
        total=in_all,
        url=address_of("workflow:inbox"),
        late=late,
        position=10,
    )


def _waiting_item(step: ApprovalStep) -> today.Item:
    assert step.due_at is not None
    left = words.remaining(step.due_at, since=step.opened_at)
    request = step.request
    return today.Item(
        title=request.title,
        url=request.get_absolute_url(),
        details=[request.party, request.number, str(request.submitter)],
        amount=request.amount,
        clock=left.words,
        tone=left.tone,
        icon="i-appr",
        action=_("去审批"),
    )


def _returned(user: User) -> today.Section:
    """What was sent back to the person and not submitted again, the newest first."""
    newer = ApprovalRequest.objects.filter(
        kind=OuterRef("kind"), subject_id=OuterRef("subject_id"), pk__gt=OuterRef("pk")
    )
    rows = ApprovalRequest.objects.filter(~Exists(newer), state=RequestState.RETURNED, submitter=user)
    found, in_all = today.first(rows.order_by("-closed_at", "-pk").values_list("pk", *OWN), read=today.PAGE)
    reasons = _reasons([pk for pk, *_rest in found])
    return today.Section(
        "returned",
        _("退回给我"),
        # One whose verdict was taken back in between has no reason any more.
        [_returned_item(reasons[pk], *facts) for pk, *facts in found if pk in reasons],
        total=in_all,
        position=20,
    )


def _reasons(requests: Sequence[int]) -> Mapping[int, tuple[str, str]]:
    """Request → why it was sent back and by whom. Asked only when something was: mostly nothing is."""
    if not requests:
        return {}
    seats = ApprovalSeat.objects.filter(step__request__in=requests, verdict=Verdict.RETURN).order_by("decided_at")
    told = seats.values_list("step__request", "comment", *naming("decided_by"))
    return {request: (comment, name or login) for request, comment, name, login in told}


def _returned_item(
    sent_back: tuple[str, str], number: str, party: str, url: str, amount: Any, closed_at: datetime
) -> today.Item:
    reason, by = sent_back
    return today.Item(
        title=_("%(number)s 被退回：%(reason)s") % {"number": number, "reason": reason},
        url=url,
        details=[party, by],
        amount=amount,
        clock=words.relative_day(closed_at),
        tone="warn",
        icon="st-back",
        action=_("修改后重提"),
    )


def _running(user: User) -> today.Section:
    rows = ApprovalRequest.objects.filter(state=RequestState.OPEN, submitter=user)
    found, in_all = today.first(rows.only(*OWN).order_by("-submitted_at", "-pk"))
    seats = _seats(found)
    return today.Section(
        "running",
        _("在走的审批"),
        [_running_item(request, seats[request.pk]) for request in found],
        total=in_all,
        url=address_of("workflow:inbox") + "?tab=mine",
        position=80,
        note="" if found else _("你提交的审批在走的时候，这里看得到等谁。"),
    )


def _running_item(request: ApprovalRequest, seats: Sequence[ApprovalSeat]) -> today.Item:
    pending = [seat for seat in seats if seat.step.state == StepState.OPEN and not seat.verdict]
    return today.Item(
        title=request.number,
        url=request.url,
        details=[request.party],
        clock=_("等 %(names)s") % {"names": _("、").join(str(seat.approver) for seat in pending)},
    )
