"""Planned visits and Saturday lists over the API."""

from http import HTTPStatus

import django_filters as df
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.once import once
from core.api.resources import Readable, verb, versioned
from core.pages.keyset import Order
from customers import services
from customers.models import FocusList, VisitPlan
from customers.plan_lists import PLANS
from customers.plan_serializers import (
    DropInput,
    FocusInput,
    FocusListOutput,
    FocusReturnInput,
    MoveInput,
    SkipInput,
    VisitPlanFacts,
    VisitPlanInput,
    VisitPlanOutput,
)


class VisitPlanResource(Readable):
    """Planned visits in sight: one's own and those of one's people."""

    model = VisitPlan
    related = ("customer", "person")
    serializer_class = VisitPlanOutput
    listing = PLANS

    @extend_schema(request=VisitPlanInput, responses={201: VisitPlanOutput})
    @once
    def create(self, request: Request) -> Response:
        """Plan a visit. 409 when the customer is planned for that day already."""
        given = self.body(VisitPlanInput)
        plan = services.create_plan(actor=self.user, customer_id=given.pop("customer").pk, **given)
        return self.answer(plan.pk, HTTPStatus.CREATED)

    @versioned
    @extend_schema(request=VisitPlanFacts)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a planned visit, or put it on its week's list. 400 without a reason where that is confirmed."""
        facts = self.body(VisitPlanFacts, partial=True)
        services.edit_plan(
            actor=self.user,
            plan_id=self.pk,
            focus=facts.pop("focus", None),
            reason=facts.pop("reason", ""),
            facts=facts,
            version=self.required_version(),
        )
        return self.answer(self.pk)

    @versioned
    @verb(MoveInput)
    def move(self, request: Request, pk: str) -> Response:
        """Put the visit on another day."""
        services.move_plan(actor=self.user, plan_id=self.pk, version=self.required_version(), **self.body(MoveInput))
        return self.answer(self.pk)

    @verb(SkipInput)
    def skip(self, request: Request, pk: str) -> Response:
        """Say that it did not happen, and why."""
        services.skip_plan(actor=self.user, plan_id=self.pk, **self.body(SkipInput))
        return self.answer(self.pk)

    @verb(DropInput, answers={204: None})
    def drop(self, request: Request, pk: str) -> Response:
        """Take the visit out of the plan."""
        services.drop_plan(actor=self.user, plan_id=self.pk, **self.body(DropInput))
        return Response(status=HTTPStatus.NO_CONTENT)


class FocusFilter(df.FilterSet):
    class Meta:
        model = FocusList
        fields = ["week", "state", "person"]


class FocusListResource(Readable):
    """The Saturday lists in sight."""

    model = FocusList
    related = ("person", "entered_by", "confirmed_by")
    prefetched = ("plans", "changes__customer", "changes__person")
    serializer_class = FocusListOutput
    filterset_class = FocusFilter
    orders = {"-id": Order(), "-week": Order("week")}

    @extend_schema(request=FocusInput, responses={201: FocusListOutput})
    @once
    def create(self, request: Request) -> Response:
        """Hand in a week's list, one's own or by phone for somebody. 409 after the cut-off, with the rule."""
        focus = services.submit_focus(actor=self.user, **self.body(FocusInput))
        return self.answer(focus.pk, HTTPStatus.CREATED)

    @versioned
    @verb()
    def confirm(self, request: Request, pk: str) -> Response:
        """Confirm the list: it stands from then on."""
        services.confirm_focus(actor=self.user, focus_id=self.pk, version=self.required_version())
        return self.answer(self.pk)

    @versioned
    @verb(FocusReturnInput, path="return")
    def return_(self, request: Request, pk: str) -> Response:
        """Have the list written anew."""
        services.return_focus(
            actor=self.user, focus_id=self.pk, version=self.required_version(), **self.body(FocusReturnInput)
        )
        return self.answer(self.pk)
