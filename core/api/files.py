"""Files of records over the API: multipart in, always a download out, each through its record's own door."""

from http import HTTPStatus
from typing import Any

import django_filters
from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from core import attachments
from core.api.fields import ReferenceField
from core.api.media import BIGGEST, check_text
from core.api.resources import Readable, verb
from core.api.serializers import Input, Output
from core.models import Attachment
from core.views.attachments import MOST_BODY, BoundedUpload, as_download


class AttachmentFilter(django_filters.FilterSet):
    class Meta:
        model = Attachment
        fields = ["subject_kind", "subject_id"]


class AttachmentOutput(Output):
    created_by = ReferenceField(allow_null=True)

    class Meta:
        model = Attachment
        fields = [
            "id", "subject_kind", "subject_id", "name", "content_type", "size", "sha256", "created_at", "created_by",
        ]  # fmt: skip


class AttachmentInput(Input):
    """`subject_kind` as elsewhere: quotes.quote, customers.customer, customers.visit."""

    subject_kind = serializers.CharField(max_length=60)
    subject_id = serializers.IntegerField(min_value=1, max_value=BIGGEST)
    file = serializers.FileField(allow_empty_file=True)

    def validate_subject_kind(self, kind: str) -> str:
        check_text(kind)
        return kind


class AttachmentResource(Readable):
    """Files of the records in sight."""

    model = Attachment
    related = ("created_by",)
    serializer_class = AttachmentOutput
    filterset_class = AttachmentFilter
    parser_classes = (MultiPartParser,)

    @classmethod
    def as_view(cls, *args: Any, **kwargs: Any) -> Any:
        view = super().as_view(*args, **kwargs)
        view.most_body = MOST_BODY  # type: ignore[attr-defined]  # core.middleware.BoundedBody asks
        return view

    def initialize_request(self, request: Any, *args: Any, **kwargs: Any) -> Request:
        # Before anything reads the body, the CSRF check of a session included.
        request.upload_handlers = [BoundedUpload(request)]
        return super().initialize_request(request, *args, **kwargs)

    @extend_schema(request={"multipart/form-data": AttachmentInput}, responses={201: AttachmentOutput})
    def create(self, request: Request) -> Response:
        """Keep a file with a record one may change. At most 50 MB; its content must be what its name says."""
        given = self.body(AttachmentInput)
        row = attachments.add(
            actor=self.user,
            kind=given["subject_kind"],
            subject_id=given["subject_id"],
            file=given["file"],
            name=given["file"].name,
        )
        return self.answer(row.pk, HTTPStatus.CREATED)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True)
    def download(self, request: Request, pk: str) -> FileResponse:
        """The file, never to be shown in a browser."""
        row, _record = attachments.seen(self.pk, self.user)
        return as_download(row)

    @verb()
    def remove(self, request: Request, pk: str) -> Response:
        """Take a file off its record."""
        attachments.remove(actor=self.user, attachment_id=self.pk)
        return Response(status=HTTPStatus.NO_CONTENT)
