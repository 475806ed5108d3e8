"""A whole selection at once, without what must be read one by one."""

from tests.workflow import memos
from workflow import services
from workflow.choices import RequestState
from workflow.models import ApprovalRequest


def pairs(*requests):
    return [(request.steps.get().pk, request.digest) for request in requests]


def test_each_has_its_own_answer(cast):
    plain = memos.submit(memos.write(cast.rep), cast.rep)
    risky = memos.submit(memos.write(cast.rep), cast.rep, risks=["低于底价 1.9%"])
    stale = memos.submit(memos.write(cast.rep), cast.rep)
    own = memos.submit(memos.write(cast.head), cast.head)
    foreign = memos.submit(memos.write(cast.rep_south), cast.rep_south)
    items = [*pairs(plain, risky), (stale.steps.get().pk, "0" * 64), *pairs(own, foreign)]
    results = services.approve_many(actor=cast.head, items=items)
    assert [result.ok for result in results] == [True, False, False, False, False]
    assert results[1].message == "低于底价 1.9%，要单独看过再审"
    assert "改过" in results[2].message
    assert "自己" in results[3].message
    assert results[4].number == ""
    assert "看不到" in results[4].message
    assert ApprovalRequest.objects.filter(state=RequestState.APPROVED).get() == plain


def test_a_risky_one_can_be_approved_alone(cast):
    risky = memos.submit(memos.write(cast.rep), cast.rep, risks=["低于底价 1.9%"])
    services.approve_step(actor=cast.head, step_id=risky.steps.get().pk, digest=risky.digest)
    assert memos.Memo.objects.get().state == "approved"


def test_without_the_exclusion_the_risky_one_would_pass(cast):
    """Negative control: the same request, its risks not declared."""
    request = memos.submit(memos.write(cast.rep), cast.rep)
    assert services.approve_many(actor=cast.head, items=pairs(request))[0].ok
