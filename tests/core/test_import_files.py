"""Files of strangers: refused in a sentence, read apart from us, never more than is allowed."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from typing import Any

import pytest
import xlsxwriter
from django.core.files.base import ContentFile

from core.errors import Invalid, TooLarge
from core.imports import files, papers, reader, running, targets
from core.models import ImportRun
from tests.customers.test_import_customers import as_csv, as_xlsx, check, upload

pytestmark = pytest.mark.django_db
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def refused(cast: Any, data: bytes, name: str) -> str:
    before = ImportRun.objects.count()
    with pytest.raises((Invalid, TooLarge)) as told:
        upload(cast.head, data, name)
    assert ImportRun.objects.count() == before
    return str(told.value)


def with_part(data: bytes, name: str, content: bytes, *, megabytes: int = 0, end: bytes = b"") -> bytes:
    """The workbook with one more part in it, or with another in the place of one it has; `megabytes` of A in the middle."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part.filename, old.read(part.filename))
        with new.open(name, "w") as part:
            part.write(content)
            for _megabyte in range(megabytes):
                part.write(b"A" * 1024 * 1024)
            part.write(end)
    return out.getvalue()


GOOD = as_xlsx(["名称"], ["成都锐恒"])


@pytest.mark.parametrize(
    ("name", "data", "part"),
    [
        ("a.pdf", b"%PDF-1.4", "只收"),
        ("a.xlsm", GOOD, "宏"),
        ("a.xlsx", with_part(GOOD, "xl/vbaProject.bin", b"x"), "宏"),
        ("a.xls", OLE + b"\0" * 5000 + "_VBA_PROJECT".encode("utf-16-le"), "宏"),
        ("a.xlsx", OLE + b"\0" * 600, "密码"),
        ("a.xlsx", b"PK\x03\x04nonsense", "不是"),
        ("a.xlsx", as_csv(["名称"], ["x"]), "不是"),
        ("a.xls", b"<html><table><tr><td>x</td></tr></table></html>", "不是"),
        ("a.csv", GOOD, "不是"),
        ("a.csv", b"", "空"),
        ("a.csv", b"\xff\x00\x81\x00" * 40, "不是"),
        ("a.csv", "名称\n".encode(), "只有表头"),
        ("a.csv", b"\n\n , ,\n", "没有内容"),
        ("a.csv", ("名称\n" + "长" * 40_000).encode(), "太长"),
        ("a.csv", (",".join(["x"] * 101) + "\n").encode(), "100 列"),
        ("a.xls", OLE + b"\0" * 600, "打不开"),
        ("a.xlsx", with_part(GOOD, "xl/worksheets/sheet1.xml", b"<worksheet><nonsense"), "打不开"),
    ],
)
def test_what_is_not_taken_is_told_why(cast: Any, name: str, data: bytes, part: str) -> None:
    assert part in refused(cast, data, name)


def test_the_same_reader_takes_what_is_right(cast: Any) -> None:
    """Negative control."""
    assert upload(cast.head, GOOD, "a.xlsx").total == 1


