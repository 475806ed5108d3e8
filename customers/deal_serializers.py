"""Deals and competitors as the API shows and takes them."""

from decimal import Decimal

from rest_framework import serializers

from core.api import fields
from core.api.fields import LabelField, ReferenceField, StrictCharField, VisibleField
from core.api.serializers import Input, Output, RowInput
from customers import policies
from customers.choices import LostReason
from customers.models import Competitor, Customer, NeedAnalysis, Opportunity, Rival, Solution


class NeedOutput(Output):
    created_by = ReferenceField()

    class Meta:
        model = NeedAnalysis
        fields = [
            "number", "need", "budget", "purchase_plan", "background", "deciders", "created_at", "created_by",
        ]  # fmt: skip


class SolutionOutput(Output):
    created_by = ReferenceField(allow_null=True)

    class Meta:
        model = Solution
        fields = ["id", "number", "need_number", "title", "summary", "created_at", "created_by"]


class RivalOutput(Output):
    competitor = ReferenceField()

    class Meta:
        model = Rival
        fields = ["id", "competitor", "price", "note", "created_at"]


class OpportunityOutput(Output):
    state_label = LabelField(of="state")
    customer = ReferenceField()
    owner = ReferenceField()
    lost_to = ReferenceField(allow_null=True)
    needs = NeedOutput(many=True)
    solutions = SolutionOutput(many=True)
    rivals = RivalOutput(many=True)
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = Opportunity
        fields = [
            "id", "title", "customer", "owner", "state", "state_label", "amount", "expected_on", "chance", "products",
            "source", "stage_since", "need_number", "closed_on", "lost_reason", "lost_to", "lost_at_stage", "lost_note",
            "needs", "solutions", "rivals", "created_at", "updated_at", "version", "available_actions",
        ]  # fmt: skip

    def get_available_actions(self, opportunity: Opportunity) -> list[str]:
        actions = policies.opportunity_actions(self.context["request"].user, opportunity)
        return [verb.replace("_", "-") for verb in actions]


class OpportunityFacts(RowInput):
    """`chance` is per cent; left out, it is that of the stage."""

    chance = fields.StrictIntegerField(min_value=0, max_value=100, required=False, allow_null=True)

    class Meta:
        model = Opportunity
        fields = ["title", "amount", "expected_on", "chance", "products", "source"]


class OpportunityInput(OpportunityFacts):
    customer = VisibleField(model=Customer)

    class Meta(OpportunityFacts.Meta):
        fields = ["customer", *OpportunityFacts.Meta.fields]


class NeedInput(RowInput):
    """What is left out stays as the last version has it."""

    class Meta:
        model = NeedAnalysis
        fields = ["need", "budget", "purchase_plan", "background", "deciders"]


class SolutionInput(RowInput):
    class Meta:
        model = Solution
        fields = ["title", "summary"]


class RivalInput(Input):
    competitor = VisibleField(model=Competitor)
    price = fields.DecimalString(
        max_digits=13, decimal_places=2, min_value=Decimal("0.01"), required=False, allow_null=True
    )
    note = StrictCharField(max_length=300, required=False, default="", allow_blank=True)


class DropRivalInput(Input):
    rival = VisibleField(model=Rival)


class WinInput(Input):
    amount = fields.DecimalString(max_digits=13, decimal_places=2, min_value=Decimal("0.01"))
    signed_on = serializers.DateField()


class LoseInput(Input):
    reason = fields.StrictChoiceField(choices=LostReason.choices)
    competitor = VisibleField(model=Competitor, required=False, allow_null=True, default=None)
    note = StrictCharField(max_length=500, required=False, default="", allow_blank=True)


class WhyInput(Input):
    reason = StrictCharField(max_length=500)


class CompetitorOutput(Output):
    class Meta:
        model = Competitor
        fields = [
            "id", "name", "website", "pricing", "strengths", "weaknesses", "created_at", "updated_at", "version",
        ]  # fmt: skip


class CompetitorFacts(RowInput):
    class Meta:
        model = Competitor
        fields = ["name", "website", "pricing", "strengths", "weaknesses"]
