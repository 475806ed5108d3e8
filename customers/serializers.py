"""Customers, contacts and visits as the API shows and takes them."""

from typing import Any

from rest_framework import serializers

from core.api import fields
from core.api.fields import LabelField, ReferenceField, StrictCharField, VisibleField
from core.api.serializers import Input, Output, RowInput
from customers import policies
from customers.choices import CreditRating, CustomerClass, PositionSystem
from customers.models import Address, Contact, Customer, Opportunity, Visit
from customers.models.customers import LONGEST_TAG, MOST_TAGS
from customers.services import Position
from customers.services.tasks import MOST_FEEDBACK
from org.models import User

MOST_CONTACTS = 50


class CustomerOutput(Output):
    customer_class_label = LabelField(of="customer_class")
    place = LabelField()
    owner = ReferenceField(allow_null=True)
    unit = ReferenceField(source="owner.unit", allow_null=True)
    account_manager = ReferenceField(allow_null=True)
    pool = ReferenceField(allow_null=True)
    parent = ReferenceField(allow_null=True)  # type: ignore[assignment]  # a declared field, not DRF's attribute
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = Customer
        fields = [
            "id", "number", "name", "short_name", "uscc", "customer_class", "customer_class_label", "classified_at",
            "industry", "division", "place", "address", "phone", "website", "remarks", "owner", "unit", "account_manager",
            "parent", "tags", "completeness", "confirmed_at",
            "credit_rating", "credit_limit", "credit_days", "credit_note", "owned_since", "kept_until", "pooled_at", "pool", "last_contact_at", "created_at", "updated_at", "version",
            "available_actions",
        ]  # fmt: skip

    def get_available_actions(self, customer: Customer) -> list[str]:
        return [verb.replace("_", "-") for verb in policies.customer_actions(self.context["request"].user, customer)]


class PoolOutput(Output):
    """What 公海 shows of a customer."""

    customer_class_label = LabelField(of="customer_class")
    place = LabelField()
    pool = ReferenceField(allow_null=True)

    class Meta:
        model = Customer
        fields = [
            "id", "name", "customer_class", "customer_class_label", "industry", "division", "place", "pool", "pooled_at",
            "last_contact_at", "version",
        ]  # fmt: skip


class CustomerFacts(RowInput):
    """`accept_duplicates` goes past a customer of the same name or phone, never past the same USCC."""

    accept_duplicates = fields.StrictBooleanField(required=False, default=False)
    parent = VisibleField(model=Customer, required=False, allow_null=True)  # type: ignore[assignment]  # as above
    tags = serializers.ListField(
        child=StrictCharField(max_length=LONGEST_TAG), required=False, max_length=MOST_TAGS, allow_empty=True
    )

    class Meta:
        model = Customer
        fields = [
            "name", "short_name", "uscc", "industry", "division", "address", "phone", "website", "remarks", "parent",
            "tags", "accept_duplicates",
        ]  # fmt: skip


class CustomerInput(CustomerFacts):
    customer_class = fields.StrictChoiceField(
        choices=CustomerClass.choices, required=False, default=CustomerClass.POTENTIAL
    )
    account_manager = VisibleField(model=User, required=False, allow_null=True, default=None)

    class Meta(CustomerFacts.Meta):
        fields = [*CustomerFacts.Meta.fields, "customer_class", "account_manager"]


class CreditInput(Input):
    credit_rating = fields.StrictChoiceField(choices=CreditRating.choices, required=False, allow_blank=True)
    credit_limit = fields.DecimalString(max_digits=18, decimal_places=2, min_value=0, required=False, allow_null=True)
    credit_days = fields.StrictIntegerField(min_value=0, max_value=1000, required=False, allow_null=True)
    credit_note = StrictCharField(max_length=200, required=False, allow_blank=True)


class AddressOutput(Output):
    customer = ReferenceField()
    kind_label = LabelField(of="kind")

    class Meta:
        model = Address
        fields = [
            "id", "customer", "kind", "kind_label", "division", "line", "receiver", "phone", "is_default", "created_at",
            "updated_at", "version",
        ]  # fmt: skip


class AddressFacts(RowInput):
    class Meta:
        model = Address
        fields = ["kind", "division", "line", "receiver", "phone", "is_default"]


class AddressInput(AddressFacts):
    customer = VisibleField(model=Customer)

    class Meta(AddressFacts.Meta):
        fields = ["customer", *AddressFacts.Meta.fields]


