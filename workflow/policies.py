"""Who may do what to a request. Pure questions; services, pages and API ask the same ones."""

from datetime import timedelta

from core import clock
from org.models import User
from workflow.choices import RequestState, StepState
from workflow.models import ApprovalRequest, ApprovalStep

UNDO_WITHIN = timedelta(seconds=10)


def may_withdraw(user: User, request: ApprovalRequest) -> bool:
    return request.submitter_id == user.pk


def may_decide(user: User, step: ApprovalStep) -> bool:
    """Whether the verdict buttons are this user's to press. Uses prefetched seats; no query in lists."""
    return _holds_open_seat(user, step) and not step.request.is_own(user)


def is_barred(user: User, step: ApprovalStep) -> bool:
    """Whether it would be theirs to decide, by a stand-in or a past seat, if the document were not their own."""
    return _holds_open_seat(user, step) and step.request.is_own(user)


def may_undo(user: User, step: ApprovalStep) -> bool:
    """Whether the user gave the last verdict here, within ten seconds. Whether more came after it, only the service knows."""
    given = [(seat.decided_at, seat.decided_by_id) for seat in step.seats.all() if seat.decided_at is not None]
    at, by = max(given, key=lambda verdict: verdict[0], default=(None, None))
    return at is not None and by == user.pk and clock.now() - at <= UNDO_WITHIN


def _holds_open_seat(user: User, step: ApprovalStep) -> bool:
    people = {user.pk, *user.access.principal_ids}
    return step.state == StepState.OPEN and any(seat.approver_id in people for seat in step.pending_seats)


def may_remind(user: User, request: ApprovalRequest) -> bool:
    return request.submitter_id == user.pk


def may_copy(user: User, request: ApprovalRequest) -> bool:
    """Whoever submitted it, holds a seat or stands in for somebody who does may tell others."""
    people = {user.pk, *user.access.principal_ids}
    return request.submitter_id == user.pk or any(
        seat.approver_id in people or seat.decided_by_id == user.pk
        for step in request.steps.all()
        for seat in step.seats.all()
    )


def may_edit_routes(user: User) -> bool:
    return user.can("approvals.routes")


def available_actions(user: User, step: ApprovalStep) -> list[str]:
    """The verbs this user may press now, in the order of the panel."""
    actions: list[str] = []
    if may_decide(user, step):
        actions += ["approve", "return", "reject", "transfer", "add_signer"]
    if may_withdraw(user, step.request) and step.request.state == RequestState.OPEN:
        actions += ["withdraw", "remind"]
    if may_copy(user, step.request):
        actions.append("copy")
    return actions


def request_actions(user: User, request: ApprovalRequest) -> list[str]:
    """The verbs this user may press on the request as a whole."""
    actions = []
    if request.state == RequestState.OPEN:
        actions += ["withdraw"] if may_withdraw(user, request) else []
        actions += ["remind"] if may_remind(user, request) else []
    return [*actions, "copy"] if may_copy(user, request) else actions
