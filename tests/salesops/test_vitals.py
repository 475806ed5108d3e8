"""The measure itself: what is still passes, and what jumps, dawdles, comes late or is heavy is told."""

import random
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page

from salesops.bench import report, vitals

pytestmark = pytest.mark.browser

STILL = "<!doctype html><h1>今天</h1><button>记拜访</button><p>三件事等你处理</p>"
PAGES = {
    "/still": STILL,
    "/jumps": STILL
    + """<script>setTimeout(() => {
      const late = document.createElement("div"); late.style.height = "400px"; document.body.prepend(late);
    }, 100)</script>""",
    "/dawdles": STILL
    + """<script>document.querySelector("button").onclick = () => {
      const began = performance.now(); while (performance.now() - began < 300);
    }</script>""",
    "/late": STILL,
    "/heavy": STILL + '<script src="/heavy.js"></script>',
}
HEAVY = "// " + "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz", k=130 * 1024))


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/late":
            time.sleep(report.PAINT / 1000)
        body = (HEAVY if self.path == "/heavy.js" else PAGES.get(self.path, "")).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript" if self.path.endswith(".js") else "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Nothing into the test's output."""


@pytest.fixture(scope="module")
def pages() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def tap(page: Page) -> None:
    page.locator("button").tap()


def seen(browser: Browser, base: str, path: str) -> vitals.Vitals:
    return vitals.visit(browser, base, vitals.Screen(path, "", path, tap))


def test_a_still_page_holds_every_bar(browser: Browser, pages: str) -> None:
    """One time of three: what the page does, not what else the machine is doing."""
    found = [seen(browser, pages, "/still")]
    while report.missed(asdict(found[-1])) and len(found) < 3:
        found.append(seen(browser, pages, "/still"))
    assert report.missed(asdict(found[-1])) == [], found
    assert found[0].paint > vitals.NETWORK["latency"]
    assert found[0].delay > 0
    assert found[0].bytes > len(STILL)


@pytest.mark.parametrize(
    ("path", "bar", "because"),
    [
        ("/jumps", "shift", "<h1>今天</h1>"),
        ("/dawdles", "delay", "<button>记拜访</button>"),
        ("/late", "paint", "<h1>今天</h1>"),
        ("/heavy", "scripts", ""),
    ],
)
def test_what_is_not_so_is_told(browser: Browser, pages: str, path: str, bar: str, because: str) -> None:
    found = seen(browser, pages, path)
    assert bar in report.missed(asdict(found)), found
    assert because in getattr(found, f"{bar}_by", "")


def test_a_bench_without_a_browser_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALESOPS_CHROMIUM", "/nowhere")
    with vitals.browser() as found:
        assert found is None
    said = list(report.phone({"pages": [], "load": [0, 0]}))
    assert any("NOT MEASURED" in line for line in said)
    assert [held for held, _said in report.phone_bars("at 10,000", {"pages": []})] == [False]
