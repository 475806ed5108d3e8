"""Files of records over the API: in as multipart, out as a download, through the record's own door."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from core import attachments
from core.api.files import AttachmentResource
from core.models import Attachment, AuditEntry
from tests.api.client import Api, refused
from tests.quotes.conftest import customer, products, pump
from tests.quotes.world import approved, make_quote

__all__ = ["customer", "products", "pump"]

TEXT = "技术协议 第二版".encode()


@pytest.fixture
def upload(cast):
    def send(login, record, *, name="技术协议.txt", content=TEXT, kind="quotes.quote"):
        body = {"subject_kind": kind, "subject_id": record.pk, "file": SimpleUploadedFile(name, content)}
        key = Api(getattr(cast, login)).key
        return Client().post("/api/v1/attachments/", body, headers={"Authorization": f"Bearer {key}"})

    return send


@pytest.fixture
def quote(cast, customer, pump):
    return make_quote(cast.rep, customer, pump)


def test_a_file_goes_in_and_comes_out(api, cast, quote, upload):
    made = upload("rep", quote)
    assert made.status_code == 201, made.content
    body = made.json()
    assert (body["name"], body["size"], body["subject_kind"], body["subject_id"]) == (
        "技术协议.txt", len(TEXT), "quotes.quote", quote.pk,
    )  # fmt: skip
    assert AuditEntry.objects.get(code="attachment.added").source == "api"
    head = api("head")
    assert head.ids(f"attachments/?subject_kind=quotes.quote&subject_id={quote.pk}") == [body["id"]]
    got = head.get(f"attachments/{body['id']}/download/")
    assert b"".join(got.streaming_content) == TEXT
    assert got["Content-Disposition"].startswith("attachment")
    assert got["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got["Content-Security-Policy"]


@pytest.mark.parametrize("login", ["rep2", "rep_south", "head_south", "engineer", "hr", "admin"])
def test_unseen_is_404_on_every_verb(api, quote, upload, login):
    made = upload("rep", quote).json()
    refused(upload(login, quote), 404)
    script = api(login)
    assert script.ids("attachments/") == []
    for answer in (
        script.get(f"attachments/{made['id']}/"),
        script.get(f"attachments/{made['id']}/download/"),
        script.post(f"attachments/{made['id']}/remove/"),
    ):
        refused(answer, 404)


def test_who_sees_but_may_not_change_is_403(api, quote, upload):
    made = upload("rep", quote).json()
    refused(upload("head", quote), 403, "attachment.change_only")
    refused(api("head").post(f"attachments/{made['id']}/remove/"), 403, "attachment.change_only")
    assert api("rep").post(f"attachments/{made['id']}/remove/").status_code == 204
    refused(api("rep").get(f"attachments/{made['id']}/"), 404)
    assert Attachment.objects.get().removed_at


def test_papers_are_kept_after_approval_too(cast, customer, pump, upload):
    quote = approved(cast, customer, pump)
    assert upload("inside", quote).status_code == 201
    assert quote.is_as_approved()


def test_too_large_is_413_before_it_is_kept(quote, upload, monkeypatch):
    monkeypatch.setattr(attachments, "MOST_BYTES", 1000)
    assert upload("rep", quote, content=b"x" * 1000).status_code == 201
    refused(upload("rep", quote, content=b"x" * 1001), 413, "attachment.size")
    assert Attachment.objects.count() == 1


def test_a_longer_body_than_the_resource_takes_is_413(quote, upload, settings):
    """It takes more than other addresses: their limit is not its own."""
    assert AttachmentResource.as_view({"get": "list"}).most_body > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert upload("rep", quote, content=b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)).status_code == 201


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"kind": "org.user"}, 404),
        ({"kind": "no.such"}, 404),
        ({"kind": "x" * 61}, 400),
        ({"name": "run.exe"}, 400),
        ({"name": "photo.png"}, 400),
        ({"content": b""}, 400),
    ],
)
def test_what_is_no_file_of_a_record_is_refused(quote, upload, change, status):
    refused(upload("rep", quote, **change), status)
    assert not Attachment.objects.exists()


def test_json_is_not_taken(api, quote):
    refused(api("rep").post("attachments/", {"subject_kind": "quotes.quote", "subject_id": quote.pk}), 415)


def test_a_session_needs_its_csrf_token(cast, quote):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.rep)
    body = {"subject_kind": "quotes.quote", "subject_id": quote.pk, "file": SimpleUploadedFile("a.txt", TEXT)}
    refused(browser.post("/api/v1/attachments/", body), 403, "csrf.failed")


def test_the_quote_page_has_them(cast, client, quote, upload):
    upload("rep", quote)
    client.force_login(cast.rep)
    page = client.get(f"/quotes/{quote.pk}/?tab=files").content.decode()
    assert f"/attachments/quotes.quote/{quote.pk}/" in page
    part = client.get(f"/attachments/quotes.quote/{quote.pk}/").content.decode()
    assert "技术协议.txt" in part
    assert 'type="file"' in part
    assert "data-dz-camera" in part
    sent = {"files": SimpleUploadedFile("现场.txt", TEXT)}
    assert client.post(f"/attachments/quotes.quote/{quote.pk}/", sent).status_code == 302
    assert Attachment.objects.count() == 2
