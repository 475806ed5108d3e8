"""Stand-ins decide from one day to another, in somebody's name, never on what they submitted."""

from datetime import timedelta

import pytest
from django.http import Http404

from core import clock
from core.errors import Forbidden
from core.models import AuditEntry, Notification
from org.services import cancel_stand_in, set_stand_in
from tests.workflow import memos
from workflow import services
from workflow.models import ApprovalSeat, ApprovalStep


def stand_in(principal, substitute, starts=0, ends=None):
    today = clock.today()
    return set_stand_in(
        actor=principal,
        principal=principal,
        substitute=substitute,
        starts=today + timedelta(days=starts),
        ends=None if ends is None else today + timedelta(days=ends),
    )


def approve(who, request):
    return services.approve_step(actor=who, step_id=request.steps.get().pk, digest=request.digest)


def test_the_verdict_is_given_in_somebodys_place(cast):
    stand_in(cast.head, cast.rep2)
    request = memos.submit(memos.write(cast.rep), cast.rep)
    assert list(ApprovalStep.objects.awaiting(cast.rep2)) == list(request.steps.all())
    approve(cast.rep2, request)
    seat = ApprovalSeat.objects.get()
    assert (seat.approver, seat.decided_by, seat.in_place) == (cast.head, cast.rep2, True)
    assert AuditEntry.objects.get(code="approval.approved").in_place_of == cast.head


def test_both_are_told(cast):
    stand_in(cast.head, cast.rep2)
    memos.submit(memos.write(cast.rep), cast.rep)
    told = Notification.objects.filter(code="approval.waiting").values_list("recipient__username", flat=True)
    assert sorted(told) == ["head", "rep2"]


def test_a_stand_in_begins_and_ends_with_its_days(cast, time_machine):
    time_machine.move_to("2026-11-18T10:00:00+08:00")
    stand_in(cast.head, cast.rep2, starts=1, ends=2)
    request = memos.submit(memos.write(cast.rep), cast.rep)
    with pytest.raises(Http404):
        approve(cast.rep2, request)
    time_machine.move_to("2026-11-21T00:00:30+08:00")
    with pytest.raises(Http404):
        approve(cast.rep2, request)
    time_machine.move_to("2026-11-20T23:59:00+08:00")
    approve(cast.rep2, request)
    assert memos.Memo.objects.get().state == "approved"


def test_a_cancelled_stand_in_no_longer_counts(cast):
    row = stand_in(cast.head, cast.rep2)
    request = memos.submit(memos.write(cast.rep), cast.rep)
    cancel_stand_in(actor=cast.head, stand_in_id=row.pk)
    with pytest.raises(Http404):
        approve(cast.rep2, request)


def test_the_submitter_as_stand_in_neither_sees_it_waiting_nor_decides(cast):
    stand_in(cast.head, cast.rep)
    request = memos.submit(memos.write(cast.rep), cast.rep)
    assert not ApprovalStep.objects.awaiting(cast.rep).exists()
    assert not Notification.objects.filter(code="approval.waiting", recipient=cast.rep).exists()
    with pytest.raises(Forbidden, match="代理也不行"):
        approve(cast.rep, request)


def test_without_the_guard_the_database_still_refuses(cast, monkeypatch):
    """Negative control: the policy out of the way, the constraint is the last word."""
    from django.db import IntegrityError, transaction

    stand_in(cast.head, cast.rep)
    request = memos.submit(memos.write(cast.rep), cast.rep)
    monkeypatch.setattr(services, "find_seats", lambda actor, locked: list(locked.step.seats.all()))
    with pytest.raises(IntegrityError, match="seat_decider_not_submitter"), transaction.atomic():
        approve(cast.rep, request)
