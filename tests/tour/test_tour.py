"""Every place of the frame, and one record and form of each, as every role, at both sizes, light and dark.

Each page is opened once and looked at four times. axe, which takes longest, reads a page when it holds something that no
page before it held in the same dress.
"""

import pytest

from org.models import User
from tests.cast import LOGINS
from tests.flows.eyes import DESK, PHONE, Eyes

pytestmark = [pytest.mark.browser, pytest.mark.drill]

SIZES = {"1440": DESK, "390": PHONE}
FIRST = [
    "/",
    "/search/?q=水务",
    "/new/",
    "/start/",
    "/org/me/",
    "/notices/",
    "/notices/settings/",
    "/quotes/board/?scene=all",
    "/org/tokens/",
    "/accounts/2fa/",
    "/accounts/password/change/",
]
FORMS = "#main :is(a[href$='/edit/'], a[href$='/new/'], a[href$='/revise/'], a[href*='/new/?'])"
HREFS = "links => links.slice(0, 3).map((link) => link.pathname + link.search)"
SHAPES = """() => {
  const name = (node) => node.tagName + "." + [...node.classList].sort().join(".") + (node.getAttribute("role") || "");
  const shown = [...document.body.querySelectorAll("*")].filter((node) => node.checkVisibility());
  return [...new Set(shown.map((node) => name(node.parentElement) + ">" + name(node)))];
}"""

seen: set[tuple[str, str, str]] = set()


def places(eyes: Eyes) -> list[str]:
    """The sidebar, and from each of its lists the first record with its edit form."""
    eyes.go("/")
    found = eyes.page.eval_on_selector_all(".s-nav a", "links => links.map((link) => link.getAttribute('href'))")
    forms = []
    for place in list(found):
        eyes.go(place)
        forms += eyes.page.eval_on_selector_all(FORMS, HREFS)
        first = eyes.page.locator("#list tbody a, .inb .ttl, .tree a, .set-l a, .pol-i").first
        if first.count():
            found.append(first.evaluate("(link) => link.pathname + link.search"))
            eyes.go(found[-1])
            forms += eyes.page.eval_on_selector_all(FORMS, HREFS)
    found += forms
    return list(dict.fromkeys([*FIRST, *found]))


def look(eyes: Eyes, address: str, picture: str) -> list[str]:
    faults = []
    for theme in ("light", "dark"):
        eyes.page.evaluate("(theme) => { document.documentElement.dataset.bsTheme = theme }", theme)
        for size, pixels in SIZES.items():
            eyes.page.set_viewport_size(pixels)
            eyes.picture(f"tour/{picture}-{size}-{theme}")
            if eyes.sideways() > 0:
                faults.append(f"{address} scrolls sideways by {eyes.sideways()} px at {size}")
            shapes = {(size, theme, shape) for shape in eyes.page.evaluate(SHAPES)}
            if not shapes <= seen:
                seen.update(shapes)
                faults += [f"{size} {theme} {fault}" for fault in eyes.axe()]
    return faults


@pytest.mark.parametrize("login", LOGINS)
def test_every_page(browser, tour_site, login):
    eyes = Eyes(browser, tour_site.url, User.objects.get(username=login), DESK)
    # Not every page is everybody's: a refusal is a page too, and is looked at like the rest.
    eyes.expected = {403, 404}
    faults = []
    try:
        for number, address in enumerate([*places(eyes), "/audit/", "/nowhere/"]):
            eyes.page.set_viewport_size(DESK)
            eyes.go(address)
            name = address.strip("/").replace("/", "-").replace("?", "-") or "today"
            faults += look(eyes, address, f"{login}/{number:02d}-{name}")
    finally:
        eyes.close()
    assert faults + eyes.complaints == []
