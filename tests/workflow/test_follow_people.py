"""Approvals follow moves, roles and leavers at once; history keeps the old line (A01)."""

import pytest

from core.errors import Conflict
from core.models import AuditEntry, Notification
from org import services as org
from org import structure
from org.models import Role
from tests.workflow import memos
from workflow import services
from workflow.choices import Finder, Mode, StepState
from workflow.models import ApprovalSeat


def seated(request):
    return sorted(ApprovalSeat.objects.filter(step__request=request).values_list("approver__username", flat=True))


def role(code):
    return Role.objects.get(code=code)


def test_a_moved_submitter_is_approved_by_the_new_head(cast):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    org.move_person(actor=cast.admin, user_id=cast.rep.pk, unit=cast.unit("south1"))
    assert seated(request) == ["head_south"]
    waiting = Notification.objects.filter(code="approval.waiting", retracted_at=None)
    assert [notice.recipient for notice in waiting] == [cast.head_south]
    entry = AuditEntry.objects.get(code="approval.rerouted")
    assert (entry.data["from"], entry.data["to"]) == (["head"], ["head_south"])


def test_a_moved_head_no_longer_decides(cast):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    org.move_person(actor=cast.admin, user_id=cast.head.pk, unit=cast.unit("south1"))
    assert seated(request) == ["region"]


def test_a_new_head_joins(cast):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    org.grant_roles(actor=cast.admin, user_id=cast.rep2.pk, roles=[role("head")])
    assert seated(request) == ["head", "rep2"]


def test_a_moved_region_takes_its_teams_along(cast):
    memos.lay_route(memos.step("区域审批", "approvals.region"))
    request = memos.submit(memos.write(cast.rep), cast.rep)
    assert seated(request) == ["region"]
    structure.move_unit(actor=cast.admin, unit_id=cast.unit("east1").pk, parent=cast.unit("south"))
    assert seated(request) == ["director"]


def test_what_is_decided_stays(cast):
    request = memos.submit(memos.write(cast.rep), cast.rep, major=True)
    services.approve_step(actor=cast.head, step_id=request.steps.first().pk, digest=request.digest)
    org.move_person(actor=cast.admin, user_id=cast.rep.pk, unit=cast.unit("south1"))
    assert seated(request) == ["head", "leader"]


def test_transferred_and_added_people_stay(cast):
    from workflow import people

    request = memos.submit(memos.write(cast.rep), cast.rep)
    people.transfer_step(actor=cast.head, step_id=request.steps.get().pk, to=cast.director, comment="出差")
    org.move_person(actor=cast.admin, user_id=cast.rep.pk, unit=cast.unit("south1"))
    assert seated(request) == ["director"]


def test_a_step_that_would_find_nobody_keeps_its_people(cast):
    memos.lay_route(memos.step("财务审核", "approvals.finance"))
    request = memos.submit(memos.write(cast.rep), cast.rep)
    org.grant_roles(actor=cast.admin, user_id=cast.finance.pk, roles=[role("hr")])
    assert seated(request) == ["finance"]


def test_a_half_signed_step_keeps_its_last_signer(cast):
    second = org.appoint_person(
        actor=None, username="leader2", display_name="董事长", unit=cast.unit("company"), roles=[role("leader")]
    )
    memos.lay_route(memos.step("公司领导审批", "approvals.leader", mode=Mode.ALL))
    request = memos.submit(memos.write(cast.rep), cast.rep)
    services.approve_step(actor=cast.leader, step_id=request.steps.get().pk, digest=request.digest)
    org.grant_roles(actor=cast.admin, user_id=second.pk, roles=[role("rep")])
    assert seated(request) == ["leader", "leader2"]


def test_a_leavers_seat_goes_to_the_successor(cast):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    org.dismiss_person(actor=cast.hr, user_id=cast.head.pk, successor=cast.region)
    assert seated(request) == ["region"]
    assert Notification.objects.filter(code="approval.waiting", recipient=cast.region).exists()


def test_a_successor_who_submitted_it_does_not_sign_it(cast):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    org.dismiss_person(actor=cast.hr, user_id=cast.head.pk, successor=cast.rep)
    assert seated(request) == ["region"]


def test_a_successor_who_signs_anyway_signs_once(cast):
    second = org.appoint_person(
        actor=None, username="leader2", display_name="董事长", unit=cast.unit("company"), roles=[role("leader")]
    )
    memos.lay_route(memos.step("公司领导审批", "approvals.leader", mode=Mode.ALL))
    request = memos.submit(memos.write(cast.rep), cast.rep)
    org.dismiss_person(actor=cast.hr, user_id=second.pk, successor=cast.leader)
    assert seated(request) == ["leader"]
    services.approve_step(actor=cast.leader, step_id=request.steps.get().pk, digest=request.digest)
    assert memos.Memo.objects.get().state == "approved"


def test_when_nobody_can_take_over_the_leaver_cannot_go_yet(cast):
    memos.lay_route(memos.step("公司领导审批", "leader", finder=Finder.PERSON))
    request = memos.submit(memos.write(cast.rep), cast.rep)
    with pytest.raises(Conflict, match="换一位接手人"):
        org.dismiss_person(actor=cast.hr, user_id=cast.leader.pk, successor=cast.rep)
    assert request.steps.get().state == StepState.OPEN


def test_closed_approvals_keep_their_people(cast):
    request = memos.submit(memos.write(cast.rep), cast.rep, major=True)
    services.return_step(actor=cast.head, step_id=request.steps.first().pk, digest=request.digest, comment="数量不对")
    org.dismiss_person(actor=cast.hr, user_id=cast.leader.pk, successor=cast.vp)
    assert seated(request) == ["head", "leader"]


@pytest.mark.parametrize("login", ["rep2", "hr", "head_south"])
def test_a_successor_gets_no_seat_they_have_no_right_to(cast, login):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    org.dismiss_person(actor=cast.hr, user_id=cast.head.pk, successor=getattr(cast, login))
    assert seated(request) == (["head_south"] if login == "head_south" else ["region"])
