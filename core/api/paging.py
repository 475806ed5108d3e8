"""Keyset pages: `?limit=` and `?cursor=`, answered with `{results, next, previous}`."""

from typing import Any

from django.core import signing
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from core.pages import keyset

LIMIT, LARGEST = 50, 200


class KeysetPagination(BasePagination):
    """Pages in the order the view names. A cursor is signed for its resource and order: no other is taken."""

    page: keyset.Page
    request: Request

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        self.request = request
        order = view.get_order()
        self.signer = signing.Signer(salt=f"cursor:{request.path}:{order.field}:{order.descending}")
        self.page = keyset.page(queryset, order, self._cursor(), self._limit())
        return list(self.page.rows)

    def get_paginated_response(self, data: Any) -> Response:
        return Response(
            {"results": data, "next": self._link(self.page.next), "previous": self._link(self.page.previous)}
        )

    def _limit(self) -> int:
        text = self.request.query_params.get("limit")
        if text is None:
            return LIMIT
        if not (text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= LARGEST):
            raise ValidationError({"limit": [_("每页 1 到 %(most)s 条") % {"most": LARGEST}]})
        return int(text)

    def _cursor(self) -> str:
        text = self.request.query_params.get("cursor")
        if text is None:
            return ""
        try:
            return self.signer.unsign(text)
        except signing.BadSignature as error:
            raise ValidationError({"cursor": [_("这不是本列表给出的游标")]}) from error

    def _link(self, cursor: str) -> str | None:
        if not cursor:
            return None
        return replace_query_param(self.request.build_absolute_uri(), "cursor", self.signer.sign(cursor))

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        choices = {"sort": list(view.get_orders()), "scene": list(view.scenes)}
        texts = [_query(name, {"type": "string", "enum": known}) for name, known in choices.items() if known]
        if view.find:
            texts.append(_query("q", {"type": "string"}))
        return [
            *texts,
            _query("limit", {"type": "integer", "minimum": 1, "maximum": LARGEST, "default": LIMIT}),
            _query("cursor", {"type": "string"}),
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["results", "next", "previous"],
            "properties": {"results": schema, "next": link, "previous": link},
        }


def _query(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema}
