import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction

from core.errors import Forbidden
from core.models import AuditEntry
from org import lines, services
from org.models import Posting


def move(cast, login, unit, actor="admin", reason="组织调整"):
    return services.move_person(
        actor=getattr(cast, actor), user_id=getattr(cast, login).pk, unit=cast.unit(unit), reason=reason
    )


def test_sight_and_line_follow_at_the_next_request(cast):
    assert cast.rep.pk in cast.head.access.team_ids
    assert lines.superiors(cast.rep) == [cast.head]
    move(cast, "rep", "south1")
    assert cast.rep.pk not in cast.head.access.team_ids
    assert cast.rep.pk in cast.head_south.access.team_ids
    assert lines.superiors(cast.rep) == [cast.head_south]


def test_rights_are_worked_out_once_per_request(cast):
    """The control: within one request the answer stays, so the test above is about the next one."""
    head = cast.head
    before = head.access.team_ids
    move(cast, "rep", "south1")
    assert head.access.team_ids == before


def test_history_keeps_the_old_line(cast):
    with time_machine.travel(dt.datetime(2027, 3, 1, 1, 0, tzinfo=dt.UTC)):
        move(cast, "rep", "south1")
    old, new = Posting.objects.filter(user=cast.rep).order_by("starts")
    assert (old.unit, old.ends) == (cast.unit("east1"), dt.date(2027, 3, 1))
    assert (new.unit, new.starts, new.ends) == (cast.unit("south1"), dt.date(2027, 3, 1), None)
    entry = AuditEntry.objects.get(code="org.person_moved", subject_id=cast.rep.pk)
    assert (entry.from_state, entry.to_state, entry.reason) == ("华东一组", "华南一组", "组织调整")


def test_two_moves_on_one_day_leave_one_posting_for_it(cast):
    with time_machine.travel(dt.datetime(2027, 3, 1, 1, 0, tzinfo=dt.UTC)):
        move(cast, "rep", "south1")
        move(cast, "rep", "tech")
    assert [posting.unit.name for posting in Posting.objects.filter(user=cast.rep).order_by("starts")] == [
        "华东一组",
        "技术部",
    ]


def test_the_day_of_the_move_is_the_local_one(cast):
    with time_machine.travel(dt.datetime(2027, 2, 28, 16, 30, tzinfo=dt.UTC)):  # 00:30 on March 1st in Shanghai
        move(cast, "rep", "south1")
    assert Posting.objects.get(user=cast.rep, ends=None).starts == dt.date(2027, 3, 1)


def test_the_database_refuses_two_postings_at_once(cast):
    with pytest.raises(IntegrityError, match="posting_one_at_a_time"), transaction.atomic():
        Posting.objects.create(user=cast.rep, unit=cast.unit("tech"), starts=dt.date(2020, 1, 1))


@pytest.mark.parametrize("actor", ["rep", "head", "director", "hr"])
def test_only_administrators(cast, actor):
    with pytest.raises(Forbidden):
        move(cast, "rep", "south1", actor=actor)
    assert cast.rep.unit == cast.unit("east1")


def test_the_page_asks_for_a_reason(cast, client):
    client.force_login(cast.admin, backend="org.backends.PasswordBackend")
    url = f"/org/people/{cast.rep.pk}/move/"
    unit = cast.unit("south1").pk
    assert client.post(url, {"unit": unit, "reason": ""}).status_code == 400
    assert client.post(url, {"unit": unit, "reason": "换大区"}).status_code == 302
    assert cast.rep.unit_id == unit
