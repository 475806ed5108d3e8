import csv
import io
import tracemalloc
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from core import errors, spreadsheets

FORMULAS = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", '  =HYPERLINK("http://x")', "＝1+1", "=cmd|' /C calc'!A0"]
TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=20)


def xlsx(headers, rows, **options):
    target = io.BytesIO()
    count = spreadsheets.write_xlsx(target, headers, rows, **options)
    target.seek(0)
    return count, target


def read_xlsx(target):
    target.seek(0)
    return CalamineWorkbook.from_filelike(target).get_sheet_by_index(0).to_python()


def read_csv(headers, rows):
    text = b"".join(spreadsheets.csv_chunks(headers, rows)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_a_workbook_reads_back_with_its_types():
    moment = datetime(2026, 3, 18, 16, 30, tzinfo=UTC)
    row = ["华东绿源", D("2662050.03"), 3, date(2026, 3, 18), moment, True, None, D("-0.50")]
    count, target = xlsx(["客户", "金额", "数量", "日期", "时间", "有效", "备注", "差额"], [row], sheet="报价")
    book = CalamineWorkbook.from_filelike(target)
    assert count == 1
    assert book.sheet_names == ["报价"]
    header, read = book.get_sheet_by_index(0).to_python()
    assert header[:2] == ["客户", "金额"]
    # 16:30 UTC is half past midnight on the next day here
    assert read == ["华东绿源", 2662050.03, 3, date(2026, 3, 18), datetime(2026, 3, 19, 0, 30), "是", "", -0.5]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_workbook_holds_no_formula(text):
    _count, target = xlsx([text], [[text]])
    with zipfile.ZipFile(target) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    assert read_xlsx(target)[1] == [text]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_csv_cell_does_not_start_a_formula(text):
    header, row = read_csv([text], [[text]])
    assert header == row == [f"'{text}"]
    assert spreadsheets.unguarded(row[0]) == text


def test_links_stay_text():
    _count, target = xlsx(["网址"], [["https://evil.example"]])
    with zipfile.ZipFile(target) as archive:
        assert "xl/worksheets/_rels/sheet1.xml.rels" not in archive.namelist()


def test_negative_numbers_stay_numbers_in_csv():
    assert read_csv(["差额"], [[D("-12.50")], [-3]])[1:] == [["-12.50"], ["-3"]]


@given(TEXTS)
def test_unguarded_undoes_guarded(text):
    if not text.startswith("'"):
        assert spreadsheets.unguarded(spreadsheets.guarded(text)) == text


def test_an_apostrophe_of_ones_own_is_kept():
    assert spreadsheets.unguarded("'s-Hertogenbosch") == "'s-Hertogenbosch"


def test_csv_begins_with_a_byte_order_mark_and_keeps_line_breaks():
    assert b"".join(spreadsheets.csv_chunks(["名称"], [])).startswith(b"\xef\xbb\xbf")
    assert read_csv(["备注"], [['一\n二,"三"']])[1] == ['一\n二,"三"']


def test_long_digits_are_text_lest_excel_round_them():
    code = 622202000000000018
    _count, target = xlsx(["账号", "金额"], [[code, D("1234567890123456.78")]])
    assert read_xlsx(target)[1] == [str(code), "1234567890123456.78"]


def test_what_xml_cannot_hold_is_left_out():
    dirty = "\x00一\ud800二\x1b三\uffff"
    _count, target = xlsx(["x"], [[dirty], ["长" * 40_000]])
    read = read_xlsx(target)
    assert read[1] == ["一二三"]
    assert len(read[2][0]) == 32_767
    assert read_csv(["x"], [[dirty]])[1] == ["一二三"]


@pytest.mark.parametrize("write", [lambda rows: xlsx(["x"], rows), lambda rows: read_csv(["x"], rows)])
def test_floats_are_refused(write):
    with pytest.raises(TypeError):
        write([[0.1]])


def test_an_empty_list_is_a_header():
    count, target = xlsx(["客户"], [])
    assert (count, read_xlsx(target)) == (0, [["客户"]])


def test_more_than_a_sheet_holds_is_refused(monkeypatch):
    monkeypatch.setattr(spreadsheets, "MOST_ROWS", 3)
    with pytest.raises(errors.Invalid):
        xlsx(["x"], ([n] for n in range(4)))


def test_a_failing_row_leaves_no_scratch_files(tmp_path, monkeypatch):
    monkeypatch.setattr(spreadsheets.tempfile, "tempdir", str(tmp_path))
    with pytest.raises(TypeError):
        xlsx(["x"], [["一"], [0.1]])
    assert list(tmp_path.iterdir()) == []


def test_memory_does_not_grow_with_the_rows(tmp_path):
    def peak(count):
        with (tmp_path / "out.xlsx").open("wb") as target:
            tracemalloc.start()
            spreadsheets.write_xlsx(target, ["客户", "金额"], (["华东绿源" * 10, D("1.00")] for _ in range(count)))
            _now, most = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        return most

    assert peak(20_000) < peak(2_000) + 2_000_000


def test_csv_comes_in_pieces():
    pieces = list(spreadsheets.csv_chunks(["x"], ([n] for n in range(1_200))))
    assert len(pieces) == 3
