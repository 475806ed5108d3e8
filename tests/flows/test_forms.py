"""What is typed is not lost: two tabs, a closed tab, a reload, the way back."""

import pytest

from customers.models import Customer, Visit

pytestmark = pytest.mark.browser


def kept(eyes):
    """Until the browser says that it keeps what was typed."""
    eyes.page.locator("[data-draft-note]:visible", has_text="草稿已存本机").wait_for()


def test_the_second_of_two_tabs_is_412_and_keeps_what_was_typed(sit, trade):
    rep = sit("rep")
    rep.expected = {412}
    edit = f"/customers/{trade.customer.pk}/edit/"
    first, second = rep.page, rep.tab()
    first.goto(edit)
    second.goto(edit)
    first.locator("[name=address]").fill("浦口大道 1 号")
    first.locator(".s-act button.btn-primary").click()
    first.locator(".tst", has_text="资料已更新").wait_for()
    second.locator("[name=remarks]").fill("只收纸质发票")
    with second.expect_navigation() as told:
        second.locator(".s-act button.btn-primary").click()
    assert told.value.status == 412
    second.locator("[role=alert]", has_text="改过").wait_for()
    assert second.locator("[name=remarks]").input_value() == "只收纸质发票"
    kept = Customer.objects.get(pk=trade.customer.pk)
    assert (kept.address, kept.remarks) == ("浦口大道 1 号", "")


def test_leaving_with_changes_asks_first(sit, trade):
    rep = sit("rep")
    asked = []
    rep.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    edit = f"/customers/{trade.customer.pk}/edit/"
    rep.go(edit)
    rep.tap(".s-nav a[href='/quotes/']")
    rep.page.wait_for_url("**/quotes/")
    assert asked == []
    rep.go(edit)
    rep.page.locator("[name=address]").click()
    rep.page.keyboard.type("浦口大道 1 号")
    # The guard is part of a script that is loaded when a page has such a form.
    rep.page.wait_for_function("performance.getEntriesByType('resource').some((entry) => entry.name.includes('form'))")
    rep.page.locator(".s-nav a[href='/quotes/']").click(no_wait_after=True)
    rep.page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert rep.page.url.endswith(edit)
    assert rep.page.locator("[name=address]").input_value() == "浦口大道 1 号"


def test_a_list_is_found_again_as_it_was_left(sit, trade):
    rep = sit("rep")
    rep.go("/customers/")
    rep.page.locator("#list-q").fill("njjb")
    rep.page.wait_for_url("**q=njjb*")
    rep.page.locator("#list", has_text="筛选已改动").wait_for()
    rep.page.reload()
    assert rep.page.locator("#list-q").input_value() == "njjb"
    rep.page.locator(".t-list a", has_text="南京江北水务").first.click()
    rep.page.wait_for_url(f"**/customers/{trade.customer.pk}/?in=**")
    rep.page.go_back()
    rep.page.wait_for_url("**q=njjb*")
    assert rep.page.locator("#list-q").input_value() == "njjb"
    rep.page.locator(".t-list a", has_text="南京江北水务").first.wait_for()


def test_what_is_typed_before_the_scripts_are_there_is_kept_too(sit, trade):
    rep = sit("rep")
    address = f"/customers/visits/new/?customer={trade.customer.pk}"
    held = []
    rep.page.route("**/js/form*.js", lambda route: held.append(route))
    rep.go(address)
    rep.page.locator("[name=summary]").fill("泵房要改")
    rep.page.wait_for_timeout(500)
    assert held, "the script is still on its way"
    for route in held:
        route.continue_()
    kept(rep)
    rep.page.unroute("**/js/form*.js")
    rep.page.close()
    rep.page = rep.tab()
    rep.go(address)
    rep.toast("已恢复")
    assert rep.page.locator("[name=summary]").input_value() == "泵房要改"


def test_a_form_nobody_touched_keeps_no_draft(sit, trade):
    """Negative control: what scripts set by themselves is not taken for typed."""
    rep = sit("rep")
    for address in (f"/customers/visits/new/?customer={trade.customer.pk}", "/quotes/new/", "/customers/new/"):
        rep.go(address)
        rep.page.wait_for_function("() => !document.querySelector('.htmx-request')")
        rep.page.wait_for_timeout(800)
        assert rep.page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:'))") == []


def test_a_draft_outlives_the_tab_and_ends_with_the_save(sit, trade, cast):
    rep = sit("rep")
    address = f"/customers/visits/new/?customer={trade.customer.pk}"
    rep.go(address)
    rep.page.locator("[name=summary]").fill("泵房要改")
    kept(rep)
    rep.page.close()
    rep.page = rep.tab()
    rep.go("/customers/visits/new/")
    assert rep.page.locator("[name=summary]").input_value() == ""
    rep.go(address)
    rep.toast("已恢复")
    assert rep.page.locator("[name=summary]").input_value() == "泵房要改"
    rep.tap("label.opt:has(input[name=outcome][value=steady])")
    rep.send()
    rep.toast("拜访已提交")
    assert Visit.objects.get().summary == "泵房要改"
    rep.go(address)
    rep.page.wait_for_timeout(300)
    assert rep.page.locator("[name=summary]").input_value() == ""


def test_what_is_typed_first_goes_along_to_the_customer(sit, trade):
    rep = sit("rep")
    rep.go("/customers/visits/new/")
    rep.page.locator("[name=summary]").fill("泵房要改")
    kept(rep)
    rep.tap(f"a.opt[href='?customer={trade.customer.pk}']")
    rep.page.wait_for_url("**customer=*")
    rep.toast("已恢复")
    assert rep.page.locator("[name=summary]").input_value() == "泵房要改"


def test_a_quote_draft_comes_back_with_all_its_rows(sit, trade):
    rep = sit("rep")
    address = f"/quotes/new/?customer={trade.customer.pk}"
    rep.go(address)
    rep.page.locator("[name=title]").fill("二期泵站")
    rep.page.locator("[name=line0-qty]").fill("3")
    added = rep.page.locator("#lines button[name=add]")
    while rep.page.locator("[name=line4-qty]").count() == 0:
        rows = rep.page.locator("#lines fieldset").count()
        added.click()
        rep.page.locator("#lines fieldset").nth(rows).wait_for()
    rep.page.locator("[name=line4-qty]").fill("7")
    kept(rep)
    rep.page.wait_for_timeout(500)
    rep.page.close()
    rep.page = rep.tab()
    rep.go(address)
    rep.page.locator("[name=line4-qty]").wait_for()
    values = [rep.page.locator(f"[name={name}]").input_value() for name in ("title", "line0-qty", "line4-qty")]
    assert values == ["二期泵站", "3", "7"]
