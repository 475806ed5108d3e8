"""Notices: one line per person and event, outside by the company's matrix, one's own choice and quiet hours."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import translation

from core import clock, notices
from core.choices import OutboxState
from core.models import (
    CompanyBot,
    Holiday,
    NoticePreference,
    NoticeRule,
    Notification,
    OutboxMessage,
    QuietHours,
)

SATURDAY = "2026-11-21 23:30:00+08:00"
THURSDAY = "2026-11-19 10:00:00+08:00"


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    monkeypatch.setattr(notices, "_kinds", {})
    notices.register(
        notices.Kind("tea.poured", "倒茶", "%(who)s 倒了 %(cups)s 杯茶", ("mail",)),
        notices.Kind("tea.cold", "茶凉了", "茶凉了", (), delay=15),
        notices.Kind("tea.warm", "温茶", "还差 %(n)s 项", ("mail", "wecom"), delay=15),
    )


def send(*people, code="tea.poured", key="k1", **params):
    return notices.send(code=code, recipients=people, params={"who": "周敏", **params}, dedupe_key=key)


def channels(person):
    return sorted(OutboxMessage.objects.filter(notification__recipient=person).values_list("channel", flat=True))


@pytest.mark.django_db
def test_each_recipient_gets_one_line_and_one_mail(cast):
    rep = cast.rep
    assert len(send(rep, rep, cast.head)) == 2
    assert Notification.objects.visible_to(rep).unread().count() == 1
    assert channels(rep) == ["mail"]


@pytest.mark.django_db
def test_telling_many_costs_no_more_than_telling_one(cast, django_assert_num_queries):
    people = [cast.rep, cast.head, cast.region]
    with django_assert_num_queries(3):  # the notice, what each wants of it, the letters
        send(people[0], key="one")
    with django_assert_num_queries(3):
        send(*people, key="three")


@pytest.mark.django_db
def test_the_same_event_again_tells_only_those_who_were_not_told(cast):
    send(cast.rep)
    assert [row.recipient for row in send(cast.rep, cast.head)] == [cast.head]
    assert Notification.objects.filter(dedupe_key="k1").count() == 2
    assert OutboxMessage.objects.count() == 2


@pytest.mark.django_db
def test_another_event_is_told(cast):
    send(cast.rep)
    send(cast.rep, key="k2")
    assert Notification.objects.visible_to(cast.rep).count() == 2


@pytest.mark.django_db
def test_leavers_are_not_told(cast):
    person = cast.rep
    person.is_active = False
    assert send(person) == []


@pytest.mark.django_db
def test_the_notice_goes_with_the_event(cast):
    with transaction.atomic():
        send(cast.rep)
        transaction.set_rollback(True)
    assert not Notification.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_many_telling_the_same_at_once_tell_once(committed_db, cast):
    people = [cast.rep, cast.head]
    results = committed_db.together([lambda: send(*people)] * 12)
    assert not [item for item in results if isinstance(item, Exception)]
    assert Notification.objects.count() == 2
    assert OutboxMessage.objects.count() == 2


@pytest.mark.django_db
def test_the_bell_is_ones_own(cast):
    send(cast.rep)
    assert not Notification.objects.visible_to(cast.head).exists()
    assert not Notification.objects.visible_to(cast.admin).exists()


# --- the matrix --------------------------------------------------------------------------------


@pytest.fixture
def wecom():
    return CompanyBot.objects.create(channel="wecom", url="json://localhost", active=True)


@pytest.mark.django_db
def test_without_a_rule_the_kind_decides(cast, wecom):
    send(cast.rep, code="tea.cold", key="a")
    send(cast.rep, code="tea.warm", key="b", n=1)
    assert channels(cast.rep) == ["mail", "wecom"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("company", "mandatory", "own", "expected"),
    [
        (["wecom"], False, None, ["wecom"]),
        ([], False, None, []),
        (["mail", "wecom"], False, [], []),
        (["mail"], False, ["wecom"], ["wecom"]),
        (["mail", "wecom"], True, [], ["mail", "wecom"]),
        ([], True, ["mail"], []),
    ],
)
def test_company_rule_times_own_choice(cast, wecom, company, mandatory, own, expected):
    NoticeRule.objects.create(code="tea.poured", channels=company, mandatory=mandatory)
    if own is not None:
        NoticePreference.objects.create(user=cast.rep, code="tea.poured", channels=own)
    send(cast.rep)
    assert channels(cast.rep) == expected


@pytest.mark.django_db
def test_a_colleagues_choice_is_not_mine(cast):
    NoticePreference.objects.create(user=cast.head, code="tea.poured", channels=[])
    send(cast.rep, cast.head)
    assert channels(cast.rep) == ["mail"]
    assert channels(cast.head) == []


@pytest.mark.django_db
def test_a_bot_that_is_off_gets_nothing(cast, wecom):
    CompanyBot.objects.update(active=False)
    send(cast.rep, code="tea.warm", n=1)
    assert channels(cast.rep) == ["mail"]


# --- quiet hours -------------------------------------------------------------------------------


def hours(starts, ends, workdays_only=False):
    return QuietHours(starts=time.fromisoformat(starts), ends=time.fromisoformat(ends), workdays_only=workdays_only)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("quiet", "moment", "until"),
    [
        # By day.
        (hours("12:00", "13:30"), "2026-11-19 11:59", "2026-11-19 11:59"),
        (hours("12:00", "13:30"), "2026-11-19 12:00", "2026-11-19 13:30"),
        (hours("12:00", "13:30"), "2026-11-19 13:30", "2026-11-19 13:30"),
        # Overnight, before and after midnight.
        (hours("22:00", "08:30"), "2026-11-19 21:59", "2026-11-19 21:59"),
        (hours("22:00", "08:30"), "2026-11-19 23:30", "2026-11-20 08:30"),
        (hours("22:00", "08:30"), "2026-11-20 03:15", "2026-11-20 08:30"),
        (hours("22:00", "08:30"), "2026-11-20 08:30", "2026-11-20 08:30"),
        # Rest days: Saturday and Sunday, then the night before Monday's work.
        (hours("22:00", "08:30", True), "2026-11-21 10:00", "2026-11-23 08:30"),
        (hours("22:00", "08:30", True), "2026-11-20 23:00", "2026-11-23 08:30"),
        (hours("12:00", "13:00", True), "2026-11-21 10:00", "2026-11-23 00:00"),
        # National Day 2026: 1 to 7 October are off, Saturday the 10th is worked.
        (hours("22:00", "08:00", True), "2026-10-01 09:00", "2026-10-08 08:00"),
        (hours("22:00", "08:00", True), "2026-10-10 09:00", "2026-10-10 09:00"),
        # Nothing to be quiet in.
        (hours("08:00", "08:00"), "2026-11-19 08:00", "2026-11-19 08:00"),
    ],
)
def test_quiet_until(quiet, moment, until):
    moment, until = (datetime.fromisoformat(f"{text}+08:00") for text in (moment, until))
    assert notices.quiet_until(quiet, moment) == until


@pytest.mark.django_db
def test_our_own_holiday_is_quiet_too():
    Holiday.objects.create(date="2026-11-23", name="公司年会")
    clock.forget_overrides()
    start = datetime.fromisoformat("2026-11-21 10:00:00+08:00")
    assert notices.quiet_until(hours("22:00", "08:30", True), start).date().isoformat() == "2026-11-24"
    clock.forget_overrides()


@pytest.mark.django_db
def test_mail_waits_for_the_end_of_quiet_hours_the_bell_does_not(cast):
    QuietHours.objects.create(user=cast.rep, starts=time(22, 0), ends=time(8, 30), workdays_only=True)
    with time_machine.travel(SATURDAY, tick=False):
        send(cast.rep)
    assert Notification.objects.visible_to(cast.rep).unread().count() == 1
    assert OutboxMessage.objects.get().due_at == datetime.fromisoformat("2026-11-23 08:30:00+08:00")


@pytest.mark.django_db
def test_without_quiet_hours_it_goes_at_once(cast):
    with time_machine.travel(SATURDAY, tick=False):
        send(cast.rep)
        assert OutboxMessage.objects.get().due_at == clock.now()


# --- taking back, reading ----------------------------------------------------------------------


@pytest.mark.django_db
def test_an_undone_event_is_never_told_outside(cast):
    with time_machine.travel(THURSDAY, tick=False):
        send(cast.rep, code="tea.warm", n=1)
        assert OutboxMessage.objects.get().due_at == clock.now() + timedelta(seconds=15)
        notices.retract(dedupe_key="k1")
    assert OutboxMessage.objects.get().state == OutboxState.CANCELLED
    assert not Notification.objects.visible_to(cast.rep).unread().exists()


@pytest.mark.django_db
def test_taking_back_leaves_other_events_alone(cast):
    send(cast.rep)
    send(cast.rep, key="k2")
    notices.retract(dedupe_key="k1")
    assert OutboxMessage.objects.exclude(state=OutboxState.CANCELLED).count() == 1


@pytest.mark.django_db
def test_reading_some_and_all_but_never_a_colleagues(cast):
    mine, also = send(cast.rep)[0], send(cast.rep, key="k2")[0]
    theirs = send(cast.head)[0]
    assert notices.mark_read(user=cast.rep, ids=[mine.pk, theirs.pk]) == 1
    assert Notification.objects.visible_to(cast.head).unread().count() == 1
    assert notices.mark_read(user=cast.rep) == 1
    also.refresh_from_db()
    assert also.read_at is not None


@pytest.mark.django_db
def test_the_text_is_filled_in_and_bears_missing_words(cast):
    notice = send(cast.rep, cups=3)[0]
    assert notices.text(notice) == "周敏 倒了 3 杯茶"
    notice.params = {"who": "周敏"}
    assert notices.text(notice) == "周敏 倒了  杯茶"


@pytest.mark.django_db
def test_a_kind_that_left_the_code_shows_its_code(cast):
    notice = send(cast.rep)[0]
    notice.code = "tea.gone"
    assert notices.text(notice) == "tea.gone"


@pytest.mark.django_db
def test_the_text_speaks_the_readers_language(cast, monkeypatch):
    notice = send(cast.rep, cups=3)[0]
    monkeypatch.setattr(
        notices, "gettext", lambda text: "%(who)s poured" if translation.get_language() == "en" else text
    )
    with translation.override("en"):
        assert notices.text(notice) == "周敏 poured"
