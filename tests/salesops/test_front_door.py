"""The site answers in a real browser, and its probes tell the truth."""

import psycopg2
import pytest
from django.db import DatabaseError, connections
from django.test import Client


@pytest.mark.browser
def test_a_browser_opens_the_site(browser_site, page) -> None:
    response = page.goto(f"{browser_site.url}/healthz")
    assert response is not None
    assert response.status == 200
    assert page.inner_text("body") == "ok"


@pytest.mark.django_db
def test_probes_need_no_login() -> None:
    assert Client().get("/healthz").status_code == 200
    ready = Client().get("/readyz")
    assert (ready.status_code, ready.json()) == (200, {"database": "ok", "broker": "ok"})


def test_healthz_asks_no_database() -> None:
    # pytest-django refuses every query here: an answer proves that none was made.
    assert Client().get("/healthz", headers={"cookie": "sessionid=abc"}).status_code == 200


def test_metrics_are_for_this_machine_only() -> None:
    assert Client().get("/metrics").status_code == 200
    assert Client(REMOTE_ADDR="10.0.0.9").get("/metrics").status_code == 403
    assert Client().get("/metrics", headers={"x-forwarded-for": "10.0.0.9"}).status_code == 403


def test_metrics_with_a_token_are_for_its_bearer_only(settings) -> None:
    settings.METRICS_TOKEN = "let-me-see"
    assert Client().get("/metrics").status_code == 403
    assert Client().get("/metrics", headers={"authorization": "Bearer let-me-see"}).status_code == 200


@pytest.fixture
def away(committed_db):
    """The database is gone."""
    target = connections.settings["default"]
    before = target["HOST"], target["OPTIONS"]
    connections["default"].close()
    target["HOST"], target["OPTIONS"] = "/nowhere", {}
    yield
    connections["default"].close()
    target["HOST"], target["OPTIONS"] = before


def test_without_a_database_the_answer_is_503_and_when_to_come_back(away) -> None:
    client = Client(raise_request_exception=False, headers={"cookie": "sessionid=abcdefghijklmnop"})
    for path in ("/", "/accounts/login/", "/readyz"):
        response = client.get(path)
        assert (response.status_code, response["Retry-After"]) == (503, "5"), path
    assert client.get("/healthz").status_code == 200


def test_any_other_error_is_500(committed_db, monkeypatch) -> None:
    def broken(request: object) -> None:
        raise ValueError("ours")

    monkeypatch.setattr("salesops.health.database_answers", lambda: broken(None))
    response = Client(raise_request_exception=False).get("/readyz")
    assert response.status_code == 500
    assert "Retry-After" not in response
    assert "ours" not in response.content.decode()


def test_a_lock_timeout_is_not_a_lost_database() -> None:
    import psycopg2.errors
    from django.db import OperationalError

    from salesops.errors import database_is_away

    late = OperationalError("canceling statement due to lock timeout")
    late.__cause__ = type("Late", (psycopg2.errors.LockNotAvailable,), {"pgcode": "55P03"})()
    assert not database_is_away(late)
    assert database_is_away(OperationalError("server closed the connection unexpectedly"))


def test_a_server_that_dies_in_the_middle_of_an_answer_is_away_a_lost_row_is_not() -> None:
    from salesops.errors import database_is_away

    lost_row = DatabaseError("Save with update_fields did not affect any rows.")
    assert not database_is_away(lost_row)
    cut_off = DatabaseError("server closed the connection unexpectedly")
    cut_off.__cause__ = psycopg2.DatabaseError("server closed the connection unexpectedly")
    assert database_is_away(cut_off)
