"""Every error of the API as problem+json (RFC 9457), with the same words and codes as on the pages."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions
from rest_framework.response import Response

from core import refusals, rights
from core.errors import Forbidden, Invalid, Refusal, problem

CONTENT_TYPE = "application/problem+json"


class Unauthenticated(Refusal):
    status = HTTPStatus.UNAUTHORIZED
    title = gettext_lazy("要先登录")


class NotOffered(Refusal):
    """A method, or a media type, that this address does not take."""

    title = gettext_lazy("不支持这种请求")

    def __init__(self, status: int, code: str, message: str) -> None:
        self.status = status
        super().__init__(code, message)


class TooLarge(Refusal):
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    title = gettext_lazy("内容太大")


class TooMany(Refusal):
    """Too many attempts: 429. `wait` is in seconds."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    title = gettext_lazy("太频繁")

    def __init__(self, code: str, message: str, *, wait: float | None = None) -> None:
        self.wait = wait
        super().__init__(code, message)


def handle(exc: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. None lets a defect surface as what it is: a 500 that somebody is told of."""
    told = translate(exc)
    if told is None:
        return None
    viewer = getattr(context.get("request"), "user", None)
    body = rights.named(problem(told), rights.who_may(viewer, told))
    return Response(body, status=body["status"], headers=_headers(told), content_type=CONTENT_TYPE)


def translate(exc: Exception) -> Exception | None:
    """What `core.errors.problem` can tell of this error; None when it is no answer but a defect."""
    if isinstance(exc, RequestDataTooBig):
        return TooLarge("request.too_large", _("请求内容太大"))
    if isinstance(exc, exceptions.APIException):
        return _from_rest(exc)
    return refusals.translate(exc)


def flatten(detail: Any, path: str = "") -> dict[str, list[str]]:
    """DRF's nested details as one level: the second line's price is "lines.1.price"."""
    if isinstance(detail, dict):
        items = [(str(key), value) for key, value in detail.items()]
    elif isinstance(detail, list) and any(isinstance(item, dict | list) for item in detail):
        items = [(str(position), value) for position, value in enumerate(detail)]
    else:
        texts = detail if isinstance(detail, list) else [detail]
        return {path or "__all__": [str(text) for text in texts]} if texts else {}
    found: dict[str, list[str]] = {}
    for key, value in items:
        name = "" if key == "non_field_errors" else key
        found |= flatten(value, ".".join(part for part in (path, name) if part))
    return found


def _from_rest(exc: exceptions.APIException) -> Exception | None:
    if isinstance(exc, exceptions.ValidationError):
        errors = flatten(exc.detail)
        return Invalid("invalid", next(iter(errors.values()), [""])[0], errors=errors)
    if isinstance(exc, exceptions.ParseError):
        return Invalid("request.malformed", str(exc.detail))
    if isinstance(exc, exceptions.AuthenticationFailed):
        return Unauthenticated("auth.failed", str(exc.detail))
    if isinstance(exc, exceptions.NotAuthenticated):
        return Unauthenticated("auth.required", _("先登录，或者带上令牌"))
    if isinstance(exc, exceptions.PermissionDenied):
        return Forbidden("forbidden", _("你没有这项权限"))
    if isinstance(exc, exceptions.NotFound):
        return Http404()
    if isinstance(exc, exceptions.Throttled):
        return TooMany("throttled", _("太频繁了，过一会儿再试"), wait=getattr(exc, "wait", None))
    if isinstance(exc, exceptions.MethodNotAllowed | exceptions.UnsupportedMediaType):
        code = "request.method" if isinstance(exc, exceptions.MethodNotAllowed) else "request.media_type"
        return NotOffered(exc.status_code, code, str(exc.detail))
    return None


def _headers(told: Exception) -> dict[str, str]:
    headers = {}
    if isinstance(told, Unauthenticated):
        headers["WWW-Authenticate"] = 'Bearer realm="SalesOps"'
    wait = getattr(told, "wait", None)
    if wait is not None:
        headers["Retry-After"] = str(max(1, int(wait)))
    return headers
