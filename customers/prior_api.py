"""事前请示、事后汇报 over the API."""

from http import HTTPStatus

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import fields
from core.api.fields import DecimalString, LabelField, ReferenceField, StrictCharField, VisibleField
from core.api.once import once
from core.api.resources import Readable, verb, versioned
from core.api.serializers import Input, Output
from customers import policies, services
from customers.choices import PriorKind, PriorOutcome
from customers.deal_serializers import WhyInput
from customers.models import Customer, PriorApproval
from customers.prior_lists import PRIORS


class PriorApprovalOutput(Output):
    """`report_by` stands once it is granted; `outcome`, `report` and `spent` once it is reported."""

    customer = ReferenceField(allow_null=True)
    owner = ReferenceField()
    closed_by = ReferenceField(allow_null=True)
    kind_label = LabelField(of="kind")
    state_label = LabelField(of="state")
    approval_id = serializers.IntegerField(read_only=True, allow_null=True)
    is_late = serializers.BooleanField(read_only=True)
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = PriorApproval
        fields = [
            "id", "number", "subject", "kind", "kind_label", "customer", "amount", "act_on", "content", "owner", "state",
            "state_label", "approval_id", "report_by", "is_late", "outcome", "report", "spent", "reported_at",
            "returned_reason", "closed_by", "closed_at", "created_at", "updated_at", "version", "available_actions",
        ]  # fmt: skip

    def get_available_actions(self, prior: PriorApproval) -> list[str]:
        return policies.prior_actions(self.context["request"].user, prior)


class PriorApprovalInput(Input):
    subject = StrictCharField(max_length=80)
    kind = fields.StrictChoiceField(choices=PriorKind.choices)
    content = StrictCharField(max_length=1000)
    act_on = serializers.DateField()
    amount = DecimalString(max_digits=18, decimal_places=2, required=False, allow_null=True, default=None)
    customer = VisibleField(model=Customer, required=False, allow_null=True, default=None)


class ReportBackInput(Input):
    outcome = fields.StrictChoiceField(choices=PriorOutcome.choices)
    report = StrictCharField(max_length=2000)
    spent = DecimalString(max_digits=18, decimal_places=2, required=False, allow_null=True, default=None)


class PriorApprovalResource(Readable):
    """What is asked beforehand and reported afterwards: one's own, one's people's, and what one decides about."""

    model = PriorApproval
    related = ("customer", "owner", "closed_by")
    serializer_class = PriorApprovalOutput
    listing = PRIORS

    @extend_schema(request=PriorApprovalInput, responses={201: PriorApprovalOutput})
    @once
    def create(self, request: Request) -> Response:
        """Ask one's superior before doing something. Verdicts are approval steps."""
        facts = self.body(PriorApprovalInput)
        customer = facts.pop("customer")
        made = services.ask_prior(actor=self.user, facts=facts, customer_id=customer.pk if customer else None)
        return self.answer(made.pk, HTTPStatus.CREATED)

    @versioned
    @verb(ReportBackInput)
    def report(self, request: Request, pk: str) -> Response:
        """Say what became of it. 409 unless it was granted and not reported yet."""
        given = self.body(ReportBackInput)
        services.report_prior(actor=self.user, prior_id=self.pk, version=self.required_version(), **given)
        return self.answer(self.pk)

    @versioned
    @verb(WhyInput, path="return")
    def return_(self, request: Request, pk: str) -> Response:
        """Have the report written anew."""
        given = self.body(WhyInput)
        services.return_prior(actor=self.user, prior_id=self.pk, version=self.required_version(), **given)
        return self.answer(self.pk)

    @versioned
    @verb()
    def close(self, request: Request, pk: str) -> Response:
        """Settle it. 409 without a report."""
        services.close_prior(actor=self.user, prior_id=self.pk, version=self.required_version())
        return self.answer(self.pk)
