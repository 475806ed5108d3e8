"""Fifty verdicts on one step: one counts, forty-nine are told who was first."""

from collections import Counter
from functools import partial

import pytest
from django.db.models import QuerySet

from core.models import AuditEntry
from tests.concurrency import racing
from tests.workflow import memos
from workflow import services


@pytest.mark.parametrize("channel", [racing.verdicts_by_service, racing.verdicts_by_http])
def test_one_of_fifty_counts(committed_db, cast, channel):
    for _again in range(3):
        request = memos.submit(memos.write(cast.rep), cast.rep)
        assert channel(committed_db, cast, request) == Counter({409: racing.HANDS - 1, 200: 1})
        racing.assert_decided_once(request)


def test_different_verdicts_at_once_leave_one(committed_db, cast):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    step_id, digest = request.steps.get().pk, request.digest
    verbs = [services.approve_step, services.return_step, services.reject_step]

    def press(verb):
        return lambda: verb(actor=cast.head, step_id=step_id, digest=digest, comment="同时按的")

    counted = racing.tally(committed_db.together([press(verb) for verb in verbs * 8]))
    assert counted == Counter({409: 23, 200: 1})
    request.refresh_from_db()
    assert memos.Memo.objects.get().state == {"approved": "approved", "returned": "draft"}.get(
        request.state, request.state
    )


def test_verdict_and_withdrawal_at_once_leave_one(committed_db, cast):
    for _again in range(5):
        request = memos.submit(memos.write(cast.rep), cast.rep)
        step_id, digest = request.steps.get().pk, request.digest
        approve = partial(services.approve_step, actor=cast.head, step_id=step_id, digest=digest)
        withdraw = partial(services.withdraw_request, actor=cast.rep, request_id=request.pk)
        assert racing.tally(committed_db.together([approve, withdraw] * 4)) == Counter({409: 7, 200: 1})
        request.refresh_from_db()
        expected = {"approved": "approved", "withdrawn": "draft"}[request.state]
        assert memos.Memo.objects.get(pk=request.subject_id).state == expected


def test_without_row_locks_many_would_count(committed_db, cast, monkeypatch):
    """Negative control: the same race, `SELECT … FOR UPDATE` taken out."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **how: self.all())
    for _again in range(20):
        request = memos.submit(memos.write(cast.rep), cast.rep)
        racing.verdicts_by_service(committed_db, cast, request)
        if AuditEntry.objects.filter(code="approval.approved", subject_id=request.pk).count() > 1:
            return
    pytest.fail("without locks no run let a second verdict through: the race proves nothing")
