"""People with passwords, and doors to sign in at."""

import pytest
from django.test import Client

PASSWORD = "right-horse-battery"


@pytest.fixture
def with_password(cast):
    """Give somebody of the cast the password of these tests."""

    def give(login, password=PASSWORD):
        person = getattr(cast, login)
        person.set_password(password)
        person.save(update_fields=["password"])
        return person

    return give


@pytest.fixture
def sign_in(with_password):
    """Somebody signed in through the page; returns the browser."""

    def enter(login, password=PASSWORD, **headers):
        with_password(login)
        browser = Client(**headers)
        answer = browser.post("/accounts/login/", {"login": login, "password": password})
        assert answer.status_code == 302, answer.content.decode()[:500]
        return browser

    return enter
