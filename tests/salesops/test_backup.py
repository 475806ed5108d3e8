"""A backup restores to an empty database with the same rows, the same bytes and the same files."""

import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core import audit
from salesops import archive
from tests.servers import using


def counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        found = {}
        for table in archive.columns_by_table(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
        return found


@pytest.fixture
def kept(tmp_path, settings, committed_db) -> Path:
    """A company with people, history and an attachment, and its backup."""
    settings.MEDIA_ROOT = tmp_path / "attachments"
    (settings.MEDIA_ROOT / "ab").mkdir(parents=True)
    (settings.MEDIA_ROOT / "ab" / "合同.pdf").write_bytes(b"%PDF signed")
    target = tmp_path / "kept.zip"
    call_command("backup", str(target))
    return target


def test_backup_restores_rows_sequences_and_files(kept, servers, settings, tmp_path) -> None:
    before = counts()
    assert before["org_user"] > 10
    assert before["core_auditentry"] > 0
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    empty = servers.clone()
    try:
        with using(empty):
            call_command("restore", str(kept))
            assert counts() == before
            # The next row gets a new key, and triggers are awake again.
            from org.models import User

            person = User.objects.get(username="rep")
            with connection.cursor() as cursor:
                cursor.execute("SELECT current_user")
                assert cursor.fetchone() == ("salesops_app",)
                cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgenabled = 'D'")
                assert cursor.fetchone() == (0,)
            history = counts()["org_userevent"]
            person.display_name = "林晓"
            person.save()
            assert counts()["org_userevent"] == history + 1
            entry = audit.record(actor=person, code="backup.tried", subject=person)
            assert entry is None or entry.pk
    finally:
        servers.drop(empty)
    assert (tmp_path / "elsewhere" / "ab" / "合同.pdf").read_bytes() == b"%PDF signed"


def test_restore_refuses_a_database_in_use(kept) -> None:
    before = counts()
    with pytest.raises(CommandError, match="in use"):
        call_command("restore", str(kept))
    assert counts() == before


def test_restore_finds_a_changed_row(kept, servers) -> None:
    forged = kept.with_name("forged.zip")
    with zipfile.ZipFile(kept) as source, zipfile.ZipFile(forged, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "tables/org_user":
                content = content.replace("林晓峰".encode(), "林晓锋".encode())
            target.writestr(entry, content)
    empty = servers.clone()
    try:
        with using(empty):
            with pytest.raises(CommandError, match="org_user differs"):
                call_command("restore", str(forged))
            assert counts()["org_user"] == 0
    finally:
        servers.drop(empty)


def test_restore_writes_nothing_outside_the_attachments(kept, servers, tmp_path) -> None:
    with zipfile.ZipFile(kept, "a") as target:
        target.writestr("attachments/../../outside", b"!")
    empty = servers.clone()
    try:
        with using(empty), pytest.raises(CommandError, match="outside"):
            call_command("restore", str(kept))
    finally:
        servers.drop(empty)
    assert not (tmp_path / "outside").exists()


def test_restore_of_half_a_backup_says_so(kept) -> None:
    half = kept.with_name("half.zip")
    half.write_bytes(kept.read_bytes()[:500])
    with pytest.raises(CommandError, match="not a whole backup"):
        call_command("restore", str(half))


def test_backup_leaves_nothing_half_written(kept) -> None:
    with pytest.raises(CommandError, match="exists"):
        call_command("backup", str(kept))
    assert not list(kept.parent.glob("*.part"))
