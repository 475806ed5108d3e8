"""Approvals over the API: the inbox and its verbs."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from core.api.resources import Readable, verb
from core.pages.keyset import Order
from workflow import people, services
from workflow.filters import RequestFilter, StepFilter
from workflow.models import ApprovalRequest, ApprovalStep
from workflow.serializers import (
    CopyInput,
    HandOnInput,
    ReasonedVerdictInput,
    ReasonInput,
    RequestOutput,
    SignerInput,
    StepOutput,
    VerdictInput,
)


class ApprovalStepResource(Readable):
    """Steps of approvals. Without `?tab=` those that wait for the user."""

    model = ApprovalStep
    related = ("request__submitter",)
    prefetched = ("seats__approver", "seats__decided_by", "seats__brought_by", "request__steps__seats")
    serializer_class = StepOutput
    filterset_class = StepFilter
    orders = {"due_at": Order("due_at", descending=False, nullable=True), "-id": Order()}

    @verb(VerdictInput)
    def approve(self, request: Request, pk: str) -> Response:
        """Say yes to exactly the content whose digest is given."""
        services.approve_step(actor=self.user, step_id=self.pk, **self.body(VerdictInput))
        return self.answer(self.pk)

    @verb(ReasonedVerdictInput, path="return")
    def return_step(self, request: Request, pk: str) -> Response:
        """Send the document back to draft, with a reason."""
        services.return_step(actor=self.user, step_id=self.pk, **self.body(ReasonedVerdictInput))
        return self.answer(self.pk)

    @verb(ReasonedVerdictInput)
    def reject(self, request: Request, pk: str) -> Response:
        """Refuse the document for good, with a reason."""
        services.reject_step(actor=self.user, step_id=self.pk, **self.body(ReasonedVerdictInput))
        return self.answer(self.pk)

    @verb(HandOnInput)
    def transfer(self, request: Request, pk: str) -> Response:
        """Hand one's seat to a colleague."""
        people.transfer_step(actor=self.user, step_id=self.pk, **self.body(HandOnInput))
        return self.answer(self.pk)

    @verb(SignerInput)
    def add_signer(self, request: Request, pk: str) -> Response:
        """Ask a colleague to sign right after this step, or before it."""
        people.add_signer(actor=self.user, step_id=self.pk, **self.body(SignerInput))
        return self.answer(self.pk)

    @verb()
    def undo(self, request: Request, pk: str) -> Response:
        """Take back one's own last verdict within ten seconds."""
        services.undo_verdict(actor=self.user, step_id=self.pk)
        return self.answer(self.pk)


class ApprovalRequestResource(Readable):
    """Approvals as wholes, with their steps."""

    model = ApprovalRequest
    related = ("submitter",)
    prefetched = ("steps__seats__approver", "steps__seats__decided_by", "steps__seats__brought_by")
    serializer_class = RequestOutput
    filterset_class = RequestFilter

    @verb(ReasonInput)
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take one's own document back."""
        services.withdraw_request(actor=self.user, request_id=self.pk, **self.body(ReasonInput))
        return self.answer(self.pk)

    @verb()
    def remind(self, request: Request, pk: str) -> Response:
        """Nudge whoever it waits for, at most once an hour."""
        people.remind_step(actor=self.user, request_id=self.pk)
        return self.answer(self.pk)

    @verb(CopyInput)
    def copy(self, request: Request, pk: str) -> Response:
        """Let colleagues read along."""
        people.copy_request(actor=self.user, request_id=self.pk, **self.body(CopyInput))
        return self.answer(self.pk)

    def rows(self) -> Any:
        return super().rows().defer("snapshot", "facts")
