"""Takes queued messages outside. A row is leased, sent, and marked sent after sending.

A worker killed between sending and marking sends twice outside (mail has no better promise); in the
app a notice exists exactly once. After eight failures a message is dead, and administrators see it.
"""

from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from core import audit, clock, notices
from core.choices import Channel, OutboxState
from core.errors import Forbidden
from core.models import CompanyBot, OutboxMessage

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=45)
"""Longer than a mail server that answers (EMAIL_TIMEOUT a step) takes for a letter, and short enough that what a dead
worker held is out within a minute."""

BACKOFF = [timedelta(seconds=seconds) for seconds in (10, 30, 120, 600, 1800, 7200, 21600)]
ATTEMPTS = len(BACKOFF) + 1


class NotDelivered(Exception):
    """The channel did not take the message."""


class Hopeless(NotDelivered):
    """Trying again would change nothing until somebody sees to it."""


def due(limit: int = 200) -> list[int]:
    """Messages whose time has come, oldest first."""
    return list(OutboxMessage.objects.due(clock.now()).order_by("due_at").values_list("pk", flat=True)[:limit])


def deliver(message_id: int) -> bool:
    """Send one message unless it is sent, cancelled or somebody else is at it. True when it went out."""
    now = clock.now()
    taken = (
        OutboxMessage.objects.due(now).filter(pk=message_id).update(lease_until=now + LEASE, attempts=F("attempts") + 1)
    )
    if not taken:
        return False
    message = OutboxMessage.objects.select_related("notification__recipient").get(pk=message_id)
    if not message.notification.recipient.is_active:
        _conclude(message, state=OutboxState.CANCELLED)
        return False
    if message.attempts > ATTEMPTS:
        _conclude(message, state=OutboxState.DEAD, last_error=gettext_noop("发送时进程一再中断"))
        return False
    try:
        _send(message)
    except Exception as error:
        _put_back(message, error)
        return False
    _conclude(message, state=OutboxState.SENT, sent_at=clock.now())
    return True


@transaction.atomic
def retry(*, actor: Any, message_id: int) -> OutboxMessage:
    """An administrator's second chance for a dead message. Harmless for one that is not dead.

    Raises Forbidden without `system.jobs`.
    """
    if not actor.can("system.jobs"):
        raise Forbidden("outbox.retry_only", _("你没有重发消息的权限"))
    message = OutboxMessage.objects.select_for_update(of=("self",)).get(pk=message_id)
    if message.state == OutboxState.DEAD:
        message.state, message.attempts, message.due_at, message.lease_until = OutboxState.RETRY, 0, clock.now(), None
        message.save(update_fields=["state", "attempts", "due_at", "lease_until"])
        audit.record(actor=actor, code="outbox.retried", subject=message)
    return message


def _send(message: OutboxMessage) -> None:
    notice = message.notification
    with translation.override(notice.recipient.language or settings.LANGUAGE_CODE):
        line = notices.text(notice)
        link = settings.PUBLIC_URL + notice.url if notice.url else ""
        if message.channel == Channel.MAIL:
            _mail(notice.recipient, line, link)
        else:
            _bot(message.channel, f"{notice.recipient}：{line}\n{link}".strip())


def _mail(recipient: Any, line: str, link: str) -> None:
    if not recipient.email:
        raise Hopeless(gettext_noop("没有邮箱"))
    # A name with a line break in it must not become a header of its own.
    subject = " ".join(f"[SalesOps] {line}".split())
    EmailMessage(subject=subject, body=f"{line}\n\n{link}\n", to=[recipient.email]).send()


def _bot(channel: str, text: str) -> None:
    bot = CompanyBot.objects.filter(channel=channel, active=True).first()
    if bot is None:
        raise NotDelivered(gettext_noop("机器人没有启用"))
    # A hundred modules, which only a company with a bot ever needs.
    import apprise

    sender = apprise.Apprise()
    if not sender.add(bot.url) or not sender.notify(body=text):
        raise NotDelivered(gettext_noop("机器人没有收下消息"))


def _put_back(message: OutboxMessage, error: Exception) -> None:
    dead = message.attempts >= ATTEMPTS or isinstance(error, Hopeless)
    log.warning(
        "outbox_failed",
        message=message.pk,
        channel=message.channel,
        attempts=message.attempts,
        dead=dead,
        error=type(error).__name__,
    )
    _conclude(
        message,
        state=OutboxState.DEAD if dead else OutboxState.RETRY,
        due_at=clock.now() + BACKOFF[min(message.attempts, len(BACKOFF)) - 1],
        last_error=str(error)[:500],
    )


def _conclude(message: OutboxMessage, **outcome: Any) -> None:
    """Write how an attempt ended, unless somebody else took the message over: the attempt is the fence.

    A message retracted while it was on its way is sent when it did go out, and stays cancelled when not.
    """
    mine = OutboxMessage.objects.filter(pk=message.pk, attempts=message.attempts)
    if outcome["state"] != OutboxState.SENT:
        mine = mine.filter(state__in=OutboxState.UNSENT)
    mine.update(lease_until=None, **outcome)
