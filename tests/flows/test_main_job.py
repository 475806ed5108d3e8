"""The main job in a real browser: visit on the phone, quote, approval, stamp, paper, sent."""

import re
from datetime import timedelta

import pytest

from core import clock
from core.models import AuditEntry
from customers.models import Customer, Visit
from quotes.models import Quote
from tests.flows.eyes import DESK, PHONE

pytestmark = pytest.mark.browser

TAPS, CHARACTERS = 8, 10
"""docs/design.md: what a visit on the phone may cost (from 今天, in the street, with one hand)."""
VISIT, QUOTE = re.compile(r"/visits/\d+/"), re.compile(r"/quotes/\d+/$")


def test_a_visit_on_the_phone_within_its_taps(sit, trade):
    """Every chip used, and a word typed."""
    said = "泵房要改，先看现场"
    rep = sit("rep", PHONE)
    rep.go("/")
    rep.tap("nav.s-tabbar a.plus")
    rep.tap("#create a[href*='visits/new']")
    rep.tap(f"a.opt[href='?customer={trade.customer.pk}']")
    rep.page.wait_for_url("**customer=*")
    rep.tap("#met label.opt")
    rep.tap("label.opt:has(input[name=outcome][value=progress])")
    rep.tap("[name=summary]")
    rep.page.keyboard.type(said)
    rep.tap("label.opt:has(input[name=next_kind][value=visit])")
    rep.picture("flows/visit-form-390")
    rep.tap("form[method=post] button.btn-primary:visible")
    rep.page.wait_for_url(VISIT)
    assert rep.clicks <= TAPS
    assert len(said) <= CHARACTERS
    visit = Visit.objects.get()
    assert (visit.customer_id, visit.outcome, visit.met.count()) == (trade.customer.pk, "progress", 1)
    assert (visit.summary, visit.next_step) == (said, "再访")
    assert visit.next_on is not None
    rep.picture("flows/visit-390")


def test_from_today_the_visit_is_two_taps_shorter(sit, trade):
    """A customer that is due stands on 今天, with the button in the row."""
    Customer.objects.filter(pk=trade.customer.pk).update(last_contact_at=clock.now() - timedelta(days=400))
    rep = sit("rep", PHONE)
    rep.go("/")
    rep.tap(f".s-item a.btn:visible[href*='customer={trade.customer.pk}']")
    rep.page.locator("#met label.opt").first.wait_for()
    rep.tap("label.opt:has(input[name=outcome][value=steady])")
    rep.tap("form[method=post] button.btn-primary:visible")
    rep.page.wait_for_url(VISIT)
    assert rep.clicks == 3


def test_a_quote_from_draft_to_sent(sit, trade):
    rep = sit("rep")
    rep.go(f"/quotes/new/?customer={trade.customer.pk}")
    rep.page.locator("[name=title]").fill("循环水泵站成套设备")
    rep.page.locator("#id_line0-product-box").fill("lxb")
    rep.page.locator(".pk-l [role=option]", has_text=trade.pump.model).first.click()
    rep.page.locator("[name$=qty]").first.fill("2")
    rep.page.locator("[name=payment_terms]").fill("30/60/10")
    rep.page.locator("#totals", has_text="2,000.00").wait_for()
    rep.send()
    rep.page.wait_for_url(QUOTE)
    quote = Quote.objects.get()
    rep.tap("[data-dialog=submit]:visible")
    rep.send("dialog#submit button.btn-primary")
    rep.toast("已提交审批")
    assert Quote.objects.get().state == "reported"

    head = sit("head")
    head.go("/inbox/")
    head.picture("flows/inbox-1440")
    head.tap(".verdict button.btn-primary:visible")
    head.page.locator(".tst").first.wait_for()
    assert head.clicks <= 2
    assert Quote.objects.get().state == "approved"

    inside = sit("inside")
    inside.go(f"/quotes/{quote.pk}/stamp/")
    inside.send()
    inside.page.wait_for_url(QUOTE)
    assert Quote.objects.get().stamps.count() == 1

    rep.go(f"/quotes/{quote.pk}/send/")
    rep.page.locator("[name=to]").fill("刘建平")
    rep.page.locator("label.opt:has(input[name=way]), select[name=way]").first.click()
    rep.send()
    rep.page.wait_for_url(QUOTE)
    assert Quote.objects.get().state == "issued"
    paper = rep.context.request.get(f"/quotes/{quote.pk}/pdf/")
    assert (paper.status, paper.body()[:5]) == (200, b"%PDF-")
    assert AuditEntry.objects.filter(code="quote.issued", subject_id=quote.pk).count() == 1
    rep.picture("flows/quote-issued-1440")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1440", "390"])
def test_its_pages_are_clean(sit, trade, quote, size):
    width = size["width"]
    stops = {
        "rep": {
            "today": "/",
            "customers": "/customers/",
            "customer": f"/customers/{trade.customer.pk}/",
            "visit": f"/customers/visits/new/?customer={trade.customer.pk}",
            "visit-whom": "/customers/visits/new/",
            "quotes": "/quotes/",
            "quote": f"/quotes/{quote.pk}/",
            "quote-new": f"/quotes/new/?customer={trade.customer.pk}",
        },
        "head": {"inbox": f"/inbox/?id={quote.approval_id}"},
        "inside": {"stamp": f"/quotes/{quote.pk}/stamp/"},
    }
    found = []
    for login, pages in stops.items():
        eyes = sit(login, size)
        for name, address in pages.items():
            assert eyes.go(address) == 200, address
            eyes.picture(f"flows/{name}-{width}")
            found += eyes.axe()
            if eyes.sideways() > 0:
                found.append(f"{address} scrolls sideways by {eyes.sideways()} px")
        eyes.close()
    assert found == []


def test_the_wrong_person_gets_a_page_that_says_why(sit, trade):
    stranger = sit("rep_south")
    stranger.expected = {403, 404}
    assert stranger.go(f"/customers/{trade.customer.pk}/") == 404
    assert stranger.axe() == []
    assert stranger.go("/audit/") in (403, 404)
    assert stranger.page.locator("h1").first.inner_text()
