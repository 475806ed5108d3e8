"""Leads as the API shows and takes them."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from core.api import fields
from core.api.fields import LabelField, ReferenceField, StrictCharField, VisibleField
from core.api.serializers import Input, Output, RowInput
from customers import policies
from customers.choices import RejectReason
from customers.models import Customer, Lead, LeadTouch
from org.models import User


class TouchOutput(Output):
    created_by = ReferenceField()

    class Meta:
        model = LeadTouch
        fields = [
            "id",
            "channel",
            "person",
            "at",
            "outcome",
            "note",
            "next_step",
            "next_on",
            "created_at",
            "created_by",
        ]


class LeadOutput(Output):
    """`customer_id` and `opportunity_id` name what the lead became, to be opened by who sees it."""

    state_label = LabelField(of="state")
    owner = ReferenceField(allow_null=True)
    created_by = ReferenceField(allow_null=True)
    customer_id = serializers.IntegerField(read_only=True, allow_null=True)
    opportunity_id = serializers.IntegerField(read_only=True, allow_null=True)
    touches = TouchOutput(many=True)
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = Lead
        fields = [
            "id", "company", "contact", "phone", "email", "wechat", "division", "source", "source_detail", "wants",
            "received_at", "state", "state_label", "owner", "way", "assigned_at", "owned_since", "first_touch_at",
            "last_touch_at", "need", "budget", "timing", "potential", "screened_at", "closed_at", "customer_id",
            "opportunity_id", "reject_reason", "reject_note", "touches", "created_at", "created_by", "updated_at",
            "version", "available_actions",
        ]  # fmt: skip

    def get_available_actions(self, lead: Lead) -> list[str]:
        actions = policies.lead_actions(self.context["request"].user, lead)
        return [verb.replace("_", "-") for verb in actions]


class LeadFacts(RowInput):
    class Meta:
        model = Lead
        fields = [
            "company", "contact", "phone", "email", "wechat", "division", "source", "source_detail", "wants", "received_at",
        ]  # fmt: skip


class LeadInput(LeadFacts):
    accept_duplicates = fields.StrictBooleanField(required=False, default=False)

    class Meta(LeadFacts.Meta):
        fields = [*LeadFacts.Meta.fields, "accept_duplicates"]


class AssignInput(Input):
    """Without `to`, whom the rule finds."""

    to = VisibleField(model=User, required=False, allow_null=True, default=None)
    reason = StrictCharField(max_length=200, required=False, default="", allow_blank=True)


class TouchInput(RowInput):
    """`at` left out is now."""

    class Meta:
        model = LeadTouch
        fields = ["channel", "outcome", "person", "at", "note", "next_step", "next_on"]


class ScreenInput(RowInput):
    class Meta:
        model = Lead
        fields = ["need", "budget", "timing", "potential"]


class DealInput(Input):
    title = StrictCharField(max_length=120)
    amount = fields.DecimalString(max_digits=13, decimal_places=2, min_value=Decimal("0.00"))
    expected_on = serializers.DateField()


class ConvertInput(Input):
    """Into `customer`, or without one into a new one with the lead's own name, phone and place unless others are given."""

    customer = VisibleField(model=Customer, required=False, allow_null=True, default=None)
    name = StrictCharField(max_length=120, required=False)
    uscc = StrictCharField(max_length=40, required=False, allow_blank=True)
    phone = StrictCharField(max_length=40, required=False, allow_blank=True)
    opportunity = DealInput(required=False, allow_null=True, default=None)
    accept_duplicates = fields.StrictBooleanField(required=False, default=False)


def as_asked(data: dict[str, Any]) -> dict[str, Any]:
    """As the service takes it."""
    facts = {name: data.pop(name) for name in ("name", "uscc", "phone") if name in data}
    deal = data.pop("opportunity", None)
    return {**data, "facts": facts, "opportunity": dict(deal) if deal else None}


class RejectInput(Input):
    reason = fields.StrictChoiceField(choices=RejectReason.choices)
    note = StrictCharField(max_length=300, required=False, default="", allow_blank=True)
