"""Refusing for good."""

import pytest

from core.errors import Conflict, Invalid, Stale
from core.models import Notification
from tests.workflow import memos
from workflow import services
from workflow.choices import RequestState, StepState


def reject(who, request, comment="亏本"):
    step = request.steps.order_by("position").first()
    return services.reject_step(actor=who, step_id=step.pk, digest=request.digest, comment=comment)


def test_the_document_is_rejected_and_later_steps_fall_away(cast):
    request = memos.submit(memos.write(cast.rep), cast.rep, major=True)
    reject(cast.head, request)
    request.refresh_from_db()
    assert request.state == RequestState.REJECTED
    assert memos.Memo.objects.get().state == "rejected"
    assert [step.state for step in request.steps.all()] == [StepState.REJECTED, StepState.CANCELLED]
    assert Notification.objects.get(code="approval.rejected").recipient == cast.rep


def test_a_reason_is_needed_and_a_changed_document_is_stale(cast):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    with pytest.raises(Invalid):
        reject(cast.head, request, " ")
    memos.Memo.objects.update(text="改过")
    with pytest.raises(Stale):
        reject(cast.head, request)


def test_approving_after_a_rejection_says_who_rejected(cast):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    step = reject(cast.head, request)
    with pytest.raises(Conflict, match=r"周敏 已在 .* ?驳回"):
        services.approve_step(actor=cast.head, step_id=step.pk, digest=request.digest)
