"""What is done to many deals at once, each by the service that does it by hand."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.pages.listing import Bulk
from customers import deal_forms, services
from customers.models import Opportunity
from org.models import User


def _advance(*, actor: User, row: Opportunity, data: dict[str, Any]) -> dict[str, Any]:
    services.advance_opportunity(actor=actor, opportunity_id=row.pk, version=row.version)
    return {}


def _lose(*, actor: User, row: Opportunity, data: dict[str, Any]) -> dict[str, Any]:
    given = {name: data[name] for name in ("reason", "competitor", "note")}
    services.lose_opportunity(actor=actor, opportunity_id=row.pk, version=row.version, **given)
    return {}


OPPORTUNITIES = [
    Bulk(
        "advance",
        _("推进一步"),
        "i-go",
        _advance,
        capability="opportunities.edit",
        note=_("每个商机各走一步；进入条件不齐的留在原处，一行行说缺什么。"),
    ),
    Bulk(
        "lose",
        _("丢单"),
        "i-x",
        _lose,
        capability="opportunities.edit",
        form=lambda posted, user: deal_forms.LoseForm(posted, user=user),
        danger=True,
        note=_("原因和输给谁记到每一个商机上。"),
    ),
]
