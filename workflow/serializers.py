"""Approvals as the API shows them, and what a verdict takes."""

from rest_framework import serializers

from core.api.fields import LabelField, ReferenceField, StrictBooleanField, StrictCharField, ToldField, VisibleField
from core.api.serializers import Input, Output
from org.models import User
from workflow import policies, wording
from workflow.models import ApprovalRequest, ApprovalSeat, ApprovalStep

REQUEST_VERBS = ("withdraw", "remind", "copy")


class SeatOutput(Output):
    approver = ReferenceField()
    decided_by = ReferenceField(allow_null=True)

    class Meta:
        model = ApprovalSeat
        fields = ["approver", "verdict", "comment", "decided_by", "decided_at"]


class RequestSummary(Output):
    """A request as a step shows it: enough to decide whether to open the document. Its `version` is the digest of its content."""

    version = serializers.CharField(source="digest", read_only=True)
    submitter = ReferenceField()
    risks = serializers.ListField(child=ToldField(), read_only=True)

    class Meta:
        model = ApprovalRequest
        fields = [
            "id", "kind", "subject_id", "number", "title", "party", "amount", "currency", "digest", "version", "state",
            "risks", "note", "submitter", "submitted_at", "closed_at",
        ]  # fmt: skip


class StepOutput(Output):
    """`clause` says why this step is there. A verdict names the `digest` it was given for, which is what has a `version` here."""

    name = ToldField()
    version = serializers.CharField(source="request.digest", read_only=True)
    state_label = LabelField(of="state")
    clause = serializers.SerializerMethodField()
    seats = SeatOutput(many=True)
    request = RequestSummary()
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = ApprovalStep
        fields = [
            "id", "position", "name", "mode", "state", "state_label", "version", "clause", "hours", "opened_at",
            "due_at", "closed_at", "seats", "request", "available_actions",
        ]  # fmt: skip

    def get_clause(self, step: ApprovalStep) -> str:
        return wording.clause(step)

    def get_available_actions(self, step: ApprovalStep) -> list[str]:
        user = self.context["request"].user
        found = [verb for verb in policies.available_actions(user, step) if verb not in REQUEST_VERBS]
        found += ["undo"] if policies.may_undo(user, step) else []
        return [verb.replace("_", "-") for verb in found]


class StepSummary(Output):
    name = ToldField()
    state_label = LabelField(of="state")
    clause = serializers.SerializerMethodField()
    seats = SeatOutput(many=True)

    class Meta:
        model = ApprovalStep
        fields = [
            "id", "position", "name", "mode", "state", "state_label", "clause", "opened_at", "due_at", "closed_at",
            "seats",
        ]  # fmt: skip

    def get_clause(self, step: ApprovalStep) -> str:
        return wording.clause(step)


class RequestOutput(RequestSummary):
    state_label = LabelField(of="state")
    steps = StepSummary(many=True)
    available_actions = serializers.SerializerMethodField()

    class Meta(RequestSummary.Meta):
        fields = [*RequestSummary.Meta.fields, "state_label", "steps", "available_actions"]

    def get_available_actions(self, request: ApprovalRequest) -> list[str]:
        return policies.request_actions(self.context["request"].user, request)


class VerdictInput(Input):
    digest = StrictCharField(max_length=64)
    comment = StrictCharField(max_length=2000, required=False, default="", allow_blank=True)


class ReasonedVerdictInput(Input):
    digest = StrictCharField(max_length=64)
    comment = StrictCharField(max_length=2000)


class HandOnInput(Input):
    to = VisibleField(model=User)
    comment = StrictCharField(max_length=2000)


class SignerInput(Input):
    """`before` lets the colleague sign first, and this step wait for it."""

    person = VisibleField(model=User)
    before = StrictBooleanField(required=False, default=False)
    comment = StrictCharField(max_length=2000, required=False, default="", allow_blank=True)


class ReasonInput(Input):
    reason = StrictCharField(max_length=2000, required=False, default="", allow_blank=True)


class CopyInput(Input):
    people = serializers.ListField(child=VisibleField(model=User), min_length=1, max_length=50)
