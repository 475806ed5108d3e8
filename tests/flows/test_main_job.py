"""The main job in a real browser: visit on the phone, quote, approval, stamp, paper, sent."""

import re

import pytest

from core.models import AuditEntry
from customers import services as customers
from customers.models import Visit
from quotes.models import Quote
from tests.flows.eyes import DESK, PHONE, Eyes
from tests.quotes import world
from workflow.models import ApprovalSeat

pytestmark = [pytest.mark.browser, pytest.mark.drill]

TAPS = 8


@pytest.fixture
def trade(browser_site, cast):
    """A customer of rep's with somebody to meet, and something to sell."""
    world.make_seller()
    pump = world.make_products(cast)[0]
    customer = customers.create_customer(actor=cast.rep, facts={"name": "南京江北水务集团有限公司"})
    customers.create_contact(actor=cast.rep, customer_id=customer.pk, facts={"name": "刘建平"})
    return customer, pump


@pytest.fixture
def sit(browser, browser_site, cast):
    """Somebody sits down; afterwards nothing may have complained."""
    seated = []

    def down(login, size=DESK):
        eyes = Eyes(browser, browser_site, getattr(cast, login), size)
        seated.append(eyes)
        return eyes

    yield down
    for eyes in seated:
        eyes.close()
        assert eyes.complaints == []


def test_a_visit_on_the_phone_within_its_taps(sit, trade):
    customer, _pump = trade
    rep = sit("rep", PHONE)
    rep.go("/")
    rep.tap("nav.s-tabbar a.plus")
    rep.tap("#create a[href*='visits/new']")
    rep.tap(f"a.opt[href='?customer={customer.pk}']")
    rep.page.wait_for_url("**customer=*")
    rep.tap("#met label.opt")
    rep.tap("label.opt:has(input[name=outcome][value=progress])")
    rep.tap("form[method=post] button.btn-primary:visible")
    rep.page.wait_for_url(re.compile(r"/visits/\d+/"))
    assert rep.clicks <= TAPS
    visit = Visit.objects.get()
    assert (visit.customer_id, visit.outcome, visit.met.count()) == (customer.pk, "progress", 1)
    rep.picture("flows/visit-390")


def test_a_quote_from_draft_to_sent(sit, trade, cast):
    customer, pump = trade
    rep = sit("rep")
    rep.go(f"/quotes/new/?customer={customer.pk}")
    rep.page.locator("[name=title]").fill("循环水泵站成套设备")
    rep.page.locator("#id_line0-product-box").fill("lxb")
    rep.page.locator(".pk-l [role=option]", has_text=pump.model).first.click()
    rep.page.locator("[name$=qty]").first.fill("2")
    rep.page.locator("[name=payment_terms]").fill("30/60/10")
    rep.page.locator("button.btn-primary:visible").last.click()
    rep.page.wait_for_url(re.compile(r"/quotes/\d+/$"))
    quote = Quote.objects.get()
    rep.tap("[data-dialog=submit]:visible")
    rep.page.locator("dialog#submit button.btn-primary").click()
    rep.page.locator("text=已提交审批").first.wait_for()
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
    inside.page.locator("form[method=post] button.btn-primary:visible").last.click()
    inside.page.wait_for_url(re.compile(r"/quotes/\d+/$"))
    assert Quote.objects.get().stamps.count() == 1

    rep.go(f"/quotes/{quote.pk}/send/")
    rep.page.locator("[name=to]").fill("刘建平")
    rep.page.locator("label.opt:has(input[name=way]), select[name=way]").first.click()
    rep.page.locator("form[method=post] button.btn-primary:visible").last.click()
    rep.page.wait_for_url(re.compile(r"/quotes/\d+/$"))
    assert Quote.objects.get().state == "issued"
    paper = rep.context.request.get(f"/quotes/{quote.pk}/pdf/")
    assert (paper.status, paper.body()[:5]) == (200, b"%PDF-")
    assert AuditEntry.objects.filter(code="quote.issued", subject_id=quote.pk).count() == 1
    rep.picture("flows/quote-issued-1440")


def test_the_a_key_approves_and_the_toast_takes_it_back(sit, trade, cast):
    customer, pump = trade
    world.submit(world.make_quote(cast.rep, customer, pump), cast.rep)
    head = sit("head")
    head.go("/inbox/")
    head.page.locator(".verdict button.btn-primary:visible").first.wait_for()
    head.page.keyboard.press("a")
    head.page.locator(".tst button", has_text="撤销").first.click()
    head.page.locator(".verdict button.btn-primary:visible").first.wait_for()
    assert Quote.objects.get().state == "reported"
    assert not ApprovalSeat.objects.exclude(verdict="").exists()


def test_an_approval_changed_meanwhile_is_412_and_says_so(sit, trade, cast):
    customer, pump = trade
    quote = world.submit(world.make_quote(cast.rep, customer, pump), cast.rep)
    head = sit("head")
    head.expected = {412}
    head.go(f"/inbox/{quote.approval_id}/")
    head.page.evaluate(
        "document.querySelectorAll('[name=digest]').forEach((field) => { field.value = 'x'.repeat(64) })"
    )
    with head.page.expect_response(lambda answer: "/approve/" in answer.url) as told:
        head.page.locator(".verdict button.btn-primary:visible").first.click()
    assert told.value.status == 412
    head.page.locator("text=内容在你打开之后改过").first.wait_for()
    assert Quote.objects.get().state == "reported"


def test_a_double_click_counts_once(sit, trade, cast):
    customer, pump = trade
    world.submit(world.make_quote(cast.rep, customer, pump), cast.rep)
    head = sit("head")
    head.expected = {409}
    head.go("/inbox/")
    head.page.locator(".verdict button.btn-primary:visible").first.dblclick()
    head.page.locator(".tst").first.wait_for()
    assert AuditEntry.objects.filter(code="approval.approved").count() == 1


def test_the_wrong_person_gets_a_page_that_says_why(sit, trade):
    customer, _pump = trade
    stranger = sit("rep_south")
    stranger.expected = {403, 404}
    assert (stranger.go(f"/customers/{customer.pk}/"), stranger.page.url) == (
        404,
        f"{stranger.site.url}/customers/{customer.pk}/",
    )
    assert stranger.axe() == []
    assert stranger.go("/audit/") in (403, 404)
    assert stranger.page.locator("h1").first.inner_text()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1440", "390"])
def test_the_pages_of_the_main_job_are_clean(sit, trade, cast, size):
    customer, pump = trade
    quote = world.submit(world.make_quote(cast.rep, customer, pump), cast.rep)
    rep = sit("rep", size)
    addresses = [
        "/",
        "/customers/",
        f"/customers/{customer.pk}/",
        f"/customers/visits/new/?customer={customer.pk}",
        "/quotes/",
        f"/quotes/{quote.pk}/",
    ]
    found = []
    for address in addresses:
        assert rep.go(address) == 200
        found += rep.axe()
        assert rep.sideways() <= 0, address
    assert found == []
