"""The hash chain: whoever gets past the grants, the superuser included, is noticed."""

import threading

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from core import audit, clock
from core.models import AuditEntry, AuditSeal, Holiday
from tests.core.tamper import as_superuser

ENTRIES = "core_auditentry"


@pytest.fixture
def sealed(committed_db):
    for number in range(10):
        audit.record(actor=None, code="x.done", subject=None, data={"number": number})
    audit.seal()
    return list(AuditEntry.objects.filter(code="x.done").order_by("pk").values_list("pk", flat=True))


@pytest.fixture
def tamper(servers):
    def run(statement, *params):
        with as_superuser(servers) as hands:
            hands.execute(statement, params)

    return run


def found(**expected):
    return [(item.table, item.what) for item in audit.verify(**expected)]


def test_an_untouched_log_is_whole(sealed):
    """Negative control for every test below."""
    assert found() == []


def test_everything_appended_is_sealed_once(sealed):
    assert audit.seal() == 0
    covered = AuditSeal.objects.filter(table=ENTRIES)
    assert sum(covered.values_list("row_count", flat=True)) == AuditEntry.objects.count()
    assert AuditSeal.objects.filter(table="org_userevent").exists()
    assert not AuditSeal.objects.filter(table="core_auditseal").exists()


def test_a_changed_row_is_found(sealed, tamper):
    tamper("UPDATE core_auditentry SET data = '{\"number\": 99}' WHERE id = %s", sealed[4])
    assert found() == [(ENTRIES, "rows changed")]


def test_a_removed_row_is_found(sealed, tamper):
    tamper("DELETE FROM core_auditentry WHERE id = %s", sealed[4])
    assert found() == [(ENTRIES, "rows removed or slipped in")]


def test_a_removed_and_replaced_row_is_found(sealed, tamper):
    tamper("UPDATE core_auditentry SET id = 900000 WHERE id = %s", sealed[4])
    assert (ENTRIES, "rows removed or slipped in") in found()


def test_a_row_slipped_in_among_sealed_ones_is_found(sealed, tamper):
    tamper("UPDATE core_auditentry SET id = id + 100 WHERE id = %s", sealed[-1])
    audit.seal()
    assert (ENTRIES, "rows removed or slipped in") in found()


def test_a_row_slipped_into_an_old_gap_is_found(committed_db, tamper):
    with transaction.atomic():
        gap = audit.record(actor=None, code="x.undone", subject=None).pk
        transaction.set_rollback(True)
    with time_machine.travel(clock.now() - audit.SETTLED * 2, tick=True):
        audit.record(actor=None, code="x.done", subject=None)
        audit.seal()
    tamper(
        "INSERT INTO core_auditentry (id, at, code, subject_kind, subject_label, actor_label, from_state, to_state,"
        " reason, data, source, request_id) VALUES (%s, now(), 'x.forged', '', '', '', '', '', '', '{}', '', '')",
        gap,
    )
    assert audit.seal() == 0
    assert found() == [(ENTRIES, f"row {gap} slipped in below the sealed ones")]


def test_a_changed_version_in_the_row_history_is_found(sealed, tamper):
    Holiday.objects.create(date="2027-01-01", name="元旦")
    audit.seal()
    assert found() == []
    tamper("UPDATE core_holidayevent SET name = '没这回事'")
    assert found() == [("core_holidayevent", "rows changed")]


def test_a_seal_made_to_fit_the_forgery_is_found(sealed, tamper):
    audit.record(actor=None, code="x.later", subject=None)
    audit.seal()
    tamper("UPDATE core_auditentry SET reason = 'forged' WHERE id = %s", sealed[0])
    first = AuditSeal.objects.filter(table=ENTRIES).earliest("sequence")
    tamper("UPDATE core_auditseal SET digest = %s WHERE id = %s", audit._digest(first)[0], first.pk)
    assert found() == [(ENTRIES, "link changed")]


