"""What is done to many people at once, each by the service that does it by hand."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import Conflict
from core.pages.listing import Bulk
from org import selectors, services
from org.forms import MoveForm
from org.models import Unit, User


def _move(*, actor: User, row: User, data: dict[str, Any]) -> dict[str, Any] | None:
    if row.unit_id == data["unit"].pk:
        return None
    services.move_person(actor=actor, user_id=row.pk, **data)
    return {"unit": row.unit_id}


def _move_back(*, actor: User, row: User, kept: Mapping[str, Any]) -> None:
    unit = Unit.objects.filter(pk=kept["unit"]).first()
    if unit is None:
        raise Conflict("org.no_unit_before", _("原来不在任何部门，撤不回去"))
    services.move_person(actor=actor, user_id=row.pk, unit=unit)


def _move_form(posted: Any, user: User) -> MoveForm:
    form = MoveForm(posted)
    form.fields["unit"].indent(selectors.unit_tree())  # type: ignore[attr-defined]
    return form


PEOPLE = [
    Bulk(
        "move",
        gettext_lazy("调动"),
        "i-swap",
        _move,
        capability="org.manage",
        form=_move_form,
        back=_move_back,
        note=gettext_lazy("可见范围和审批人马上跟着变，以前的记录仍归原来的部门"),
    ),
]
