"""The + of the phone: a sheet over the page. What lies behind it is out of reach until it is gone."""

import pytest
from playwright.sync_api import expect

from tests.flows.eyes import PHONE

pytestmark = pytest.mark.browser

PLUS = ".s-tabbar [data-dialog=create]"


def test_a_tap_beside_it_closes_it_and_opens_nothing(sit, trade):
    rep = sit("rep", PHONE)
    rep.go("/customers/")
    row = rep.page.locator("tbody a, .s-list a").first.bounding_box()
    sheet = rep.page.locator("#create")
    rep.tap(PLUS)
    expect(sheet).to_be_visible()
    rep.page.touchscreen.tap(row["x"] + 10, row["y"] + row["height"] / 2)
    expect(sheet).to_be_hidden()
    assert rep.page.url.endswith("/customers/")


def test_it_closes_by_its_button_and_by_escape_and_leads_on(sit, trade):
    rep = sit("rep", PHONE)
    rep.go("/customers/")
    sheet = rep.page.locator("#create")
    rep.tap(PLUS)
    rep.tap("#create [data-dialog-close]")
    expect(sheet).to_be_hidden()
    rep.tap(PLUS)
    rep.page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    rep.tap(PLUS)
    rep.tap("#create a[href*='visits/new']")
    rep.page.wait_for_url("**/customers/visits/new/**")
    rep.page.go_back()
    expect(rep.page.locator("#create")).to_be_hidden()
