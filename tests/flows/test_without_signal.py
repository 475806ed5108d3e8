"""In the customer's basement: a visit is written down without signal, waits on the device, and is sent once."""

import re

import pytest

from core.models import Attachment
from customers import services
from customers.models import Visit
from tests.flows.eyes import PHONE

pytestmark = pytest.mark.browser

FORM = "/customers/visits/new/"
PASSWORD = "right-horse-battery"
LOST = "net::ERR_INTERNET_DISCONNECTED"
COPIED = "async (path) => Boolean(navigator.serviceWorker.controller && (await caches.match(path)))"


@pytest.fixture
def rep(sit, trade):
    """With SalesOps open on the phone, and the form's copies made."""
    rep = sit("rep", PHONE)
    rep.go(FORM)
    wait_for_copy(rep, f"{FORM}?customer={trade.customer.pk}")
    yield rep
    # Without signal the browser says so of every request, and htmx of its own.
    rep.complaints[:] = [told for told in rep.complaints if LOST not in told and ": htmx:" not in told]


def wait_for_copy(eyes, path):
    """Made in the background, by a worker that looks after the page."""
    for _attempt in range(100):
        if eyes.page.evaluate(COPIED, path):
            return
        eyes.page.wait_for_timeout(100)
    raise AssertionError(f"no copy of {path}")


def write(eyes, word, outcome="progress"):
    eyes.tap(f"label.opt:has(input[name=outcome][value={outcome}])")
    eyes.page.locator("[name=summary]").fill(word)
    eyes.send()


def badge(eyes, number):
    eyes.page.locator("[data-held-badge]:visible", has_text=str(number)).wait_for()


def settle(eyes):
    """What waited has been sent."""
    eyes.page.locator("[data-held-badge]").wait_for(state="hidden")


def test_a_visit_written_without_signal_is_sent_once_when_it_is_back(rep, trade):
    rep.go(f"{FORM}?customer={trade.customer.pk}")
    rep.context.set_offline(True)
    rep.tap("#met label.opt")
    write(rep, "泵房要改")
    rep.toast("已存在本机")
    badge(rep, 1)
    rep.picture("flows/visit-held-390")
    assert rep.page.locator("[name=summary]").input_value() == ""
    assert not Visit.objects.exists()
    rep.context.set_offline(False)
    rep.toast("已发出")
    settle(rep)
    visit = Visit.objects.get()
    assert (visit.customer_id, visit.summary, visit.met.count()) == (trade.customer.pk, "泵房要改", 1)
    rep.go("/")
    settle(rep)
    assert Visit.objects.count() == 1


def test_the_form_opens_without_signal_and_takes_several(rep, cast, trade):
    other = services.create_customer(actor=cast.rep, facts={"name": "镇江江南泵业有限公司"})
    rep.context.set_offline(True)
    for word in ("第一家", "又去了一次"):
        rep.go(f"{FORM}?customer={trade.customer.pk}")
        write(rep, word)
        rep.toast("已存在本机")
    badge(rep, 2)
    assert rep.go("/customers/") == 200
    assert "连不上" in rep.page.locator("h1").inner_text()
    rep.picture("flows/offline-390")
    rep.context.set_offline(False)
    rep.go("/")
    settle(rep)
    assert sorted(Visit.objects.values_list("summary", flat=True)) == ["又去了一次", "第一家"]
    assert not Visit.objects.filter(customer=other).exists()


def test_an_answer_that_got_lost_does_not_make_two_visits(rep, trade):
    """The server had it; the phone never heard, and sends it again."""
    rep.go(f"{FORM}?customer={trade.customer.pk}")
    rep.page.evaluate(
        """async () => {
          const form = document.querySelector("form[data-holds]");
          form.elements.outcome.value = "steady";
          await fetch(form.action || location.href, { method: "POST", body: new FormData(form) });
        }"""
    )
    assert Visit.objects.count() == 1
    rep.context.set_offline(True)
    write(rep, "再发一次", outcome="steady")
    badge(rep, 1)
    rep.context.set_offline(False)
    settle(rep)
    assert Visit.objects.count() == 1


