"""The last resort: what nobody else caught."""

from __future__ import annotations

import sys

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template import TemplateDoesNotExist, loader
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from salesops.health import RETRY_AFTER_SECONDS


def database_is_away(error: BaseException | None) -> bool:
    """True for a lost or refused connection; a lock time-out or cancelled statement is not one."""
    if isinstance(error, InterfaceError):
        return True
    # psycopg raises the bare DatabaseError when the server dies in the middle of an answer; Django's own has no cause.
    lost = type(error) is DatabaseError and error.__cause__ is not None
    if error is None or not (lost or isinstance(error, OperationalError)):
        return False
    code = getattr(error.__cause__, "pgcode", None)
    # Without a code the client itself lost the server; 08 connection, 53 no room, 57P0x shutdown.
    return code is None or code.startswith(("08", "53", "57P0"))


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponseBase:
    """503 with Retry-After while the database is away, otherwise 500. Needs no database itself."""
    if database_is_away(sys.exc_info()[1]):
        return answer(request, 503, _("系统正在恢复，几秒后再试"))
    return answer(request, 500, _("这里出错了，我们已经记下"))


def answer(request: HttpRequest, status: int, words: str) -> HttpResponseBase:
    response: HttpResponse
    if request.path.startswith("/api/"):
        code = "service.unavailable" if status == 503 else "service.error"
        response = JsonResponse(
            {"status": status, "title": words, "detail": words, "code": code},
            status=status,
            content_type="application/problem+json",
        )
    else:
        try:
            page = loader.get_template(f"errors/{status}.html").render({"words": words}, request)
        except TemplateDoesNotExist:
            page = f"<!doctype html><meta charset=utf-8><title>{status}</title><p>{words}</p>"
        response = HttpResponse(page, status=status)
    if status == 503:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
