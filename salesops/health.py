"""What machines ask: is the process alive, can it serve, how is it doing."""

from __future__ import annotations

import hmac
from collections.abc import Callable

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_prometheus.exports import ExportToDjangoView
from redis.backoff import NoBackoff
from redis.retry import Retry

RETRY_AFTER_SECONDS = 5


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers; asks nothing else, so a database gap restarts nobody."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when requests can be served. A missing broker is reported but does not count."""
    database = database_answers()
    report = {
        "database": "ok" if database else "unreachable",
        "broker": "ok" if broker_answers() else "unreachable",
    }
    response = JsonResponse(report, status=200 if database else 503)
    if not database:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text: for the bearer of METRICS_TOKEN, or without a token for this machine."""
    if settings.METRICS_TOKEN:
        offered = request.headers.get("Authorization", "").removeprefix("Bearer ")
        allowed = hmac.compare_digest(offered.encode(), settings.METRICS_TOKEN.encode())
    else:
        # A proxy on this machine forwards strangers under our own address.
        forwarded = "X-Forwarded-For" in request.headers
        allowed = request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1") and not forwarded
    if not allowed:
        return HttpResponse(status=403)
    return ExportToDjangoView(request)


def answer_probes(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: a probe is answered before sessions and request logs, hence also while the database is away."""
    probes = {"/healthz": healthz, "/readyz": readyz}

    def middleware(request: HttpRequest) -> HttpResponseBase:
        probe = probes.get(request.path_info)
        return probe(request) if probe else get_response(request)

    return middleware


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def broker_answers(timeout: float = 2.0) -> bool:
    client = redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=timeout,
        socket_connect_timeout=timeout,
        retry=Retry(NoBackoff(), 0),
    )
    try:
        return bool(client.ping())
    except (redis.RedisError, OSError):
        return False
    finally:
        client.close()
