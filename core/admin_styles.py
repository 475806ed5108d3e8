"""The one page family whose styles are not ours: the Django admin."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

Answer = Callable[[HttpRequest], HttpResponseBase]


def middleware(get_response: Answer) -> Answer:
    """Let the admin's theme write its colours into the page. Scripts stay as strict as everywhere:
    static/unfold/ replaces its script framework by the build that needs no eval."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_update = {"style-src": ["'unsafe-inline'"]}  # type: ignore[attr-defined]
        return response

    return handle
