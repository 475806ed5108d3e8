import io

import pytest
from python_calamine import CalamineWorkbook

from core.errors import Forbidden
from core.models import AuditEntry
from customers import lists, services
from customers.models import Customer
from tests.customers.conftest import enter

COLUMNS = lists.CUSTOMERS.columns[:2]


def sheet(export):
    return CalamineWorkbook.from_filelike(io.BytesIO(export.file.read())).get_sheet_by_index(0).to_python()


def test_what_one_sees_and_no_more_written_down_with_filter_and_count(cast):
    enter(cast.rep)
    enter(cast.rep2, '=HYPERLINK("http://evil")')
    enter(cast.rep_south, "广州南粤机电有限公司")
    export = services.export_customers(
        actor=cast.head, rows=Customer.objects.all(), columns=COLUMNS, conditions={"scene": "team"}, form="xlsx"
    )
    rows = sheet(export)
    assert len(rows) == 3
    assert "广州南粤机电有限公司" not in str(rows)
    entry = AuditEntry.objects.get(code="customer.exported")
    assert entry.actor == cast.head
    assert entry.data == {
        "conditions": {"scene": "team"},
        "columns": ["name", "customer_class"],
        "rows": 2,
        "form": "xlsx",
    }


def test_csv_disarms_formulas(cast):
    enter(cast.rep, "=cmd|' /C calc'!A0")
    export = services.export_customers(
        actor=cast.head, rows=Customer.objects.all(), columns=COLUMNS, conditions={}, form="csv"
    )
    text = export.file.read().decode("utf-8-sig")
    assert "'=cmd" in text
    assert export.row_count == 1


@pytest.mark.parametrize("login", ["rep", "account", "inside", "finance", "service", "marketing"])
def test_without_the_right_nothing_leaves_and_nothing_is_logged(cast, customer, login):
    with pytest.raises(Forbidden):
        services.export_customers(
            actor=getattr(cast, login), rows=Customer.objects.all(), columns=COLUMNS, conditions={}
        )
    assert not AuditEntry.objects.filter(code="customer.exported").exists()


def test_more_rows_than_one_piece(cast, monkeypatch):
    monkeypatch.setattr("core.pages.sheets.CHUNK", 2)
    for number in range(5):
        enter(cast.rep, f"客户 {number}")
    export = services.export_customers(
        actor=cast.head, rows=Customer.objects.all(), columns=COLUMNS, conditions={}, form="csv"
    )
    assert export.row_count == 5