def test_a_bomb_is_refused_by_what_it_says_and_by_what_it_does(cast: Any) -> None:
    honest = with_part(GOOD, "xl/media/image1.bin", b"", megabytes=files.MOST_UNPACKED // 1024 // 1024 + 1)
    assert len(honest) < 1_000_000
    assert "解开太大" in refused(cast, honest, "a.xlsx")


def test_two_cells_in_opposite_corners_take_no_gigabytes(cast: Any) -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    page = book.add_worksheet()
    page.write_string(0, 0, "名称")
    page.write_string(1_048_575, 16_383, "x")
    book.close()
    assert "铺得太开" in refused(cast, file.getvalue(), "a.xlsx")
    assert reader.MEMORY < 300 * 1024 * 1024, "all its addresses, so what it holds is less"


def test_a_million_empty_rows_are_no_rows(cast: Any) -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    page = book.add_worksheet()
    page.write_string(0, 0, "名称")
    page.write_string(1, 0, "成都锐恒")
    page.write_string(1_000_000, 0, "杭州西奥")
    book.close()
    assert upload(cast.head, file.getvalue(), "a.xlsx").total == 2


def test_there_is_a_limit_of_rows(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_ROWS", 3)
    assert upload(cast.head, as_csv(["名称"], ["一"], ["二"], ["三"])).total == 3
    assert "50,000 行" in refused(cast, as_csv(["名称"], ["一"], ["二"], ["三"], ["四"]), "a.csv")


def test_a_large_file_is_refused_before_it_is_looked_at(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_BYTES", 100)
    assert "20 MB" in refused(cast, GOOD, "a.xlsx")


def test_entities_of_an_xml_stay_outside(cast: Any) -> None:
    sheet = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>'
        b'<row r="2"><c r="A2" t="inlineStr"><is><t>&e;</t></is></c></row></sheetData></worksheet>'
    )
    data = with_part(GOOD, "xl/worksheets/sheet1.xml", sheet)
    try:
        run = upload(cast.head, data, "a.xlsx")
    except Invalid:
        return
    assert "root:" not in str(run.samples)


def test_rows_of_a_merged_cell_are_told_apart(cast: Any) -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    page = book.add_worksheet()
    page.merge_range("A1:B1", "客户表")
    page.write_row(1, 0, ["名称", "行业"])
    page.merge_range("A3:A4", "成都锐恒")
    page.write_string(3, 1, "机械")
    page.write_row(4, 0, ["杭州西奥", "电梯"])
    book.close()
    run = upload(cast.head, file.getvalue(), "a.xlsx")
    running.check_import(actor=cast.head, run_id=run.pk, wanted=run.mapping)
    found = list(run.rows.order_by("line").values_list("line", "plan"))
    assert found == [(3, "error"), (4, "error"), (5, "create")]


def test_what_we_wrote_comes_back_as_it_was_and_formulas_stay_text(cast: Any) -> None:
    from core import spreadsheets

    text = b"".join(spreadsheets.csv_chunks(["名称", "备注"], [["=HYPERLINK(1)", "'单引号"]]))
    run = upload(cast.head, text)
    assert run.samples == [["=HYPERLINK(1)", "'单引号"]]


def test_dates_and_long_numbers_of_a_workbook_are_as_people_see_them(cast: Any) -> None:
    import datetime as dt

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    page = book.add_worksheet()
    page.write_row(0, 0, ["名称", "手机", "创建时间"])
    page.write_string(1, 0, " 成都锐恒 ")
    page.write_number(1, 1, 13_800_000_000)
    page.write_datetime(1, 2, dt.datetime(2023, 5, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()
    assert upload(cast.head, file.getvalue(), "a.xlsx").samples == [["成都锐恒", "13800000000", "2023-05-01"]]


def test_an_old_workbook_is_read(cast: Any) -> None:
    from tests.core.old_workbook import biff

    run = upload(cast.head, biff([["名称", "电话"], ["成都锐恒", "028-85336021"]]), "a.xls")
    assert (run.kind, run.header, run.samples) == ("xls", ["名称", "电话"], [["成都锐恒", "028-85336021"]])


def test_control_signs_do_not_reach_the_database(cast: Any) -> None:
    run = upload(cast.head, "名称\n成都\x1b锐\x07恒\n".encode())
    assert run.samples == [["成都锐恒"]]


def test_the_template_comes_back_empty_and_its_example_is_left_out(cast: Any) -> None:
    target = targets.find("customers.customers")
    assert target
    data = papers.template(target).read()
    run = upload(cast.head, data, "模板.xlsx")
    assert run.mapping == [column.code for column in target.columns]
    running.check_import(actor=cast.head, run_id=run.pk, wanted=run.mapping)
    row = run.rows.get()
    assert (row.plan, row.message) == ("same", "模板里的例子")


def test_the_rows_left_out_come_with_their_reason_and_can_be_sent_again(cast: Any) -> None:
    run = check(cast.head, ["名称", "备注", "电话"], ["", "=1+1", "1"], ["成都锐恒", "", ""])
    data = papers.left_out(run).read()
    again = upload(cast.head, data, "没有导入的.xlsx")
    assert again.header == ["名称", "备注", "电话", "行号", "原因"]
    assert again.mapping == ["name", "remarks", "phone", "", ""]
    assert again.samples[0][:4] == ["", "=1+1", "1", "2"]
    assert "名称" in again.samples[0][4]


def test_the_reader_limits_its_own_memory() -> None:
    """Negative control of the limit itself: without it the same allocation would succeed."""
    code = (
        "import runpy, resource, sys; sys.argv = ['r', 'csv', '/dev/null', '1', '1', '1'];"
        f"runpy.run_path({str(files.READER)!r}, run_name='__main__'); bytearray(400 * 1024 * 1024)"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, check=False)
    assert b"MemoryError" in done.stderr


def test_what_lies_about_its_size_meets_the_limit(cast: Any) -> None:
    """A sheet that claims to be small and is not: the directory is believed by nobody but us."""
    start = b"<worksheet><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>"
    end = b"</t></is></c></row></sheetData></worksheet>"
    data = bytearray(with_part(GOOD, "xl/worksheets/sheet1.xml", start, megabytes=500, end=end))
    at = data.rfind(b"xl/worksheets/sheet1.xml") - 46 + 24
    data[at : at + 4] = (1000).to_bytes(4, "little")
    told = refused(cast, bytes(data), "a.xlsx")
    assert told
    assert ContentFile(bytes(data)).size < files.MOST_BYTES
