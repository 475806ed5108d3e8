"""Merges of customers over the API."""

from rest_framework.request import Request
from rest_framework.response import Response

from core.api.resources import Readable, verb
from customers import services
from customers.merge_serializers import MergeOutput
from customers.models import MergeRecord


class MergeResource(Readable):
    """Which customers in sight others were merged into."""

    model = MergeRecord
    related = ("actor", "undo")
    serializer_class = MergeOutput

    @verb()
    def undo(self, request: Request, pk: str) -> Response:
        """Make two customers of one again. 409 after the days of the rule, or when something stands in the way."""
        services.undo_merge(actor=self.user, merge_id=self.pk)
        return self.answer(self.pk)
