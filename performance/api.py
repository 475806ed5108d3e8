"""Daily logs and weekly reports over the API."""

from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.once import once
from core.api.resources import Readable, verb, versioned
from core.guards import require
from performance import policies, services
from performance.lists import REPORTS
from performance.models import WorkReport
from performance.serializers import ReportFacts, ReportInput, WorkReportOutput


class WorkReportResource(Readable):
    """Daily logs and weekly reports in sight: one's own, and what one's people handed in."""

    model = WorkReport
    related = ("owner", "read_by")
    prefetched = ("readers__person", "copies")
    serializer_class = WorkReportOutput
    listing = REPORTS

    @extend_schema(request=ReportInput, responses={201: WorkReportOutput})
    @once
    def create(self, request: Request) -> Response:
        """Begin one's own report of a day or week. 409 when there is one."""
        given = self.body(ReportInput)
        kind, day = given.pop("kind"), given.pop("day")
        report = services.save_report(actor=self.user, kind=kind, day=day, texts=given, version=0)
        return self.answer(report.pk, HTTPStatus.CREATED)

    @versioned
    @extend_schema(request=ReportFacts)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a draft."""
        services.save_report(**self._own(), texts=self.body(ReportFacts, partial=True))
        return self.answer(self.pk)

    @versioned
    @verb(ReportFacts)
    def submit(self, request: Request, pk: str) -> Response:
        """Hand the draft in, with the facts as they stand now."""
        services.submit_report(**self._own(), texts=self.body(ReportFacts, partial=True))
        return self.answer(self.pk)

    @versioned
    @verb()
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take it back. 409 once somebody read it."""
        services.withdraw_report(actor=self.user, report_id=self.pk, version=self.required_version())
        return self.answer(self.pk)

    @versioned
    @verb()
    def read(self, request: Request, pk: str) -> Response:
        """Mark it as read, by a superior."""
        services.read_report(actor=self.user, report_id=self.pk, version=self.required_version())
        return self.answer(self.pk)

    def _own(self) -> dict[str, Any]:
        """Which of one's own reports is meant, and the version seen. 403 for somebody else's."""
        version, report = self.required_version(), self.get_object()
        require(policies.may_change(self.user, report), "report.own", _("汇报由本人写、本人撤回"))
        return {"actor": self.user, "kind": report.kind, "day": report.day, "version": version}
