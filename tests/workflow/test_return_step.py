"""Sending back to draft, with a reason."""

import pytest

from core import clock, today
from core.errors import Invalid, Stale
from core.models import AuditEntry, Notification
from tests.workflow import memos
from workflow import services
from workflow.choices import RequestState, StepState


def send_back(who, request, comment="数量不对", digest=None):
    step = request.steps.get(state=StepState.OPEN)
    return services.return_step(actor=who, step_id=step.pk, digest=digest or request.digest, comment=comment)


def test_the_document_goes_back_to_draft(cast):
    request = memos.submit(memos.write(cast.rep), cast.rep, major=True)
    send_back(cast.head, request)
    request.refresh_from_db()
    assert request.state == RequestState.RETURNED
    assert memos.Memo.objects.get().state == "draft"
    assert [step.state for step in request.steps.all()] == [StepState.RETURNED, StepState.CANCELLED]
    assert AuditEntry.objects.get(code="approval.returned").reason == "数量不对"
    notice = Notification.objects.get(code="approval.returned")
    assert (notice.recipient, notice.params["reason"]) == (cast.rep, "数量不对")


@pytest.mark.parametrize("comment", ["", "  \n"])
def test_a_reason_is_needed(cast, comment):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    with pytest.raises(Invalid) as refusal:
        send_back(cast.head, request, comment)
    assert "comment" in refusal.value.errors


def test_it_can_be_submitted_again_as_a_new_request(cast):
    memo = memos.write(cast.rep)
    first = memos.submit(memo, cast.rep)
    send_back(cast.head, first)
    memos.Memo.objects.update(text="换一台泵")
    second = memos.submit(memos.Memo.objects.get(), cast.rep)
    assert second.pk != first.pk
    assert second.digest != first.digest


def test_a_document_changed_underneath_can_be_returned_but_not_from_a_stale_page(cast):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    memos.Memo.objects.update(amount="1.00")
    with pytest.raises(Stale):
        send_back(cast.head, request, digest="0" * 64)
    send_back(cast.head, request)
    assert memos.Memo.objects.get().state == "draft"


def returned_to(who):
    return [
        item for section in today.sections(who, clock.today()) if section.code == "returned" for item in section.items
    ]


def test_today_says_what_came_back_and_why_until_it_is_sent_again(cast):
    memo = memos.write(cast.rep)
    send_back(cast.head, memos.submit(memo, cast.rep))
    [item] = returned_to(cast.rep)
    assert "数量不对" in item.title
    assert str(cast.head) in item.details
    assert returned_to(cast.rep2) == [], "it came back to its author only"
    memos.Memo.objects.update(text="换一台泵")
    memos.submit(memos.Memo.objects.get(), cast.rep)
    assert returned_to(cast.rep) == []
