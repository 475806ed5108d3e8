"""Planned visits and Saturday lists as the API shows and takes them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api import fields
from core.api.fields import LabelField, ReferenceField, StrictCharField, VisibleField
from core.api.serializers import Input, Output
from customers import policies
from customers.choices import VisitKind
from customers.models import Customer, FocusChange, FocusList, VisitPlan
from org.models import User


class VisitPlanOutput(Output):
    """`focus` names the list it stands on, `visit` the visit that made it done."""

    customer = ReferenceField()
    person = ReferenceField()
    focus = serializers.PrimaryKeyRelatedField[FocusList](read_only=True)
    visit = serializers.PrimaryKeyRelatedField(read_only=True)  # type: ignore[var-annotated]  # an id, whatever it is of
    kind_label = LabelField(of="kind")
    state_label = LabelField(of="state")
    is_missed = serializers.BooleanField(read_only=True)
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = VisitPlan
        fields = [
            "id", "customer", "person", "day", "kind", "kind_label", "purpose", "state", "state_label", "is_missed",
            "reason", "focus", "visit", "created_at", "updated_at", "version", "available_actions",
        ]  # fmt: skip

    def get_available_actions(self, plan: VisitPlan) -> list[str]:
        return policies.plan_actions(self.context["request"].user, plan)


class VisitPlanInput(Input):
    """`person` is whom a superior plans for; without it oneself. `reason` is asked where the week's list is confirmed."""

    customer = VisibleField(model=Customer)
    person = VisibleField(model=User, required=False)
    day = serializers.DateField()
    kind = fields.StrictChoiceField(choices=VisitKind.choices, required=False, default=VisitKind.VISIT)
    purpose = StrictCharField(max_length=100, required=False, default="", allow_blank=True)
    focus = fields.StrictBooleanField(required=False, default=False)
    reason = StrictCharField(max_length=100, required=False, default="", allow_blank=True)


class VisitPlanFacts(Input):
    day = serializers.DateField(required=False)
    kind = fields.StrictChoiceField(choices=VisitKind.choices, required=False)
    purpose = StrictCharField(max_length=100, required=False, allow_blank=True)
    focus = fields.StrictBooleanField(required=False)
    reason = StrictCharField(max_length=100, required=False, allow_blank=True)


class MoveInput(Input):
    day = serializers.DateField()
    reason = StrictCharField(max_length=100, required=False, default="", allow_blank=True)


class SkipInput(Input):
    reason = StrictCharField(max_length=100)


class DropInput(Input):
    reason = StrictCharField(max_length=100, required=False, default="", allow_blank=True)


class FocusChangeOutput(Output):
    customer = ReferenceField()
    person = ReferenceField()

    class Meta:
        model = FocusChange
        fields = ["step", "customer", "day_before", "day_after", "reason", "person", "at"]


class FocusListOutput(Output):
    person = ReferenceField()
    entered_by = ReferenceField(allow_null=True)
    confirmed_by = ReferenceField(allow_null=True)
    state_label = LabelField(of="state")
    is_by_phone = serializers.BooleanField(read_only=True)
    plans = serializers.SerializerMethodField()
    changes = serializers.SerializerMethodField()
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = FocusList
        fields = [
            "id", "person", "week", "state", "state_label", "entered_by", "is_by_phone", "submitted_at", "confirmed_by",
            "confirmed_at", "returned_reason", "plans", "changes", "version", "available_actions",
        ]  # fmt: skip

    def get_plans(self, focus: FocusList) -> list[int]:
        return [plan.pk for plan in focus.plans.all()]

    @extend_schema_field(FocusChangeOutput(many=True))
    def get_changes(self, focus: FocusList) -> Any:
        return FocusChangeOutput(focus.changes.all(), many=True, context=self.context).data

    def get_available_actions(self, focus: FocusList) -> list[str]:
        return policies.focus_actions(self.context["request"].user, focus)


class FocusInput(Input):
    """`week` is any day of it; `person` who reports by phone."""

    week = serializers.DateField()
    person = VisibleField(model=User, required=False)


class FocusReturnInput(Input):
    reason = StrictCharField(max_length=200)
