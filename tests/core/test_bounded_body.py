"""What is too long is refused before anything reads it."""

import pytest
from django.test import Client

from core.views.attachments import measured


@pytest.mark.parametrize(
    "address", ["/accounts/login/", "/quotes/new/", "/accounts/demo/", "/api/v1/auth/token/", "/admin/login/"]
)
def test_a_body_longer_than_a_view_takes_is_not_read(db, address):
    """Strangers too: the CSRF check reads the form, files and all, before anybody is asked who they are."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    told = client.post(address, {"file": "x"}, CONTENT_LENGTH=str(6 * 1024 * 1024))
    assert told.status_code == 413


def test_views_for_files_take_more(cast, client):
    client.force_login(cast.rep, backend="org.backends.PasswordBackend")
    client.raise_request_exception = False
    assert client.post("/customers/visits/new/", {}, CONTENT_LENGTH=str(300 * 1024 * 1024)).status_code == 413
    assert measured(lambda request: None).most_body > 100 * 1024 * 1024
