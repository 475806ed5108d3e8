"""Two hundred submissions at once: one open request per document, every one of them whole."""

from collections import Counter

import pytest
from django.db.models import Count

from tests.concurrency import racing
from tests.workflow import memos
from workflow.models import ApprovalRequest, ApprovalStep


def submissions(memo, cast):
    owner = cast.rep

    def submit():
        return memos.submit(memo, owner)

    return submit


def test_two_hundred_documents(committed_db, cast):
    written = [memos.write(cast.rep, text=f"第 {number} 份") for number in range(200)]
    calls = [submissions(memo, cast) for memo in written]
    assert racing.tally(committed_db.together(calls, patience=120)) == Counter({200: 200})
    assert ApprovalRequest.objects.values("subject_id").distinct().count() == 200
    assert ApprovalStep.objects.filter(state="open").count() == 200


def test_four_submissions_of_each_of_fifty_documents(committed_db, cast):
    written = [memos.write(cast.rep, text=f"第 {number} 份") for number in range(50)]
    calls = [submissions(memo, cast) for memo in written for _four in range(4)]
    assert racing.tally(committed_db.together(calls, patience=120)) == Counter({200: 50, 409: 150})
    assert not ApprovalRequest.objects.values("subject_id").annotate(n=Count("pk")).filter(n__gt=1).exists()


def test_the_constraint_alone_also_holds(committed_db, cast, monkeypatch):
    """Negative control of the lock: without it the unique index is the last word, and says 409 too."""
    monkeypatch.setattr(memos.adapter, "lock", lambda subject_id: memos.Memo.objects.get(pk=subject_id), raising=False)
    memo = memos.write(cast.rep)
    counted = racing.tally(committed_db.together([submissions(memo, cast)] * 20))
    assert counted == Counter({200: 1, 409: 19})
    assert ApprovalRequest.objects.count() == 1


@pytest.mark.parametrize("hands", [8])
def test_approving_and_moving_people_never_lock_each_other(committed_db, cast, hands):
    """A mover touches every open approval while others decide: all end, none by a deadlock."""
    from org import services as org
    from workflow import services

    requests = [memos.submit(memos.write(cast.rep), cast.rep) for _n in range(24)]
    units = [cast.unit("south1"), cast.unit("east1")]
    admin, heads = cast.admin, [cast.head, cast.head_south]

    def decide(request, head):
        step = request.steps.get()
        return lambda: services.approve_step(actor=head, step_id=step.pk, digest=request.digest)

    def move(turn):
        return lambda: org.move_person(actor=admin, user_id=cast.ids["rep"], unit=units[turn % 2])

    calls = [decide(request, heads[index % 2]) for index, request in enumerate(requests)]
    calls += [move(turn) for turn in range(hands)]
    results = committed_db.together(calls)
    statuses = set()
    for result in results:
        if isinstance(result, BaseException) and type(result).__name__ == "Http404":
            continue
        statuses |= set(racing.tally([result]))
    assert statuses <= {200, 403, 409}
    for request in requests:
        request.refresh_from_db()
        seat = request.steps.get().seats.get()
        assert (request.state == "approved") == bool(seat.verdict)
