"""What every request passes through: who asks from where, how refusals are told, and that no cache keeps data."""

import ipaddress
import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils import translation
from django.utils.translation import gettext as _

from core import context, refusals
from core.errors import Invalid, TooLarge

Answer = Callable[[HttpRequest], HttpResponseBase]

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
REQUEST_ID_HEADER = "X-Request-ID"


def request_context(get_response: Answer) -> Answer:
    """Note request id, address and channel for audit and log, and send the id back.

    A caller's own X-Request-ID is kept when it looks like one, so that a trace can cross systems.
    """

    def handle(request: HttpRequest) -> HttpResponseBase:
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        # django-structlog reads it here too: one id in log, audit and answer.
        request.META["HTTP_X_REQUEST_ID"] = request_id
        meta = context.RequestMeta(request_id=request_id, ip=client_ip(request), source=source_of(request.path))
        with context.use(meta):
            response = get_response(request)
        response[REQUEST_ID_HEADER] = request_id
        return response

    return handle


def acting(get_response: Answer) -> Answer:
    """Let the rest of the request act as the person signed in, in their language.

    Without a session cookie nobody is asked for, so that /healthz needs no database.
    """

    def handle(request: HttpRequest) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return get_response(request)
        translation.activate(request.user.language)
        request.LANGUAGE_CODE = translation.get_language()
        with context.use(replace(context.current(), actor_id=request.user.pk)):
            return get_response(request)

    return handle


def no_store(get_response: Answer) -> Answer:
    """Keep answers out of every cache, shared computers included, unless a view says otherwise."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        return response

    return handle


def whole_page_login(get_response: Answer) -> Answer:
    """When a session ended behind an open page, let htmx load the login as a page instead of into a fragment."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        login = resolve_url(settings.LOGIN_URL)
        if not getattr(request, "htmx", False) or not response.get("Location", "").startswith(login):
            return response
        shown = urlsplit(request.headers.get("HX-Current-URL", ""))
        back = f"{shown.path}?{shown.query}" if shown.query else shown.path
        return HttpResponse(status=204, headers={"HX-Redirect": f"{login}?{urlencode({'next': back or '/'})}"})

    return handle


class Refusals:
    """Turn what services, policies and constraints refuse into an answer that names the rule."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # PostgreSQL stores no NUL; refused here, it cannot reach a query by any parameter.
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return refusals.answer(request, Invalid("request.malformed"))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """None leaves an unforeseen error, a lost database included, to handler500."""
        told = refusals.translate(exception)
        return refusals.answer(request, told) if told else None


class BoundedBody:
    """Refuse what is longer than a view takes before anything reads it: the CSRF check comes first, for strangers too.

    A view that takes files says how much with `most_body`; for all others it is DATA_UPLOAD_MAX_MEMORY_SIZE, which
    by itself does not count the files of a form.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        most = getattr(view, "most_body", settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) <= most:
            return None
        return refusals.answer(request, TooLarge("request.too_large", _("一次提交的内容太大，分几次来")))


def client_ip(request: HttpRequest) -> str | None:
    """The caller's address. Forwarded headers count only from our own proxies (TRUSTED_PROXIES of them)."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        # Each of our proxies appended the address it saw; what stands further left anybody can write.
        address = hops[-settings.TRUSTED_PROXIES] if len(hops) >= settings.TRUSTED_PROXIES else address
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return None


def source_of(path: str) -> str:
    """Through which channel a request came: api, admin or web."""
    if path.startswith("/api/"):
        return "api"
    return "admin" if path.startswith("/admin/") else "web"
