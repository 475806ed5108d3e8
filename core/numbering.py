"""Document numbers: prefix, date part, running number. No duplicates, and no gaps but by deletion."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from core import audit, clock
from core.choices import Reset
from core.errors import Forbidden, from_validation
from core.models import NumberCounter, NumberPattern

PERIOD = {Reset.DAY: "%Y%m%d", Reset.MONTH: "%Y%m", Reset.YEAR: "%Y", Reset.NEVER: ""}


def take(kind: str, *, on: date | None = None) -> str:
    """The next number of `kind`, for instance BJ-2026-1187. Call it inside the document's transaction.

    The counter row stays locked until that transaction ends: a rollback gives the number back, and
    two takers get two numbers. Raises NumberPattern.DoesNotExist for a kind without a pattern.
    """
    return take_many(kind, 1, on=on)[0]


def take_many(kind: str, count: int, *, on: date | None = None) -> list[str]:
    """The next numbers of `kind`, in order, in one turn at the counter; otherwise as `take`."""
    on = on or clock.today()
    pattern = NumberPattern.objects.get(kind=kind)
    last = _next(kind, _period(pattern, on), count)
    return [render(pattern, on, value) for value in range(last - count + 1, last + 1)]


@transaction.atomic
def revise_pattern(*, actor: Any, pattern_id: int, facts: dict[str, Any]) -> NumberPattern:
    """Change how documents of one kind are numbered, from the next number on.

    With another reset the running number goes on from the highest of the running year, so that a number that
    was given out cannot come back. Raises Forbidden without `system.settings`, Invalid for a date part that does
    not show the period.
    """
    if not actor.can("system.settings"):
        raise Forbidden("numbering.edit_only", _("你没有改编号规则的权限"))
    pattern = NumberPattern.objects.select_for_update().get(pk=pattern_id)
    before = {name: getattr(pattern, name) for name in facts}
    for name, value in facts.items():
        setattr(pattern, name, value)
    try:
        pattern.full_clean()
    except ValidationError as error:
        raise from_validation(error, "numbering.invalid") from error
    pattern.save()
    if before.get("reset", pattern.reset) != pattern.reset:
        _carry_on(pattern)
    changed = {name: [str(before[name]), str(facts[name])] for name in facts if before[name] != facts[name]}
    audit.record(actor=actor, code="numbering.revised", subject=pattern, data=changed)
    return pattern


def _carry_on(pattern: NumberPattern) -> None:
    today = clock.today()
    given = NumberCounter.objects.filter(kind=pattern.kind)
    if pattern.reset != Reset.NEVER:
        given = given.filter(Q(period__startswith=str(today.year)) | Q(period=PERIOD[Reset.NEVER]))
    highest = given.aggregate(top=Max("value"))["top"] or 0
    counter, _made = NumberCounter.objects.get_or_create(
        kind=pattern.kind, period=_period(pattern, today), defaults={"value": highest}
    )
    if counter.value < highest:
        NumberCounter.objects.filter(pk=counter.pk).update(value=highest)


def _period(pattern: NumberPattern, on: date) -> str:
    return on.strftime(PERIOD[Reset(pattern.reset)])


def render(pattern: NumberPattern, on: date, value: int) -> str:
    parts = [pattern.prefix, on.strftime(pattern.date_format), str(value).zfill(pattern.width)]
    return pattern.separator.join(part for part in parts if part)


# Behind others who take a number one waits for a turn: nobody edits what somebody else does, and lock_timeout must not say so.
# It holds for what is left of the transaction, which has little left to lock.
TURN = "10s"


def _next(kind: str, period: str, count: int) -> int:
    """The last of `count` new ones."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SET LOCAL lock_timeout = '{TURN}';
            INSERT INTO core_numbercounter (kind, period, value) VALUES (%s, %s, %s)
            ON CONFLICT (kind, period) DO UPDATE SET value = core_numbercounter.value + excluded.value
            RETURNING value
            """,  # noqa: S608  (our own text)
            [kind, period, count],
        )
        return cursor.fetchone()[0]
