"""Intelligence over the API."""

from http import HTTPStatus

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.once import once
from core.api.resources import Readable, verb, versioned
from customers import services
from customers.deal_serializers import WhyInput
from customers.intel_lists import INTELLIGENCE
from customers.intel_serializers import (
    IntelligenceFacts,
    IntelligenceInput,
    IntelligenceOutput,
    RegradeInput,
)
from customers.models import Intelligence


class IntelligenceResource(Readable):
    """What was learned about customers and competitors, each entry to those its level is for."""

    model = Intelligence
    related = ("customer", "competitor", "author", "withdrawn_by")
    serializer_class = IntelligenceOutput
    listing = INTELLIGENCE

    @extend_schema(request=IntelligenceInput, responses={201: IntelligenceOutput})
    @once
    def create(self, request: Request) -> Response:
        """Write down what was learned. Files go to the attachments of customers.intelligence."""
        facts = self.body(IntelligenceInput)
        about = {name: facts.pop(name) for name in ("customer", "competitor")}
        made = services.record_intelligence(
            actor=self.user,
            level=facts.pop("level"),
            facts=facts,
            **{f"{name}_id": row.pk if row else None for name, row in about.items()},
        )
        return self.answer(made.pk, HTTPStatus.CREATED)

    @versioned
    @extend_schema(request=IntelligenceFacts)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Correct what was written down. Whom it is about stays; its level has a verb of its own."""
        facts = self.body(IntelligenceFacts, partial=True)
        services.edit_intelligence(
            actor=self.user, intelligence_id=self.pk, facts=facts, version=self.required_version()
        )
        return self.answer(self.pk)

    @versioned
    @verb(RegradeInput)
    def regrade(self, request: Request, pk: str) -> Response:
        """Raise or lower its level; lowering asks for a reason."""
        services.regrade_intelligence(
            actor=self.user, intelligence_id=self.pk, version=self.required_version(), **self.body(RegradeInput)
        )
        return self.answer(self.pk)

    @versioned
    @verb(WhyInput)
    def withdraw(self, request: Request, pk: str) -> Response:
        """Say that it does not hold, and why. It stays on record."""
        services.withdraw_intelligence(
            actor=self.user, intelligence_id=self.pk, version=self.required_version(), **self.body(WhyInput)
        )
        return self.answer(self.pk)
