"""Telling people: one line in the bell at once, and what goes outside by mail or company bot.

Kinds are declared in `<app>/notices.py`. `send` runs inside the transaction of the event, so a notice
exists exactly when its event does; the outbox takes it outside later (core.outbox).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection, models
from django.utils.functional import Promise
from django.utils.translation import gettext

from core import clock, subjects
from core.choices import Channel, OutboxState
from core.models import (
    CompanyBot,
    Notification,
    OutboxMessage,
    QuietHours,
)
from core.pages.text import told
from core.scope import seen_by


@dataclass(frozen=True)
class Kind:
    """A kind of notice. `text` is a msgid with named %(placeholders)s, filled in the reader's language.

    `delay` seconds pass before it goes outside, so that an undone act is never told.
    """

    code: str
    label: str | Promise
    text: str | Promise
    channels: tuple[str, ...] = ()
    delay: int = 0


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    for kind in kinds:
        _kinds[kind.code] = kind


def kinds() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda kind: kind.code)


def send(
    *,
    code: str,
    recipients: Iterable[Any],
    subject: models.Model | None = None,
    params: dict[str, Any] | None = None,
    dedupe_key: str,
    url: str = "",
) -> list[Notification]:
    """Tell each recipient once; a repeat with the same `dedupe_key` tells nobody again.

    Call it in the transaction of the event. Inactive recipients are left out. Returns the new notices.
    """
    told = dict.fromkeys(recipients, params or {})
    where = url or (subjects.url(subject) if subject else "")
    return send_each(code=code, told=told, subject=subject, url=where, dedupe_key=dedupe_key)


def send_each(
    *,
    code: str,
    told: Mapping[Any, dict[str, Any]],
    subject: models.Model | None = None,
    url: str,
    dedupe_key: str,
) -> list[Notification]:
    """As `send`, each recipient with words of their own (recipient → params), in as many statements for 2 as for 2,000."""
    kind = _kinds[code]
    rows = [
        Notification(
            recipient_id=person.pk,
            code=code,
            params=params,
            subject_kind=subjects.kind_of(subject) if subject else "",
            subject_id=subject.pk if subject else None,
            url=url,
            dedupe_key=dedupe_key,
        )
        for person, params in told.items()
        if person.is_active
    ]
    new = _write_once(rows)
    _queue(kind, new)
    return new


def _write_once(rows: list[Notification]) -> list[Notification]:
    """Add those whose recipient has not been told yet, and say which: the database decides, in one statement."""
    if not rows:
        return []
    like = rows[0]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO core_notification
                (recipient_id, code, params, subject_kind, subject_id, url, created_at, dedupe_key)
            SELECT person, %s, params::jsonb, %s, %s, %s, %s, %s
            FROM unnest(%s::bigint[], %s::text[]) AS told (person, params)
            ON CONFLICT (recipient_id, dedupe_key) DO NOTHING RETURNING recipient_id, id
            """,
            [
                like.code,
                like.subject_kind,
                like.subject_id,
                like.url,
                like.created_at,
                like.dedupe_key,
                [row.recipient_id for row in rows],
                [json.dumps(row.params) for row in rows],
            ],
        )
        ids = dict(cursor.fetchall())
    for row in rows:
        row.pk = ids.get(row.recipient_id)
    return [row for row in rows if row.pk]


def retract(*, dedupe_key: str) -> None:
    """Take back a notice whose event was undone: gone from the bell, and not sent if it is still here."""
    _take_back(Notification.objects.filter(dedupe_key=dedupe_key, retracted_at=None))


def retract_unseen(*, subject: models.Model) -> None:
    """Take back what the bells say about a record from those who do not see it any more; what waits for them is not sent."""
    kind = subjects.kind_of(subject)
    rows = Notification.objects.filter(subject_kind=kind, subject_id=subject.pk, retracted_at=None)
    people = list(get_user_model()._default_manager.filter(pk__in=rows.order_by().values("recipient")))
    if people:
        seeing = seen_by(subjects.queryset(kind).filter(pk=subject.pk), people)
        _take_back(rows.exclude(recipient__in=seeing))


