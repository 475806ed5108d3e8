"""The palette covers the page it is asked from: nothing reaches through it, and it goes as it came."""

import pytest
from playwright.sync_api import expect

from customers import services as customers
from quotes.models import Quote
from tests.flows.eyes import PHONE

pytestmark = pytest.mark.browser

APPROVE = ".verdict button.btn-primary:visible"


def test_a_click_beside_it_closes_it_and_decides_nothing(sit, quote):
    head = sit("head")
    head.go("/inbox/")
    button = head.page.locator(APPROVE).first
    button.wait_for()
    place = button.bounding_box()
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    palette = head.page.locator("#palette")
    head.page.keyboard.press("/")
    expect(palette).to_be_visible()
    head.page.mouse.click(x, y)
    expect(palette).to_be_hidden()
    head.page.wait_for_load_state("networkidle")
    assert Quote.objects.get().state == "reported"
    # The same click without the palette decides.
    head.page.mouse.click(x, y)
    head.page.locator(".tst").first.wait_for()
    assert Quote.objects.get().state == "approved"


def test_no_key_of_the_page_works_behind_it(sit, quote):
    head = sit("head")
    head.go("/inbox/")
    head.page.locator(APPROVE).first.wait_for()
    head.page.keyboard.press("/")
    found = head.page.locator("#palette a")
    found.first.wait_for()
    found.first.focus()
    head.page.keyboard.press("a")
    head.page.wait_for_load_state("networkidle")
    assert Quote.objects.get().state == "reported"


def test_it_closes_by_escape_and_by_leaving_it(sit):
    rep = sit("rep")
    rep.go("/")
    palette = rep.page.locator("#palette")
    for leave in ("Escape", "Shift+Tab"):
        rep.page.keyboard.press("Control+k")
        expect(palette).to_be_visible()
        rep.page.keyboard.press(leave)
        expect(palette).to_be_hidden()


def test_a_phone_has_a_way_back(sit):
    rep = sit("rep", PHONE)
    rep.go("/")
    rep.tap(".s-top [data-palette]")
    rep.tap("#palette [data-dialog-close]")
    expect(rep.page.locator("#palette")).to_be_hidden()


def test_a_browser_without_popovers_gets_a_dialog(sit):
    rep = sit("rep")
    rep.page.add_init_script("delete HTMLElement.prototype.showPopover; delete HTMLElement.prototype.hidePopover")
    rep.go("/")
    palette = rep.page.locator("#palette")
    expect(palette).to_be_hidden()
    rep.page.keyboard.press("Control+k")
    assert palette.evaluate("node => node.open")
    rep.page.mouse.click(5, 5)
    expect(palette).to_be_hidden()


def test_enter_means_what_was_typed_not_what_the_list_still_shows(sit, trade, cast):
    customers.create_customer(actor=cast.rep, facts={"name": "无锡第二机械有限公司"})
    rep = sit("rep")
    rep.go("/quotes/")
    for _again in range(2):
        rep.page.keyboard.press("/")
        rep.page.locator("#palette a.on").wait_for()
        rep.page.keyboard.type("njjb")
        rep.page.keyboard.press("Enter")
        rep.page.wait_for_url(f"**{trade.customer.get_absolute_url()}")
