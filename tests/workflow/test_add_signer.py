"""Asking one more colleague to sign."""

import pytest

from core.errors import Conflict, Forbidden, Invalid
from core.models import Notification
from tests.workflow import memos
from workflow import people, services
from workflow.choices import StepState


def first(request):
    return request.steps.get(state=StepState.OPEN)


def test_the_signer_comes_right_after_and_before_the_next(cast):
    request = memos.submit(memos.write(cast.rep), cast.rep, major=True)
    people.add_signer(actor=cast.head, step_id=first(request).pk, person=cast.finance, comment="看付款")
    assert [step.name for step in request.steps.all()] == ["销售经理审批", "加签", "公司领导审批"]
    for who in (cast.head, cast.finance, cast.leader):
        assert memos.Memo.objects.get().state == "reported"
        services.approve_step(actor=who, step_id=first(request).pk, digest=request.digest)
    assert memos.Memo.objects.get().state == "approved"


def test_the_last_step_is_no_longer_the_last(cast):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    people.add_signer(actor=cast.head, step_id=first(request).pk, person=cast.finance)
    services.approve_step(actor=cast.head, step_id=first(request).pk, digest=request.digest)
    assert memos.Memo.objects.get().state == "reported"
    assert Notification.objects.filter(code="approval.waiting", recipient=cast.finance).exists()


def test_never_the_submitter(cast):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    with pytest.raises(Invalid) as refusal:
        people.add_signer(actor=cast.head, step_id=first(request).pk, person=cast.rep)
    assert refusal.value.code == "workflow.signer_submitter"


def test_nobody_twice_in_one_step_and_only_by_whoever_is_asked(cast):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    step = first(request)
    with pytest.raises(Invalid):
        people.add_signer(actor=cast.head, step_id=step.pk, person=cast.head)
    with pytest.raises(Forbidden):
        people.add_signer(actor=cast.region, step_id=step.pk, person=cast.finance)
    services.approve_step(actor=cast.head, step_id=step.pk, digest=request.digest)
    with pytest.raises(Conflict):
        people.add_signer(actor=cast.head, step_id=step.pk, person=cast.finance)


def test_a_signer_asked_before_signs_first_and_the_step_waits(cast):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    step = first(request)
    people.add_signer(actor=cast.head, step_id=step.pk, person=cast.finance, comment="先看付款", before=True)
    assert [(one.name, one.state) for one in request.steps.all()] == [("加签", "open"), ("销售经理审批", "waiting")]
    step.refresh_from_db()
    assert (step.opened_at, step.due_at) == (None, None)
    waiting = Notification.objects.filter(code="approval.waiting", retracted_at=None)
    assert [notice.recipient for notice in waiting] == [cast.finance]
    with pytest.raises(Conflict):
        services.approve_step(actor=cast.head, step_id=step.pk, digest=request.digest)
    services.approve_step(actor=cast.finance, step_id=first(request).pk, digest=request.digest)
    assert first(request) == step
    services.approve_step(actor=cast.head, step_id=step.pk, digest=request.digest)
    assert memos.Memo.objects.get().state == "approved"


def test_a_verdict_already_given_in_the_step_stands(cast):
    memos.lay_route(memos.step("财务和内勤", "approvals.finance", mode="all"))
    request = memos.submit(memos.write(cast.rep), cast.rep)
    step = first(request)
    services_seat = request.seat(step, cast.vp)
    services_seat.save()
    services.approve_step(actor=cast.vp, step_id=step.pk, digest=request.digest)
    people.add_signer(actor=cast.finance, step_id=step.pk, person=cast.engineer, before=True)
    services.approve_step(actor=cast.engineer, step_id=first(request).pk, digest=request.digest)
    services_seat.refresh_from_db()
    assert services_seat.verdict == "approve"
    told = Notification.objects.filter(code="approval.waiting", recipient=cast.vp, retracted_at=None)
    assert told.count() <= 1
    services.approve_step(actor=cast.finance, step_id=step.pk, digest=request.digest)
    assert memos.Memo.objects.get().state == "approved"


def test_the_dialog_offers_both(cast, client):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    client.force_login(cast.head)
    sent = {"person": cast.finance.pk, "before": "1", "comment": "先看付款"}
    assert client.post(f"/inbox/steps/{first(request).pk}/add-signer/", sent).status_code == 302
    assert first(request).name == "加签"
