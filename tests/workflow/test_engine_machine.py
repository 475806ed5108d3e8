"""Whatever people do in whatever order: the engine's promises hold after every move (hypothesis)."""

import pytest
from django.db import transaction
from django.http import Http404
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from core.errors import Refusal
from org import services as org
from org.models import User
from tests.workflow import memos
from workflow import people, services
from workflow.choices import RequestState, StepState
from workflow.models import ApprovalRequest, ApprovalSeat, ApprovalStep

PEOPLE = ["rep", "rep2", "head", "region", "director", "leader", "finance", "rep_south", "head_south"]
UNITS = ["east1", "south1"]
who = st.sampled_from(PEOPLE)


class Engine(RuleBasedStateMachine):
    cast = None

    def __init__(self):
        super().__init__()
        self.point = transaction.atomic()
        self.point.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)

    def attempt(self, act):
        """True when it was done. A refusal leaves no trace; anything else that is raised is a defect."""
        try:
            with transaction.atomic():
                act()
        except (Refusal, Http404):
            return False
        return True

    def saw_what_was_submitted(self, step, digest):
        memo = memos.Memo.objects.get(pk=step.request.subject_id)
        assert digest == step.request.digest == memos.adapter.digest(memo)

    def user(self, login):
        return User.objects.get(username=login)

    def any_step(self, data):
        return data.draw(st.sampled_from(list(ApprovalStep.objects.order_by("pk"))), label="step")

    @initialize(owners=st.lists(st.sampled_from(["rep", "head", "region"]), min_size=1, max_size=2))
    def write(self, owners):
        self.memos = [memos.write(self.user(owner)) for owner in owners]

    @rule(number=st.integers(0, 1), major=st.booleans())
    def submit(self, number, major):
        memo = self.memos[number % len(self.memos)]
        self.attempt(lambda: memos.submit(memos.Memo.objects.get(pk=memo.pk), memo.owner, major=major))

    @precondition(lambda self: ApprovalStep.objects.exists())
    @rule(
        data=st.data(), actor=who, verb=st.sampled_from(["approve", "approve", "return", "reject"]), stale=st.booleans()
    )
    def decide(self, data, actor, verb, stale):
        step = self.any_step(data)
        digest = "0" * 64 if stale else step.request.digest
        verdict = getattr(services, f"{verb}_step")
        done = self.attempt(lambda: verdict(actor=self.user(actor), step_id=step.pk, digest=digest, comment="看过"))
        if done and verb == "approve":
            self.saw_what_was_submitted(step, digest)

    @precondition(lambda self: ApprovalStep.objects.exists())
    @rule(data=st.data(), stale=st.sampled_from([False, False, True]))
    def approve_as_asked(self, data, stale):
        """Whoever is asked says yes, so that runs get far; now and then from a page opened before a change."""
        step = self.any_step(data)
        seat = step.seats.filter(verdict="").first()
        digest = "0" * 64 if stale else step.request.digest
        if seat and self.attempt(lambda: services.approve_step(actor=seat.approver, step_id=step.pk, digest=digest)):
            self.saw_what_was_submitted(step, digest)

    @precondition(lambda self: ApprovalStep.objects.exists())
    @rule(data=st.data(), actor=who)
    def undo(self, data, actor):
        step = self.any_step(data)
        self.attempt(lambda: services.undo_verdict(actor=self.user(actor), step_id=step.pk))

    @precondition(lambda self: ApprovalRequest.objects.exists())
    @rule(data=st.data(), actor=who)
    def withdraw(self, data, actor):
        request = data.draw(st.sampled_from(list(ApprovalRequest.objects.order_by("pk"))))
        self.attempt(lambda: services.withdraw_request(actor=self.user(actor), request_id=request.pk))

    @precondition(lambda self: ApprovalStep.objects.exists())
    @rule(data=st.data(), actor=who, to=who)
    def transfer(self, data, actor, to):
        step = self.any_step(data)
        seat = step.seats.filter(verdict="").first()
        holder = seat.approver if seat else self.user(actor)
        self.attempt(lambda: people.transfer_step(actor=holder, step_id=step.pk, to=self.user(to), comment="忙"))

    @precondition(lambda self: ApprovalStep.objects.exists())
    @rule(data=st.data(), person=who)
    def add_signer(self, data, person):
        step = self.any_step(data)
        seat = step.seats.filter(verdict="").first()
        if seat and step.request.steps.count() < 5:
            self.attempt(lambda: people.add_signer(actor=seat.approver, step_id=step.pk, person=self.user(person)))

    @rule(number=st.integers(0, 1), amount=st.sampled_from(["1.00", "2.00"]))
    def change_document(self, number, amount):
        """Also behind the engine's back, whatever its state."""
        memos.Memo.objects.filter(pk=self.memos[number % len(self.memos)].pk).update(amount=amount)

    @rule(principal=who, substitute=who)
    def stand_in(self, principal, substitute):
        from core import clock

        self.attempt(
            lambda: org.set_stand_in(
                actor=self.user(principal),
                principal=self.user(principal),
                substitute=self.user(substitute),
                starts=clock.today(),
                ends=None,
            )
        )

    @rule(person=st.sampled_from(["rep", "head", "head_south"]), unit=st.sampled_from(UNITS))
    def move(self, person, unit):
        where = self.cast.unit(unit)
        self.attempt(lambda: org.move_person(actor=self.user("admin"), user_id=self.user(person).pk, unit=where))

    @invariant()
    def nobody_sits_or_decides_on_their_own(self):
        for seat in ApprovalSeat.objects.select_related("step__request"):
            submitter = seat.step.request.submitter_id
            assert seat.submitter_id == submitter
            assert submitter not in (seat.approver_id, seat.decided_by_id)

    @invariant()
    def one_open_request_per_document_and_one_open_step_per_open_request(self):
        open_ones = list(ApprovalRequest.objects.open())
        assert len({request.subject_id for request in open_ones}) == len(open_ones)
        for request in ApprovalRequest.objects.all():
            steps = request.steps.filter(state=StepState.OPEN).count()
            assert steps == (1 if request.state == RequestState.OPEN else 0)
            assert (request.closed_at is None) == (request.state == RequestState.OPEN)

    @invariant()
    def an_open_step_waits_for_somebody(self):
        for step in ApprovalStep.objects.filter(state=StepState.OPEN):
            assert step.seats.filter(verdict="", approver__is_active=True).exists()

    @invariant()
    def approved_means_every_step_was_and_by_somebody_else(self):
        for request in ApprovalRequest.objects.filter(state=RequestState.APPROVED):
            for step in request.steps.all():
                assert step.state == StepState.APPROVED
                assert step.seats.filter(verdict="approve").exclude(decided_by=request.submitter).exists()

    @invariant()
    def a_document_follows_its_newest_request(self):
        after = {
            "open": "reported",
            "approved": "approved",
            "returned": "draft",
            "rejected": "rejected",
            "withdrawn": "draft",
        }
        for memo in memos.Memo.objects.all():
            newest = ApprovalRequest.objects.about(memos.KIND, memo.pk).first()
            assert memo.state == (after[newest.state] if newest else "draft")


@pytest.fixture
def engine(cast):
    Engine.cast = cast
    return Engine


def run(engine, examples, **how):
    run_state_machine_as_test(
        engine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            **how,
        ),
    )


def test_promises_hold_in_any_order(engine):
    run(engine, 15)


def test_the_machine_would_notice_approval_of_changed_content(engine, monkeypatch):
    """Negative control: without the digest guard the run fails."""
    monkeypatch.setattr(services, "_require_unchanged", lambda *args: None)
    with pytest.raises((AssertionError, BaseExceptionGroup)):
        # The same sixty sequences every time: whether sixty random ones find it is chance.
        run(engine, 60, phases=[Phase.generate], report_multiple_bugs=False, derandomize=True)
