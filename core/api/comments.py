"""Comments on records over the API, each through its record's own door."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core import comments
from core.api.fields import ReferenceField
from core.api.media import BIGGEST, check_text
from core.api.once import once
from core.api.resources import Endpoint
from core.api.serializers import Input, Output
from core.models import AuditEntry


class CommentOn(Input):
    """Whose comments: `subject_kind` is quotes.quote, customers.customer, customers.visit …"""

    subject_kind = serializers.CharField(max_length=60)
    subject_id = serializers.IntegerField(min_value=1, max_value=BIGGEST)

    def validate_subject_kind(self, kind: str) -> str:
        check_text(kind)
        return kind


class CommentInput(CommentOn):
    text = serializers.CharField(max_length=comments.LONGEST, trim_whitespace=True)

    def validate_text(self, text: str) -> str:
        check_text(text)
        return text


class CommentOutput(Output):
    actor = ReferenceField(allow_null=True)
    text = serializers.CharField(source="reason", read_only=True)

    class Meta:
        model = AuditEntry
        fields = ["id", "at", "actor", "subject_kind", "subject_id", "text"]


class CommentEndpoint(Endpoint):
    """What was said about one record, newest first."""

    @extend_schema(
        operation_id="comments_list",
        parameters=[
            OpenApiParameter("subject_kind", str, required=True),
            OpenApiParameter("subject_id", int, required=True),
        ],
        responses=CommentOutput(many=True),
    )
    def get(self, request: Request) -> Response:
        """The newest two hundred."""
        asked = CommentOn(data=request.query_params)
        asked.is_valid(raise_exception=True)
        record = comments.record_of(asked.validated_data["subject_kind"], asked.validated_data["subject_id"], self.user)
        comments.require_reader(self.user, record)
        rows: Any = comments.of(record).select_related("actor")[:200]
        return Response(CommentOutput(rows, many=True).data)

    @once
    @extend_schema(operation_id="comments_create", request=CommentInput, responses={201: CommentOutput})
    def post(self, request: Request) -> Response:
        """Say something. `@` and a colleague's name tells that colleague, if they see the record."""
        given = self.body(CommentInput)
        said = comments.add_comment(
            actor=self.user, kind=given["subject_kind"], subject_id=given["subject_id"], text=given["text"]
        )
        return Response(CommentOutput(said.entry).data, status=HTTPStatus.CREATED)
