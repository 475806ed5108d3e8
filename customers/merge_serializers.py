"""Merges as the API shows and takes them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api.fields import ReferenceField, StrictCharField, VisibleField
from core.api.serializers import Input, Output
from core.journal import Journal
from customers import sides
from customers.models import Contact, Customer, MergeRecord


class MergeOutput(Output):
    """`moved` and `left` count rows by kind; `left` is what an undo could not put back, null while it stands."""

    actor = ReferenceField()
    moved = serializers.SerializerMethodField()
    undone_at = serializers.SerializerMethodField()
    left = serializers.SerializerMethodField()

    class Meta:
        model = MergeRecord
        fields = [
            "id", "survivor_id", "survivor_label", "merged_id", "merged_label", "merged_number", "reason", "at", "actor",
            "moved", "undone_at", "left",
        ]  # fmt: skip

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "integer"}})
    def get_moved(self, record: MergeRecord) -> dict[str, int]:
        return Journal(record.steps).counts()

    @extend_schema_field({"type": "string", "format": "date-time", "nullable": True})
    def get_undone_at(self, record: MergeRecord) -> Any:
        undo = getattr(record, "undo", None)
        return undo.at.isoformat() if undo else None

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "integer"}, "nullable": True})
    def get_left(self, record: MergeRecord) -> dict[str, int] | None:
        undo = getattr(record, "undo", None)
        return dict(undo.left) if undo else None


class MergeInput(Input):
    """`other` goes into the customer of the address. `choices`: group of facts → survivor, merged or both."""

    other = VisibleField(model=Customer)
    choices = serializers.DictField(
        child=serializers.ChoiceField(choices=[sides.SURVIVOR, sides.MERGED, sides.BOTH]), required=False, default=dict
    )
    join = serializers.ListField(child=VisibleField(model=Contact), required=False, default=list, max_length=200)
    reason = StrictCharField(max_length=200, required=False, default="", allow_blank=True)
