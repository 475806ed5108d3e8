"""How a refusal is told to whoever asked: a page that names the rule, or problem+json for scripts.

What the database itself refuses becomes a refusal of ours first, so that a constraint, a lock that did not come in time
and a service say no in the same words on every channel.
"""

from functools import cache
from http import HTTPStatus
from typing import Any

from django.apps import apps
from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    ValidationError,
)
from django.db import DatabaseError, DataError, IntegrityError, OperationalError
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import requires_csrf_token

from core import rights
from core.errors import Conflict, Forbidden, Invalid, Refusal, problem

TOO_LATE = {"55P03", "40P01", "40001"}
"""lock_not_available, deadlock_detected, serialization_failure: somebody else was at the same row."""

PROTECTED = "23503"

NUL = "NUL (0x00)"
"""What psycopg2 complains of, as a plain ValueError, when text that no form looked at carries one."""


class TooLarge(Refusal):
    """More was sent than may be: 413."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    title = gettext_lazy("内容太大")


def translate(exc: BaseException) -> Exception | None:
    """What `core.errors.problem` can tell, or None for an error nobody foresaw.

    Our refusals and Django's own pass through; IntegrityError and a lock that did not come become Conflict,
    DataError becomes Invalid. A lost connection is none of these.
    """
    if isinstance(exc, (Refusal, ValidationError, PermissionDenied, Http404)):
        return exc
    if isinstance(exc, IntegrityError):
        return _from_constraint(exc)
    if isinstance(exc, OperationalError) and _sqlstate(exc) in TOO_LATE:
        return Conflict("record.busy", _("别人正在改这条记录，稍等几秒再试"))
    if isinstance(exc, DataError):
        return Invalid("value.out_of_range", _("有一项内容超出了能存的范围，检查数字和长度"))
    if isinstance(exc, ValueError) and NUL in str(exc):
        return Invalid("request.malformed")
    if isinstance(exc, RequestDataTooBig):
        return TooLarge("request.too_large", _("一次提交的内容太大，分几次来"))
    if isinstance(exc, (BadRequest, SuspiciousOperation)):
        return Invalid("request.malformed", _("这个请求看不懂，回到上一页重来"))
    return None


def answer(request: HttpRequest, exc: Exception) -> HttpResponse:
    """The answer to a refused request. `exc` is something `problem` knows."""
    body = problem(exc)
    roles = rights.who_may(getattr(request, "user", None), exc)
    if wants_json(request):
        return JsonResponse(
            rights.named(body, roles),
            status=body["status"],
            content_type="application/problem+json",
            json_dumps_params={"ensure_ascii": False},
        )
    signed_in = bool(getattr(getattr(request, "user", None), "is_authenticated", False))
    context = {
        "problem": body,
        "roles": roles,
        "page_title": body["title"],
        "goes_to": getattr(exc, "url", ""),
        "back_url": _came_from(request) if isinstance(exc, (Refusal, Http404)) else "/",
        "shell": "base.html" if signed_in else "base_bare.html",
    }
    return render(request, "errors/refusal.html", context, status=body["status"])


def wants_json(request: HttpRequest) -> bool:
    """The API, and htmx: static/js/requests.js shows the detail as a toast and leaves the page as it is."""
    if request.path.startswith("/api/") or getattr(request, "htmx", False):
        return True
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def onto_form(form: BaseForm, refusal: Refusal) -> None:
    """Show a service's refusal where it belongs: beside the fields it names, or above the form."""
    told = False
    for field, messages in refusal.errors.items():
        if field in form.fields:
            for message in messages:
                form.add_error(field, message)
            told = True
    if not told:
        form.add_error(None, str(refusal))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404: an address that leads nowhere looks like a record one may not see."""
    return answer(request, Http404())


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, exception if isinstance(exception, PermissionDenied) else PermissionDenied())


def malformed(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, translate(exception) or Invalid("request.malformed"))


@requires_csrf_token
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: mostly a page left open over a new login."""
    return answer(request, Forbidden("csrf.failed", _("这一页开得太久，登录已经换过。刷新后再提交一次")))


def _came_from(request: HttpRequest) -> str:
    """The page before, when it is one of ours and not this one."""
    referer = request.headers.get("Referer", "")
    if not referer:
        return "/"
    ours = url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure())
    return referer if ours and referer != request.build_absolute_uri() else "/"


def _from_constraint(exc: IntegrityError) -> Conflict:
    name = getattr(getattr(exc.__cause__, "diag", None), "constraint_name", "") or ""
    if _sqlstate(exc) == PROTECTED:
        return Conflict("record.in_use", _("别的记录还在用它，不能删"))
    said = _constraint_messages().get(name)
    return Conflict(f"constraint.{name}" if name else "constraint", str(said or _("和已有的记录冲突，刷新后再看")))


@cache
def _constraint_messages() -> dict[str, Any]:
    """What models say of their own constraints, where they say more than Django does."""
    return {
        constraint.name: constraint.violation_error_message
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message != constraint.default_violation_error_message
    }


def _sqlstate(exc: DatabaseError) -> str:
    return getattr(exc.__cause__, "pgcode", None) or ""
