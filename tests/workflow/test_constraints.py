"""What the database refuses whoever writes: each constraint by a raw statement of the application's own role."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.workflow import memos
from workflow import services
from workflow.models import ApprovalSeat


@pytest.fixture
def request_(cast):
    return memos.submit(memos.write(cast.rep), cast.rep, major=True)


def run(statement, *parameters):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


SEAT = (
    "INSERT INTO workflow_approvalseat (step_id, kind, subject_id, submitter_id, approver_id, verdict, comment)"
    " SELECT step.id, request.kind, request.subject_id, %s, %s, '', ''"
    " FROM workflow_approvalstep step JOIN workflow_approvalrequest request ON request.id = request_id WHERE step.id = %s"
)


def test_the_submitter_gets_no_seat(cast, request_):
    step = request_.steps.first()
    with pytest.raises(IntegrityError, match="seat_approver_not_submitter"):
        run(SEAT, cast.rep.pk, cast.rep.pk, step.pk)


def test_nor_under_a_false_submitter(cast, request_):
    step = request_.steps.first()
    with pytest.raises(IntegrityError, match="a seat copies the submitter"):
        run(SEAT, cast.finance.pk, cast.rep.pk, step.pk)


def test_nor_does_a_seat_speak_of_another_document(cast, request_):
    for claim in ("subject_id = subject_id + 1", "kind = 'quotes.pricelist'"):
        with pytest.raises(IntegrityError, match="the subject of its request"):
            run(f"UPDATE workflow_approvalseat SET {claim}")


def test_nor_by_updating_a_seat(cast, request_):
    for statement in (
        "UPDATE workflow_approvalseat SET approver_id = %s",
        "UPDATE workflow_approvalseat SET submitter_id = approver_id, approver_id = %s",
        "UPDATE workflow_approvalseat SET verdict = 'approve', decided_at = now(), decided_by_id = %s",
    ):
        with pytest.raises(IntegrityError):
            run(statement, cast.rep.pk)


def test_a_verdict_has_somebody_and_a_time(cast, request_):
    for statement in (
        "UPDATE workflow_approvalseat SET verdict = 'approve'",
        "UPDATE workflow_approvalseat SET decided_at = now()",
        "UPDATE workflow_approvalseat SET decided_by_id = approver_id",
    ):
        with pytest.raises(IntegrityError, match="seat_verdict_has_decider"):
            run(statement)


def test_one_seat_per_person_and_step(cast, request_):
    step = request_.steps.first()
    with pytest.raises(IntegrityError, match="seat_once"):
        run(SEAT, cast.rep.pk, cast.head.pk, step.pk)


def test_one_open_step_per_request(request_):
    with pytest.raises(IntegrityError, match="step_one_open"):
        run("UPDATE workflow_approvalstep SET state = 'open', opened_at = now(), due_at = now()")


def test_an_open_step_has_its_clock(request_):
    with pytest.raises(IntegrityError, match="step_open_is_clocked"):
        run("UPDATE workflow_approvalstep SET due_at = NULL WHERE state = 'open'")


def test_one_open_request_per_document(request_):
    columns = "kind, subject_id, number, title, party, url, currency, digest, snapshot, facts, risks, policies, route_id, state, note, submitter_id, authors, submitted_at"
    with pytest.raises(IntegrityError, match="request_one_open"):
        run(f"INSERT INTO workflow_approvalrequest ({columns}) SELECT {columns} FROM workflow_approvalrequest")


def test_closed_and_only_closed_has_a_time(request_):
    for statement in (
        "UPDATE workflow_approvalrequest SET state = 'returned'",
        "UPDATE workflow_approvalrequest SET closed_at = now()",
    ):
        with pytest.raises(IntegrityError, match="request_closed_has_time"):
            run(statement)


def test_nobody_declares_a_request_approved(request_):
    with pytest.raises(IntegrityError, match="approved when every step is"):
        run("UPDATE workflow_approvalrequest SET state = 'approved', closed_at = now()")


def test_nor_its_steps_without_a_verdict(cast):
    memos.submit(memos.write(cast.rep), cast.rep)
    run("UPDATE workflow_approvalstep SET state = 'approved', closed_at = now()")
    with pytest.raises(IntegrityError, match="approved when every step is"):
        run("UPDATE workflow_approvalrequest SET state = 'approved', closed_at = now()")


def test_a_finished_request_takes_no_other_turn(cast, request_):
    services.withdraw_request(actor=cast.rep, request_id=request_.pk)
    with pytest.raises(DatabaseError, match="Invalid transition"):
        run("UPDATE workflow_approvalrequest SET state = 'rejected'")


@pytest.mark.parametrize("column", ["digest", "number", "amount", "snapshot", "submitter_id", "subject_id", "risks"])
def test_what_was_submitted_stays(cast, request_, column):
    value = {
        "digest": "''",
        "number": "''",
        "amount": "1",
        "snapshot": "'{}'",
        "submitter_id": str(cast.head.pk),
        "subject_id": "0",
        "risks": "'[\"x\"]'",
    }[column]
    with pytest.raises(DatabaseError, match="Cannot update"):
        run(f"UPDATE workflow_approvalrequest SET {column} = {value}")


def test_one_route_in_force_per_kind(cast):
    with pytest.raises(IntegrityError, match="route_one_active"):
        run(
            "INSERT INTO workflow_approvalroute (kind, version, name, state, note, created_at)"
            " VALUES (%s, 99, 'x', 'active', '', now())",
            memos.KIND,
        )


def test_history_cannot_be_rewritten(request_):
    assert ApprovalSeat.objects.exists()
    for table in ("workflow_approvalseatevent", "workflow_approvalrequestevent", "core_auditentry"):
        with pytest.raises(DatabaseError, match="permission denied"):
            run(f"DELETE FROM {table}")
