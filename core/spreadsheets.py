"""Write lists out as a workbook or as CSV, row by row, whatever their length, and without a live formula.

A cell that a customer filled with =HYPERLINK(…) must not run on the desk of whoever opens the export. In a workbook text
is stored as text; in CSV, which has no types, such text gets an apostrophe in front, which `unguarded` takes off on import.
"""

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, BinaryIO

from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Invalid

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

Row = Sequence[object]

MOST_ROWS = 1_048_575  # what a sheet holds below its header
_LONGEST_CELL = 32_767
_EXACT_DIGITS = 15  # beyond these Excel's own numbers lose digits
_CHUNK_ROWS = 500

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")  # full-width signs start formulas, too
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def guarded(text: str) -> str:
    """Text for a CSV cell: an apostrophe in front when a spreadsheet would take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text as it was before `guarded`. Every importer reads cells through this."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text, 1) else text


def write_xlsx(target: BinaryIO, headers: Sequence[str], rows: Iterable[Row], *, sheet: str = "Sheet1") -> int:
    """Write a workbook with one sheet: bold frozen header, filter, numbers and dates as such. Returns the row count.

    Memory does not grow with the rows. Raises Invalid beyond 1,048,575 rows.
    """
    import xlsxwriter  # slow to load, seldom needed

    with tempfile.TemporaryDirectory() as folder:  # rows wait there; it goes even when a row fails
        book = xlsxwriter.Workbook(target, {"constant_memory": True, "tmpdir": folder})
        count = _fill(book, book.add_worksheet(sheet[:31]), headers, rows)
        book.close()
    return count


def csv_chunks(headers: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """CSV with a byte order mark, so that Excel reads Chinese, in pieces for a streaming answer."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    buffer.write("\ufeff")
    writer.writerow([guarded(_clean(header)) for header in headers])
    for number, row in enumerate(rows, start=1):
        writer.writerow([_csv_cell(value) for value in row])
        if number % _CHUNK_ROWS == 0:
            yield _drained(buffer)
    yield _drained(buffer)


def _fill(book: "Workbook", page: "Worksheet", headers: Sequence[str], rows: Iterable[Row]) -> int:
    bold = book.add_format({"bold": True})
    formats = {
        "money": book.add_format({"num_format": "#,##0.00"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }
    page.freeze_panes(1, 0)
    for column, header in enumerate(headers):
        page.set_column(column, column, max(12, 2 * len(header) + 4))
        page.write_string(0, column, _clean(header), bold)
    count = 0
    for row in rows:
        count += 1
        if count > MOST_ROWS:
            raise Invalid("export.too_many_rows", _("一个工作表最多 1,048,575 行，缩小范围或导出 CSV"))
        for column, value in enumerate(row):
            _write_cell(page, count, column, value, formats)
    if headers:
        page.autofilter(0, 0, count, len(headers) - 1)
    return count


def _write_cell(page: "Worksheet", row: int, column: int, value: object, formats: dict[str, object]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_string(row, column, _yes_no(value))
    elif isinstance(value, int | Decimal) and _fits(value):
        money = isinstance(value, Decimal) and value.as_tuple().exponent == -2
        page.write_number(row, column, value, formats["money"] if money else None)
    elif isinstance(value, datetime):
        page.write_datetime(row, column, _local(value), formats["moment"])
    elif isinstance(value, date):
        page.write_datetime(row, column, value, formats["date"])
    else:
        # never page.write(), which makes formulas and links of text
        page.write_string(row, column, _clean(_text(value)))


def _csv_cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _yes_no(value)
    if isinstance(value, int | Decimal):
        return _text(value)  # a negative number is no formula
    if isinstance(value, datetime):
        return f"{_local(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return guarded(_clean(_text(value)))


def _text(value: object) -> str:
    """Floats are refused: nothing in this house counts with them."""
    if isinstance(value, float):
        raise TypeError("a float has no place in an export; give a Decimal")
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("", text)[:_LONGEST_CELL]


def _fits(value: int | Decimal) -> bool:
    number = Decimal(value)
    return number.is_finite() and len(number.as_tuple().digits) <= _EXACT_DIGITS


def _local(moment: datetime) -> datetime:
    """The wall clock of the business zone, without a zone: spreadsheets know none."""
    if timezone.is_aware(moment):
        moment = moment.astimezone(timezone.get_default_timezone())
    return moment.replace(tzinfo=None)


def _yes_no(value: bool) -> str:
    return _("是") if value else _("否")


def _drained(buffer: io.StringIO) -> bytes:
    piece = buffer.getvalue().encode("utf-8")
    buffer.seek(0)
    buffer.truncate()
    return piece
