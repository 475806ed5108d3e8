"""What a page must not do while somebody looks: complain in the console, break the CSP, scroll sideways, fail."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import Site

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PICTURES = Path(__file__).resolve().parent.parent.parent / "artifacts"
SERIOUS = {"serious", "critical"}


class Eyes:
    """One person at one screen. `clicks` counts what `tap` pressed."""

    def __init__(self, browser: Browser, site: Site, person: Any, size: dict[str, int], **options: Any) -> None:
        self.site = site
        # axe is injected as a script; everything else runs under the page's own policy, violations are still told.
        self.context: BrowserContext = browser.new_context(
            viewport=size,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            base_url=site.url,
            has_touch=size == PHONE,
            **options,
        )
        client = Client()
        client.force_login(person)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site.url}])
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.clicks = 0
        self.expected: set[int] = set()
        self.page.on("console", lambda message: self._hear(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        self.page.on("response", lambda response: self._answered(response.status, response.url))

    def _hear(self, kind: str, text: str) -> None:
        told = any(f"status of {status}" in text for status in self.expected)
        if kind == "error" and not told:
            self.complaints.append(f"{self.page.url}: {text}")

    def _answered(self, status: int, url: str) -> None:
        if status >= 500:
            self.complaints.append(f"{status} {url}")

    def go(self, path: str) -> int:
        answer = self.page.goto(path, wait_until="load")
        return answer.status if answer else 0

    def tap(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        self.clicks += 1

    def sideways(self) -> int:
        """Pixels the page is wider than the screen."""
        width: int = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return width

    def axe(self) -> list[str]:
        found = Axe().run(self.page).response["violations"]
        return [
            f"{self.page.url} {item['id']}: {item['nodes'][0]['html'][:120]}"
            for item in found
            if item["impact"] in SERIOUS
        ]

    def picture(self, name: str) -> None:
        target = PICTURES / f"{name}.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=target)

    def close(self) -> None:
        self.context.close()
