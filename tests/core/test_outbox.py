"""The outbox: sent once whatever happens between taking and sending, tried again, then kept for a person to see."""

import threading
from datetime import timedelta

import apprise
import pytest
import time_machine
from django.core import mail

from core import clock, notices, outbox, tasks
from core.choices import OutboxState
from core.errors import Forbidden
from core.models import AuditEntry, CompanyBot, OutboxMessage

START = "2026-11-19 10:00:00+08:00"


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    monkeypatch.setattr(notices, "_kinds", {})
    notices.register(notices.Kind("tea.poured", "倒茶", "%(who)s 倒了茶", ("mail",)))


@pytest.fixture
def queue(cast):
    """Queue a notice to rep; returns the message."""

    def run(who="周敏", key="k1", email="rep@example.com"):
        person = cast.rep
        person.email = email
        person.save(update_fields=["email"])
        notices.send(code="tea.poured", recipients=[person], params={"who": who}, dedupe_key=key, url="/quotes/7/")
        return OutboxMessage.objects.latest("pk")

    return run


@pytest.fixture
def broken(monkeypatch):
    def fail(*args):
        raise outbox.NotDelivered("邮箱服务器没有回应")

    monkeypatch.setattr(outbox, "_mail", fail)


@pytest.mark.django_db
def test_a_mail_goes_out_once_with_text_and_link(queue, settings):
    settings.PUBLIC_URL = "https://sales.example.com"
    message = queue()
    assert outbox.deliver(message.pk) is True
    assert outbox.deliver(message.pk) is False
    [letter] = mail.outbox
    assert (letter.subject, letter.to) == ("[SalesOps] 周敏 倒了茶", ["rep@example.com"])
    assert "https://sales.example.com/quotes/7/" in letter.body
    message.refresh_from_db()
    assert (message.state, message.attempts, message.lease_until) == (OutboxState.SENT, 1, None)


@pytest.mark.django_db
def test_a_line_break_in_a_name_makes_no_header(queue):
    message = queue(who="周敏\nBcc: all@example.com")
    assert outbox.deliver(message.pk) is True
    assert mail.outbox[0].subject == "[SalesOps] 周敏 Bcc: all@example.com 倒了茶"
    assert mail.outbox[0].bcc == []


def test_many_workers_at_once_send_it_once(committed_db, queue):
    message = queue()
    sent = committed_db.together([lambda: outbox.deliver(message.pk)] * 10)
    assert sorted(sent) == [False] * 9 + [True]
    assert len(mail.outbox) == 1


def test_without_the_lease_it_would_go_out_several_times(committed_db, queue):
    """Negative control: looking first and marking afterwards lets them all in."""
    message = queue()
    looked = threading.Barrier(10)

    def deliver_naively():
        row = OutboxMessage.objects.select_related("notification__recipient").get(pk=message.pk)
        looked.wait(30)
        if row.state != OutboxState.SENT:
            outbox._send(row)
            OutboxMessage.objects.filter(pk=row.pk).update(state=OutboxState.SENT, sent_at=clock.now())

    committed_db.together([deliver_naively] * 10)
    assert len(mail.outbox) > 1


@pytest.mark.django_db
def test_a_worker_killed_before_sending_only_delays_it(queue, monkeypatch):
    with time_machine.travel(START, tick=False):
        message = queue()

        def die(_message):
            raise SystemExit

        with monkeypatch.context() as patch:
            patch.setattr(outbox, "_send", die)
            with pytest.raises(SystemExit):
                outbox.deliver(message.pk)
        assert outbox.due() == []
    with time_machine.travel(clock.now().fromisoformat(START) + outbox.LEASE + timedelta(seconds=1), tick=False):
        assert outbox.due() == [message.pk]
        assert outbox.deliver(message.pk) is True
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_after_eight_failures_it_is_dead(queue, broken):
    with time_machine.travel(START, tick=False) as traveller:
        message = queue()
        waits = []
        for _ in range(8):
            assert outbox.deliver(message.pk) is False
            message.refresh_from_db()
            waits.append(message.due_at - clock.now())
            traveller.shift(message.due_at - clock.now())
        assert waits[:7] == outbox.BACKOFF
        assert (message.state, message.attempts, message.last_error) == (OutboxState.DEAD, 8, "邮箱服务器没有回应")
        assert outbox.due() == []
        assert outbox.deliver(message.pk) is False


