"""Names that are scripts, stored where people write, shown to people: nothing of them runs, even without the content policy."""

from datetime import timedelta

import pytest

from core import clock
from customers import services as customers
from tests.quotes import world

pytestmark = pytest.mark.browser

CANARY = "<img src=x onerror=alert(1)>"
BREAKOUT = "'\"></script><svg onload=alert(1)>"


@pytest.fixture
def poisoned(trade, cast):
    """A customer, contact, visit, quote and reason whose every text is a script."""
    customer = customers.create_customer(actor=cast.rep, facts={"name": f"{CANARY}泵业", "remarks": BREAKOUT})
    contact = customers.create_contact(
        actor=cast.rep, customer_id=customer.pk, facts={"name": f"{CANARY}刘", "title": BREAKOUT}
    )
    visit = customers.log_visit(
        actor=cast.rep,
        customer_id=customer.pk,
        contact_ids=[contact.pk],
        occurred_at=clock.now() - timedelta(hours=1),
        outcome="progress",
        summary=CANARY + BREAKOUT,
        next_step=CANARY,
        next_on=clock.today(),
    )
    quote = world.make_quote(
        cast.rep, customer, trade.pump, title=f"{CANARY}成套", remarks=BREAKOUT, delivery_terms=CANARY
    )
    rep = cast.rep
    rep.display_name = f"{CANARY}林"
    rep.save(update_fields=["display_name"])
    return customer, visit, world.submit(quote, cast.rep)


def listen(eyes):
    """What ran: a dialog, or an image that was asked for."""
    heard = []
    eyes.page.on("dialog", lambda dialog: (heard.append(f"{eyes.page.url} {dialog.message}"), dialog.dismiss()))
    eyes.page.on("request", lambda asked: heard.append(asked.url) if asked.url.endswith("/x") else None)
    return heard


def test_no_name_runs_anywhere(sit, poisoned):
    customer, visit, quote = poisoned
    walks = {
        "rep": [
            "/",
            "/customers/",
            f"/customers/{customer.pk}/",
            f"/customers/{customer.pk}/edit/",
            f"/customers/visits/new/?customer={customer.pk}",
            f"/customers/visits/{visit.pk}/",
            "/quotes/",
            f"/quotes/{quote.pk}/",
            f"/quotes/{quote.pk}/?tab=timeline",
            f"/quotes/new/?customer={customer.pk}",
            "/search/?q=img",
        ],
        "head": ["/", "/inbox/", f"/inbox/{quote.approval_id}/", "/notices/", "/org/people/"],
        "admin": ["/audit/?scene=all", "/org/people/"],
    }
    heard = []
    for login, addresses in walks.items():
        eyes = sit(login, bypass_csp=True)
        heard += (told := listen(eyes))
        for address in addresses:
            assert eyes.go(address) == 200, (login, address)
            eyes.page.wait_for_load_state("networkidle")
        assert told == []
    # Fragments, which scripts put into the page: the picker, the palette, the toast.
    rep = sit("rep", bypass_csp=True)
    told = listen(rep)
    rep.go("/quotes/new/")
    rep.page.locator("#id_customer-box").fill("泵业")
    rep.page.locator(".pk-l [role=option]", has_text="泵业").first.wait_for()
    rep.page.keyboard.press("Escape")
    rep.page.keyboard.press("Control+k")
    rep.page.locator("#palette input").first.fill("泵业")
    rep.page.locator("#palette li", has_text="泵业").first.wait_for()
    rep.go(f"/customers/{customer.pk}/edit/")
    rep.send(".s-act button.btn-primary")
    rep.toast("资料已更新")
    assert told == []


def test_the_ears_work(sit):
    """Without escaping and without the policy, the same names are heard."""
    rep = sit("rep", bypass_csp=True)
    rep.expected = {404}
    heard = listen(rep)
    rep.go("/notices/")
    rep.page.set_content(f"<p>{CANARY}</p>")
    rep.page.wait_for_timeout(300)
    assert any("1" in words for words in heard)
