"""Taking customer data out of the house: a right of its own, and each time written down."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, spreadsheets
from core.errors import Invalid
from core.guards import require
from customers import policies
from customers.models import Customer
from customers.models.customers import CustomerQuerySet
from org.models import User

CHUNK = 2000
IN_MEMORY = 4 * 1024 * 1024
CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@dataclass(frozen=True)
class Export:
    """A finished file, read from its start, and how many rows it holds."""

    file: BinaryIO
    content_type: str
    row_count: int


def export_customers(
    *,
    actor: User,
    rows: Any,
    conditions: Mapping[str, str],
    form: str = "xlsx",
    progress: Callable[[int], object] = lambda done: None,
) -> Export:
    """Write the customers of `rows` that the actor sees into a workbook or CSV.

    `progress` hears how many rows are written. The log keeps `conditions` (what the person had filtered by) and the row count. Raises Forbidden without the right.
    """
    require(policies.may_export(actor), "customer.export", _("你没有导出客户数据的权限"))
    if form not in CONTENT_TYPES:
        raise Invalid("customer.export_form", _("只能导出 xlsx 或 csv"))
    target: BinaryIO = SpooledTemporaryFile(max_size=IN_MEMORY)  # type: ignore[assignment]  # noqa: SIM115 (the caller reads it)
    lines = _Counted(_lines(rows.visible_to(actor)), progress)
    if form == "xlsx":
        spreadsheets.write_xlsx(target, _headers(), lines, sheet=_("客户"))
    else:
        for piece in spreadsheets.csv_chunks(_headers(), lines):
            target.write(piece)
    target.seek(0)
    with transaction.atomic():
        audit.record(
            actor=actor,
            code="customer.exported",
            subject=None,
            data={"conditions": dict(conditions), "rows": lines.count, "form": form},
        )
    return Export(target, CONTENT_TYPES[form], lines.count)


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


def _headers() -> list[str]:
    return [
        _("编号"), _("名称"), _("简称"), _("统一社会信用代码"), _("类别"), _("行业"), _("地区"), _("地址"), _("电话"), _("网站"),
        _("负责人"), _("客户经理"), _("最近联系"), _("创建时间"), _("备注"),
    ]  # fmt: skip


def _lines(rows: CustomerQuerySet) -> Iterator[list[object]]:
    """Piece by piece by id: behind PgBouncer there are no server cursors, and a million rows do not fit in memory."""
    rows = rows.order_by("pk").select_related("owner", "account_manager")
    last = 0
    while piece := list(rows.filter(pk__gt=last)[:CHUNK]):
        last = piece[-1].pk
        for customer in piece:
            yield _line(customer)


def _line(customer: Customer) -> list[object]:
    return [
        customer.number,
        customer.name,
        customer.short_name,
        customer.uscc,
        str(customer.get_customer_class_display()),
        customer.industry,
        customer.place,
        customer.address,
        customer.phone,
        customer.website,
        str(customer.owner),
        str(customer.account_manager or ""),
        customer.last_contact_at,
        customer.created_at,
        customer.remarks,
    ]
