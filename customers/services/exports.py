"""Taking customer data out of the house: rights of their own, and each time written down (A14)."""

from typing import Any

from django.utils.translation import gettext as _

from core.guards import require
from core.pages import sheets
from customers import policies
from org.models import User


def export_customers(*, actor: User, rows: Any, **asked: Any) -> sheets.Sheet:
    """Write the customers of `rows` that the actor sees into a workbook or CSV. Raises Forbidden without the right.

    `asked`: columns, conditions, form and progress of `sheets.take_out`.
    """
    require(policies.may_export(actor), "customer.export", _("你没有导出客户数据的权限"))
    seen = rows.visible_to(actor).select_related("owner", "account_manager")
    return sheets.take_out(actor=actor, code="customer.exported", title=_("客户"), rows=seen, **asked)


def export_visits(*, actor: User, rows: Any, **asked: Any) -> sheets.Sheet:
    """Write the visits of `rows` that the actor sees, positions left out. Raises Forbidden without the right."""
    require(policies.may_export_visits(actor), "visit.export", _("你没有导出拜访的权限"))
    return sheets.take_out(actor=actor, code="visit.exported", title=_("拜访"), rows=rows.visible_to(actor), **asked)
