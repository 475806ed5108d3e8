"""Takes queued messages outside. A row is leased, sent, and marked sent after sending.

A worker killed between sending and marking sends twice outside (mail has no better promise); in the
app a notice exists exactly once. After eight failures a message is dead, and administrators see it.
"""

from datetime import timedelta
from typing import Any

import apprise
import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from core import clock, notices
from core.choices import Channel, OutboxState
from core.models import CompanyBot, OutboxMessage

log = structlog.get_logger(__name__)

LEASE = timedelta(minutes=2)
BACKOFF = [timedelta(seconds=seconds) for seconds in (10, 30, 120, 600, 1800, 7200, 21600)]


class NotDelivered(Exception):
    """The channel did not take the message."""


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
    try:
        _send(message)
    except Exception as error:
        _put_back(message, error)
        return False
    message.state, message.sent_at, message.lease_until = OutboxState.SENT, clock.now(), None
    message.save(update_fields=["state", "sent_at", "lease_until"])
    return True


def retry(message_id: int) -> None:
    """An administrator's second chance for a dead message."""
    OutboxMessage.objects.filter(pk=message_id, state=OutboxState.DEAD).update(
        state=OutboxState.RETRY, attempts=0, due_at=clock.now(), lease_until=None
    )


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
        raise NotDelivered(_("%(person)s 没有邮箱") % {"person": recipient})
    EmailMessage(subject=f"[SalesOps] {line}", body=f"{line}\n\n{link}\n", to=[recipient.email]).send()


def _bot(channel: str, text: str) -> None:
    bot = CompanyBot.objects.filter(channel=channel, active=True).first()
    if bot is None:
        raise NotDelivered(_("机器人没有启用"))
    sender = apprise.Apprise()
    if not sender.add(bot.url) or not sender.notify(body=text):
        raise NotDelivered(_("机器人没有收下消息"))


def _put_back(message: OutboxMessage, error: Exception) -> None:
    dead = message.attempts > len(BACKOFF)
    log.warning("outbox_failed", message=message.pk, channel=message.channel, attempts=message.attempts, dead=dead)
    message.state = OutboxState.DEAD if dead else OutboxState.RETRY
    message.due_at = clock.now() + BACKOFF[min(message.attempts, len(BACKOFF)) - 1]
    message.lease_until, message.last_error = None, str(error)[:500]
    message.save(update_fields=["state", "due_at", "lease_until", "last_error"])
