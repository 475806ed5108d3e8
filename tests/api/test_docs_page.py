"""The document of the API and the page that shows it."""

import pytest
from django.test import Client


def test_the_document_needs_no_key(db):
    answer = Client().get("/api/schema/")
    assert answer.status_code == 200
    assert answer.json()["openapi"] == "3.1.0"


def test_its_page_has_nothing_inline(db):
    page = Client().get("/api/docs/").content.decode()
    assert "<style" not in page
    assert "<script>" not in page
    assert "//" not in page.replace("<!doctype html>", "").replace("http://testserver", "")


@pytest.mark.browser
def test_its_page_works_under_our_own_rules(browser_site, page):
    """Swagger UI lists the operations to the last, and the browser reports nothing our CSP forbids."""
    complaints = []
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.goto(f"{browser_site.url}/api/docs/")
    page.locator(".opblock").first.wait_for(timeout=30_000)
    *_others, last = Client().get("/api/schema/").json()["paths"]
    shown = page.locator(f'[data-path="{last}"]')
    for _try in range(100):
        # Of so many operations it draws those near the eye, and a slow machine is still laying out.
        page.keyboard.press("End")
        if shown.count():
            break
        page.wait_for_timeout(300)
    assert shown.count()
    assert not [text for text in complaints if "Content Security Policy" in text]
