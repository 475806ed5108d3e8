"""A view: kept in one menu, opened by one click, its number after the page; the same without scripts."""

import pytest
from playwright.sync_api import expect

from core.models import SavedView
from tests.flows.eyes import PHONE

pytestmark = pytest.mark.browser


def test_a_saved_view_is_one_click_away(sit, trade):
    rep = sit("rep")
    rep.go("/customers/?scene=mine&customer_class=potential")
    rep.tap("summary:has-text('存为视图')")
    rep.page.fill("#view-name", "潜在客户")
    rep.tap("button[name=save_view]")
    view = SavedView.objects.get()
    rep.page.wait_for_url(f"**view={view.pk}&*")
    expect(rep.page.locator("summary:has-text('存为视图')")).to_have_count(0)
    rep.go("/customers/?scene=all")
    expect(rep.page.locator("#views a .n")).to_have_text("1")
    rep.tap("#views a:has-text('潜在客户')")
    rep.page.wait_for_url(f"**view={view.pk}&*")
    expect(rep.page.locator(".chip-on")).to_contain_text("潜在")
    expect(rep.page.locator("[data-row]")).to_have_count(1)


@pytest.mark.parametrize("size", [{}, PHONE], ids=["desk", "phone"])
def test_without_scripts_too(sit, trade, size):
    rep = sit("rep", *([size] if size else []), java_script_enabled=False)
    rep.go("/customers/?scene=mine&customer_class=potential")
    rep.tap("summary:has-text('存为视图')")
    rep.page.fill("#view-name", "潜在客户")
    rep.tap("button[name=save_view]")
    rep.page.wait_for_url("**view=*")
    rep.tap("summary:has-text('视图'):visible")
    rep.tap("button[name=open_with]")
    rep.go("/customers/")
    rep.page.wait_for_url(f"**view={SavedView.objects.get().pk}&*")
