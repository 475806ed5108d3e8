"""Rows of a list written into a workbook or CSV, piece by piece, for the services that take a list out of the house."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core import audit, spreadsheets
from core.errors import Invalid
from core.pages.listing import Column

CHUNK = 2000
IN_MEMORY = 4 * 1024 * 1024
FORMS = ("xlsx", "csv")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A finished file, read from its start, and how many rows it holds."""

    file: BinaryIO
    row_count: int


def take_out(
    *,
    actor: Any,
    code: str,
    title: str,
    rows: QuerySet[Any],
    columns: Sequence[Column],
    conditions: Mapping[str, str],
    form: str = "xlsx",
    progress: Callable[[int], object] = lambda done: None,
) -> Sheet:
    """Write `rows`, which the caller narrowed to what the actor sees, and log it as `code`.

    The log keeps `conditions` (what the person had filtered by), the columns and the row count.
    """
    sheet = _write(rows=rows, columns=columns, form=form, title=title, progress=progress)
    with transaction.atomic():
        audit.record(
            actor=actor,
            code=code,
            subject=None,
            data={
                "conditions": dict(conditions),
                "columns": [column.code for column in columns],
                "rows": sheet.row_count,
                "form": form,
            },
        )
    return sheet


def _write(
    *,
    rows: QuerySet[Any],
    columns: Sequence[Column],
    form: str,
    title: str,
    progress: Callable[[int], object],
) -> Sheet:
    """The plain values of `columns`. `progress` hears how many rows are written."""
    if form not in FORMS:
        raise Invalid("list.export_form", _("只能导出 xlsx 或 csv"))
    target: BinaryIO = SpooledTemporaryFile(max_size=IN_MEMORY)  # type: ignore[assignment]  # noqa: SIM115 (the caller reads it)
    headers = [column.header if column.unit else str(column.label) for column in columns]
    lines = _Counted(_lines(rows, columns), progress)
    if form == "xlsx":
        spreadsheets.write_xlsx(target, headers, lines, sheet=title)
    else:
        for piece in spreadsheets.csv_chunks(headers, lines):
            target.write(piece)
    target.seek(0)
    return Sheet(target, lines.count)


class _Counted:
    """Rows, counted as they pass."""

    def __init__(self, rows: Iterator[list[object]], progress: Callable[[int], object]) -> None:
        self.rows, self.progress, self.count = rows, progress, 0

    def __iter__(self) -> Iterator[list[object]]:
        for row in self.rows:
            self.count += 1
            if self.count % CHUNK == 0:
                self.progress(self.count)
            yield row


def _lines(rows: QuerySet[Any], columns: Sequence[Column]) -> Iterator[list[object]]:
    """Piece by piece by id: behind PgBouncer there are no server cursors, and a million rows do not fit in memory."""
    rows = rows.order_by("pk").defer(None)
    last = 0
    while piece := list(rows.filter(pk__gt=last)[:CHUNK]):
        last = piece[-1].pk
        for row in piece:
            yield [column.plain(row) for column in columns]
