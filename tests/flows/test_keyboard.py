"""A morning without a mouse: sign in, find a customer, log the visit; the head approves. Every stop of the focus is seen."""

import re

import pytest
from playwright.sync_api import expect

from customers.models import Visit
from quotes.models import Quote
from tests.flows.hands import Hands

pytestmark = pytest.mark.browser

PASSWORD = "right-horse-battery"


@pytest.fixture
def arrive(sit, cast):
    """`arrive("rep")`: somebody with a password opens the address and signs in."""

    def sign_in(login):
        person = getattr(cast, login)
        person.set_password(PASSWORD)
        person.save(update_fields=["password"])
        eyes = sit()
        hands = Hands(eyes.page)
        eyes.go("/")
        hands.look()
        hands.type(login)
        hands.to("#id_password")
        hands.type(PASSWORD)
        hands.press("Enter")
        eyes.page.wait_for_url(eyes.url + "/")
        return hands

    return sign_in


def find(hands, text, name):
    hands.press("/")
    hands.type(text)
    expect(hands.page.locator("#palette a.on", has_text=name)).to_be_visible()
    hands.look()
    hands.press("Enter")


def test_a_rep_finds_a_customer_and_logs_the_visit(arrive, trade):
    rep = arrive("rep")
    find(rep, "njjb", trade.customer.name)
    rep.page.wait_for_url(f"**{trade.customer.get_absolute_url()}")
    rep.press("v")
    rep.page.wait_for_url(f"**/visits/new/?customer={trade.customer.pk}")
    rep.past_the_frame()
    rep.to("[name=contacts]")
    rep.press("Space")
    rep.to("[name=outcome]")
    rep.press("Space")
    rep.look()
    rep.to("[name=summary]")
    rep.type("泵房要改")
    rep.to("form button.btn-primary")
    rep.press("Enter")
    rep.page.wait_for_url(re.compile(r"/visits/\d+/"))
    visit = Visit.objects.get()
    assert (visit.customer_id, visit.summary, visit.met.count()) == (trade.customer.pk, "泵房要改", 1)
    assert rep.unseen == []
    assert not rep.used_a_mouse()


def test_a_head_approves_and_returns_with_a_reason(arrive, quote):
    head = arrive("head")
    head.to(".s-nav a[href='/inbox/']")
    head.press("Enter")
    head.page.locator(".verdict button.btn-primary:visible").first.wait_for()
    head.press("a")
    head.page.locator(".tst").first.wait_for()
    assert Quote.objects.get().state == "approved"
    head.to(".tst form button")
    head.press("Enter")
    head.page.locator(".verdict button.btn-primary:visible").first.wait_for()
    assert Quote.objects.get().state == "reported"
    head.press("t")
    expect(head.page.locator(".verdict [name=comment]:visible")).to_be_focused()
    head.look()
    head.type("付款改成 40/50/10")
    head.to(".verdict button[formaction*=return]")
    head.press("Enter")
    head.page.locator(".tst", has_text="退回").first.wait_for()
    assert Quote.objects.get().state == "returned"
    assert head.unseen == []
    assert not head.used_a_mouse()


def test_a_focus_that_nothing_marks_is_noticed(arrive, trade):
    """Negative control: the marks taken away."""
    rep = arrive("rep")
    rep.page.evaluate(
        """() => {
          const plain = new CSSStyleSheet();
          plain.replaceSync("* { outline: 0 !important; box-shadow: none !important }");
          document.adoptedStyleSheets.push(plain);
        }"""
    )
    rep.to(".s-nav a[href='/inbox/']")
    assert rep.unseen
    rep.page.locator(".s-nav a[href='/inbox/']").click()
    assert rep.used_a_mouse()
