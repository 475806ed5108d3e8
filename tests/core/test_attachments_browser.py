"""Attaching in a real browser: chosen, dragged and pasted files end at the same door."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from core import attachments
from core.models import Attachment, Notification
from tests import cast as casting

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore")]

KIND = "core.notification"
PDF = b"%PDF-1.7\n" + b"1 0 obj\n" * 40

BRING = """([kind, name, text]) => {
  const files = new DataTransfer();
  files.items.add(new File([text], name, { type: "application/pdf" }));
  const zone = document.querySelector("[data-dropzone]");
  const event = kind === "drop"
    ? new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: files })
    : new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: files });
  zone.dispatchEvent(event);
}"""


@pytest.fixture
def site_template(cast_template):
    return cast_template


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_chosen_dragged_and_pasted(browser_site, context, monkeypatch, tmp_path, size):
    monkeypatch.setattr(attachments, "_kinds", {})
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)
    attachments.accept(KIND)
    rep = casting.find().rep
    record = Notification.objects.create(recipient=rep, code="x", dedupe_key="k")
    client = Client()
    client.force_login(rep, backend="org.backends.PasswordBackend")
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": browser_site.url}
    context.add_cookies([cookie])
    page = context.new_page()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    wrong = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.goto(browser_site.url + reverse("core:attachment_list", args=[KIND, record.pk]))
    page.wait_for_selector(".dz-on")

    page.set_input_files("[data-dz-input]", {"name": "chosen.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.evaluate(BRING, ["drop", "dragged.pdf", PDF.decode()])
    page.evaluate(BRING, ["paste", "pasted.pdf", PDF.decode()])
    page.get_by_role("button", name="上传").click()
    page.wait_for_selector(".files >> text=pasted.pdf")

    assert set(Attachment.objects.values_list("name", flat=True)) == {"chosen.pdf", "dragged.pdf", "pasted.pdf"}
    page.get_by_role("button", name="移除 dragged.pdf").click()
    page.wait_for_selector(".files >> text=dragged.pdf", state="detached")
    assert Attachment.objects.filter(removed_at=None).count() == 2
    assert wrong == []
