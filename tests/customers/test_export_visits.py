import pytest

from core.errors import Forbidden
from core.models import AuditEntry
from customers import lists, services
from customers.models import Visit
from tests.customers.conftest import enter
from tests.customers.test_log_visit import log

COLUMNS = lists.VISITS.columns


def text(sheet):
    return sheet.file.read().decode("utf-8-sig")


@pytest.fixture
def visits(cast):
    for owner, name in ((cast.rep, "成都锐恒"), (cast.rep_south, "广州南粤")):
        log(owner, enter(owner, name), summary=f"{name}要样本")


def test_what_one_sees_in_the_columns_asked_for_and_written_down(cast, visits):
    sheet = services.export_visits(
        actor=cast.head, rows=Visit.objects.all(), columns=COLUMNS[:2], conditions={"scene": "all"}, form="csv"
    )
    told = text(sheet)
    assert "成都锐恒" in told
    assert "广州南粤" not in told
    assert "要样本" not in told, "nobody asked for that column"
    assert AuditEntry.objects.get(code="visit.exported").data == {
        "conditions": {"scene": "all"},
        "columns": ["customer", "kind"],
        "rows": 1,
        "form": "csv",
    }
    whole = services.export_visits(
        actor=cast.head, rows=Visit.objects.all(), columns=COLUMNS, conditions={}, form="csv"
    )
    assert "成都锐恒要样本" in text(whole)


@pytest.mark.parametrize("login", ["rep", "account", "inside", "finance", "service", "marketing", "admin"])
def test_without_the_right_nothing_leaves_and_nothing_is_logged(cast, visits, login):
    with pytest.raises(Forbidden):
        services.export_visits(actor=getattr(cast, login), rows=Visit.objects.all(), columns=COLUMNS, conditions={})
    assert not AuditEntry.objects.filter(code="visit.exported").exists()