def test_what_the_server_refuses_waits_to_be_corrected(rep, cast, trade):
    rep.go(f"{FORM}?customer={trade.customer.pk}")
    rep.context.set_offline(True)
    write(rep, "谈妥了")
    badge(rep, 1)
    services.transfer_customer(actor=cast.head, customer_id=trade.customer.pk, to=cast.rep2, reason="换人")
    rep.context.set_offline(False)
    rep.page.locator("[data-held-badge].bad").wait_for()
    rep.tap("[data-held-badge]")
    rep.picture("flows/visit-refused-390")
    assert "没发成" in rep.page.locator("[data-held-note]").inner_text()
    rep.tap("[data-held-title]")
    rep.page.wait_for_url("**again=**")
    rep.page.wait_for_function("() => document.querySelector('[name=summary]').value === '谈妥了'")
    assert not Visit.objects.exists()
    services.transfer_customer(actor=cast.head, customer_id=trade.customer.pk, to=cast.rep, reason="还是他")
    rep.go(f"{rep.page.url}")
    rep.page.wait_for_function("() => document.querySelector('[name=summary]').value === '谈妥了'")
    rep.send()
    rep.page.wait_for_url(re.compile(r"/visits/\d+/"))
    settle(rep)
    assert Visit.objects.get().summary == "谈妥了"


def sign_in(eyes, person):
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    eyes.context.clear_cookies(name="sessionid")
    eyes.go("/accounts/login/")
    eyes.page.locator("[name=login]").fill(person.username)
    eyes.page.locator("[name=password]").fill(PASSWORD)
    eyes.page.locator("form:has([name=password]) button.btn-primary").click()
    eyes.page.wait_for_url(eyes.url + "/")


def test_what_waits_goes_out_under_its_own_name_only(rep, cast, trade):
    """The session ended meanwhile, and a colleague signs in on the same phone."""
    copy = f"{FORM}?customer={trade.customer.pk}"
    rep.go(copy)
    rep.context.set_offline(True)
    write(rep, "只归本人")
    badge(rep, 1)
    rep.context.clear_cookies(name="sessionid")
    rep.context.set_offline(False)
    sign_in(rep, cast.rep2)
    assert not rep.page.evaluate(COPIED, copy)
    rep.go(FORM)
    wait_for_copy(rep, FORM)
    rep.page.wait_for_timeout(1000)
    assert rep.page.locator("[data-held-badge]").is_hidden()
    assert not Visit.objects.exists()
    sign_in(rep, cast.rep)
    rep.go(FORM)
    rep.toast("已发出")
    visit = Visit.objects.get()
    assert (visit.visitor, visit.summary) == (cast.rep, "只归本人")


PHOTOGRAPH = """async () => {
  const canvas = new OffscreenCanvas(3200, 2400), pen = canvas.getContext("2d");
  for (let at = 0; at < 40000; at += 1) {
    pen.fillStyle = `hsl(${(at * 137) % 360} 80% 50%)`;
    pen.fillRect((at * 7919) % 3200, (at * 104729) % 2400, 40, 40);
  }
  const files = new DataTransfer();
  files.items.add(new File([await canvas.convertToBlob({ type: "image/jpeg", quality: 1 })], "现场.jpg", { type: "image/jpeg" }));
  const input = document.querySelector("[data-dz-input]"), before = files.files[0].size;
  input.files = files.files;
  input.dispatchEvent(new Event("change"));
  while (!document.querySelector("[data-dz-list] li")) await new Promise((soon) => setTimeout(soon, 50));
  const picture = await createImageBitmap(input.files[0]);
  return [before, input.files[0].size, Math.max(picture.width, picture.height)];
}"""


def test_photos_are_made_smaller_on_the_device_and_wait_with_the_visit(rep, trade):
    rep.go(f"{FORM}?customer={trade.customer.pk}")
    rep.context.set_offline(True)
    before, sent, edge = rep.page.evaluate(PHOTOGRAPH)
    assert edge == 2000
    assert 0 < sent < before / 2
    write(rep, "有照片")
    badge(rep, 1)
    rep.context.set_offline(False)
    settle(rep)
    (kept,) = Attachment.objects.all()
    assert (kept.name, kept.size) == ("现场.jpg", sent)
