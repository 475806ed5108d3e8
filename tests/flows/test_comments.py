"""Commenting in a browser: @ and the initials of a name, by keys alone, on a desk and on a phone."""

import pytest
from playwright.sync_api import expect

from core import comments
from tests.flows.eyes import DESK, PHONE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_colleague_is_named_by_initials_and_the_comment_sent_by_keys(sit, cast, trade, size):
    head = sit("head", size)
    head.go(f"{trade.customer.get_absolute_url()}?tab=timeline")
    box = head.page.locator("textarea[data-mention]")
    box.click()
    box.press_sequentially("交期先问工厂，@lxf")
    offered = head.page.locator(".mn-l [role=option].on")
    expect(offered).to_contain_text(str(cast.rep))
    head.page.keyboard.press("Enter")
    expect(box).to_have_value(f"交期先问工厂，@{cast.rep} ")
    assert head.sideways() <= 0
    head.page.keyboard.press("Control+Enter")
    expect(head.page.locator(".s-tl .at").first).to_have_text(f"@{cast.rep}")
    assert comments.of(trade.customer).get().data["mentions"] == [str(cast.rep)]
    assert head.complaints == []


def test_escape_closes_the_names_and_keeps_the_text(sit, trade):
    head = sit("head", DESK)
    head.go(f"{trade.customer.get_absolute_url()}?tab=timeline")
    box = head.page.locator("textarea[data-mention]")
    box.click()
    box.press_sequentially("问 @l")
    names = head.page.locator(".mn-l")
    expect(names).to_be_visible()
    head.page.keyboard.press("Escape")
    expect(names).to_be_hidden()
    expect(box).to_have_value("问 @l")
