"""Approving in a real browser: the key, the undo, the way back with a reason, two at once, content that changed."""

import pytest

from core.models import AuditEntry
from quotes.models import Quote
from tests.flows.eyes import PHONE
from workflow.models import ApprovalSeat

pytestmark = pytest.mark.browser

APPROVE = ".verdict button.btn-primary:visible"


def test_the_a_key_approves_and_the_toast_takes_it_back(sit, quote):
    head = sit("head")
    head.go("/inbox/")
    head.page.locator(APPROVE).first.wait_for()
    head.page.keyboard.press("a")
    head.page.locator(".tst button", has_text="撤销").first.click()
    head.page.locator(APPROVE).first.wait_for()
    assert Quote.objects.get().state == "reported"
    assert not ApprovalSeat.objects.exclude(verdict="").exists()


def test_a_return_needs_its_reason_and_comes_back_better(sit, quote):
    reason = "付款改成 40/50/10"
    head = sit("head", PHONE)
    head.go(f"/inbox/?id={quote.approval_id}")
    head.tap(".verdict button:visible:has-text('退回')")
    comment = head.page.locator(".verdict [name=comment]:visible")
    comment.wait_for()
    assert Quote.objects.get().state == "reported"
    comment.fill(reason)
    head.picture("flows/return-390")
    head.tap(".verdict button:visible:has-text('退回')")
    head.page.locator(".tst").first.wait_for()
    assert Quote.objects.get().state == "returned"

    rep = sit("rep")
    rep.go(f"/quotes/{quote.pk}/")
    rep.page.get_by_text(reason).first.wait_for()
    rep.picture("flows/returned-1440")
    rep.tap("a:visible:has-text('改报价')")
    rep.page.locator("[name=payment_terms]").fill("40/50/10")
    rep.send()
    rep.toast("已存为草稿")
    rep.tap("[data-dialog=submit]:visible")
    rep.send("dialog#submit button.btn-primary")
    rep.toast("已提交审批")

    head.go(f"/inbox/?id={Quote.objects.get().approval_id}")
    head.page.locator(".diff ins", has_text="40/50/10").first.wait_for()


def test_an_approval_changed_meanwhile_is_412_and_says_so(sit, quote):
    head = sit("head")
    head.expected = {412}
    head.go(f"/inbox/{quote.approval_id}/")
    head.page.evaluate(
        "document.querySelectorAll('[name=digest]').forEach((field) => { field.value = 'x'.repeat(64) })"
    )
    with head.page.expect_response(lambda answer: "/approve/" in answer.url) as told:
        head.page.locator(APPROVE).first.click()
    assert told.value.status == 412
    head.page.get_by_text("内容在你打开之后改过").first.wait_for()
    assert Quote.objects.get().state == "reported"


def test_a_double_click_counts_once(sit, quote):
    head = sit("head")
    head.expected = {409}
    head.go("/inbox/")
    head.page.locator(APPROVE).first.dblclick()
    head.page.locator(".tst").first.wait_for()
    assert AuditEntry.objects.filter(code="approval.approved").count() == 1
