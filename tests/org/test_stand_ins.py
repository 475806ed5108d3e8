import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction

from core.errors import Forbidden, Invalid
from core.models import Notification
from org import services
from org.models import StandIn, User

MONDAY = dt.datetime(2027, 3, 1, 2, 0, tzinfo=dt.UTC)


def set_for(cast, principal="head", substitute="region", actor="head", starts=dt.date(2027, 3, 1), ends=None):
    return services.set_stand_in(
        actor=getattr(cast, actor),
        principal=getattr(cast, principal),
        substitute=getattr(cast, substitute),
        starts=starts,
        ends=ends,
        reason="休假",
    )


@pytest.fixture
def monday():
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


def test_live_from_first_to_last_day(cast, monday):
    set_for(cast, starts=dt.date(2027, 3, 2), ends=dt.date(2027, 3, 3))
    seen = {}
    for day in range(1, 6):
        # 00:00 local is 16:00 UTC of the day before: the flip is at midnight here, not at 08:00
        for minute, label in ((1, "early"), (-1, "late")):
            midnight = dt.datetime(2027, 3, day, tzinfo=dt.UTC) - dt.timedelta(hours=8)
            monday.move_to(midnight + (dt.timedelta(minutes=1) if minute > 0 else dt.timedelta(hours=23, minutes=59)))
            seen[day, label] = cast.head.pk in cast.region.access.principal_ids
    assert {moment for moment, live in seen.items() if live} == {
        (day, label) for day in (2, 3) for label in ("early", "late")
    }


def test_it_says_what_is_wrong_with_the_days_or_the_person(cast, monday):
    with pytest.raises(Invalid) as span:
        set_for(cast, starts=dt.date(2027, 3, 5), ends=dt.date(2027, 3, 4))
    assert (span.value.code, span.value.errors) == ("org.stand_in_span", {"ends": ["早于开始"]})
    with pytest.raises(Invalid) as himself:
        set_for(cast, substitute="head")
    assert himself.value.code == "org.stand_in_self"


def test_the_two_concerned_are_told_but_not_who_set_it(cast, monday):
    def told():
        return set(Notification.objects.filter(code="org.stand_in_set").values_list("recipient__username", flat=True))

    set_for(cast, actor="head")
    assert told() == {"region"}
    set_for(cast, actor="admin", principal="rep", substitute="rep2")
    assert told() == {"region", "rep", "rep2"}


def test_cancelled_ends_now(cast, monday):
    stand_in = set_for(cast)
    assert cast.region.access.principal_ids == [cast.head.pk]
    services.cancel_stand_in(actor=cast.head, stand_in_id=stand_in.pk)
    assert cast.region.access.principal_ids == []


def test_nobody_stands_in_for_a_leaver(cast, monday):
    set_for(cast)
    User.objects.filter(pk=cast.head.pk).update(is_active=False)
    assert cast.region.access.principal_ids == []


@pytest.mark.parametrize("actor", ["head", "region", "director", "admin"])
def test_oneself_superiors_and_administrators(cast, monday, actor):
    assert set_for(cast, actor=actor, substitute="head_south").principal == cast.head


@pytest.mark.parametrize("actor", ["rep", "head_south", "finance", "hr"])
def test_nobody_else(cast, monday, actor):
    with pytest.raises(Forbidden):
        set_for(cast, actor=actor)
    assert not StandIn.objects.exists()


def test_an_administrator_does_not_make_themself_a_stand_in(cast, monday):
    with pytest.raises(Forbidden, match="不能让自己代理别人"):
        set_for(cast, actor="admin", substitute="admin")
    assert set_for(cast, actor="region", substitute="region").substitute == cast.region


def test_not_from_the_past(cast, monday):
    with pytest.raises(Invalid) as refused:
        set_for(cast, starts=dt.date(2027, 2, 28))
    assert "starts" in refused.value.errors


def test_not_oneself_not_backwards_not_a_leaver(cast, monday):
    with pytest.raises(Invalid):
        set_for(cast, substitute="head")
    with pytest.raises(Invalid):
        set_for(cast, starts=dt.date(2027, 3, 5), ends=dt.date(2027, 3, 4))
    User.objects.filter(pk=cast.region.pk).update(is_active=False)
    with pytest.raises(Invalid):
        set_for(cast)


def test_the_database_has_the_last_word(cast):
    head = cast.head
    with pytest.raises(IntegrityError, match="stand_in_is_somebody_else"), transaction.atomic():
        StandIn.objects.create(principal=head, substitute=head, starts=dt.date(2027, 3, 1))
    with pytest.raises(IntegrityError, match="stand_in_ends_after_start"), transaction.atomic():
        StandIn.objects.create(
            principal=head, substitute=cast.rep, starts=dt.date(2027, 3, 2), ends=dt.date(2027, 3, 1)
        )


@pytest.mark.parametrize(
    ("login", "sees"),
    [("head", True), ("region", True), ("director", True), ("admin", True), ("rep", False), ("head_south", False)],
)
def test_seen_by_those_concerned_and_above(cast, monday, login, sees):
    stand_in = set_for(cast, substitute="account")
    assert StandIn.objects.visible_to(getattr(cast, login)).filter(pk=stand_in.pk).exists() is sees


def test_the_page_sets_and_cancels(cast, client, monday):
    client.force_login(cast.head, backend="org.backends.PasswordBackend")
    sent = {"substitute": cast.region.pk, "starts": "2027-03-01", "ends": "2027-03-05", "reason": "休假"}
    assert client.post(f"/org/people/{cast.head.pk}/stand-in/", sent).url == "/org/me/"
    stand_in = StandIn.objects.get()
    assert "休假" in client.get("/org/me/").content.decode()
    assert client.post(f"/org/stand-ins/{stand_in.pk}/cancel/").status_code == 302
    stand_in.refresh_from_db()
    assert stand_in.cancelled_at is not None


def test_a_stranger_does_not_learn_that_it_exists(cast, client, monday):
    stand_in = set_for(cast)
    client.force_login(cast.rep_south, backend="org.backends.PasswordBackend")
    assert client.post(f"/org/stand-ins/{stand_in.pk}/cancel/").status_code == 404
