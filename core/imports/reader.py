"""Reads one file of strangers in a process of its own: `python -I reader.py KIND PATH MOST_ROWS MOST_COLUMNS SHOWN`.

A workbook of two cells in opposite corners asks its reader for gigabytes, a compressed one can lie about its size. So it
is read where memory and time are limited by the system, and where a crash takes nothing along. Knows no Django, starts
in a tenth of a second. Writes JSON, a line each: the sheet, then the first SHOWN rows that have something in them, each
with its number, then how many there are; or what is wrong with the file.
"""

import csv
import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

MEMORY = 280 * 1024 * 1024
SECONDS = 40
LONGEST_CELL = 32_767
ENCODINGS = ("utf-8-sig", "gb18030")
PIECE = 1 << 20
HEAD = 64 * 1024

Line = tuple[int, list[str]]


class Unreadable(Exception):
    """The file is not taken; the argument says why, in a word that core.imports.files knows."""


def main(kind: str, path: str, most_rows: int, most_columns: int, shown: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    out = sys.stdout
    out.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        about, lines = (_text if kind == "csv" else _workbook)(path)
        out.write(json.dumps(about, ensure_ascii=False) + "\n")
        count = 0
        for number, cells in lines:
            while cells and not cells[-1]:
                cells.pop()
            if not cells:
                continue
            if len(cells) > most_columns:
                raise Unreadable("columns")
            if any(len(cell) > LONGEST_CELL for cell in cells):
                raise Unreadable("cell")
            count += 1
            if count > most_rows:
                raise Unreadable("rows")
            if count <= shown:
                out.write(json.dumps([number, cells], ensure_ascii=False) + "\n")
        out.write(json.dumps({"count": count}) + "\n")
    except Unreadable as error:
        out.write(json.dumps({"wrong": str(error)}) + "\n")
    except MemoryError:
        out.write('{"wrong": "memory"}\n')


def _workbook(path: str) -> tuple[dict[str, Any], Iterator[Line]]:
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_path(path)
        sheets = [
            sheet
            for sheet in book.sheets_metadata
            if sheet.typ == calamine.SheetTypeEnum.WorkSheet and sheet.visible == calamine.SheetVisibleEnum.Visible
        ]
        if not sheets:
            raise Unreadable("empty")
        sheet = book.get_sheet_by_name(sheets[0].name)
    except calamine.PasswordError as error:
        raise Unreadable("password") from error
    except (calamine.CalamineError, OSError) as error:
        raise Unreadable("broken") from error
    about = {"sheet": sheet.name, "sheets": len(sheets), "merged": _merged(sheet)}
    return about, _cells(sheet)


def _merged(sheet: Any) -> list[list[int]]:
    """First and last row of each merged range."""
    ranges = sheet.merged_cell_ranges or []
    return [[first[0] + 1, last[0] + 1] for first, last in ranges[:10_000]]


def _cells(sheet: Any) -> Iterator[Line]:
    # An empty sheet has no start.
    for number, row in enumerate(sheet.iter_rows() if sheet.start else (), start=1):
        yield number, [_said(value) for value in row]


def _said(value: Any) -> str:
    """A cell as a person would have typed it."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e18 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value) if isinstance(value, (int, timedelta)) else ""


def _text(path: str) -> tuple[dict[str, Any], Iterator[Line]]:
    encoding = _encoding(path)
    with open(path, encoding=encoding, newline="") as file:
        head = file.read(HEAD)
    first = next((line for line in head.splitlines() if line.strip()), "")
    separator = max(",\t;", key=first.count)
    return {"sheet": "", "sheets": 1, "merged": [], "encoding": encoding}, _records(path, encoding, separator)


def _encoding(path: str) -> str:
    with open(path, "rb") as file:
        if file.read(2) in (b"\xff\xfe", b"\xfe\xff"):
            return "utf-16"
    for encoding in ENCODINGS:
        try:
            with open(path, encoding=encoding) as text:
                while text.read(PIECE):
                    pass
        except UnicodeError:
            continue
        return encoding
    raise Unreadable("encoding")


def _records(path: str, encoding: str, separator: str) -> Iterator[Line]:
    csv.field_size_limit(LONGEST_CELL * 4)
    try:
        with open(path, encoding=encoding, newline="") as file:
            for number, row in enumerate(csv.reader(file, delimiter=separator), start=1):
                yield number, [cell.strip() for cell in row]
    except csv.Error as error:
        raise Unreadable("cell" if "larger than field limit" in str(error) else "broken") from error
    except UnicodeError as error:
        raise Unreadable("encoding") from error


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6]))
