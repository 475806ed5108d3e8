"""Taking one's own document back."""

import pytest
from django.http import Http404

from core.errors import Conflict, Forbidden
from core.models import AuditEntry, Notification
from tests.workflow import memos
from workflow import services
from workflow.choices import RequestState, StepState


def test_the_submitter_takes_it_back_and_the_notices_go(cast):
    request = memos.submit(memos.write(cast.rep), cast.rep, major=True)
    services.withdraw_request(actor=cast.rep, request_id=request.pk, reason="报错客户了")
    request.refresh_from_db()
    assert request.state == RequestState.WITHDRAWN
    assert memos.Memo.objects.get().state == "draft"
    assert {step.state for step in request.steps.all()} == {StepState.CANCELLED}
    assert not Notification.objects.filter(retracted_at=None).exists()
    assert AuditEntry.objects.get(code="approval.withdrawn").reason == "报错客户了"


def test_also_after_the_first_yes_but_not_after_the_last(cast):
    request = memos.submit(memos.write(cast.rep), cast.rep, major=True)
    services.approve_step(actor=cast.head, step_id=request.steps.first().pk, digest=request.digest)
    services.withdraw_request(actor=cast.rep, request_id=request.pk)
    again = memos.submit(memos.Memo.objects.get(), cast.rep)
    services.approve_step(actor=cast.head, step_id=again.steps.get().pk, digest=again.digest)
    with pytest.raises(Conflict, match="已通过"):
        services.withdraw_request(actor=cast.rep, request_id=again.pk)


def test_others_cannot(cast):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    with pytest.raises(Forbidden):
        services.withdraw_request(actor=cast.head, request_id=request.pk)
    with pytest.raises(Http404):
        services.withdraw_request(actor=cast.rep_south, request_id=request.pk)


def test_an_approver_after_the_withdrawal_is_late(cast):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    services.withdraw_request(actor=cast.rep, request_id=request.pk)
    with pytest.raises(Conflict, match="已撤回"):
        services.approve_step(actor=cast.head, step_id=request.steps.get().pk, digest=request.digest)