def _take_back(rows: Any) -> None:
    OutboxMessage.objects.filter(notification__in=rows, state__in=OutboxState.UNSENT).update(
        state=OutboxState.CANCELLED
    )
    rows.update(retracted_at=clock.now())


def text(notice: Notification) -> str:
    """The line as read in the active language. A kind no longer declared shows its code."""
    kind = _kinds.get(notice.code)
    if kind is None:
        return notice.code
    return gettext(str(kind.text)) % _Params({name: _worded(value) for name, value in notice.params.items()})


def _worded(value: Any) -> Any:
    if isinstance(value, dict):
        return told(value)
    return gettext("、").join(value) if isinstance(value, list) else value


def mark_read(*, user: Any, ids: Iterable[int] | None = None) -> int:
    """Read some, or all when `ids` is None. Returns how many were unread."""
    rows = Notification.objects.visible_to(user).unread()
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    return rows.update(read_at=clock.now())


WISHES_SQL = """
    SELECT person, rule.channels, rule.mandatory, own.channels, quiet.starts, quiet.ends, quiet.workdays_only
    FROM unnest(%s::bigint[]) AS person
    LEFT JOIN core_noticerule rule ON rule.code = %s
    LEFT JOIN core_noticepreference own ON own.user_id = person AND own.code = %s
    LEFT JOIN core_quiethours quiet ON quiet.user_id = person
"""


def wishes(kind: Kind, user_ids: Iterable[int]) -> dict[int, tuple[list[str], QuietHours | None]]:
    """Person → channels and quiet hours. The matrix event × channel: the company's rule, else the kind's default, then
    personal choice unless the rule is mandatory."""
    with connection.cursor() as cursor:
        cursor.execute(WISHES_SQL, [list(user_ids), kind.code, kind.code])
        rows = cursor.fetchall()
    found = {}
    for person, company, mandatory, own, starts, ends, workdays_only in rows:
        channels = own if own is not None and not mandatory else company if company is not None else kind.channels
        quiet = QuietHours(starts=starts, ends=ends, workdays_only=workdays_only) if starts is not None else None
        found[person] = (list(channels), quiet)
    return found


def quiet_until(hours: QuietHours | None, moment: datetime) -> datetime:
    """The first moment from `moment` on that is not quiet for this person."""
    if hours is None:
        return moment
    local = clock.local(moment)
    while _is_quiet(hours, local):
        step = local.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        end = local.replace(hour=hours.ends.hour, minute=hours.ends.minute, second=0, microsecond=0)
        local = end if local < end < step else step
    return local


def _is_quiet(hours: QuietHours, local: datetime) -> bool:
    if hours.workdays_only and not clock.is_workday(local.date()):
        return True
    now = local.time().replace(tzinfo=None)
    if hours.starts <= hours.ends:
        return hours.starts <= now < hours.ends
    return now >= hours.starts or now < hours.ends


def _queue(kind: Kind, notices: list[Notification]) -> None:
    if not notices:
        return
    wanted = wishes(kind, [notice.recipient_id for notice in notices])
    asked = {channel for channels, _quiet in wanted.values() for channel in channels}
    if not asked:
        return
    ways = {Channel.MAIL.value}
    if asked - ways:
        ways |= set(CompanyBot.objects.filter(active=True).values_list("channel", flat=True))
    start = clock.now() + timedelta(seconds=kind.delay)
    rows = [
        OutboxMessage(
            notification=notice,
            channel=channel,
            due_at=quiet_until(wanted[notice.recipient_id][1], start),
        )
        for notice in notices
        for channel in wanted[notice.recipient_id][0]
        if channel in ways
    ]
    # Somebody may have told the same people a moment ago: theirs stays.
    OutboxMessage.objects.bulk_create(rows, ignore_conflicts=True)


class _Params(dict[str, Any]):
    """A text may have gained a placeholder since the notice was written: show it empty, do not fail."""

    def __missing__(self, key: str) -> str:
        return ""
