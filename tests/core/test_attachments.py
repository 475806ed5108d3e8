"""Private files: told by content, kept whole or not at all, handed out through the record's own door."""

import hashlib
import io
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.http import Http404
from django.urls import reverse

from core import attachments
from core.errors import Forbidden, Invalid, TooLarge, Unavailable
from core.models import Attachment, AuditEntry, Notification

pytestmark = pytest.mark.django_db

KIND = "core.notification"
PDF = b"%PDF-1.7\n" + b"1 0 obj\n" * 40
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 60
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 60
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def office(member):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as container:
        container.writestr("[Content_Types].xml", "<x/>")
        container.writestr(member, "<x/>")
    return buffer.getvalue()


@pytest.fixture(autouse=True)
def kinds(monkeypatch, settings, tmp_path):
    """A notice stands for a record: only its recipient sees it, and head's may not be changed."""
    monkeypatch.setattr(attachments, "_kinds", {})
    attachments.accept(KIND, may_change=lambda user, record: record.code != "sealed")
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def record(cast):
    return Notification.objects.create(recipient=cast.rep, code="x", dedupe_key="k")


def add(actor, record, content=PDF, name="协议.pdf"):
    return attachments.add(actor=actor, kind=KIND, subject_id=record.pk, file=ContentFile(content), name=name)


def stored(tmp_path):
    return [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_file_lies_under_a_random_name_with_its_fingerprint(cast, record, tmp_path):
    row = add(cast.rep, record)
    assert (row.name, row.content_type, row.size) == ("协议.pdf", "application/pdf", len(PDF))
    assert row.sha256 == hashlib.sha256(PDF).hexdigest()
    [path] = stored(tmp_path)
    assert path.read_bytes() == PDF
    assert "协议" not in path.name
    assert len(path.name) == 40
    entry = AuditEntry.objects.get(code="attachment.added")
    assert (entry.subject_kind, entry.subject_id, entry.data["name"]) == (KIND, record.pk, "协议.pdf")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PDF),
        ("a.PNG", PNG),
        ("a.jpeg", JPG),
        ("a.jpg", JPG),
        ("a.doc", OLE),
        ("a.xls", OLE),
        ("a.docx", office("word/document.xml")),
        ("a.xlsx", office("xl/workbook.xml")),
        ("a.pptx", office("ppt/presentation.xml")),
        ("a.zip", office("x.txt")),
        ("a.txt", "成都锐恒".encode()),
        ("a.csv", "公司,电话\n成都锐恒,028".encode("gb18030")),
        ("a.txt", "成都".encode("utf-16")),
        ("a.dwg", b"AC1032" + b"\x00" * 100),
        ("a.mp4", b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isom" + b"\x00" * 60),
    ],
)
def test_what_is_taken(cast, record, name, content):
    assert add(cast.rep, record, content, name).pk


@pytest.mark.parametrize(
    ("name", "content"),
    [
        # Another content than the name says.
        ("a.pdf", PNG),
        ("a.png", PDF),
        ("a.jpg", b"<html><script>alert(1)</script></html>"),
        ("a.docx", office("xl/workbook.xml")),
        ("a.docx", PDF),
        ("a.xlsx", b"PK\x03\x04 but no archive"),
        ("a.txt", b"MZ\x90\x00\x03\x00"),
        ("a.pdf", b""),
        # What nobody needs in a CRM.
        ("a.exe", b"MZ\x90\x00"),
        ("a.html", b"<html></html>"),
        ("a.svg", b"<svg onload='x'/>"),
        ("a.js", b"alert(1)"),
        ("a.docm", office("word/document.xml")),
        ("a", PDF),
        (".pdf", PDF),
        ("a.pdf.exe", PDF),
    ],
)
def test_what_is_refused(cast, record, tmp_path, name, content):
    with pytest.raises(Invalid):
        add(cast.rep, record, content, name)
    assert not Attachment.objects.exists()
    assert stored(tmp_path) == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/协议.pdf", "协议.pdf"),
        ("C:\\图纸\\协议.pdf", "协议.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("evil\u202efdp.pdf", "evilfdp.pdf"),
        ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
    ],
)
def test_names_are_made_harmless(cast, record, given, kept):
    assert add(cast.rep, record, name=given).name == kept


def test_who_does_not_see_the_record_adds_nothing(cast, record):
    with pytest.raises(Http404):
        add(cast.head, record)


def test_who_sees_but_may_not_change_is_refused(cast, record):
    Notification.objects.update(code="sealed")
    with pytest.raises(Forbidden):
        add(cast.rep, record)


def test_records_that_take_no_files_have_none(cast):
    with pytest.raises(Http404):
        attachments.of("org.user", cast.rep.pk, cast.rep)


