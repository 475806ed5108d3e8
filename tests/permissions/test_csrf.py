"""Every unsafe page route refuses without its token, whoever asks."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.permissions.matrix import rows

UNSAFE = [row for row in rows() if row.method == "POST" and not row.route.startswith("api:")]


@pytest.mark.parametrize("row", UNSAFE, ids=str)
def test_no_token_no_write(asker, row):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = asker.browsers["admin"].cookies
    answer = browser.post(reverse(row.route, kwargs=asker.world.arguments(row, "admin")), {})
    assert answer.status_code == 403


def test_there_is_something_to_test():
    assert len(UNSAFE) > 30
