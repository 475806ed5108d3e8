"""Ten seconds to take one's own last verdict back."""

import pytest

from core.errors import Conflict
from core.models import AuditEntry, Notification
from tests.workflow import memos
from workflow import services
from workflow.choices import RequestState, StepState
from workflow.models import ApprovalSeat


@pytest.fixture(autouse=True)
def still_clock(time_machine):
    time_machine.move_to("2026-11-19T10:00:00+08:00", tick=False)
    return time_machine


def approve(who, request):
    step = request.steps.get(state=StepState.OPEN)
    return services.approve_step(actor=who, step_id=step.pk, digest=request.digest)


def live(code):
    return Notification.objects.filter(code=code, retracted_at=None)


def test_document_steps_and_notices_are_as_before(cast, still_clock):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    step = approve(cast.head, request)
    assert live("approval.approved").exists()
    still_clock.shift(9)
    services.undo_verdict(actor=cast.head, step_id=step.pk)
    request.refresh_from_db()
    assert (request.state, request.closed_at) == (RequestState.OPEN, None)
    assert request.steps.get().state == StepState.OPEN
    assert memos.Memo.objects.get().state == "reported"
    seat = ApprovalSeat.objects.get()
    assert (seat.verdict, seat.decided_by, seat.decided_at, seat.comment) == ("", None, None, "")
    assert not live("approval.approved").exists()
    assert AuditEntry.objects.get(code="approval.verdict_undone").data["verdict"] == "approve"


def test_the_next_step_waits_again_and_is_told_anew(cast, still_clock):
    request = memos.submit(memos.write(cast.rep), cast.rep, major=True)
    step = approve(cast.head, request)
    assert live("approval.waiting").filter(recipient=cast.leader).count() == 1
    services.undo_verdict(actor=cast.head, step_id=step.pk)
    later = request.steps.get(position=2)
    assert (later.state, later.opened_at, later.due_at) == (StepState.WAITING, None, None)
    assert not live("approval.waiting").filter(recipient=cast.leader).exists()
    still_clock.shift(0.5)
    approve(cast.head, request)
    assert live("approval.waiting").filter(recipient=cast.leader).count() == 1


@pytest.mark.parametrize("verb", ["return_step", "reject_step"])
def test_a_return_and_a_rejection_too(cast, verb):
    request = memos.submit(memos.write(cast.rep), cast.rep, major=True)
    step = request.steps.first()
    getattr(services, verb)(actor=cast.head, step_id=step.pk, digest=request.digest, comment="手滑")
    services.undo_verdict(actor=cast.head, step_id=step.pk)
    assert [row.state for row in request.steps.all()] == [StepState.OPEN, StepState.WAITING]
    assert memos.Memo.objects.get().state == "reported"


def test_after_ten_seconds_it_is_late(cast, still_clock):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    step = approve(cast.head, request)
    still_clock.shift(10.5)
    with pytest.raises(Conflict) as refusal:
        services.undo_verdict(actor=cast.head, step_id=step.pk)
    assert refusal.value.code == "workflow.undo_late"


def test_not_when_somebody_decided_after(cast, still_clock):
    request = memos.submit(memos.write(cast.rep), cast.rep, major=True)
    step = approve(cast.head, request)
    still_clock.shift(1)
    approve(cast.leader, request)
    with pytest.raises(Conflict) as refusal:
        services.undo_verdict(actor=cast.head, step_id=step.pk)
    assert refusal.value.code == "workflow.undo_decided"


def test_not_somebody_elses(cast):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    step = approve(cast.head, request)
    with pytest.raises(Conflict):
        services.undo_verdict(actor=cast.region, step_id=step.pk)


def test_not_when_the_document_went_on(cast, still_clock):
    memo = memos.write(cast.rep)
    request = memos.submit(memo, cast.rep)
    step = request.steps.get()
    services.return_step(actor=cast.head, step_id=step.pk, digest=request.digest, comment="手滑")
    memos.Memo.objects.update(text="已经改了")
    with pytest.raises(Conflict, match="已经改过"):
        services.undo_verdict(actor=cast.head, step_id=step.pk)
    memos.submit(memos.Memo.objects.get(), cast.rep)
    with pytest.raises(Conflict) as refusal:
        services.undo_verdict(actor=cast.head, step_id=step.pk)
    assert refusal.value.code == "workflow.undo_moved_on"


def test_not_after_a_withdrawal(cast, still_clock):
    request = memos.submit(memos.write(cast.rep), cast.rep, major=True)
    step = approve(cast.head, request)
    services.withdraw_request(actor=cast.rep, request_id=request.pk)
    with pytest.raises(Conflict):
        services.undo_verdict(actor=cast.head, step_id=step.pk)


def test_twice_is_late(cast):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    step = approve(cast.head, request)
    services.undo_verdict(actor=cast.head, step_id=step.pk)
    with pytest.raises(Conflict):
        services.undo_verdict(actor=cast.head, step_id=step.pk)