def test_fifty_megabytes_and_not_one_byte_more(cast, record, monkeypatch):
    monkeypatch.setattr(attachments, "MOST_BYTES", len(PDF))
    assert add(cast.rep, record).pk
    with pytest.raises(TooLarge):
        add(cast.rep, record, PDF + b"x")


def test_a_full_disk_leaves_neither_row_nor_file(cast, record, tmp_path, monkeypatch):
    def full(handle):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(attachments.os, "fsync", full)
        with pytest.raises(Unavailable):
            add(cast.rep, record)
    assert not Attachment.objects.exists()
    assert stored(tmp_path) == []
    assert add(cast.rep, record).pk


def test_a_row_that_cannot_be_written_takes_its_file_along(cast, record, tmp_path, monkeypatch):
    def refuse(**entry):
        raise DatabaseError

    monkeypatch.setattr(attachments.audit, "record", refuse)
    with pytest.raises(DatabaseError):
        add(cast.rep, record)
    assert not Attachment.objects.exists()
    assert stored(tmp_path) == []


def test_removing_keeps_row_and_file_but_nobody_gets_it(cast, record, tmp_path):
    row = add(cast.rep, record)
    attachments.remove(actor=cast.rep, attachment_id=row.pk)
    assert Attachment.objects.get(pk=row.pk).removed_at
    assert len(stored(tmp_path)) == 1
    with pytest.raises(Http404):
        attachments.seen(row.pk, cast.rep)
    assert not Attachment.objects.visible_to(cast.rep).exists()
    assert AuditEntry.objects.get(code="attachment.removed").data["sha256"] == row.sha256


def test_sight_of_the_file_is_sight_of_the_record(cast, record):
    row = add(cast.rep, record)
    assert attachments.seen(row.pk, cast.rep)[0] == row
    assert list(Attachment.objects.visible_to(cast.rep)) == [row]
    for login in ("rep2", "head", "director", "admin"):
        assert not Attachment.objects.visible_to(getattr(cast, login)).exists()
        with pytest.raises(Http404):
            attachments.seen(row.pk, getattr(cast, login))
    Notification.objects.update(recipient=cast.head)
    with pytest.raises(Http404):
        attachments.seen(row.pk, cast.rep)


# --- pages -------------------------------------------------------------------------------------


def send(client, record, content=PDF, name="协议.pdf", **headers):
    return client.post(
        reverse("core:attachment_list", args=[KIND, record.pk]),
        {"files": SimpleUploadedFile(name, content)},
        headers=headers,
    )


def test_sending_a_file_answers_with_the_list(as_, record):
    answer = send(as_("rep"), record, **{"HX-Request": "true"})
    assert answer.status_code == 200
    assert "协议.pdf" in answer.text
    assert "<html" not in answer.text


def test_a_lying_file_is_named_in_the_list(as_, record):
    answer = send(as_("rep"), record, content=PNG, **{"HX-Request": "true"})
    assert "的内容不是 .pdf" in answer.text
    assert not Attachment.objects.exists()


def test_the_download_never_runs_in_the_browser(as_, cast, record):
    row = add(cast.rep, record)
    answer = as_("rep").get(reverse("core:attachment_download", args=[row.pk]))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("login", ["rep2", "head", "leader", "admin"])
def test_others_get_404_at_every_address(as_, cast, record, login):
    row = add(cast.rep, record)
    client = as_(login)
    assert client.get(reverse("core:attachment_download", args=[row.pk])).status_code == 404
    assert client.get(reverse("core:attachment_list", args=[KIND, record.pk])).status_code == 404
    assert client.post(reverse("core:attachment_remove", args=[row.pk])).status_code == 404
    assert send(client, record).status_code == 404


def test_a_body_that_is_too_long_is_refused_unread(as_, record, monkeypatch):
    from core.views import attachments as views

    monkeypatch.setattr(views, "MOST_BODY", 100)
    assert send(as_("rep"), record).status_code == 413


def test_a_file_that_is_too_long_is_refused_on_the_way(as_, record, monkeypatch):
    monkeypatch.setattr(attachments, "MOST_BYTES", 100)
    assert send(as_("rep"), record).status_code == 413
    assert not Attachment.objects.exists()


def test_a_full_disk_is_a_clean_503(as_, record, monkeypatch):
    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(attachments.os, "fsync", full)
    assert send(as_("rep"), record).status_code == 503
    assert not Attachment.objects.exists()


def test_without_a_token_nothing_is_taken(cast, record):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.rep, backend="org.backends.PasswordBackend")
    assert send(client, record).status_code == 403
    assert not Attachment.objects.exists()


def test_removing_answers_with_the_list(as_, cast, record):
    row = add(cast.rep, record)
    answer = as_("rep").post(reverse("core:attachment_remove", args=[row.pk]), headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "协议.pdf" not in answer.text
