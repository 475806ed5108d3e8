"""A card is moved by the mouse, by keys, on the phone, and without scripts; each time by the service's verb."""

import re

import pytest

from quotes.models import Quote
from tests.flows.eyes import PHONE
from tests.quotes import world

pytestmark = pytest.mark.browser


@pytest.fixture
def draft(trade, cast):
    return world.make_quote(cast.rep, trade.customer, trade.pump)


def state():
    return Quote.objects.get().state


def test_by_mouse_and_what_is_refused_is_said(sit, draft):
    rep = sit("rep")
    rep.go("/quotes/board/")
    rep.page.locator("[data-card][draggable=true]").wait_for()
    assert rep.axe() == []
    rep.page.drag_and_drop("[data-card] > a", "section[data-column=issued]")
    rep.toast("通过审批的报价才能发出")
    assert state() == "draft"
    rep.page.drag_and_drop("[data-card] > a", "section[data-column=reported]")
    rep.page.locator("section[data-column=reported] [data-card]").wait_for()
    assert state() == "reported"
    rep.toast("已提交审批").get_by_role("button", name="撤销").click()
    rep.page.wait_for_url(re.compile(rf"/quotes/{draft.pk}/"))
    assert state() == "draft"


def test_by_keys(sit, draft):
    rep = sit("rep")
    rep.go("/quotes/board/")
    rep.page.locator("[data-card][draggable=true] > a").focus()
    rep.page.keyboard.press("Shift+ArrowRight")
    rep.page.locator("section[data-column=reported] [data-card] > a").wait_for()
    assert state() == "reported"
    rep.page.locator("section[data-column=reported] [data-card][draggable=true] > a").focus()
    rep.page.keyboard.press("m")
    rep.page.keyboard.press("Enter")
    rep.page.locator("section[data-column=draft] [data-card]").wait_for()
    assert state() == "draft"


def test_one_column_at_a_time_on_the_phone(sit, draft):
    rep = sit("rep", PHONE)
    rep.go("/quotes/board/")
    assert rep.page.locator("section[data-column]:visible").count() == 1
    assert rep.sideways() == 0
    assert rep.axe() == []
    rep.tap("[data-card] summary")
    rep.tap("button[name=move]:visible")
    rep.toast("已提交审批")
    rep.tap(".kan-sw a:has-text('审批中')")
    rep.page.locator("section[data-column=reported] [data-card]:visible").wait_for()


def test_without_scripts(sit, draft):
    rep = sit("rep", java_script_enabled=False)
    rep.go("/quotes/board/")
    rep.tap("[data-card] summary")
    rep.tap("button[name=move]")
    rep.page.locator("section[data-column=reported] [data-card]").wait_for()
    rep.page.locator(".tst", has_text="已提交审批").wait_for()
    assert state() == "reported"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_chart_opens_its_rows_and_its_table(sit, quote, scripts):
    head = sit("head", java_script_enabled=scripts)
    head.go("/quotes/analysis/")
    if scripts:
        assert head.axe() == []
    card = head.page.locator("section[aria-labelledby=ch-quotes-waiting]")
    assert card.locator("table").is_hidden()
    card.locator("summary").click()
    card.locator("table").wait_for()
    assert card.locator(".ch-v").is_hidden()
    assert head.sideways() == 0
    card.locator("td a").first.click()
    head.page.wait_for_url("**/quotes/?*")
    assert head.page.locator("#list tbody tr").count() == 1
