"""The API under hundreds of generated requests for each operation, as three people. Takes a quarter of an hour."""

import pytest
from django.db import connection

from tests.api.test_schemathesis import ROLES, crawl, one_connection

pytestmark = pytest.mark.drill
__all__ = ["one_connection"]
EXAMPLES = 200


@pytest.mark.parametrize("role", ROLES)
def test_many_generated_requests(cast, role):
    # All of it is one transaction, and making up the next request may take longer than an idle one is let live.
    with connection.cursor() as cursor:
        cursor.execute("SET idle_in_transaction_session_timeout = 0")
    sent, faults = crawl(cast, role, EXAMPLES)
    assert not faults, "\n\n".join(faults)
    assert sent >= 5000