class ClassifyInput(Input):
    customer_class = fields.StrictChoiceField(choices=CustomerClass.choices)
    account_manager = VisibleField(model=User, required=False, allow_null=True, default=None)
    reason = StrictCharField(max_length=500, required=False, default="", allow_blank=True)


class TransferInput(Input):
    to = VisibleField(model=User)
    reason = StrictCharField(max_length=500, required=False, default="", allow_blank=True)


class ExtensionInput(Input):
    until = serializers.DateField()
    reason = StrictCharField(max_length=100)


class ReleaseInput(Input):
    reason = StrictCharField(max_length=200)


class PersonInput(Input):
    person = VisibleField(model=User)


class ContactOutput(Output):
    customer = ReferenceField()

    class Meta:
        model = Contact
        fields = [
            "id", "customer", "name", "title", "phone", "email", "wechat", "role", "is_primary", "left", "remarks",
            "created_at", "updated_at", "version",
        ]  # fmt: skip


class ContactFacts(RowInput):
    class Meta:
        model = Contact
        fields = ["name", "title", "phone", "email", "wechat", "role", "is_primary", "left", "remarks"]


class ContactInput(ContactFacts):
    customer = VisibleField(model=Customer)

    class Meta(ContactFacts.Meta):
        fields = ["customer", *ContactFacts.Meta.fields]


class VisitOutput(Output):
    """Without the position: that is for the line alone, on the page."""

    customer = ReferenceField()
    opportunity = serializers.IntegerField(source="opportunity_id", read_only=True, allow_null=True)
    visitor = ReferenceField()
    contacts = serializers.SerializerMethodField()
    outcome_label = LabelField(of="outcome")
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = Visit
        fields = [
            "id", "customer", "opportunity", "visitor", "contacts", "companions", "kind", "occurred_at", "recorded_at",
            "is_late", "purpose", "outcome", "outcome_label", "summary", "materials", "satisfaction", "next_step",
            "next_on", "amended_at", "version", "available_actions",
        ]  # fmt: skip

    def get_contacts(self, visit: Visit) -> list[int]:
        return [row.contact_id for row in visit.met.all()]

    def get_available_actions(self, visit: Visit) -> list[str]:
        return policies.visit_actions(self.context["request"].user, visit)


class PositionInput(Input):
    latitude = fields.DecimalString(max_digits=9, decimal_places=6, min_value=-90, max_value=90)
    longitude = fields.DecimalString(max_digits=9, decimal_places=6, min_value=-180, max_value=180)
    accuracy = fields.StrictIntegerField(min_value=0, max_value=1_000_000)
    system = fields.StrictChoiceField(choices=PositionSystem.choices, required=False, default=PositionSystem.WGS84)

    def to_internal_value(self, data: Any) -> Any:
        return Position(**super().to_internal_value(data))


class VisitFacts(RowInput):
    """A demonstration (`demo`) needs its `materials` and whom of `contacts` it was shown to."""

    opportunity = VisibleField(model=Opportunity, required=False, allow_null=True, default=None)

    class Meta:
        model = Visit
        fields = [
            "kind", "occurred_at", "opportunity", "purpose", "outcome", "summary", "materials", "companions",
            "satisfaction", "next_step", "next_on",
        ]  # fmt: skip

    def to_internal_value(self, data: Any) -> Any:
        given = super().to_internal_value(data)
        if "opportunity" in given:
            deal = given.pop("opportunity")
            given["opportunity_id"] = deal.pk if deal else None
        return given


class VisitInput(VisitFacts):
    """The same `client_key` again is the same visit: a bad line makes no second one. Each `feedback` becomes a task."""

    customer = VisibleField(model=Customer)
    contacts = serializers.ListField(
        child=VisibleField(model=Contact), max_length=MOST_CONTACTS, required=False, default=list
    )
    position = PositionInput(required=False)
    feedback = serializers.ListField(
        child=StrictCharField(max_length=120), max_length=MOST_FEEDBACK, required=False, default=list
    )
    client_key = StrictCharField(max_length=64, required=False, default="", allow_blank=True)

    class Meta(VisitFacts.Meta):
        fields = ["customer", *VisitFacts.Meta.fields, "contacts", "position", "feedback", "client_key"]


class AmendInput(VisitFacts):
    reason = StrictCharField(max_length=500)
    contacts = serializers.ListField(child=VisibleField(model=Contact), max_length=MOST_CONTACTS, required=False)

    class Meta(VisitFacts.Meta):
        fields = [*VisitFacts.Meta.fields, "contacts", "reason"]
