"""Handing one's seat to a colleague."""

import pytest

from core.errors import Conflict, Forbidden, Invalid
from core.models import AuditEntry, Notification
from tests.workflow import memos
from workflow import people, services
from workflow.models import ApprovalSeat, ApprovalStep


@pytest.fixture
def request_(cast):
    return memos.submit(memos.write(cast.rep), cast.rep)


def transfer(who, request, to, comment="出差三天"):
    return people.transfer_step(actor=who, step_id=request.steps.get().pk, to=to, comment=comment)


def approve(who, request):
    return services.approve_step(actor=who, step_id=request.steps.get().pk, digest=request.digest)


def test_the_colleague_decides_from_now_on(cast, request_):
    transfer(cast.head, request_, cast.region)
    seat = ApprovalSeat.objects.get()
    assert (seat.approver, seat.brought_by) == (cast.region, cast.head)
    assert not ApprovalStep.objects.awaiting(cast.head).exists()
    with pytest.raises(Forbidden, match="许文博"):
        approve(cast.head, request_)
    approve(cast.region, request_)
    assert memos.Memo.objects.get().state == "approved"


def test_one_notice_goes_and_another_comes(cast, request_):
    transfer(cast.head, request_, cast.region)
    waiting = Notification.objects.filter(code="approval.waiting", retracted_at=None)
    assert [notice.recipient for notice in waiting] == [cast.region]
    entry = AuditEntry.objects.get(code="approval.transferred")
    assert (entry.data["from"], entry.data["to"], entry.reason) == ("head", "region", "出差三天")


def test_and_back_again(cast, request_):
    transfer(cast.head, request_, cast.region)
    transfer(cast.region, request_, cast.head, "还是你看")
    approve(cast.head, request_)
    assert memos.Memo.objects.get().state == "approved"


def test_who_handed_it_on_still_sees_it(cast, request_):
    transfer(cast.head, request_, cast.finance)
    assert list(ApprovalStep.objects.visible_to(cast.head)) == list(request_.steps.all())


def test_not_to_the_submitter_nor_to_a_leaver_nor_without_a_reason(cast, request_):
    with pytest.raises(Invalid, match="提交人"):
        transfer(cast.head, request_, cast.rep)
    gone = cast.region
    gone.is_active = False
    with pytest.raises(Invalid, match="已离职"):
        transfer(cast.head, request_, gone)
    with pytest.raises(Invalid) as refusal:
        transfer(cast.head, request_, cast.region, " ")
    assert "comment" in refusal.value.errors


def test_only_who_is_asked_and_only_while_it_is_open(cast, request_):
    with pytest.raises(Forbidden):
        transfer(cast.director, request_, cast.region)
    approve(cast.head, request_)
    with pytest.raises(Conflict, match="周敏"):
        transfer(cast.head, request_, cast.region)


def test_without_the_check_the_database_refuses_the_submitter(cast, request_, monkeypatch):
    """Negative control."""
    from django.db import IntegrityError, transaction

    monkeypatch.setattr(people, "_require_signer", lambda *args: None)
    with pytest.raises(IntegrityError, match="seat_approver_not_submitter"), transaction.atomic():
        transfer(cast.head, request_, cast.rep)
