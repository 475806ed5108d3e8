"""Leads over the API."""

from http import HTTPStatus

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.once import once
from core.api.resources import Readable, verb, versioned
from customers import services
from customers.deal_serializers import WhyInput
from customers.lead_lists import LEADS
from customers.lead_serializers import (
    AssignInput,
    ConvertInput,
    LeadFacts,
    LeadInput,
    LeadOutput,
    RejectInput,
    ScreenInput,
    TouchInput,
    as_asked,
)
from customers.models import Lead


class LeadResource(Readable):
    """Leads in sight: new, assigned, worked on, converted or rejected."""

    model = Lead
    related = ("owner", "created_by")
    prefetched = ("touches__created_by",)
    serializer_class = LeadOutput
    listing = LEADS

    @extend_schema(request=LeadInput, responses={201: LeadOutput})
    @once
    def create(self, request: Request) -> Response:
        """Enter a lead; it waits in the queue. 409 says what we have of the company already."""
        facts = self.body(LeadInput)
        accepted = facts.pop("accept_duplicates")
        made = services.create_lead(actor=self.user, facts=facts, accept_duplicates=accepted)
        return self.answer(made.pk, HTTPStatus.CREATED)

    @versioned
    @extend_schema(request=LeadFacts)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what was noted of an open lead."""
        facts = self.body(LeadFacts, partial=True)
        services.edit_lead(actor=self.user, lead_id=self.pk, facts=facts, version=self.required_version())
        return self.answer(self.pk)

    @versioned
    @verb(AssignInput)
    def assign(self, request: Request, pk: str) -> Response:
        """Give it to a colleague; from an owner to another with a reason. Without `to`, to whom the rule finds."""
        asked = self.body(AssignInput)
        version = self.required_version()
        if asked["to"] is None:
            services.assign_lead_by_rule(actor=self.user, lead_id=self.pk, version=version)
        else:
            services.assign_lead(actor=self.user, lead_id=self.pk, version=version, **asked)
        return self.answer(self.pk)

    @versioned
    @verb(TouchInput)
    def touch(self, request: Request, pk: str) -> Response:
        """Note that somebody spoke with it, or tried to."""
        services.touch_lead(
            actor=self.user, lead_id=self.pk, facts=self.body(TouchInput), version=self.required_version()
        )
        return self.answer(self.pk)

    @versioned
    @verb(ScreenInput)
    def screen(self, request: Request, pk: str) -> Response:
        """Write down need, budget, timing and potential; what is left out stays."""
        facts = self.body(ScreenInput, partial=True)
        services.screen_lead(actor=self.user, lead_id=self.pk, facts=facts, version=self.required_version())
        return self.answer(self.pk)

    @versioned
    @verb(ConvertInput)
    def convert(self, request: Request, pk: str) -> Response:
        """Make a customer of it, with its contact and a deal if wanted. 409 says what is missing, or who did it already."""
        services.convert_lead(
            actor=self.user, lead_id=self.pk, version=self.required_version(), **as_asked(self.body(ConvertInput))
        )
        return self.answer(self.pk)

    @versioned
    @verb(RejectInput)
    def reject(self, request: Request, pk: str) -> Response:
        """Give it up, with a reason."""
        services.reject_lead(
            actor=self.user, lead_id=self.pk, version=self.required_version(), **self.body(RejectInput)
        )
        return self.answer(self.pk)

    @versioned
    @verb(WhyInput)
    def reopen(self, request: Request, pk: str) -> Response:
        """Take a rejected one up again, with a reason."""
        services.reopen_lead(actor=self.user, lead_id=self.pk, version=self.required_version(), **self.body(WhyInput))
        return self.answer(self.pk)
