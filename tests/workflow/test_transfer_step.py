"""Handing one's seat to a colleague."""

import pytest

from core.errors import Conflict, Forbidden, Invalid
from core.models import AuditEntry, Notification
from tests.workflow import memos
from workflow import people, services
from workflow.choices import Finder
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
    transfer(cast.head, request_, cast.director)
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


@pytest.mark.parametrize("login", ["rep2", "finance", "inside", "hr", "admin", "rep_south"])
def test_only_to_those_who_could_have_been_asked(cast, request_, login):
    with pytest.raises(Invalid, match="许文博") as told:
        transfer(cast.head, request_, getattr(cast, login))
    assert (told.value.code, list(told.value.errors)) == ("workflow.transfer_right", ["to"])
    assert ApprovalSeat.objects.get().approver == cast.head


@pytest.mark.parametrize("login", ["head_south", "region", "director", "vp", "leader"])
def test_a_peer_or_somebody_above_may(cast, request_, login):
    transfer(cast.head, request_, getattr(cast, login))
    assert ApprovalSeat.objects.get().approver.username == login


def test_a_seat_handed_on_asks_for_the_same_right(cast, request_):
    """By way of somebody entitled it must not end with somebody who is not."""
    transfer(cast.head, request_, cast.region)
    with pytest.raises(Invalid):
        transfer(cast.region, request_, cast.rep2)


def test_a_step_of_the_superior_goes_to_superiors_only(cast):
    memos.lay_route(memos.step("上级审批", "", finder=Finder.SUPERIOR))
    request = memos.submit(memos.write(cast.rep), cast.rep)
    with pytest.raises(Invalid):
        transfer(cast.head, request, cast.head_south)
    transfer(cast.head, request, cast.region)


def test_the_dialog_says_who(cast, client, request_):
    client.force_login(cast.head)
    page = client.get(f"/inbox/steps/{request_.steps.get().pk}/transfer/").content.decode()
    assert "有这项审批权的人：" in page
    assert "许文博" in page
    assert "钱佳怡" not in page


def test_only_who_is_asked_and_only_while_it_is_open(cast, request_):
    with pytest.raises(Forbidden):
        transfer(cast.director, request_, cast.region)
    approve(cast.head, request_)
    with pytest.raises(Conflict, match="周敏"):
        transfer(cast.head, request_, cast.region)


def test_without_the_check_the_database_refuses_the_submitter(cast, request_, monkeypatch):
    """Negative control."""
    from django.db import IntegrityError, transaction

    for check in ("_require_signer", "_require_candidate"):
        monkeypatch.setattr(people, check, lambda *args: None)
    with pytest.raises(IntegrityError, match="seat_approver_not_submitter"), transaction.atomic():
        transfer(cast.head, request_, cast.rep)
