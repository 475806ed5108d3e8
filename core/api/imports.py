"""Imports over the API: multipart in, then the same steps as the pages, each a verb."""

from http import HTTPStatus
from typing import Any

import django_filters
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.fields import LabelField, StrictBooleanField, StrictCharField
from core.api.media import JSONParser, check_text
from core.api.resources import Readable, verb
from core.api.serializers import Input, Output
from core.choices import ImportPlan, ImportRowState
from core.imports import running
from core.models import ImportRow, ImportRun
from core.pages.keyset import Order
from core.views.attachments import MOST_BODY, BoundedUpload

COUNTS = serializers.IntegerField(min_value=0)


class ImportOutput(Output):
    """`plans` are the rows by what the check found, `outcomes` by what became of them. `done` of `todo` is the progress."""

    stage_label = LabelField(of="stage")
    plans = inline_serializer("ImportPlans", {plan.value: COUNTS for plan in ImportPlan})
    outcomes = inline_serializer("ImportOutcomes", {state.value: COUNTS for state in ImportRowState})
    header = serializers.ListField(child=serializers.CharField(), read_only=True)
    mapping = serializers.ListField(child=serializers.CharField(), read_only=True)
    undo_until = serializers.DateTimeField(read_only=True, allow_null=True)

    class Meta:
        model = ImportRun
        fields = [
            "id", "page", "name", "kind", "sheet", "header", "mapping", "total", "stage", "stage_label", "state", "done",
            "todo", "refusal", "plans", "outcomes", "created_at", "finished_at", "undo_until",
        ]  # fmt: skip


class ImportInput(Input):
    """`page` is the list's code: customers.customers."""

    page = serializers.CharField(max_length=60)
    file = serializers.FileField(allow_empty_file=True)

    def validate_page(self, page: str) -> str:
        check_text(page)
        return page


class CheckInput(Input):
    """A column's code for each column of the file, "" for those left out; without it the guess of `mapping` holds."""

    mapping = serializers.ListField(
        child=StrictCharField(max_length=40, allow_blank=True),
        max_length=100,
        required=False,
        default=None,
        allow_null=True,
    )


class ConfirmInput(Input):
    """`overwrite` updates the customer a row has the same name as, where one may; otherwise such rows are left out."""

    overwrite = StrictBooleanField(required=False, default=False)


class ImportRowOutput(Output):
    plan_label = LabelField(of="plan")
    state_label = LabelField(of="state")

    class Meta:
        model = ImportRow
        fields = ["id", "run", "line", "label", "plan", "plan_label", "state", "state_label", "message", "subject_id"]


class ImportResource(Readable):
    """One's own imports of the last day."""

    model = ImportRun
    serializer_class = ImportOutput
    parser_classes = (JSONParser, MultiPartParser)

    @classmethod
    def as_view(cls, *args: Any, **kwargs: Any) -> Any:
        view = super().as_view(*args, **kwargs)
        view.most_body = MOST_BODY  # type: ignore[attr-defined]  # core.middleware.BoundedBody asks
        return view

    def initialize_request(self, request: Any, *args: Any, **kwargs: Any) -> Request:
        # Before anything reads the body, the CSRF check of a session included.
        request.upload_handlers = [BoundedUpload(request)]
        return super().initialize_request(request, *args, **kwargs)

    @extend_schema(request={"multipart/form-data": ImportInput}, responses={201: ImportOutput})
    def create(self, request: Request) -> Response:
        """Hand in a workbook or CSV; its columns are guessed, nothing is written. Then check, look, confirm."""
        given = self.body(ImportInput)
        run = running.order_import(
            actor=self.user, page=given["page"], file=given["file"], name=given["file"].name or ""
        )
        return self.answer(run.pk, HTTPStatus.CREATED)

    @verb(CheckInput)
    def check(self, request: Request, pk: str) -> Response:
        """Check every row. Nothing is written; ask again until `stage` is preview."""
        wanted = self.body(CheckInput)["mapping"]
        run = self.get_object()
        running.check_import(actor=self.user, run_id=run.pk, wanted=run.mapping if wanted is None else wanted)
        return self.answer(run.pk)

    @verb(ConfirmInput)
    def confirm(self, request: Request, pk: str) -> Response:
        """Write what was checked; ask again until `stage` is done."""
        running.confirm_import(actor=self.user, run_id=self.pk, **self.body(ConfirmInput))
        return self.answer(self.pk)

    @verb()
    def undo(self, request: Request, pk: str) -> Response:
        """Take it back, within 24 hours. What was changed since stays and says so."""
        running.undo_import(actor=self.user, run_id=self.pk)
        return self.answer(self.pk)


class ImportRowFilter(django_filters.FilterSet):
    class Meta:
        model = ImportRow
        fields = ["run", "plan", "state"]


class ImportRowResource(Readable):
    """The rows of one's imports, with what the check found and what became of each."""

    model = ImportRow
    serializer_class = ImportRowOutput
    filterset_class = ImportRowFilter
    orders = {"id": Order(descending=False), "-id": Order()}