@pytest.mark.django_db
def test_between_failures_it_waits(queue, broken):
    with time_machine.travel(START, tick=False):
        message = queue()
        outbox.deliver(message.pk)
        assert outbox.due() == []
        assert outbox.deliver(message.pk) is False
        message.refresh_from_db()
        assert message.attempts == 1


@pytest.mark.django_db
def test_a_message_that_takes_its_worker_down_each_time_is_dead_too(queue):
    message = queue()
    OutboxMessage.objects.update(attempts=outbox.ATTEMPTS)
    assert outbox.deliver(message.pk) is False
    message.refresh_from_db()
    assert message.state == OutboxState.DEAD
    assert mail.outbox == []


@pytest.mark.django_db
def test_an_administrator_gives_a_dead_one_another_chance(cast, queue, monkeypatch):
    message = queue()
    OutboxMessage.objects.update(state=OutboxState.DEAD, attempts=8)
    outbox.retry(actor=cast.admin, message_id=message.pk)
    assert outbox.deliver(message.pk) is True
    assert AuditEntry.objects.get(code="outbox.retried").actor == cast.admin


@pytest.mark.django_db
def test_another_chance_for_one_that_went_out_sends_nothing(cast, queue):
    message = queue()
    outbox.deliver(message.pk)
    outbox.retry(actor=cast.admin, message_id=message.pk)
    assert outbox.due() == []
    assert not AuditEntry.objects.filter(code="outbox.retried").exists()


@pytest.mark.django_db
def test_others_neither_see_nor_retry_messages(cast, queue):
    message = queue()
    with pytest.raises(Forbidden):
        outbox.retry(actor=cast.head, message_id=message.pk)
    assert not OutboxMessage.objects.visible_to(cast.rep).exists()
    assert OutboxMessage.objects.visible_to(cast.admin).exists()


@pytest.mark.django_db
def test_who_left_meanwhile_gets_no_mail(cast, queue):
    message = queue()
    person = cast.rep
    person.is_active = False
    person.save(update_fields=["is_active"])
    assert outbox.deliver(message.pk) is False
    message.refresh_from_db()
    assert (message.state, mail.outbox) == (OutboxState.CANCELLED, [])


@pytest.mark.django_db
def test_without_an_address_the_reason_is_kept(queue):
    message = queue(email="")
    assert outbox.deliver(message.pk) is False
    message.refresh_from_db()
    assert message.last_error == "没有邮箱"
    assert message.state == OutboxState.DEAD


@pytest.mark.django_db
@pytest.mark.parametrize("failing", [True, False])
def test_taken_back_while_on_its_way(queue, monkeypatch, failing):
    """It went out, or it did not; in neither case does it go out later."""
    message = queue()

    def retract_meanwhile(_message):
        notices.retract(dedupe_key="k1")
        if failing:
            raise outbox.NotDelivered("x")

    monkeypatch.setattr(outbox, "_send", retract_meanwhile)
    outbox.deliver(message.pk)
    message.refresh_from_db()
    assert message.state == (OutboxState.CANCELLED if failing else OutboxState.SENT)
    assert outbox.due() == []


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # apprise's own
def test_a_bot_takes_the_line_with_the_persons_name(cast, queue, monkeypatch):
    said = []
    monkeypatch.setattr(apprise.Apprise, "notify", lambda self, body: said.append(body) or True)
    CompanyBot.objects.create(channel="wecom", url="json://localhost", active=True)
    message = queue()
    OutboxMessage.objects.update(channel="wecom")
    assert outbox.deliver(message.pk) is True
    assert said[0].startswith("林晓峰：周敏 倒了茶")


@pytest.mark.django_db
def test_the_sweep_sends_what_is_due_and_nothing_else(queue):
    queue()
    later = queue(key="k2")
    OutboxMessage.objects.filter(pk=later.pk).update(due_at=clock.now() + timedelta(hours=1))
    tasks.sweep_outbox()
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_old_sent_messages_are_tidied_dead_ones_stay(queue):
    with time_machine.travel("2026-06-01 10:00:00+08:00", tick=False):
        outbox.deliver(queue().pk)
        dead = queue(key="k2")
        OutboxMessage.objects.filter(pk=dead.pk).update(state=OutboxState.DEAD)
    tasks.tidy(as_of=clock.now().fromisoformat(START))
    assert list(OutboxMessage.objects.values_list("pk", flat=True)) == [dead.pk]
