"""Saying yes: to what one saw, once, by whoever is asked, never to one's own."""

import pytest
from django.http import Http404

from core.errors import Conflict, Forbidden, Stale
from core.models import AuditEntry, Notification
from org import services as org
from org.models import Role
from tests.workflow import memos
from workflow import services
from workflow.choices import Mode, RequestState, StepState


@pytest.fixture
def request_(cast):
    return memos.submit(memos.write(cast.rep), cast.rep)


def approve(who, request, digest=None, step=None):
    step = step or request.steps.get(state=StepState.OPEN)
    return services.approve_step(actor=who, step_id=step.pk, digest=digest or request.digest, comment="可以")


def test_the_last_yes_approves_the_document(cast, request_):
    approve(cast.head, request_)
    request_.refresh_from_db()
    assert request_.state == RequestState.APPROVED
    assert request_.closed_at
    assert memos.Memo.objects.get().state == "approved"
    entry = AuditEntry.objects.get(code="approval.approved")
    assert (entry.actor, entry.in_place_of, entry.reason) == (cast.head, None, "可以")
    assert Notification.objects.get(code="approval.approved").recipient == cast.rep


def test_the_second_level_cannot_act_before_the_first(cast):
    request = memos.submit(memos.write(cast.rep), cast.rep, major=True)
    second = request.steps.get(position=2)
    with pytest.raises(Conflict):
        approve(cast.leader, request, step=second)
    approve(cast.head, request)
    assert memos.Memo.objects.get().state == "reported"
    approve(cast.leader, request)
    assert memos.Memo.objects.get().state == "approved"


def test_a_page_opened_before_a_change_is_stale(cast, request_):
    with pytest.raises(Stale):
        approve(cast.head, request_, digest="0" * 64)
    assert request_.steps.get().state == StepState.OPEN


def test_a_document_changed_underneath_is_stale(cast, request_):
    memos.Memo.objects.update(amount="1.00")
    with pytest.raises(Stale, match="只能退回"):
        approve(cast.head, request_)


def test_without_the_digest_check_a_changed_document_would_pass(cast, request_, monkeypatch):
    """Negative control of the two tests above."""
    monkeypatch.setattr(services, "_require_unchanged", lambda *args: None)
    memos.Memo.objects.update(amount="1.00")
    approve(cast.head, request_, digest="0" * 64)
    assert memos.Memo.objects.get().state == "approved"


def test_a_second_verdict_names_who_decided_when(cast, request_, time_machine):
    from org.services import set_stand_in

    time_machine.move_to("2026-11-19T08:00:00+00:00", tick=False)
    request_.steps.update(due_at="2026-11-25T00:00:00+00:00")
    set_stand_in(actor=cast.head, principal=cast.head, substitute=cast.region, starts=core_today(), ends=None)
    approve(cast.head, request_)
    step = request_.steps.get()
    for late in (cast.head, cast.region):
        with pytest.raises(Conflict) as refusal:
            approve(late, request_, step=step)
        assert str(refusal.value) == "周敏 已在 11-19 16:00同意"


def core_today():
    from core import clock

    return clock.today()


def test_those_not_asked_are_refused_by_name_and_strangers_see_nothing(cast, request_):
    with pytest.raises(Forbidden, match="周敏"):
        approve(cast.director, request_)
    for stranger in (cast.rep2, cast.rep_south, cast.head_south, cast.admin):
        with pytest.raises(Http404):
            approve(stranger, request_)


def test_nobody_approves_their_own(cast, request_):
    with pytest.raises(Forbidden) as refusal:
        approve(cast.rep, request_)
    assert refusal.value.code == "workflow.own_document"


def test_one_of_several_is_enough_in_an_any_step(cast):
    org.appoint_person(
        actor=None,
        username="leader2",
        display_name="董事长",
        unit=cast.unit("company"),
        roles=[Role.objects.get(code="leader")],
    )
    memos.lay_route(memos.step("公司领导审批", "approvals.leader"))
    request = memos.submit(memos.write(cast.rep), cast.rep)
    approve(cast.leader, request)
    assert memos.Memo.objects.get().state == "approved"


def test_all_must_sign_an_all_step(cast):
    second = org.appoint_person(
        actor=None,
        username="leader2",
        display_name="董事长",
        unit=cast.unit("company"),
        roles=[Role.objects.get(code="leader")],
    )
    memos.lay_route(memos.step("公司领导审批", "approvals.leader", mode=Mode.ALL))
    request = memos.submit(memos.write(cast.rep), cast.rep)
    approve(cast.leader, request)
    assert memos.Memo.objects.get().state == "reported"
    with pytest.raises(Conflict):
        approve(cast.leader, request)
    approve(second, request)
    assert memos.Memo.objects.get().state == "approved"


def test_a_seat_holder_who_also_stands_in_signs_for_both_at_once(cast):
    from core import clock

    second = org.appoint_person(
        actor=None,
        username="leader2",
        display_name="董事长",
        unit=cast.unit("company"),
        roles=[Role.objects.get(code="leader")],
    )
    memos.lay_route(memos.step("公司领导审批", "approvals.leader", mode=Mode.ALL))
    request = memos.submit(memos.write(cast.rep), cast.rep)
    org.set_stand_in(actor=second, principal=second, substitute=cast.leader, starts=clock.today(), ends=None)
    approve(cast.leader, request)
    assert memos.Memo.objects.get().state == "approved"
