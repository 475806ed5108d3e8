"""Intelligence as the API shows and takes it."""

from rest_framework import serializers

from core.api.fields import LabelField, ReferenceField, StrictCharField, StrictChoiceField, VisibleField
from core.api.serializers import Input, Output, RowInput
from customers import policies
from customers.choices import Secrecy
from customers.models import Competitor, Customer, Intelligence


class IntelligenceOutput(Output):
    kind_label = LabelField(of="kind")
    level_label = LabelField(of="level")
    customer = ReferenceField(allow_null=True)
    competitor = ReferenceField(allow_null=True)
    author = ReferenceField()
    withdrawn_by = ReferenceField(allow_null=True)
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = Intelligence
        fields = [
            "id", "customer", "competitor", "author", "kind", "kind_label", "text", "source", "source_note", "reliability",
            "learned_on", "level", "level_label", "withdrawn_at", "withdrawn_by", "withdrawn_why",
            "created_at", "updated_at", "version", "available_actions",
        ]  # fmt: skip

    def get_available_actions(self, entry: Intelligence) -> list[str]:
        return policies.intelligence_actions(self.context["request"].user, entry)


class IntelligenceFacts(RowInput):
    class Meta:
        model = Intelligence
        fields = ["kind", "text", "source", "source_note", "reliability", "learned_on"]


class IntelligenceInput(IntelligenceFacts):
    """About a customer, a competitor, or both. `learned_on` left out is today."""

    customer = VisibleField(model=Customer, required=False, allow_null=True, default=None)
    competitor = VisibleField(model=Competitor, required=False, allow_null=True, default=None)
    level = StrictChoiceField(choices=Secrecy.choices, required=False, default=Secrecy.INTERNAL)
    learned_on = serializers.DateField(required=False)

    class Meta(IntelligenceFacts.Meta):
        fields = ["customer", "competitor", "level", *IntelligenceFacts.Meta.fields]


class RegradeInput(Input):
    level = StrictChoiceField(choices=Secrecy.choices)
    reason = StrictCharField(max_length=500, required=False, default="", allow_blank=True)
