"""The workbooks around an import: the empty one to fill in, and the rows that did not go in with the reason for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from tempfile import SpooledTemporaryFile, TemporaryDirectory
from typing import Any, BinaryIO

from django.db.models import Q
from django.utils.translation import gettext as _

from core import spreadsheets
from core.choices import ImportPlan, ImportRowState
from core.imports.targets import Target
from core.models import ImportRun

IN_MEMORY = 4 * 1024 * 1024
PIECE = 2000
LEFT_OUT = Q(plan__in=[ImportPlan.ERROR, ImportPlan.DUPLICATE]) & ~Q(
    state__in=[ImportRowState.CREATED, ImportRowState.UPDATED, ImportRowState.UNDONE]
) | Q(state__in=[ImportRowState.REFUSED, ImportRowState.KEPT])
"""Rows that somebody has to look at."""


def template(target: Target) -> BinaryIO:
    """A workbook with the heads and an example, which is left out when it comes back, and a sheet that explains each column."""
    import xlsxwriter  # slow to load, seldom needed

    file: BinaryIO = SpooledTemporaryFile(max_size=IN_MEMORY)  # type: ignore[assignment]  # noqa: SIM115 (the caller reads it)
    with TemporaryDirectory() as folder:
        book = xlsxwriter.Workbook(file, {"tmpdir": folder})
        bold = book.add_format({"bold": True})
        must = book.add_format({"bold": True, "font_color": "#b3372b"})
        example = book.add_format({"font_color": "#767d78"})
        rows, about = book.add_worksheet(str(target.title)[:31]), book.add_worksheet(_("说明"))
        rows.freeze_panes(1, 0)
        for at, column in enumerate(target.columns):
            rows.set_column(at, at, max(14, 2 * len(str(column.label)) + 4))
            rows.write_string(0, at, str(column.label), must if column.required else bold)
            if column.example:
                rows.write_string(1, at, column.example, example)
        _explain(about, target, bold)
        book.close()
    file.seek(0)
    return file


def _explain(about: Any, target: Target, bold: Any) -> None:
    about.set_column(0, 0, 20)
    about.set_column(1, 1, 8)
    about.set_column(2, 3, 48)
    lines: list[Sequence[str]] = [(_("列"), _("必填"), _("说明"), _("例子"))]
    lines += [
        (str(column.label), _("是") if column.required else "", str(column.help), column.example)
        for column in target.columns
    ]
    lines += [(), *[(str(rule),) for rule in target.rules], (_("第二行是例子，留着也不会导入。"),)]
    for number, line in enumerate(lines):
        for at, text in enumerate(line):
            about.write_string(number, at, text, *([bold] if number == 0 else []))


def left_out(run: ImportRun) -> BinaryIO:
    """The rows that did not go in as they came, each with its line and the reason, ready to be mended and sent again."""
    file: BinaryIO = SpooledTemporaryFile(max_size=IN_MEMORY)  # type: ignore[assignment]  # noqa: SIM115 (the caller reads it)
    spreadsheets.write_xlsx(file, [*map(str, run.header), _("行号"), _("原因")], _lines(run), sheet=_("没有导入的"))
    file.seek(0)
    return file


def _lines(run: ImportRun) -> Iterator[list[object]]:
    rows, last, width = run.rows.filter(LEFT_OUT).order_by("pk"), 0, len(run.header)
    while piece := list(rows.filter(pk__gt=last)[:PIECE]):
        last = piece[-1].pk
        for row in piece:
            cells = [*row.cells[:width], *[""] * (width - len(row.cells))]
            yield [*cells, row.line, row.message]
