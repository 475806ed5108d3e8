"""A step that waits too long is told upstairs, once."""

from datetime import timedelta

from core import clock
from core.models import Notification
from tests.workflow import memos
from workflow import people, tasks
from workflow.models import ApprovalCopy


def test_the_superior_learns_of_it_once(cast):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    step = request.steps.get()
    early = step.due_at - timedelta(minutes=1)
    assert people.escalate_step(step_id=step.pk, as_of=early) is False
    assert tasks.escalate(as_of=step.due_at) == {"told": 1}
    assert tasks.escalate(as_of=step.due_at + timedelta(hours=1)) == {"told": 0}
    told = Notification.objects.filter(code="approval.escalated").values_list("recipient__username", flat=True)
    assert sorted(told) == ["head", "region"]
    assert ApprovalCopy.objects.get().user == cast.region


def test_the_submitter_is_not_told_as_a_superior(cast):
    request = memos.submit(memos.write(cast.region), cast.region)
    step = request.steps.get()
    people.escalate_step(step_id=step.pk, as_of=step.due_at)
    told = Notification.objects.filter(code="approval.escalated").values_list("recipient__username", flat=True)
    assert "region" not in told


def test_decided_steps_are_left_alone(cast):
    from workflow import services

    request = memos.submit(memos.write(cast.rep), cast.rep)
    step = request.steps.get()
    services.approve_step(actor=cast.head, step_id=step.pk, digest=request.digest)
    assert tasks.escalate(as_of=clock.now() + timedelta(days=30)) == {"told": 0}
