"""Taking quotes and products out of the house. What has not passed its audit says so in every line (E08)."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.guards import require
from core.pages import sheets
from core.pages.listing import Column
from org.models import User
from quotes import policies
from quotes.choices import RELEASED, QuoteState
from quotes.models import Quote


def _standing(quote: Quote) -> str:
    if quote.is_expired(clock.today()):
        return _("已审，已过期")
    if quote.state in RELEASED:
        return _("已审")
    gone = quote.state in (QuoteState.REJECTED, QuoteState.VOID)
    return _("已失效，不得对外") if gone else _("草稿，未经审批不得对外")


STANDING = Column("standing", gettext_lazy("能否对外"), value=_standing)
"""The first column, which nobody can leave out: a line copied out of the file still says that it is no offer."""


def export_quotes(*, actor: User, rows: Any, columns: Sequence[Column], **asked: Any) -> sheets.Sheet:
    """Write the quotes of `rows` that the actor sees, a line each. Raises Forbidden without the right.

    `asked`: conditions, form and progress of `sheets.take_out`.
    """
    require(policies.may_export(actor), "quote.export", _("你没有导出报价的权限"))
    marked = [STANDING, *columns]
    return sheets.take_out(
        actor=actor, code="quote.exported", title=_("报价"), rows=rows.visible_to(actor), columns=marked, **asked
    )


def export_products(*, actor: User, rows: Any, **asked: Any) -> sheets.Sheet:
    """Write products with today's list price; neither cost nor floor. Raises Forbidden without the right."""
    require(policies.may_export_products(actor), "product.export", _("你没有导出产品的权限"))
    return sheets.take_out(actor=actor, code="product.exported", title=_("产品"), rows=rows.visible_to(actor), **asked)
