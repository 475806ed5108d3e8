"""The site answers in a real browser, and its probes tell the truth."""

import pytest
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
