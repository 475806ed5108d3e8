"""How many statements a request sends, told in a header. Outermost, so that sessions and users count too."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponseBase

HEADER = "X-Bench-Queries"


def count_queries(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    def handle(request: HttpRequest) -> HttpResponseBase:
        seen = 0

        def count(execute: Any, statement: Any, params: Any, many: bool, context: Any) -> Any:
            nonlocal seen
            seen += 1
            return execute(statement, params, many, context)

        with connection.execute_wrapper(count):
            response = get_response(request)
        response[HEADER] = str(seen)
        return response

    return handle
