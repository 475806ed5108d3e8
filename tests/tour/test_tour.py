"""Every place of the frame, and one record and form of each, as every role, at both sizes, light and dark.

Then every page of the table of rights (places.py), the same places in the other languages, and what is seldom seen: work
under way, refused, died.

Each page is opened once and looked at four times, and twice more on a tablet. axe, which takes longest, reads a page when it holds something that no
page before it held in the same dress.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import pytest
from django.utils import translation
from django.utils.translation import trans_real

from core import clock, money
from core.choices import JobState, RowState
from core.models import BulkRow, BulkRun, ListExport
from customers.models import Customer, Visit
from org.models import Unit, User
from quotes.models import QuoteLine
from tests.cast import LOGINS
from tests.flows.eyes import DESK, PHONE, Eyes
from tests.tour import places

pytestmark = [pytest.mark.browser, pytest.mark.drill]

SIZES = {"1440": DESK, "390": PHONE}
# Held upright and across: what only they may break is the layout.
TABLETS = {"820": {"width": 820, "height": 1180}, "1024": {"width": 1024, "height": 768}}
# A theme is colours and nothing else, so axe asks the second only about those.
THEMES: dict[str, dict[str, list[str]]] = {"light": {}, "dark": {"runOnly": ["color-contrast", "link-in-text-block"]}}
FIRST = [
    "/",
    "/search/?q=水务",
    "/new/",
    "/start/",
    "/org/me/",
    "/notices/",
    "/notices/settings/",
    "/quotes/board/?scene=all",
    "/customers/opportunities/board/?scene=all",
    "/imports/",
    "/org/me/tokens/",
    "/accounts/2fa/",
    "/accounts/password/change/",
    # Not every page is everybody's: a refusal is a page too, and is looked at like the rest.
    "/audit/",
    "/sample-data/",
    "/nowhere/",
]
RECORDS = "#list tbody a, .inb .ttl, .tree a, .set-l a, .pol-i"
FORMS = "#main :is(a[href$='/edit/'], a[href$='/new/'], a[href$='/revise/'], a[href*='/new/?'])"
HREFS = "links => links.map((link) => link.pathname + link.search)"
SHEET = "(document.querySelector('main') ?? document.body).outerHTML.replace(/name=.csrfmiddlewaretoken.[^>]+/g, '')"
SHAPES = """() => {
  const name = (node) => node.tagName + "." + [...node.classList].sort().join(".") + (node.getAttribute("role") || "");
  const shown = [...document.body.querySelectorAll("*")].filter((node) => node.checkVisibility());
  return [...new Set(shown.map((node) => name(node.parentElement) + ">" + name(node)))];
}"""

sheets: set[str] = set()
shapes: set[tuple[str, str, str]] = set()


def walk(eyes: Eyes) -> Iterator[str]:
    """Opens the lists of the sidebar, the first record of each, and three forms of each of these."""
    eyes.go("/")
    lists = eyes.page.eval_on_selector_all(".s-nav a", HREFS)
    records: list[str] = []
    found = list(dict.fromkeys([*FIRST, *lists]))
    for address in found:
        eyes.page.set_viewport_size(DESK)
        eyes.go(address)
        # What comes after the page belongs to it.
        eyes.page.wait_for_selector(".htmx-request, .htmx-settling", state="detached")
        if address in lists:
            records += eyes.page.eval_on_selector_all(RECORDS, HREFS)[:1]
        forms = eyes.page.eval_on_selector_all(FORMS, HREFS)[:3] if address in [*lists, *records] else []
        found += [new for new in dict.fromkeys([*records, *forms]) if new not in found]
        yield address


def look(eyes: Eyes, address: str, picture: str) -> list[str]:
    """What is wrong with the open page, unless its sheet was looked at before: many pages are the same for everybody."""
    sheet = eyes.page.evaluate(SHEET)
    if sheet in sheets:
        return []
    sheets.add(sheet)
    faults = []
    for size, pixels in SIZES.items():
        eyes.page.set_viewport_size(pixels)
        for theme, asked in THEMES.items():
            eyes.page.evaluate("(theme) => { document.documentElement.dataset.bsTheme = theme }", theme)
            eyes.picture(f"tour/{picture}-{size}-{theme}")
            known = {(size, theme, shape) for shape in eyes.page.evaluate(SHAPES)}
            if not known <= shapes:
                shapes.update(known)
                faults += [f"{size} {theme} {fault}" for fault in eyes.axe(**asked)]
        eyes.page.evaluate("document.documentElement.dataset.bsTheme = 'light'")
        faults += fits(eyes, address, size)
    for size, pixels in TABLETS.items():
        eyes.page.set_viewport_size(pixels)
        eyes.picture(f"tour/{picture}-{size}-light")
        faults += fits(eyes, address, size)
    return faults


def fits(eyes: Eyes, address: str, size: str) -> list[str]:
    faults = [f"{address} scrolls sideways by {eyes.sideways()} px at {size}"] if eyes.sideways() > 0 else []
    faults += [f"{address} cuts at {size}: {text}" for text in eyes.cut()]
    return faults + [f"{address} lets stick out at {size}: {text}" for text in eyes.sticks_out()]


def tour(eyes: Eyes, folder: str, sentences: Sequence[str] = ()) -> list[str]:
    eyes.expected = {403, 404}
    faults = []
    try:
        for number, address in enumerate(walk(eyes)):
            faults += [f"{address} says {text}" for text in eyes.says(sentences)]
            name = address.strip("/").replace("/", "-").replace("?", "-") or "today"
            faults += look(eyes, address, f"{folder}/{number:02d}-{name}")
    finally:
        eyes.close()
    return faults + eyes.complaints


@pytest.mark.parametrize("login", LOGINS)
def test_every_page(browser, tour_site, login):
    faults = tour(Eyes(browser, tour_site.url, User.objects.get(username=login), DESK), login)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("login", sorted(places.lines()))
def test_every_route(browser, tour_site, login):
    """What no link of a list leads to in three steps: the forms of a verb, a record in a rare state."""
    person = User.objects.get(username=login)
    eyes = Eyes(browser, tour_site.url, person, DESK)
    faults = []
    try:
        for route, named in places.lines()[login]:
            address = places.address(person, route, named)
            eyes.page.set_viewport_size(DESK)
            eyes.go(address)
            eyes.page.wait_for_selector(".htmx-request, .htmx-settling", state="detached")
            faults += look(eyes, address, f"routes/{route.replace(':', '-')}")
    finally:
        eyes.close()
    faults += eyes.complaints
    assert not faults, "\n".join(faults)


@pytest.fixture
def under_way(tour_site):
    """What a head left: actions and files at every stage, with the longest of names among the rows."""
    head = User.objects.get(username="head")
    rows = list(Customer.objects.visible_to(head)[:40])
    held = {"user": head, "lease_until": clock.now() + timedelta(days=1), "attempts": 1}
    addresses = []
    for state, refusal in (
        (JobState.WAITING, ""),
        (JobState.RUNNING, ""),
        (JobState.DONE, ""),
        (JobState.FAILED, "办的时候进程一再中断，没办的还在下面，重新选了再办"),
    ):
        page = {"page": "customers.customers", "query": "scene=all", "state": state, "refusal": refusal}
        begun = None if state == JobState.WAITING else clock.now()
        run = BulkRun.objects.create(action="classify", total=len(rows), confirmed_at=begun, **page, **held)
        for index, row in enumerate(rows):
            outcome = RowState.WAITING if not begun or index > 30 else RowState.REFUSED if index % 3 else RowState.DONE
            told = "大客户由销售经理以上的人来定，你看得到，但改不了它的类别" if outcome == RowState.REFUSED else ""
            BulkRow.objects.create(run=run, subject_id=row.pk, state=outcome, message=told, clause=told and "第 3 条")
        file = ListExport.objects.create(form="xlsx", name="客户-20261122.xlsx", total=12840, done=5210, **page, **held)
        addresses += [f"/bulk/{run.pk}/", f"/exports/{file.pk}/"]
    return addresses


def test_work_under_way(browser, tour_site, under_way):
    eyes = Eyes(browser, tour_site.url, User.objects.get(username="head"), DESK)
    faults = []
    try:
        for number, address in enumerate(under_way):
            eyes.page.set_viewport_size(DESK)
            assert eyes.go(address) == 200, address
            faults += look(eyes, address, f"under-way/{number:02d}")
    finally:
        eyes.close()
    faults += eyes.complaints
    assert not faults, "\n".join(faults)


def ours(language):
    """Our sentences that the language says otherwise, without those that somebody has written down as theirs."""
    with translation.override(language):
        said = dict(trans_real.catalog()._catalog.items())
    written = {
        *User.objects.values_list("title", flat=True),
        *User.objects.values_list("display_name", flat=True),
        *Unit.objects.values_list("name", flat=True),
        *Visit.objects.values_list("next_step", flat=True),
        *(f"{money.plain_number(qty)} {unit}" for qty, unit in QuoteLine.objects.values_list("qty", "unit")),
    }
    return [
        text
        for text, other in said.items()
        if isinstance(text, str) and text != other and text not in written and max(text, default="") >= "一"
    ]


@pytest.mark.parametrize(("login", "language"), [("director", "en"), ("inside", "zh-hant"), ("admin", "en")])
def test_in_another_language(browser, tour_site, login, language):
    person = User.objects.get(username=login)
    User.objects.filter(pk=person.pk).update(language=language)
    sentences = ours(language)
    assert len(sentences) > 500
    try:
        faults = tour(Eyes(browser, tour_site.url, person, DESK), f"{login}-{language}", sentences)
        assert not faults, "\n".join(faults)
    finally:
        User.objects.filter(pk=person.pk).update(language="zh-hans")


def test_what_is_cut_or_said_in_the_wrong_language_is_noticed(browser, tour_site):
    """Negative control."""
    eyes = Eyes(browser, tour_site.url, User.objects.get(username="rep"), DESK)
    try:
        eyes.go("/customers/")
        assert eyes.cut() == eyes.sticks_out() == []
        title = eyes.page.locator("h1")
        title.evaluate("(title) => { title.textContent = '客户'.repeat(400) }")
        title.evaluate("(title) => { title.style.cssText = 'overflow: hidden; white-space: nowrap' }")
        assert eyes.cut()
        title.evaluate("(title) => { title.innerHTML = `<span>${title.textContent}</span>` }")
        assert "客户客户" not in str(eyes.cut())
        assert "H1 cuts 客户" in str(eyes.sticks_out())
        title.evaluate("(title) => { title.style.cssText = 'border: 1px solid; width: 99px; white-space: nowrap' }")
        assert "H1: 客户" in eyes.sticks_out()[0]
        assert "新建客户" in eyes.says(ours("en"))
    finally:
        eyes.close()
