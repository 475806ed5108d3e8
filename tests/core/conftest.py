"""What tests of the kernel's pages ask for."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client


@pytest.fixture
def as_person(cast: Any) -> Any:
    def sign_in(login: str) -> Client:
        client = Client()
        client.force_login(getattr(cast, login))
        return client

    return sign_in
