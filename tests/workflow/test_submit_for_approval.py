"""Submitting: who is asked, in which order, and when it is refused."""

import pytest

from core.errors import Conflict
from core.models import AuditEntry, Notification
from tests.workflow import memos
from workflow.choices import Finder, Mode, RequestState, StepState


def seats(request):
    return [
        (step.name, step.state, sorted(seat.approver.username for seat in step.seats.all()))
        for step in request.steps.order_by("position")
    ]


def test_the_head_of_the_team_is_asked(cast):
    request = memos.submit(memos.write(cast.rep), cast.rep, note="客户催得急")
    assert seats(request) == [("销售经理审批", StepState.OPEN, ["head"])]
    assert request.state == RequestState.OPEN
    assert request.note == "客户催得急"
    assert AuditEntry.objects.get(code="approval.submitted").actor == cast.rep
    assert list(Notification.objects.values_list("recipient__username", "code")) == [("head", "approval.waiting")]


def test_conditions_add_steps_and_the_second_waits(cast):
    request = memos.submit(memos.write(cast.rep), cast.rep, major=True)
    assert seats(request) == [
        ("销售经理审批", StepState.OPEN, ["head"]),
        ("公司领导审批", StepState.WAITING, ["leader"]),
    ]


def test_amount_conditions_compare_numbers(cast):
    bound = [{"fact": "amount", "op": ">=", "value": "100000"}]
    memos.lay_route(memos.head_step(), memos.step("总监审批", "approvals.director", conditions=bound))
    below = memos.submit(memos.write(cast.rep, amount="99999.99"), cast.rep)
    above = memos.submit(memos.write(cast.rep, amount="100000.00"), cast.rep)
    assert [below.steps.count(), above.steps.count()] == [1, 2]


def test_a_head_submits_and_it_goes_up_the_ladder(cast):
    request = memos.submit(memos.write(cast.head), cast.head)
    assert seats(request) == [("销售经理审批", StepState.OPEN, ["region"])]


def test_a_peer_of_the_same_rank_does_not_sign_for_a_head(cast):
    from org import services as org
    from org.models import Role

    org.appoint_person(
        actor=None,
        username="head2",
        display_name="副手",
        unit=cast.unit("east1"),
        roles=[Role.objects.get(code="head")],
    )
    request = memos.submit(memos.write(cast.head), cast.head)
    assert seats(request)[0][2] == ["region"]


def test_a_regional_manager_is_not_signed_by_those_below(cast):
    request = memos.submit(memos.write(cast.region), cast.region)
    assert seats(request)[0][2] == ["director"]


def test_two_rungs_that_climb_to_one_person_ask_once(cast):
    memos.lay_route(memos.head_step(), memos.step("区域审批", "approvals.region"))
    request = memos.submit(memos.write(cast.account), cast.account)
    assert seats(request) == [("区域审批", StepState.OPEN, ["region"])]


def test_the_other_region_has_other_approvers(cast):
    request = memos.submit(memos.write(cast.rep_south), cast.rep_south)
    assert seats(request)[0][2] == ["head_south"]


def test_line_manager_step(cast):
    memos.lay_route(memos.step("上级审批", "", finder=Finder.SUPERIOR))
    assert seats(memos.submit(memos.write(cast.rep), cast.rep))[0][2] == ["head"]
    assert seats(memos.submit(memos.write(cast.head), cast.head))[0][2] == ["region"]


def test_nobody_found_is_a_conflict_that_names_the_step(cast):
    memos.lay_route(memos.step("指定审批", "nobody.here", finder=Finder.PERSON))
    memo = memos.write(cast.rep)
    with pytest.raises(Conflict) as refusal:
        memos.submit(memo, cast.rep)
    assert refusal.value.code == "workflow.nobody"
    assert "指定审批" in str(refusal.value)


def test_a_step_for_the_submitter_alone_finds_nobody(cast):
    memos.lay_route(memos.step("指定审批", "rep", finder=Finder.PERSON))
    with pytest.raises(Conflict, match="找不到审批人"):
        memos.submit(memos.write(cast.rep), cast.rep)


def test_no_route_and_no_step_are_refused(cast):
    from workflow.models import ApprovalRoute

    memos.lay_route(memos.leader_step())
    with pytest.raises(Conflict) as refusal:
        memos.submit(memos.write(cast.rep), cast.rep)
    assert refusal.value.code == "workflow.no_step"
    ApprovalRoute.objects.active(memos.KIND).update(state="retired")
    with pytest.raises(Conflict) as refusal:
        memos.submit(memos.write(cast.rep), cast.rep)
    assert refusal.value.code == "workflow.no_route"


def test_one_open_request_per_document(cast):
    memo = memos.write(cast.rep)
    memos.submit(memo, cast.rep)
    memos.Memo.objects.filter(pk=memo.pk).update(state="draft")
    with pytest.raises(Conflict) as refusal:
        memos.submit(memo, cast.rep)
    assert refusal.value.code == "workflow.already_open"


def test_the_time_limit_counts_work_days(cast, time_machine):
    time_machine.move_to("2026-11-20T15:00:00+08:00", tick=False)  # a Friday
    request = memos.submit(memos.write(cast.rep), cast.rep)
    due = request.steps.get().due_at.astimezone()
    assert due.isoformat().startswith("2026-11-23T15:00") or str(due) == str(due.replace(day=23))


def test_an_all_of_step_has_a_seat_for_each(cast):
    from org import services as org
    from org.models import Role

    org.appoint_person(
        actor=None,
        username="leader2",
        display_name="董事长",
        unit=cast.unit("company"),
        roles=[Role.objects.get(code="leader")],
    )
    memos.lay_route(memos.step("公司领导审批", "approvals.leader", mode=Mode.ALL))
    request = memos.submit(memos.write(cast.rep), cast.rep)
    assert seats(request)[0][2] == ["leader", "leader2"]


def test_two_reasons_for_one_person_are_one_step_with_both(cast):
    major = [{"fact": "major", "op": "=", "value": True}]
    large = [{"fact": "amount", "op": ">", "value": "5"}]
    memos.lay_route(
        memos.head_step(),
        memos.step("总监审批", "approvals.director", conditions=large, clause="超过五元"),
        memos.step("总监审批", "approvals.director", conditions=major, clause="重大"),
    )
    request = memos.submit(memos.write(cast.rep), cast.rep, major=True)
    assert [step.name for step in request.steps.all()] == ["销售经理审批", "总监审批"]
    last = request.steps.last()
    assert (last.clause, last.asked) == ("超过五元；重大", ["amount", "major"])
