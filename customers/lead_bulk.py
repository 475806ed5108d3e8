"""What is done to many leads at once, each by the service that does it by hand."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.models import BulkRun
from core.pages.listing import Bulk
from customers import lead_forms, services
from customers.models import Lead
from customers.models.leads import ASSIGN_RIGHT
from org.models import User


def _assign(*, actor: User, row: Lead, data: dict[str, Any]) -> dict[str, Any] | None:
    if row.owner_id == data["to"].pk:
        return None
    services.assign_lead(actor=actor, lead_id=row.pk, version=row.version, told=False, **data)
    return {"to": data["to"].pk}


def _by_rule(*, actor: User, row: Lead, data: dict[str, Any]) -> dict[str, Any]:
    lead = services.assign_lead_by_rule(actor=actor, lead_id=row.pk, version=row.version, told=False)
    return {"to": lead.owner_id}


def _tell(*, run: BulkRun, done: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
    """Each new owner once, however many leads it is."""
    received: dict[int, list[int]] = defaultdict(list)
    for lead_id, kept in done:
        received[kept["to"]].append(lead_id)
    for person in User.objects.filter(pk__in=received):
        services.tell_lead_owner(
            actor=run.user, to=person, lead_ids=received[person.pk], dedupe_key=f"lead.received:bulk:{run.pk}"
        )


def _reject(*, actor: User, row: Lead, data: dict[str, Any]) -> dict[str, Any]:
    services.reject_lead(actor=actor, lead_id=row.pk, version=row.version, **data)
    return {}


def _take_up(*, actor: User, row: Lead, kept: Mapping[str, Any]) -> None:
    services.reopen_lead(actor=actor, lead_id=row.pk, version=row.version, reason=str(_("撤销了批量退掉")))


LEADS = [
    Bulk(
        "assign_by_rule",
        _("按规则分配"),
        "i-go",
        _by_rule,
        capability=ASSIGN_RIGHT,
        after=_tell,
        note=_("一条条按制度找人：当地客户最多的，或手上线索最少的。找不到人的留在原处。"),
    ),
    Bulk(
        "assign",
        _("分给同事"),
        "i-share",
        _assign,
        capability=ASSIGN_RIGHT,
        form=lambda posted, user: lead_forms.AssignForm(posted, user=user),
        after=_tell,
    ),
    Bulk(
        "reject",
        _("退掉"),
        "i-x",
        _reject,
        capability=ASSIGN_RIGHT,
        form=lambda posted, user: lead_forms.RejectForm(posted),
        back=_take_up,
        danger=True,
        note=_("原因记到每一条线索上。"),
    ),
]
