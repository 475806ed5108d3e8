"""How the main pages feel on a slow phone: largest paint, what jumps, how long a tap waits for its paint, what is loaded.

The profile is that of Lighthouse: a processor four times slower, a slow 4G, nothing in the cache. The browser throttles itself,
so a machine that does other things makes the figures worse, never better.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from django.conf import settings

from salesops.bench.chromium import find_chromium, launch_arguments
from salesops.bench.client import Client
from salesops.demo.cast import PASSWORD

if TYPE_CHECKING:
    # A tool of development: the product runs without it.
    from playwright.sync_api import Browser, Page

SLOWER = 4
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
PROFILE = "4 × slower CPU, 1.6 / 0.75 Mbit/s, 150 ms, 390 × 844, empty cache, median of 3"
ROUNDS = 3
TYPING = 120
"""Milliseconds between two keys of somebody who types."""
WATCH = Path(__file__).with_name("vitals.js")
PAINTED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100))))"


@dataclass(frozen=True)
class Screen:
    """A page, who opens it, and what they do there: `use` taps and types and stays on the page."""

    label: str
    login: str
    path: str
    use: Callable[[Page], None]


@dataclass(frozen=True)
class Vitals:
    """Milliseconds, share of the screen that jumped, bytes on the wire; and the node behind each of the first three."""

    paint: float
    shift: float
    delay: float
    bytes: int
    scripts: int
    paint_by: str
    shift_by: str
    delay_by: str


def measure(port: int) -> list[dict[str, Any]]:
    """The figures of each screen; nothing without a browser."""
    facts = json.loads(Client(port).get("/bench/facts/").text)
    base = f"http://127.0.0.1:{port}"
    with browser() as found:
        if found is None:
            return []
        return [
            {"label": screen.label, **asdict(typical([visit(found, base, screen) for _round in range(ROUNDS)]))}
            for screen in screens(facts)
        ]


@contextmanager
def browser() -> Iterator[Browser | None]:
    program = find_chromium()
    if program is None:
        yield None
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=launch_arguments())
        try:
            yield found
        finally:
            found.close()


def visit(found: Browser, base: str, screen: Screen) -> Vitals:
    """Opens the screen as for the first time, waits until it is still, and uses it."""
    # Not is_mobile: that sizes the view anew as the page comes, and Chromium forgives whatever jumps half a second after.
    context = found.new_context(base_url=base, viewport={"width": 390, "height": 844}, has_touch=True, locale="zh-CN")
    try:
        context.add_init_script(path=WATCH)
        if screen.login:
            session = _session(base, screen.login)
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": base}])
        page = context.new_page()
        phone = context.new_cdp_session(page)
        phone.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        phone.send("Network.enable")
        phone.send("Network.emulateNetworkConditions", NETWORK)
        # Loaded first: between a page and its scripts a slow phone is idle, and a tap then is that of a page without them.
        answer = page.goto(screen.path)
        page.wait_for_load_state("networkidle")
        if answer is None or answer.status != 200:
            raise RuntimeError(f"{screen.label}: {answer and answer.status} instead of 200")
        screen.use(page)
        page.evaluate(PAINTED)
        return Vitals(**page.evaluate("vitals()"))
    finally:
        context.close()


def typical(visits: Sequence[Vitals]) -> Vitals:
    """The median of each figure; but what jumps once jumps."""
    return replace(
        max(visits, key=lambda one: one.shift),
        paint=median(one.paint for one in visits),
        delay=median(one.delay for one in visits),
    )


def screens(facts: dict[str, Any]) -> list[Screen]:
    return [
        Screen("Today", "rep", "/", _look_up),
        Screen("Customer list", "rep", "/customers/", _narrow_and_tick),
        Screen("Customer record", "rep", f"/customers/{facts['customers'][0]}/", _create),
        Screen("Quote record", "rep", f"/quotes/{facts['quote']}/", _more),
        Screen("New visit", "rep", f"/customers/visits/new/?customer={facts['customers'][0]}", _log),
        Screen("Inbox", "head", "/inbox/", _look_up),
        Screen("Customer charts", "head", "/customers/analysis/", _table),
    ]


def _look_up(page: Page) -> None:
    page.locator(".s-top [data-palette]").tap()
    page.keyboard.type("njsb", delay=TYPING)
    page.locator("#palette .pal-list").wait_for()
    page.wait_for_load_state("networkidle")
    page.keyboard.press("Escape")


def _narrow_and_tick(page: Page) -> None:
    page.locator(".s-tools summary", has_text="筛选").tap()
    page.locator(".s-tools .drop-m form").first.wait_for()
    page.keyboard.press("Escape")
    page.locator(".many").tap()
    page.locator("[data-row] input[name=id]").first.tap()
    page.locator("#list-q").tap()
    page.keyboard.type("设备", delay=TYPING)
    page.wait_for_load_state("networkidle")


def _create(page: Page) -> None:
    page.locator(".s-tabbar [data-dialog=create]").tap()
    page.locator("#create [aria-label]").tap()


def _more(page: Page) -> None:
    page.locator(".s-top summary").tap()
    page.keyboard.press("Escape")


def _log(page: Page) -> None:
    page.locator("#f-outcome .opt").first.tap()
    page.locator("[name=summary]").tap()
    page.keyboard.type("hui", delay=TYPING)
    page.locator("#f-next_kind .opt").first.tap()


def _table(page: Page) -> None:
    page.locator(".ch-t summary").first.tap()


def _session(base: str, login: str) -> str:
    client = Client(int(base.rpartition(":")[2]))
    client.sign_in(login, PASSWORD)
    return client.cookies[settings.SESSION_COOKIE_NAME]
