"""Taking customer data out of the house: rights of their own, and each time written down (A14)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.guards import require
from core.pages import sheets
from core.pages.listing import Column
from customers import policies
from org.models import User


def export_customers(
    *,
    actor: User,
    rows: Any,
    columns: Sequence[Column],
    conditions: Mapping[str, str],
    form: str = "xlsx",
    progress: Callable[[int], object] = lambda done: None,
) -> sheets.Sheet:
    """Write the customers of `rows` that the actor sees into a workbook or CSV. Raises Forbidden without the right.

    The log keeps `conditions` (what the person had filtered by), the columns and the row count.
    """
    require(policies.may_export(actor), "customer.export", _("你没有导出客户数据的权限"))
    seen = rows.visible_to(actor).select_related("owner", "account_manager")
    sheet = sheets.write(rows=seen, columns=columns, form=form, title=_("客户"), progress=progress)
    with transaction.atomic():
        audit.record(
            actor=actor,
            code="customer.exported",
            subject=None,
            data={
                "conditions": dict(conditions),
                "columns": [column.code for column in columns],
                "rows": sheet.row_count,
                "form": form,
            },
        )
    return sheet


def export_visits(
    *,
    actor: User,
    rows: Any,
    columns: Sequence[Column],
    conditions: Mapping[str, str],
    form: str = "xlsx",
    progress: Callable[[int], object] = lambda done: None,
) -> sheets.Sheet:
    """Write the visits of `rows` that the actor sees, positions left out. Raises Forbidden without the right."""
    require(policies.may_export_visits(actor), "visit.export", _("你没有导出拜访的权限"))
    sheet = sheets.write(rows=rows.visible_to(actor), columns=columns, form=form, title=_("拜访"), progress=progress)
    with transaction.atomic():
        audit.record(
            actor=actor,
            code="visit.exported",
            subject=None,
            data={
                "conditions": dict(conditions),
                "columns": [column.code for column in columns],
                "rows": sheet.row_count,
                "form": form,
            },
        )
    return sheet
