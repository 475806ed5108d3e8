"""The pictures of the state machines are those of the code, and the database knows the engine's."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from tests.workflow import memos
from workflow import processes
from workflow.choices import STEP_MOVES, StepState
from workflow.models import ApprovalStep


def test_the_committed_pages_are_current():
    call_command("draw_processes", check=True)


def test_a_changed_machine_is_noticed(monkeypatch):
    """Negative control."""
    pages = processes.pages()
    monkeypatch.setattr(processes, "pages", lambda: {**pages, "workflow-approvalstep.md": "new"})
    with pytest.raises(CommandError, match="out of date"):
        call_command("draw_processes", check=True)


def test_quotes_and_the_engine_are_drawn():
    codes = {machine.code for machine in processes.machines()}
    assert {"quotes-quote", "workflow-approvalrequest", "workflow-approvalstep"} <= codes
    quote = next(machine for machine in processes.machines() if machine.code == "quotes-quote")
    assert processes.Move("reported", "approve", "approved") in quote.moves


FORBIDDEN = [
    (source, target)
    for source in StepState
    for target in StepState
    if source != target and (source, target) not in STEP_MOVES
]


@pytest.mark.parametrize(("source", "target"), FORBIDDEN)
def test_the_database_refuses_every_other_move(cast, source, target):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    step = request.steps.get()
    ApprovalStep.objects.filter(pk=step.pk).delete()
    row = ApprovalStep.objects.create(
        request=request,
        position=1,
        name="x",
        finder="person",
        clause="x",
        state=source,
        opened_at=request.submitted_at,
        due_at=request.submitted_at,
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        ApprovalStep.objects.filter(pk=row.pk).update(state=target)
