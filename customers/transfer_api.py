"""撞单 over the API: asking for a colleague's customer."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import fields
from core.api.fields import LabelField, ReferenceField, StrictCharField
from core.api.once import once
from core.api.resources import Readable
from core.api.serializers import Input, Output
from customers import services, transfer_selectors
from customers.choices import TransferWish
from customers.models import TransferRequest


class TransferRequestOutput(Output):
    """`customer_id` is null to who does not see the customer; `called` is what the applicant wrote."""

    state_label = LabelField(of="state")
    owner = ReferenceField()
    created_by = ReferenceField()
    customer_id = serializers.SerializerMethodField()
    approval_id = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = TransferRequest
        fields = [
            "id", "called", "matched", "customer_id", "owner", "wish", "reason", "state", "state_label", "approval_id",
            "created_by", "created_at", "updated_at", "version",
        ]  # fmt: skip

    @extend_schema_field({"type": "integer", "nullable": True})
    def get_customer_id(self, request: Any) -> int | None:
        return int(request.customer_id) if request.sees_customer else None


class TransferRequestInput(Input):
    """What one knows of the customer: enough of name, code and phone that exactly one of ours is found."""

    name = StrictCharField(max_length=120, required=False, default="", allow_blank=True)
    uscc = StrictCharField(max_length=40, required=False, default="", allow_blank=True)
    phone = StrictCharField(max_length=40, required=False, default="", allow_blank=True)
    wish = fields.StrictChoiceField(choices=TransferWish.choices)
    reason = StrictCharField(max_length=500)


class TransferRequestResource(Readable):
    """Requests for customers of colleagues: one's own, and those about customers in sight. Verdicts are approval steps."""

    model = TransferRequest
    related = ("owner", "created_by")
    serializer_class = TransferRequestOutput

    def rows(self) -> Any:
        return transfer_selectors.transfer_records(self.user).select_related(*self.related)

    @extend_schema(request=TransferRequestInput, responses={201: TransferRequestOutput})
    @once
    def create(self, request: Request) -> Response:
        """Ask for a customer that is a colleague's. 409 when not exactly one is found, or it is in the pool or one's own."""
        made = services.request_transfer(actor=self.user, **self.body(TransferRequestInput))
        return self.answer(made.pk, HTTPStatus.CREATED)
