"""What a page must not do while somebody looks: complain in the console, break the CSP, scroll sideways, fail."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Locator, Page

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PICTURES = Path(__file__).resolve().parent.parent.parent / "artifacts"
SERIOUS = {"serious", "critical"}
# What an ellipsis shortens says all of it in a title, at the latest when one points at it; anything else that does not fit its box is a fault.
CUT = """() => {
  const whole = (node) => node.closest("[title], .visually-hidden, svg, option, [aria-hidden=true]") || node.querySelector("[title]");
  const boxed = ".btn, .chip, .tag, .cls, .st-pill, .opt, kbd, button, .n";
  const found = [];
  for (const node of document.body.querySelectorAll("*")) {
    const text = [...node.childNodes].some((one) => one.nodeType === Node.TEXT_NODE && one.textContent.trim());
    if (!text || !node.checkVisibility({ visibilityProperty: true }) || whole(node)) continue;
    const style = getComputedStyle(node);
    if (style.display === "inline" || style.clipPath === "inset(50%)") continue;
    const wide = node.scrollWidth > node.clientWidth + 1;
    const high = node.scrollHeight > node.clientHeight + 2 && style.overflowY === "hidden";
    if (!high && !(wide && (["hidden", "clip"].includes(style.overflowX) || node.matches(boxed)))) continue;
    node.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
    if (!whole(node))
      found.push(`${node.className || node.tagName}: ${node.textContent.trim().slice(0, 40)}`);
  }
  return found;
}"""
# Text lies within every bordered or coloured box around it, and within what clips, or a title says it; CUT sees only boxes that hold text of
# their own. What scrolls shows all of it, what is positioned floats on purpose. Lines are higher than their letters: some height is nothing.
STICKS_OUT = """() => {
  const known = new Map(), found = new Set(), seen = (colour) => !/^(transparent|rgba\\(.*, 0\\))$/.test(colour);
  const whole = (text, node) => {
    text.parentElement.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
    return text.parentElement.closest("[title], .visually-hidden, svg, option, [aria-hidden=true]") || node.querySelector("[title]");
  };
  const read = (node) => {
    const style = getComputedStyle(node), box = node.getBoundingClientRect();
    const drawn = seen(style.backgroundColor) || ["Top", "Right", "Bottom", "Left"].some((side) => parseFloat(style[`border${side}Width`]) && seen(style[`border${side}Color`]));
    return {
      box, drawn: drawn && !["inline", "contents"].includes(style.display),
      cuts: ["hidden", "clip"].includes(style.overflowX) && style.clipPath !== "inset(50%)",
      ends: style.overflowX !== "visible" || ["absolute", "fixed"].includes(style.position) || node.tagName === "svg" || node.tagName === "OPTION",
    };
  };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
  while (walk.nextNode()) {
    const text = walk.currentNode;
    if (!text.textContent.trim() || !text.parentElement.checkVisibility({ visibilityProperty: true })) continue;
    range.selectNodeContents(text);
    const said = range.getBoundingClientRect();
    for (let node = text.parentElement; node !== document.body; node = node.parentElement) {
      if (!known.has(node)) known.set(node, read(node));
      const { box, drawn, cuts, ends } = known.get(node);
      if (cuts && (said.right > box.right + 1 || said.left < box.left - 1) && !whole(text, node)) found.add(`${node.className || node.tagName} cuts ${text.textContent.trim().slice(0, 40)}`);
      if (ends) break;
      if (drawn && (said.right > box.right + 1 || said.left < box.left - 1 || said.bottom > box.bottom + 4 || said.top < box.top - 4)) {
        found.add(`${node.className || node.tagName}: ${text.textContent.trim().slice(0, 40)}`);
        break;
      }
    }
  }
  return [...found];
}"""
# Sentences a reader of another language should not meet, wherever a page says something.
SAID = """(sentences) => {
  const known = new Set(sentences), found = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.trim(), around = walk.currentNode.parentElement;
    if (known.has(text) && around.checkVisibility() && !around.closest("[lang]:not(html)")) found.add(text);
  }
  for (const name of ["aria-label", "placeholder", "title"])
    for (const node of document.querySelectorAll(`[${name}]`)) if (known.has(node.getAttribute(name).trim())) found.add(node.getAttribute(name));
  return [...found];
}"""


class Eyes:
    """One person at one screen, or a stranger (`person` None). `clicks` counts what `tap` pressed."""

    def __init__(self, browser: Browser, url: str, person: Any, size: dict[str, int], **options: Any) -> None:
        self.url = url
        self.context: BrowserContext = browser.new_context(
            viewport=size,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            base_url=url,
            has_touch=size == PHONE,
            reduced_motion="reduce",
            **options,
        )
        self.context.set_default_timeout(15_000)
        if person is not None:
            client = Client()
            client.force_login(person)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
            self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": url}])
        self.complaints: list[str] = []
        self.clicks = 0
        self.expected: set[int] = set()
        self.page: Page = self.tab()

    def tab(self) -> Page:
        """Another tab of the same browser, under the same eyes."""
        page = self.context.new_page()
        page.on("console", lambda message: self._hear(message.type, f"{page.url}: {message.text}"))
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("response", lambda response: self._answered(response.status, response.url))
        return page

    def _hear(self, kind: str, text: str) -> None:
        told = any(f"status of {status}" in text for status in self.expected)
        if kind == "error" and not told:
            self.complaints.append(text)

    def _answered(self, status: int, url: str) -> None:
        if status >= 500:
            self.complaints.append(f"{status} {url}")

    def go(self, path: str) -> int:
        answer = self.page.goto(path, wait_until="load")
        return answer.status if answer else 0

    def tap(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        self.clicks += 1

    def send(self, button: str = "form[method=post] button.btn-primary:visible") -> None:
        """Press the button that sends the page's form."""
        self.page.locator(button).last.click()

    def toast(self, text: str) -> Locator:
        found = self.page.locator(".tst", has_text=text).first
        found.wait_for()
        return found

    def sideways(self) -> int:
        """Pixels the page is wider than the screen."""
        width: int = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return width

    def cut(self) -> list[str]:
        """Text that its box does not show whole, and no title says."""
        found: list[str] = self.page.evaluate(CUT)
        return found

    def sticks_out(self) -> list[str]:
        """Text beyond the edge of the box that it stands in."""
        found: list[str] = self.page.evaluate(STICKS_OUT)
        return found

    def says(self, sentences: Iterable[str]) -> list[str]:
        """Which of these stand on the page."""
        found: list[str] = self.page.evaluate(SAID, list(sentences))
        return found

    def axe(self, **options: Any) -> list[str]:
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        # Without resultTypes axe finds a selector for everything that passed: a third of its time.
        found = self.page.evaluate(
            "async (options) => (await axe.run(options)).violations", {"resultTypes": ["violations"], **options}
        )
        return [
            f"{self.page.url} {item['id']}: {node['target']} {node['html'][:120]}"
            for item in found
            if item["impact"] in SERIOUS
            for node in item["nodes"][:3]
        ]

    def picture(self, name: str) -> None:
        target = PICTURES / f"{name}.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=target)

    def close(self) -> None:
        self.context.close()
