"""Key customers and their service plans over the API."""

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
from customers.account_lists import ACCOUNT_PLANS
from customers.choices import Satisfaction
from customers.deal_serializers import WhyInput
from customers.models import AccountPlan, AccountReview, Customer
from customers.services.account_plans import MOST_REVIEWS


class AccountReviewOutput(Output):
    """`due_on` is the day it was planned for; the rest stands once it was held."""

    held_by = ReferenceField(allow_null=True)

    class Meta:
        model = AccountReview
        fields = ["id", "due_on", "held_on", "held_by", "satisfaction", "summary", "version"]


class AccountPlanOutput(Output):
    """A key customer on the list of a year. `write_by` is until when the plan is to be reported."""

    customer = ReferenceField()
    manager = ReferenceField(source="customer.account_manager", allow_null=True)
    state_label = LabelField(of="state")
    approval_id = serializers.IntegerField(read_only=True, allow_null=True)
    is_late = serializers.BooleanField(read_only=True)
    reviews = AccountReviewOutput(many=True, read_only=True)
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = AccountPlan
        fields = [
            "id", "customer", "year", "manager", "state", "state_label", "goals", "target", "measures", "write_by",
            "is_late", "approval_id", "approved_at", "returned_reason", "dropped_reason", "reviews", "created_at",
            "updated_at", "version", "available_actions",
        ]  # fmt: skip

    def get_available_actions(self, plan: AccountPlan) -> list[str]:
        return policies.account_plan_actions(self.context["request"].user, plan)


class NameAccountInput(Input):
    customer = VisibleField(model=Customer)
    year = fields.StrictIntegerField(min_value=2000, max_value=2199)


class WriteAccountPlanInput(Input):
    """`reviews` replaces the days of those that were not held yet."""

    goals = StrictCharField(max_length=1000, required=False, allow_blank=True)
    target = DecimalString(max_digits=18, decimal_places=2, required=False, allow_null=True)
    measures = StrictCharField(max_length=2000, required=False, allow_blank=True)
    reviews = serializers.ListField(child=serializers.DateField(), max_length=MOST_REVIEWS, required=False)


class HoldReviewInput(Input):
    """`review` is the planned one; without it, one held besides."""

    review = fields.StrictIntegerField(required=False, allow_null=True, default=None, min_value=1)
    held_on = serializers.DateField()
    summary = StrictCharField(max_length=2000)
    satisfaction = fields.StrictChoiceField(choices=Satisfaction.choices)


class AccountPlanResource(Readable):
    """The key customers of a year and how each is served, as far as one sees the customers."""

    model = AccountPlan
    related = ("customer__account_manager",)
    prefetched = ("reviews__held_by",)
    serializer_class = AccountPlanOutput
    listing = ACCOUNT_PLANS

    @extend_schema(request=NameAccountInput, responses={201: AccountPlanOutput})
    @once
    def create(self, request: Request) -> Response:
        """Put a key customer on the list of a year."""
        given = self.body(NameAccountInput)
        plan = services.name_account(actor=self.user, customer_id=given["customer"].pk, year=given["year"])
        return self.answer(plan.pk, HTTPStatus.CREATED)

    @versioned
    @verb(WriteAccountPlanInput)
    def write(self, request: Request, pk: str) -> Response:
        """Write goals, measures and the days of the reviews. 409 unless it is being written."""
        facts = self.body(WriteAccountPlanInput, partial=True)
        reviews = facts.pop("reviews", None)
        services.write_account_plan(
            actor=self.user, plan_id=self.pk, facts=facts, reviews=reviews, version=self.required_version()
        )
        return self.answer(self.pk)

    @versioned
    @verb()
    def report(self, request: Request, pk: str) -> Response:
        """Hand it in for approval. Verdicts are approval steps."""
        services.report_account_plan(actor=self.user, plan_id=self.pk, version=self.required_version())
        return self.answer(self.pk)

    @versioned
    @verb()
    def revise(self, request: Request, pk: str) -> Response:
        """Open an approved plan to change it."""
        services.revise_account_plan(actor=self.user, plan_id=self.pk, version=self.required_version())
        return self.answer(self.pk)

    @versioned
    @verb(WhyInput)
    def drop(self, request: Request, pk: str) -> Response:
        """Take the customer off the list."""
        given = self.body(WhyInput)
        services.drop_account(actor=self.user, plan_id=self.pk, version=self.required_version(), **given)
        return self.answer(self.pk)

    @verb(HoldReviewInput)
    def review(self, request: Request, pk: str) -> Response:
        """Write down a review. 409 unless the plan is approved."""
        given = self.body(HoldReviewInput)
        services.hold_review(actor=self.user, plan_id=self.pk, review_id=given.pop("review"), **given)
        return self.answer(self.pk)
