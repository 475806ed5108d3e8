"""Nudging, at most once an hour."""

import pytest

from core.errors import Conflict, Forbidden
from core.models import Notification
from tests.workflow import memos
from workflow import people, services


def test_once_an_hour(cast, time_machine):
    time_machine.move_to("2026-11-19T10:00:00+08:00", tick=False)
    request = memos.submit(memos.write(cast.rep), cast.rep)
    people.remind_step(actor=cast.rep, request_id=request.pk)
    time_machine.shift(59 * 60)
    with pytest.raises(Conflict, match="一小时内"):
        people.remind_step(actor=cast.rep, request_id=request.pk)
    time_machine.shift(60)
    people.remind_step(actor=cast.rep, request_id=request.pk)
    told = Notification.objects.filter(code="approval.reminded")
    assert [notice.recipient.username for notice in told] == ["head", "head"]


def test_by_the_submitter_while_it_is_open(cast):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    with pytest.raises(Forbidden):
        people.remind_step(actor=cast.head, request_id=request.pk)
    services.approve_step(actor=cast.head, step_id=request.steps.get().pk, digest=request.digest)
    with pytest.raises(Conflict, match="已通过"):
        people.remind_step(actor=cast.rep, request_id=request.pk)
