"""Reports as the API shows and takes them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api import fields
from core.api.fields import LabelField, ReferenceField, StrictCharField
from core.api.serializers import Input, Output
from performance import policies, selectors
from performance.choices import ReportKind
from performance.models import ReportReader, WorkReport


def _text() -> StrictCharField:
    return StrictCharField(max_length=2000, required=False, allow_blank=True)


class ReportReaderOutput(Output):
    """Whom the report was handed in to; `read_at` is null while they have not read it."""

    person = ReferenceField()

    class Meta:
        model = ReportReader
        fields = ["person", "read_at"]


class WorkReportOutput(Output):
    """`facts` are those of the moment it was handed in: sums, and rows by kind; empty while it is a draft."""

    owner = ReferenceField()
    read_by = ReferenceField(allow_null=True)
    kind_label = LabelField(of="kind")
    state_label = LabelField(of="state")
    last_day = serializers.DateField(read_only=True)
    facts = serializers.SerializerMethodField()
    readers = serializers.SerializerMethodField()
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = WorkReport
        fields = [
            "id", "kind", "kind_label", "owner", "day", "last_day", "state", "state_label", "done", "problems", "ahead",
            "submitted_at", "is_late", "read_at", "read_by", "readers", "facts", "created_at", "updated_at", "version",
            "available_actions",
        ]  # fmt: skip

    def get_facts(self, report: WorkReport) -> dict[str, Any]:
        copy = None if report.is_draft else selectors.latest_copy(report)
        return copy.facts if copy else {}

    @extend_schema_field(ReportReaderOutput(many=True))
    def get_readers(self, report: WorkReport) -> Any:
        return ReportReaderOutput(report.readers.all(), many=True, context=self.context).data

    def get_available_actions(self, report: WorkReport) -> list[str]:
        user = self.context["request"].user
        has_read = any(reader.person_id == user.pk and reader.read_at for reader in report.readers.all())
        return policies.report_actions(user, report, has_read=has_read)


class ReportFacts(Input):
    done = _text()
    problems = _text()
    ahead = _text()


class ReportInput(ReportFacts):
    """`day` is any day of the period; a week begins on its Monday."""

    kind = fields.StrictChoiceField(choices=ReportKind.choices)
    day = serializers.DateField()
