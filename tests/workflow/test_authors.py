"""Those whose document it is decide nothing about it, also when a colleague submitted it for them."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client

from core import clock
from core.errors import Conflict, Forbidden
from core.models import Notification
from org.services import set_stand_in
from tests.workflow import memos
from workflow import policies, selectors, services
from workflow.choices import Finder
from workflow.models import ApprovalSeat, ApprovalStep


@pytest.fixture(autouse=True)
def owned(monkeypatch):
    monkeypatch.setattr(memos.MemoAdapter, "authors", lambda self, memo: {memo.owner_id}, raising=False)


@pytest.fixture
def request_(cast):
    """rep2's memo, submitted by rep, waiting for head, in whose place rep2 signs today."""
    set_stand_in(actor=cast.head, principal=cast.head, substitute=cast.rep2, starts=clock.today(), ends=None)
    return memos.submit(memos.write(cast.rep2), cast.rep)


def test_an_author_who_stands_in_is_neither_asked_nor_told(cast, request_):
    assert request_.authors == [cast.rep2.pk]
    assert not ApprovalStep.objects.awaiting(cast.rep2).exists()
    assert ApprovalStep.objects.awaiting(cast.head).exists()
    told = Notification.objects.filter(code="approval.waiting").values_list("recipient__username", flat=True)
    assert list(told) == ["head"]


def test_the_page_has_no_buttons_for_them_and_says_why(cast, request_):
    step = request_.steps.select_related("request").get()
    assert not policies.may_decide(cast.rep2, step)
    assert policies.available_actions(cast.rep2, step) == ["copy"]
    browser = Client()
    browser.force_login(cast.rep2)
    page = browser.get(request_.get_absolute_url()).content.decode()
    assert f"/inbox/steps/{step.pk}/approve/" not in page
    assert "这份单据是你自己的，代 周敏 也不能审" in page


def test_the_approver_sees_buttons_and_no_such_note(cast, request_):
    panel = selectors.request_panel(cast.head, request_.pk)
    assert panel.mine
    assert not panel.barred


def test_pressing_anyway_is_forbidden(cast, request_):
    with pytest.raises(Forbidden) as refused:
        services.approve_step(actor=cast.rep2, step_id=request_.steps.get().pk, digest=request_.digest)
    assert refused.value.code == "workflow.own_document"


def test_without_the_guard_the_database_refuses(cast, request_, monkeypatch):
    monkeypatch.setattr(services, "find_seats", lambda actor, locked: list(locked.step.seats.all()))
    with pytest.raises(IntegrityError, match="nobody signs a document of their own"), transaction.atomic():
        services.approve_step(actor=cast.rep2, step_id=request_.steps.get().pk, digest=request_.digest)


def test_nor_does_a_raw_statement_seat_an_author(cast, request_):
    with pytest.raises(DatabaseError, match="nobody signs"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE workflow_approvalseat SET approver_id = %s", [cast.rep2.pk])


def test_a_verdict_from_before_it_came_to_them_stands(cast, request_):
    services.approve_step(actor=cast.head, step_id=request_.steps.get().pk, digest=request_.digest)
    request_.authors = [cast.head.pk]
    request_.save(update_fields=["authors"])
    seat = ApprovalSeat.objects.get()
    seat.comment = "看过"
    seat.save(update_fields=["comment"])


def test_the_route_climbs_past_an_author(cast):
    request = memos.submit(memos.write(cast.head), cast.rep)
    assert [seat.approver for seat in request.steps.get().seats.all()] == [cast.region]


def test_a_step_for_one_named_author_finds_nobody(cast):
    memos.lay_route(memos.step("副总审批", "vp", finder=Finder.PERSON))
    with pytest.raises(Conflict) as refused:
        memos.submit(memos.write(cast.vp), cast.rep)
    assert refused.value.code == "workflow.nobody"
