"""Leads out of a file: many at a time by the rules of `create_lead`, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from core import audit, clock, references
from core.choices import ImportPlan, ImportRowState
from core.guards import require
from core.imports.targets import Given, Outcome, Verdict, Written
from customers import clashes, lead_selectors, policies, selectors
from customers.choices import LeadSource
from customers.keys import refresh_lead
from customers.models import Lead
from customers.services.customers import DuplicateCustomer
from customers.services.doors import assign, cleaned
from customers.services.import_rows import read_choice, read_division, read_moment
from customers.services.leads import FACTS
from org.models import User

TEXTS = ("company", "contact", "phone", "email", "wechat", "source_detail", "wants")
OURS = {"state", "name_key"}


@dataclass(slots=True)
class Sketch:
    """A row on its way to a lead."""

    given: Given
    lead: Lead
    plan: ImportPlan = ImportPlan.CREATE
    faults: list[str] = field(default_factory=list)
    note: str = ""
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def verdict(self) -> Verdict:
        if self.faults:
            return Verdict(ImportPlan.ERROR, self.lead.company, _("；").join(dict.fromkeys(self.faults)))
        return Verdict(self.plan, self.lead.company, self.note, None, list(self.keys.items()))


def plan_leads(*, actor: User, rows: Sequence[Given]) -> list[Verdict]:
    """What each row would become if `actor` imported it now. Writes nothing."""
    require(policies.may_import_leads(actor), "lead.import", _("你没有导入线索的权限"))
    return [one.verdict for one in _sketch(actor, rows)]


@transaction.atomic
def import_leads(*, actor: User, rows: Sequence[Given], overwrite: bool = False) -> list[Outcome]:
    """Write rows as they were planned; one that would become something else by now is refused and says why."""
    require(policies.may_import_leads(actor), "lead.import", _("你没有导入线索的权限"))
    sketches = _sketch(actor, rows)
    made = [
        one
        for one in sketches
        if not one.faults and one.plan == ImportPlan.CREATE and one.given.plan == ImportPlan.CREATE
    ]
    Lead.objects.bulk_create([one.lead for one in made])
    said = [
        (one.lead, {"line": one.given.line, "source": one.lead.source, "duplicates_accepted": False}) for one in made
    ]
    audit.record_many(actor=actor, code="lead.created", acts=said, to_state="state")
    done = {id(one) for one in made}
    return [
        Outcome(ImportRowState.CREATED, one.note, one.lead.pk)
        if id(one) in done
        else Outcome(ImportRowState.REFUSED, one.verdict.message or _("检查之后有了变化，重新导入一次"))
        for one in sketches
    ]


@transaction.atomic
def undo_leads(*, actor: User, rows: Sequence[Written]) -> list[Outcome]:
    """Remove what an import created, unless somebody changed it or something hangs on it."""
    require(policies.may_import_leads(actor), "lead.import", _("你没有导入线索的权限"))
    ids = [row.subject_id for row in rows if row.subject_id]
    there = {lead.pk: lead for lead in Lead.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    seen = set(Lead.objects.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True))
    grown = references.hanging_on(Lead, list(there))
    found, gone = [], []
    for row in rows:
        lead = there.get(row.subject_id or 0) if row.subject_id in seen else None
        if lead is None:
            found.append(Outcome(ImportRowState.KEPT, _("没有这条记录，或者你看不到它"), kept=row.kept))
        elif hanging := grown.get(lead.pk):
            what = _("、").join(dict.fromkeys(hanging))
            told = _("后来有了%(what)s，留下了") % {"what": what}
            found.append(Outcome(ImportRowState.KEPT, told, kept=row.kept))
        elif lead.version > 1:
            found.append(Outcome(ImportRowState.KEPT, _("后来有人改过，留下了"), kept=row.kept))
        else:
            found.append(Outcome(ImportRowState.UNDONE))
            gone.append(lead)
    audit.record_many(actor=actor, code="lead.import_undone", acts=[(lead, {}) for lead in gone])
    Lead.objects.filter(pk__in=[lead.pk for lead in gone])._raw_delete(connection.alias)
    return found


def _sketch(user: User, rows: Sequence[Given]) -> list[Sketch]:
    found = [_read(user, row) for row in rows]
    for one in found:
        one.keys = selectors.duplicate_keys(name=one.lead.company, phone=one.lead.phone)
    customers = clashes.find(user, [one.keys for one in found], [None] * len(found))
    leads = lead_selectors.open_alike(user, [one.keys for one in found])
    for one, alike, open_ones in zip(found, customers, leads, strict=True):
        if alike:
            one.plan, one.note = ImportPlan.DUPLICATE, str(DuplicateCustomer(list(alike.values())))
        elif open_ones:
            one.plan, one.note = ImportPlan.DUPLICATE, lead_selectors.say_duplicate(open_ones[0])
    return found


def _read(user: User, row: Given) -> Sketch:
    said = row.values
    one = Sketch(row, Lead(created_by=user))
    facts: dict[str, Any] = {name: said[name] for name in TEXTS if name in said}
    if "division" in said:
        facts["division"] = read_division(said["division"], one.faults)
    if "source" in said:
        facts["source"] = read_choice(LeadSource, said["source"], "source", one.faults)
    if "received_at" in said and isinstance(
        moment := read_moment(said["received_at"], "received_at", one.faults), datetime
    ):
        facts["received_at"] = moment
    assign(one.lead, facts, FACTS)
    if not one.lead.source and not one.faults:
        one.faults.append(_("没有写来源"))
    if one.lead.received_at > clock.now():
        one.faults.append(_("收到时间不能晚于现在"))
    refresh_lead(one.lead)
    try:
        cleaned(one.lead, exclude=OURS | ({"source", "division"} if one.faults else set()))
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            label = Lead._meta.get_field(name).verbose_name if name != "__all__" else ""
            one.faults += [f"{label}：{text}" if label and str(label) not in text else str(text) for text in texts]
    return one
