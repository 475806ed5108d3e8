"""Somebody new sits down: the first steps, how a quote goes, and which rule decides; on the desk and on the phone."""

import pytest
from playwright.sync_api import expect

from tests.flows.eyes import DESK, PHONE

pytestmark = pytest.mark.browser


def fine(eyes):
    assert eyes.axe() == []
    return eyes.sideways() == 0


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_new_rep_finds_the_way(sit, trade, size):
    rep = sit("rep", size)
    rep.go("/")
    steps = rep.page.locator(".start")
    expect(steps.locator("li")).to_have_count(5)
    expect(steps.locator(".n").first).to_have_text("1 / 5")
    assert fine(rep)
    rep.tap(".start button[value=process]")
    rep.page.wait_for_url("**/processes/quotes-quote/")
    expect(rep.page.locator("svg.pm")).to_be_visible()
    assert fine(rep)
    rep.go("/")
    expect(steps.locator(".n").first).to_have_text("2 / 5")
    rep.tap(".start button[value=off]")
    expect(steps).to_have_count(0)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_from_the_step_bar_to_where_the_quote_stands(sit, quote, size):
    head = sit("head", size)
    head.go(quote.get_absolute_url())
    head.tap(".s-how a")
    head.page.wait_for_url(f"**/processes/quotes-quote/?of={quote.pk}")
    expect(head.page.locator(".pm-now")).to_contain_text("审批中")
    expect(head.page.locator(".pm-now")).to_contain_text("周敏")
    expect(head.page.locator("svg.pm .now text")).to_have_text("审批中")
    assert fine(head)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "without"])
def test_the_rule_is_one_key_away(sit, trade, scripts):
    rep = sit("rep", DESK, java_script_enabled=scripts)
    rep.go(f"/quotes/new/?customer={trade.customer.pk}")
    rule = rep.page.locator("#f-valid_until .rule")
    expect(rule.locator("ul")).to_be_hidden()
    rule.locator("summary").focus()
    rep.page.keyboard.press("Enter")
    expect(rule).to_contain_text("报价自报价日起 30 天内有效")
