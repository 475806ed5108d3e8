"""Document numbers: prefix, date part, running number. No duplicates, and no gaps but by deletion."""

from datetime import date

from django.db import connection

from core import clock
from core.choices import Reset
from core.models import NumberPattern

PERIOD = {Reset.DAY: "%Y%m%d", Reset.MONTH: "%Y%m", Reset.YEAR: "%Y", Reset.NEVER: ""}


def take(kind: str, *, on: date | None = None) -> str:
    """The next number of `kind`, for instance BJ-2026-1187. Call it inside the document's transaction.

    The counter row stays locked until that transaction ends: a rollback gives the number back, and
    two takers get two numbers. Raises NumberPattern.DoesNotExist for a kind without a pattern.
    """
    on = on or clock.today()
    pattern = NumberPattern.objects.get(kind=kind)
    value = _next(kind, on.strftime(PERIOD[Reset(pattern.reset)]))
    return render(pattern, on, value)


def render(pattern: NumberPattern, on: date, value: int) -> str:
    parts = [pattern.prefix, on.strftime(pattern.date_format), str(value).zfill(pattern.width)]
    return pattern.separator.join(part for part in parts if part)


def _next(kind: str, period: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO core_numbercounter (kind, period, value) VALUES (%s, %s, 1)
            ON CONFLICT (kind, period) DO UPDATE SET value = core_numbercounter.value + 1
            RETURNING value
            """,
            [kind, period],
        )
        return cursor.fetchone()[0]
