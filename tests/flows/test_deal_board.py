"""A deal is moved by the mouse, by keys, on the phone, and without scripts; what it lacks is said where it was dropped."""

import re

import pytest

from customers.models import Opportunity
from tests.customers.deals import with_need
from tests.flows.eyes import PHONE

pytestmark = pytest.mark.browser

BOARD = "/customers/opportunities/board/"


@pytest.fixture
def deal(trade, cast):
    """Ready for a solution, and for nothing beyond."""
    return with_need(cast.rep, trade.customer)


def stage():
    return Opportunity.objects.get().state


def test_by_mouse_and_what_is_missing_is_said(sit, deal):
    rep = sit("rep")
    rep.go(BOARD)
    rep.page.locator("[data-card][draggable=true]").wait_for()
    assert rep.axe() == []
    rep.page.drag_and_drop("[data-card] > a", "section[data-column=solution]")
    rep.page.locator("section[data-column=solution] [data-card]").wait_for()
    rep.toast("进入方案了")
    assert stage() == "solution"
    rep.page.drag_and_drop("[data-card] > a", "section[data-column=quote]")
    rep.toast("还缺：一版方案")
    rep.page.locator("section[data-column=solution] [data-card]").wait_for()
    assert stage() == "solution"
    # The address stays the board's: a reload asks nothing again.
    rep.page.reload()
    assert rep.page.url.endswith(BOARD)


def test_by_keys(sit, deal):
    rep = sit("rep")
    rep.go(BOARD)
    rep.page.locator("[data-card][draggable=true] > a").focus()
    rep.page.keyboard.press("Shift+ArrowRight")
    rep.page.locator("section[data-column=solution] [data-card] > a").wait_for()
    assert stage() == "solution"


def test_on_the_phone(sit, deal):
    rep = sit("rep", PHONE)
    rep.go(BOARD)
    assert rep.page.locator("section[data-column]:visible").count() == 1
    assert rep.sideways() == 0
    assert rep.axe() == []
    rep.tap("[data-card] summary")
    rep.tap("button[name=move]:visible:has-text('方案')")
    rep.toast("进入方案了")
    rep.tap(".kan-sw a:has-text('方案')")
    rep.page.locator("section[data-column=solution] [data-card]:visible").wait_for()


def test_without_scripts(sit, deal):
    rep = sit("rep", java_script_enabled=False)
    rep.go(BOARD)
    rep.tap("[data-card] summary")
    rep.tap("button[name=move]:has-text('方案')")
    rep.page.locator("section[data-column=solution] [data-card]").wait_for()
    rep.page.locator(".tst", has_text="进入方案了").wait_for()
    assert stage() == "solution"


def test_back_asks_why(sit, deal):
    rep = sit("rep")
    rep.go(BOARD)
    rep.page.locator("[data-card][draggable=true]").wait_for()
    rep.page.drag_and_drop("[data-card] > a", "section[data-column=solution]")
    rep.page.locator("section[data-column=solution] [data-card]").wait_for()
    rep.page.drag_and_drop("[data-card] > a", "section[data-column=need]")
    rep.page.wait_for_url(re.compile(r"/step-back/"))
    assert rep.page.locator("textarea:visible").count() == 1
    assert stage() == "solution"


def test_a_row_of_the_list_answers_all_over_on_the_phone(sit, deal):
    rep = sit("rep", PHONE)
    rep.go("/customers/opportunities/?scene=open")
    row = rep.page.locator(".t-list tbody tr").first
    box = row.bounding_box()
    rep.page.mouse.click(box["x"] + 200, box["y"] + box["height"] - 4)
    rep.page.wait_for_url(re.compile(rf"/opportunities/{deal.pk}/"))
