"""What people's time costs, in clicks and as it is felt: docs/design.md, "What a job costs".

A time is the shortest of some: what the product takes, not what else the machine was doing. Once it is within what is
allowed, nothing is learned by trying again.
"""

import time

import pytest
from playwright.sync_api import expect

from core.models import SavedView
from customers import services as customers
from customers.models import Customer
from quotes.models import Quote
from tests.flows.eyes import PHONE
from tests.quotes import world

pytestmark = pytest.mark.browser

FELT = 1.0
"""Seconds until one sees what was asked for."""
TRIES = 8


@pytest.fixture
def many(trade, cast):
    """Enough that one has to look."""
    for number in range(60):
        customers.create_customer(
            actor=cast.rep, facts={"name": f"无锡第{number}机械有限公司", "phone": f"0510-55{number:04}0"}
        )


def shortest(prepare, attempt):
    """`attempt()` ends when one sees what was asked for; what `prepare()` takes does not count."""

    def once():
        prepare()
        began = time.perf_counter()
        attempt()
        return time.perf_counter() - began

    best = once()
    for _try in range(TRIES - 1):
        if best < FELT:
            break
        best = min(best, once())
    return best


@pytest.mark.parametrize("typed", ["江北", "njjb", "南京江北水务", "1234"], ids=["part", "initials", "whole", "phone"])
def test_a_customer_is_found_from_anywhere(sit, trade, many, cast, typed):
    """One click into the box, what one knows of it, Enter."""
    customers.edit_customer(
        actor=cast.rep, customer_id=trade.customer.pk, version=trade.customer.version, facts={"phone": "025-5885 1234"}
    )
    rep = sit("rep")
    rep.go("/quotes/")
    hit = rep.page.locator("#palette a.on", has_text=trade.customer.name)

    def closed():
        rep.page.keyboard.press("Escape")
        expect(rep.page.locator("#palette")).to_be_hidden()
        rep.clicks = 0

    def look():
        rep.tap(".s-find")
        rep.page.keyboard.type(typed)
        hit.wait_for()

    assert shortest(closed, look) < FELT
    rep.page.keyboard.press("Enter")
    rep.page.wait_for_url(f"**{trade.customer.get_absolute_url()}")
    assert rep.clicks <= 1


def test_a_customer_is_found_in_the_list_on_the_phone(sit, trade, many):
    rep = sit("rep", PHONE)
    rep.go("/")
    rep.tap("nav.s-tabbar a[href^='/customers/']")

    def empty():
        rep.page.locator("#list-q").fill("")
        expect(rep.page.locator("[data-row]")).to_have_count(50)
        rep.clicks = 1

    def look():
        rep.tap("#list-q")
        rep.page.keyboard.type("njjb")
        expect(rep.page.locator("[data-row]")).to_have_count(1)

    rep.page.wait_for_url("**/customers/**")
    assert shortest(empty, look) < FELT
    rep.tap("[data-row] .p1 a")
    rep.page.wait_for_url(f"**{trade.customer.get_absolute_url()}*")
    assert rep.clicks <= 3


def test_a_saved_view_opens_by_one_click_in_its_list(sit, trade, many, cast):
    Customer.objects.filter(pk=trade.customer.pk).update(customer_class="focus")
    view = SavedView.objects.create(
        user=cast.rep, page="customers.customers", name="重点客户", query="scene=mine&customer_class=focus"
    )
    rep = sit("rep")

    def before():
        rep.go("/customers/?scene=all")
        rep.page.locator("#views a", has_text=view.name).wait_for()
        rep.clicks = 0

    def opened():
        rep.tap(f"#views a:has-text('{view.name}')")
        rep.page.wait_for_url(f"**view={view.pk}&*")
        expect(rep.page.locator("[data-row]")).to_have_count(1)

    assert shortest(before, opened) < FELT
    assert rep.clicks == 1


def test_the_view_one_begins_with_costs_no_click_more_than_the_list(sit, trade, many, cast):
    Customer.objects.filter(pk=trade.customer.pk).update(customer_class="focus")
    rep = sit("rep")
    rep.go("/customers/?scene=mine&customer_class=focus")
    rep.tap("summary:has-text('存为视图')")
    rep.page.fill("#view-name", "重点客户")
    rep.tap("button[name=save_view]")
    rep.page.wait_for_url("**view=*")
    rep.tap(".s-tools summary:has-text('视图'):visible")
    rep.tap("button[name=open_with]")
    rep.page.wait_for_load_state()
    rep.go("/")
    rep.clicks = 0
    rep.tap(".s-nav a[href='/customers/']")
    rep.page.wait_for_url(f"**view={SavedView.objects.get().pk}&*")
    expect(rep.page.locator("[data-row]")).to_have_count(1)
    assert rep.clicks == 1


def test_a_whole_selection_is_approved_by_two_clicks_and_what_is_risky_stays(sit, trade, cast):
    plain = [world.submit(world.make_quote(cast.rep, trade.customer, trade.pump), cast.rep) for _number in range(3)]
    below = world.submit(world.make_quote(cast.rep, trade.customer, trade.pump, price="700.00"), cast.rep)
    head = sit("head")
    head.go("/inbox/")
    expect(head.page.locator(".inb")).to_have_count(4)
    head.tap("[data-tick-all] input")
    head.tap("#batch button.btn-primary")
    head.page.locator(".tst").first.wait_for()
    assert head.clicks <= 2
    assert dict(Quote.objects.values_list("pk", "state")) == {
        **{quote.pk: "approved" for quote in plain},
        below.pk: "reported",
    }
    expect(head.page.locator(".inb-foot")).to_contain_text("不能批量同意")
