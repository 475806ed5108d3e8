"""`Idempotency-Key`: a request that is sent again is done once and gets the answer it had, byte for byte.

The answer is kept in the transaction of the act itself: there is never one without the other. A refused request
keeps nothing, so it may be sent again with the same key once its cause is gone.
"""

import hashlib
import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import Conflict, Invalid, Unprocessable
from core.models import KeptAnswer

HEADER = "Idempotency-Key"
KEY = re.compile(r"[!-~]{1,200}")


def once(method: Callable[..., Response]) -> Any:
    """Let an operation that makes something take an Idempotency-Key. The key is the caller's own, for two days."""

    @wraps(method)
    def handle(self: Any, request: Request, *args: Any, **kwargs: Any) -> Any:
        key = request.headers.get(HEADER)
        if key is None:
            return method(self, request, *args, **kwargs)
        if not KEY.fullmatch(key):
            raise Invalid("request.idempotency_key", _("Idempotency-Key 用 1 到 200 个英文字符，不带空格"))
        asked = _fingerprint(request)
        with transaction.atomic():
            _take_turn(self.user.pk, key)
            kept = KeptAnswer.objects.filter(user=self.user, key=key).first()
            if kept is None:
                kept = _keep(self, key, asked, method(self, request, *args, **kwargs))
            elif kept.asked != asked:
                raise Unprocessable("request.idempotency", _("这个 Idempotency-Key 已用于另一个请求，换一个"))
        return HttpResponse(
            bytes(kept.body), status=kept.status, content_type="application/json", headers=dict(kept.headers)
        )

    return extend_schema(parameters=[PARAMETER])(handle)


def _take_turn(user_id: int, key: str) -> None:
    """Raises Conflict while the same request is in flight; the turn ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"once {user_id} {key}"])
        if not cursor.fetchone()[0]:
            raise Conflict("request.in_flight", _("同一个请求还在处理，稍后用同一个 Idempotency-Key 再问"))


def _keep(endpoint: Any, key: str, asked: str, response: Response) -> KeptAnswer:
    body = b"" if response.data is None else endpoint.get_renderers()[0].render(response.data)
    headers = {name: value for name, value in response.headers.items() if name != "Content-Type"}
    return KeptAnswer.objects.create(
        user=endpoint.user, key=key, asked=asked, status=response.status_code, headers=headers, body=body
    )


def _fingerprint(request: Request) -> str:
    """Method, address and content, whatever the order of the fields."""
    asked = [request.method, request.get_full_path(), request.data]
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


PARAMETER = OpenApiParameter(
    HEADER,
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="Makes a repeated request safe: done once, answered alike. 409 in flight, 422 for another body.",
)