def test_a_link_taken_out_is_found(sealed, tamper):
    for code in ("x.second", "x.third"):
        audit.record(actor=None, code=code, subject=None)
        audit.seal()
    middle = AuditSeal.objects.get(table=ENTRIES, sequence=2)
    tamper("DELETE FROM core_auditseal WHERE id = %s", middle.pk)
    assert (ENTRIES, "missing link") in found()


def test_a_chain_cut_off_is_found_by_an_anchor_kept_elsewhere(sealed, tamper):
    audit.record(actor=None, code="x.second", subject=None)
    audit.seal()
    anchors = audit.heads()
    assert found(anchors=anchors) == []
    tamper('DELETE FROM core_auditseal WHERE "table" = %s AND sequence = 2', ENTRIES)
    tamper("DELETE FROM core_auditentry WHERE code = 'x.second'")
    assert found() == []
    assert found(anchors=anchors) == [(ENTRIES, "cut off")]


def test_a_late_commit_under_a_lower_id_gets_a_seal_of_its_own(committed_db):
    begun, proceed = threading.Event(), threading.Event()

    def slow():
        try:
            with transaction.atomic():
                slow.pk = audit.record(actor=None, code="x.slow", subject=None).pk
                begun.set()
                proceed.wait(10)
        finally:
            connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    begun.wait(10)
    fast = audit.record(actor=None, code="x.fast", subject=None).pk
    assert slow.pk < fast
    audit.seal()
    proceed.set()
    thread.join()
    assert audit.seal() == 1
    assert AuditSeal.objects.filter(table=ENTRIES).latest("sequence").ids == [slow.pk, slow.pk]
    assert found() == []


def test_a_column_added_after_sealing_leaves_old_seals_whole(sealed, tamper):
    tamper("ALTER TABLE core_auditentry ADD COLUMN mood text NOT NULL DEFAULT 'fine'")
    audit.record(actor=None, code="x.done", subject=None)
    assert audit.seal() == 1
    assert "mood" in AuditSeal.objects.filter(table=ENTRIES).latest("sequence").columns
    assert found() == []
    tamper("UPDATE core_auditentry SET mood = 'grim'")
    assert len(found()) == 1


def test_a_column_taken_away_is_named(sealed, tamper):
    tamper("ALTER TABLE core_auditentry DROP COLUMN reason CASCADE")
    assert found()[0] == (ENTRIES, "columns gone: reason")


def test_long_logs_are_sealed_in_links_of_bounded_size(committed_db):
    for _ in range(25):
        audit.record(actor=None, code="x.done", subject=None)
    audit.seal(link_rows=10)
    counts = AuditSeal.objects.filter(table=ENTRIES).order_by("sequence").values_list("row_count", flat=True)
    assert max(counts) == 10
    assert sum(counts) == AuditEntry.objects.count()
    assert found() == []


def test_two_sealers_at_once_seal_each_row_once(committed_db):
    for _ in range(50):
        audit.record(actor=None, code="x.done", subject=None)
    sealed = committed_db.together([audit.seal] * 4)
    audit.seal()
    assert not [item for item in sealed if isinstance(item, Exception)]
    rows = AuditSeal.objects.filter(table=ENTRIES).values_list("row_count", flat=True)
    assert sum(rows) == AuditEntry.objects.count()
    assert found() == []


def test_the_command_fails_on_a_forgery_and_takes_anchors(sealed, tamper, capsys):
    call_command("verify_audit", heads=True)
    heads = [line for line in capsys.readouterr().out.splitlines() if line.startswith(f"{ENTRIES}:")]
    call_command("verify_audit", anchor=heads)
    tamper("UPDATE core_auditentry SET reason = 'forged' WHERE id = %s", sealed[0])
    with pytest.raises(CommandError, match="1 breaks"):
        call_command("verify_audit")


def test_a_misspelt_anchor_is_refused(committed_db):
    with pytest.raises(CommandError, match="TABLE:SEQUENCE:LINK"):
        call_command("verify_audit", anchor=["core_auditentry"])
