"""Letting colleagues read along."""

import pytest
from django.http import Http404

from core.errors import Forbidden
from core.models import AuditEntry, Notification
from tests.workflow import memos
from workflow import people, services
from workflow.models import ApprovalRequest


@pytest.fixture
def request_(cast):
    return memos.submit(memos.write(cast.rep), cast.rep)


def test_they_are_told_once_may_read_and_may_not_decide(cast, request_):
    for _twice in range(2):
        people.copy_request(actor=cast.rep, request_id=request_.pk, people=[cast.inside, cast.inside])
    assert Notification.objects.filter(code="approval.copied").count() == 1
    assert AuditEntry.objects.filter(code="approval.copied").count() == 1
    assert list(ApprovalRequest.objects.visible_to(cast.inside)) == [request_]
    with pytest.raises(Forbidden):
        services.approve_step(actor=cast.inside, step_id=request_.steps.get().pk, digest=request_.digest)


def test_by_those_who_take_part_only(cast, request_):
    people.copy_request(actor=cast.head, request_id=request_.pk, people=[cast.finance])
    with pytest.raises(Forbidden):
        people.copy_request(actor=cast.finance, request_id=request_.pk, people=[cast.inside])
    with pytest.raises(Http404):
        people.copy_request(actor=cast.rep_south, request_id=request_.pk, people=[cast.inside])
