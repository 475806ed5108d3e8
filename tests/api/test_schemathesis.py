"""The whole API under generated requests, as three people: no 5xx, nothing the document does not say.

A few examples for each operation run in the suite; tests/drills/test_generated_requests.py runs hundreds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from org import tokens
from salesops.wsgi import application
from tests.api.world import Everything, make_everything

ROLES = ("rep", "head", "admin")
EXAMPLES = 4
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]

schema = schemathesis.openapi.from_wsgi("/api/schema/", application)


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """The WSGI application closes its connection after each request; here that would end the test's transaction."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def probe(operation: Any, everything: Everything, key: str, examples: int) -> int:
    """So many generated requests of one operation, each rolled back. Returns how many were sent."""
    sent = 0

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def once(case: Any) -> None:
        nonlocal sent
        sent += 1
        everything.aim(case)
        with transaction.atomic():
            response = case.call(headers={"Authorization": f"Bearer {key}"})
            transaction.set_rollback(True)
        case.validate_response(response, checks=CHECKS)

    once()
    return sent


def crawl(cast: Any, role: str, examples: int) -> tuple[int, list[str]]:
    """Every operation as one person: the number of requests, and what went wrong."""
    everything = make_everything(cast)
    key = tokens.issue_token(actor=getattr(cast, role), name="test", days=1)[1]
    sent, faults = 0, []
    for result in schema.get_all_operations():
        operation = result.ok()
        try:
            sent += probe(operation, everything, key, examples)
        except (Exception, BaseExceptionGroup) as error:
            details = [str(part) for part in getattr(error, "exceptions", ())] or [str(error)]
            faults.append(f"{operation.label}: {'; '.join(details)}"[:2000])
        # The throttle is tried elsewhere.
        cache.clear()
    return sent, faults


@pytest.mark.parametrize("role", ROLES)
def test_generated_requests(cast, role):
    sent, faults = crawl(cast, role, EXAMPLES)
    assert not faults, "\n\n".join(faults)
    assert sent >= 150


def test_the_document_covers_every_operation():
    described = {(path, method) for path, item in schema.raw_schema["paths"].items() for method in item}
    assert len(described) >= 60
    assert schema.raw_schema["openapi"].startswith("3.1")
