"""Scripts blocked or not arrived yet: the main job goes on, a page at a time."""

import re

import pytest

from customers.models import Visit
from quotes.models import Quote
from tests.flows.eyes import PHONE

pytestmark = pytest.mark.browser


def test_a_rep_logs_a_visit(sit, trade):
    rep = sit("rep", PHONE, java_script_enabled=False)
    rep.go("/")
    rep.tap("nav.s-tabbar a.plus")
    rep.page.wait_for_url("**/new/")
    rep.tap("a[href*='visits/new']:visible")
    rep.page.wait_for_url("**/visits/new/")
    rep.tap(f"a.opt[href='?customer={trade.customer.pk}']")
    rep.page.wait_for_url("**customer=*")
    rep.tap("#met label.opt")
    rep.tap("label.opt:has(input[name=outcome][value=progress])")
    rep.tap("form[method=post] button.btn-primary:visible")
    rep.page.wait_for_url(re.compile(r"/visits/\d+/"))
    assert Visit.objects.get().met.count() == 1
    rep.page.locator(".tst", has_text="拜访已提交").wait_for()


def test_a_customer_out_of_the_select_will_do(sit, trade):
    rep = sit("rep", java_script_enabled=False)
    rep.go("/customers/visits/new/")
    rep.page.locator("#f-customer summary").click()
    rep.page.locator("select[name=customer]").select_option(str(trade.customer.pk))
    rep.tap("label.opt:has(input[name=outcome][value=steady])")
    rep.tap("form[method=post] button.btn-primary:visible")
    rep.page.wait_for_url(re.compile(r"/visits/\d+/"))
    assert Visit.objects.get().customer_id == trade.customer.pk


def test_a_head_approves(sit, quote):
    head = sit("head", java_script_enabled=False)
    head.go("/inbox/")
    head.tap(".inb .ttl")
    head.page.wait_for_url("**id=*")
    head.tap(".verdict button.btn-primary:visible")
    head.page.locator(".tst", has_text="已同意").wait_for()
    assert Quote.objects.get().state == "approved"


def test_a_return_without_its_reason_says_what_is_missing(sit, quote):
    head = sit("head", PHONE, java_script_enabled=False)
    head.expected = {400, 422}
    head.go(f"/inbox/?id={quote.approval_id}")
    head.tap(".verdict button:visible:has-text('退回')")
    head.page.locator("[role=alert]").first.wait_for()
    assert Quote.objects.get().state == "reported"
    head.page.locator(".verdict [name=comment]:visible").fill("付款方式要改")
    head.tap(".verdict button:visible:has-text('退回')")
    head.page.locator(".tst").first.wait_for()
    assert Quote.objects.get().state == "returned"
