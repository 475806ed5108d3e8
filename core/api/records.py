"""The kernel's own resources: the log of events, and one's own notices."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core import confidence, notices
from core.api.fields import ReferenceField
from core.api.resources import Readable, verb
from core.api.serializers import Output
from core.models import AuditEntry, Notification
from core.pages.keyset import Order


class AuditEntryFilter(django_filters.FilterSet):
    since = django_filters.IsoDateTimeFilter("at", "gte", label=_("从"))
    until = django_filters.IsoDateTimeFilter("at", "lt", label=_("到"))

    class Meta:
        model = AuditEntry
        fields = ["actor", "code", "subject_kind", "subject_id", "source", "request_id"]


class AuditEntryOutput(Output):
    actor = ReferenceField(allow_null=True)
    in_place_of = ReferenceField(allow_null=True)
    data = serializers.DictField(read_only=True)  # type: ignore[assignment]  # DRF keeps fields apart from attributes

    class Meta:
        model = AuditEntry
        fields = [
            "id", "at", "actor", "actor_label", "in_place_of", "code", "subject_kind", "subject_id", "subject_label",
            "from_state", "to_state", "reason", "data", "source", "ip", "request_id",
        ]  # fmt: skip

    def to_representation(self, instance: AuditEntry) -> dict[str, Any]:
        """Without the words of what is kept in confidence (core.confidence)."""
        shown = super().to_representation(instance)
        return shown | {"reason": "", "data": {}} if confidence.is_kept(instance) else shown


class AuditEntryResource(Readable):
    """Who did what, when, from where. For those who may read the log."""

    model = AuditEntry
    capability = "audit.read"
    refusal = ("audit.read_only", _("你没有查审计记录的权限"))
    related = ("actor", "in_place_of")
    serializer_class = AuditEntryOutput
    filterset_class = AuditEntryFilter
    orders = {"-id": Order(), "id": Order(descending=False)}


class NotificationFilter(django_filters.FilterSet):
    unread = django_filters.BooleanFilter("read_at", "isnull", label=_("未读"))

    class Meta:
        model = Notification
        fields = ["code"]


class NotificationOutput(Output):
    text = serializers.SerializerMethodField()

    class Meta:
        model = Notification
        fields = ["id", "code", "text", "url", "subject_kind", "subject_id", "created_at", "read_at"]

    def get_text(self, notice: Notification) -> str:
        return notices.text(notice)


class NotificationResource(Readable):
    """One's own bell."""

    model = Notification
    serializer_class = NotificationOutput
    filterset_class = NotificationFilter

    def rows(self) -> Any:
        return super().rows().filter(retracted_at=None)

    @verb()
    def read(self, request: Request, pk: str) -> Response:
        """Note that this notice was read."""
        notice = self.get_object()
        notices.mark_read(user=self.user, ids=[notice.pk])
        return self.answer(notice.pk)

    @extend_schema(
        request=None, responses=inline_serializer("ReadAll", {"read": serializers.IntegerField(min_value=0)})
    )
    @action(detail=False, methods=["post"], url_path="read-all", url_name="read_all", filterset_class=None)
    def read_all(self, request: Request) -> Response:
        """Note that all of them were read; tells how many were not."""
        return Response({"read": notices.mark_read(user=self.user)})
