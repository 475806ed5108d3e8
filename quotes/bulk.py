"""What is done to many quotes or products at once, each by the service that does it by hand. Verdicts are given one by one."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.pages.listing import Bulk
from org.models import User
from quotes import forms, services
from quotes.models import Product, Quote


def _withdraw(*, actor: User, row: Quote, data: dict[str, Any]) -> dict[str, Any]:
    services.withdraw_quote(actor=actor, quote_id=row.pk)
    return {}


def _void(*, actor: User, row: Quote, data: dict[str, Any]) -> dict[str, Any]:
    services.void_quote(actor=actor, quote_id=row.pk, reason=data["reason"])
    return {}


def _set_on_sale(actor: User, product: Product, on_sale: bool) -> dict[str, Any] | None:
    if product.is_active == on_sale:
        return None
    services.edit_product(actor=actor, product_id=product.pk, version=product.version, facts={"is_active": on_sale})
    return {"on_sale": product.is_active}


def _retire(*, actor: User, row: Product, data: dict[str, Any]) -> dict[str, Any] | None:
    return _set_on_sale(actor, row, False)


def _restore(*, actor: User, row: Product, data: dict[str, Any]) -> dict[str, Any] | None:
    return _set_on_sale(actor, row, True)


def _as_before(*, actor: User, row: Product, kept: Mapping[str, Any]) -> None:
    _set_on_sale(actor, row, kept["on_sale"])


QUOTES = [
    Bulk(
        "withdraw",
        _("撤回审批"),
        "i-undo",
        _withdraw,
        capability="quotes.create",
        note=_("撤回后回到草稿，改好可以再提交，审批从头走。"),
    ),
    Bulk(
        "void",
        _("作废"),
        "i-trash",
        _void,
        capability="quotes.create",
        form=lambda posted, user: forms.ReasonForm(posted),
        danger=True,
        note=_("只作废草稿和退回的报价，作废后不能恢复。"),
    ),
]
PRODUCTS = [
    Bulk("retire", _("改为停售"), "i-lock", _retire, capability="products.edit", back=_as_before),
    Bulk("restore", _("恢复在售"), "i-refresh", _restore, capability="products.edit", back=_as_before),
]
