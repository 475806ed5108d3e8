"""Deals and competitors over the API."""

from http import HTTPStatus

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.once import once
from core.api.resources import Readable, verb, versioned
from customers import services
from customers.deal_lists import COMPETITORS, OPPORTUNITIES
from customers.deal_serializers import (
    CompetitorFacts,
    CompetitorOutput,
    DropRivalInput,
    LoseInput,
    NeedInput,
    OpportunityFacts,
    OpportunityInput,
    OpportunityOutput,
    RivalInput,
    SolutionInput,
    WhyInput,
    WinInput,
)
from customers.models import Competitor, Opportunity


class OpportunityResource(Readable):
    """Deals in sight: need, solution, quote, contract, won or lost."""

    model = Opportunity
    related = ("customer", "owner", "lost_to")
    prefetched = ("needs__created_by", "solutions__created_by", "rivals__competitor")
    serializer_class = OpportunityOutput
    listing = OPPORTUNITIES

    @extend_schema(request=OpportunityInput, responses={201: OpportunityOutput})
    @once
    def create(self, request: Request) -> Response:
        """Note a deal at a customer; it starts at its need."""
        facts = self.body(OpportunityInput)
        customer = facts.pop("customer")
        made = services.create_opportunity(actor=self.user, customer_id=customer.pk, facts=facts)
        return self.answer(made.pk, HTTPStatus.CREATED)

    @versioned
    @extend_schema(request=OpportunityFacts)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is expected of a deal. Its stage moves by the verbs alone."""
        facts = self.body(OpportunityFacts, partial=True)
        services.edit_opportunity(actor=self.user, opportunity_id=self.pk, facts=facts, version=self.required_version())
        return self.answer(self.pk)

    @versioned
    @verb()
    def advance(self, request: Request, pk: str) -> Response:
        """Into the next stage. 409 says all that is missing."""
        services.advance_opportunity(actor=self.user, opportunity_id=self.pk, version=self.required_version())
        return self.answer(self.pk)

    @versioned
    @verb(WhyInput)
    def step_back(self, request: Request, pk: str) -> Response:
        """Into the stage before, with a reason."""
        services.step_back_opportunity(
            actor=self.user, opportunity_id=self.pk, version=self.required_version(), **self.body(WhyInput)
        )
        return self.answer(self.pk)

    @versioned
    @verb(WinInput)
    def win(self, request: Request, pk: str) -> Response:
        """Signed: for how much and on which day."""
        services.win_opportunity(
            actor=self.user, opportunity_id=self.pk, version=self.required_version(), **self.body(WinInput)
        )
        return self.answer(self.pk)

    @versioned
    @verb(LoseInput)
    def lose(self, request: Request, pk: str) -> Response:
        """Gone elsewhere or nowhere: why, and to whom."""
        services.lose_opportunity(
            actor=self.user, opportunity_id=self.pk, version=self.required_version(), **self.body(LoseInput)
        )
        return self.answer(self.pk)

    @versioned
    @verb(WhyInput)
    def reopen(self, request: Request, pk: str) -> Response:
        """A lost deal comes back and starts at its need."""
        services.reopen_opportunity(
            actor=self.user, opportunity_id=self.pk, version=self.required_version(), **self.body(WhyInput)
        )
        return self.answer(self.pk)

    @versioned
    @verb(NeedInput)
    def record_need(self, request: Request, pk: str) -> Response:
        """A new version of the need analysis; none when nothing changed."""
        facts = self.body(NeedInput, partial=True)
        services.record_need(actor=self.user, opportunity_id=self.pk, version=self.required_version(), facts=facts)
        return self.answer(self.pk)

    @versioned
    @verb(SolutionInput)
    def add_solution(self, request: Request, pk: str) -> Response:
        """A new version of the solution, for the need as it stands. Its files go to the attachments of customers.solution."""
        services.add_solution(
            actor=self.user, opportunity_id=self.pk, version=self.required_version(), **self.body(SolutionInput)
        )
        return self.answer(self.pk)

    @versioned
    @verb(RivalInput)
    def name_rival(self, request: Request, pk: str) -> Response:
        """Say that a competitor is in the deal, and what is known of their offer."""
        services.name_rival(
            actor=self.user, opportunity_id=self.pk, version=self.required_version(), **self.body(RivalInput)
        )
        return self.answer(self.pk)

    @versioned
    @verb(DropRivalInput)
    def drop_rival(self, request: Request, pk: str) -> Response:
        """Say that a competitor is no longer in the deal: one of its `rivals`, by id."""
        rival = self.body(DropRivalInput)["rival"]
        services.drop_rival(actor=self.user, opportunity_id=self.pk, rival_id=rival.pk, version=self.required_version())
        return self.answer(self.pk)


class CompetitorResource(Readable):
    """Competitors, for whoever sees deals or keeps the files."""

    model = Competitor
    serializer_class = CompetitorOutput
    listing = COMPETITORS

    @extend_schema(request=CompetitorFacts, responses={201: CompetitorOutput})
    def create(self, request: Request) -> Response:
        """Open the file of a competitor. 409 for one we have."""
        made = services.create_competitor(actor=self.user, facts=self.body(CompetitorFacts))
        return self.answer(made.pk, HTTPStatus.CREATED)

    @versioned
    @extend_schema(request=CompetitorFacts)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is known of a competitor."""
        facts = self.body(CompetitorFacts, partial=True)
        services.edit_competitor(actor=self.user, competitor_id=self.pk, facts=facts, version=self.required_version())
        return self.answer(self.pk)
