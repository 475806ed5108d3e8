"""The verbs about planned visits (C01, C04): plan, change, move, drop, skip; a logged visit makes its plan done."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import audit, clock
from core.errors import Conflict, Invalid
from core.guards import check_version, require
from core.scope import visible_or_404
from customers import policies
from customers.choices import IN_PERSON, ChangeStep, PlanState, VisitKind
from customers.models import Customer, Visit, VisitPlan
from customers.models.plans import week_of
from customers.services.doors import assign, write
from customers.services.focus import lists_of, note_change
from org.models import User

FACTS = frozenset({"day", "kind", "purpose"})


@transaction.atomic
def create_plan(
    *,
    actor: User,
    customer_id: int,
    day: date,
    kind: str = VisitKind.VISIT,
    purpose: str = "",
    focus: bool = False,
    person: User | None = None,
    reason: str = "",
) -> VisitPlan:
    """Plan a visit for oneself, or as a superior for `person` (电话上报); `focus` puts it on that week's list.

    Raises Invalid for a day that is over and, on a confirmed list, without a reason; Conflict when it is planned already.
    """
    person = person or actor
    require(policies.may_plan_for(actor, person), "plan.create", _("只能给自己或下属排拜访"))
    customer = visible_or_404(Customer.objects.all(), actor, pk=customer_id)
    if person != actor:
        visible_or_404(Customer.objects.all(), person, pk=customer_id)
    _require_to_come(day)
    _require_free(person, customer.pk, day)
    plan = VisitPlan(customer=customer, person=person, created_by=actor, day=day, kind=kind, purpose=purpose.strip())
    if focus:
        plan.focus = lists_of(person, [week_of(day)], actor)[0]
    write(plan, exclude={"state"})
    audit.record(actor=actor, code="plan.created", subject=plan, data=_facts(plan))
    if plan.focus is not None:
        note_change(plan.focus, plan.customer_id, ChangeStep.ADDED, None, day, by=actor, reason=reason)
    return plan


@transaction.atomic
def edit_plan(
    *,
    actor: User,
    plan_id: int,
    facts: dict[str, Any],
    focus: bool | None = None,
    reason: str = "",
    version: int | None = None,
) -> VisitPlan:
    """Change day, kind or purpose, or put the visit on its week's list or take it off."""
    plan = _lock(actor, plan_id)
    require(policies.may_plan_for(actor, plan.person), "plan.edit", _("只能改自己或下属的计划"))
    check_version(plan, version)
    _require_open(plan)
    before = plan.day
    changed = assign(plan, facts, FACTS)
    if "day" in changed:
        _require_to_come(plan.day)
        _require_free(plan.person, plan.customer_id, plan.day, besides=plan.pk)
    wanted = plan.focus_id is not None if focus is None else focus
    was, becomes = plan.focus, None
    if wanted and (was is None or week_of(plan.day) != was.week):
        weeks = {week_of(plan.day), *([was.week] if was else [])}
        locked = {row.week: row for row in lists_of(plan.person, sorted(weeks), actor)}
        was, becomes = locked.get(was.week) if was else None, locked[week_of(plan.day)]
    elif was is not None:
        was = lists_of(plan.person, [was.week], actor)[0]
        becomes = was if wanted else None
    if (plan.focus_id is not None) != wanted:
        changed["focus"] = [str(plan.focus_id is not None), str(wanted)]
    if not changed:
        return plan
    plan.focus = becomes
    plan.touch()
    write(plan, exclude={"state"})
    code = "plan.moved" if set(changed) == {"day"} else "plan.edited"
    audit.record(actor=actor, code=code, subject=plan, reason=reason.strip(), data=changed)
    note = partial(note_change, customer_id=plan.customer_id, by=actor, reason=reason)
    if was is not None and was == becomes:
        step = ChangeStep.MOVED if before != plan.day else ChangeStep.EDITED
        note(was, step=step, before=before, after=plan.day)
        return plan
    if was is not None:
        note(was, step=ChangeStep.DROPPED, before=before, after=plan.day if becomes else None)
    if becomes is not None:
        note(becomes, step=ChangeStep.ADDED, before=before if was else None, after=plan.day)
    return plan


def move_plan(*, actor: User, plan_id: int, day: date, reason: str = "", version: int | None = None) -> VisitPlan:
    """Put the visit on another day; its place on the list goes with it into that week."""
    return edit_plan(actor=actor, plan_id=plan_id, facts={"day": day}, reason=reason, version=version)


@transaction.atomic
def drop_plan(*, actor: User, plan_id: int, reason: str = "", version: int | None = None) -> None:
    """Take a visit out of the plan as if it had never been; from a confirmed list only with a reason, and it shows."""
    plan = _lock(actor, plan_id)
    require(policies.may_plan_for(actor, plan.person), "plan.drop", _("只能改自己或下属的计划"))
    check_version(plan, version)
    _require_open(plan)
    audit.record(actor=actor, code="plan.dropped", subject=plan, reason=reason.strip(), data=_facts(plan))
    if plan.focus is not None:
        (focus,) = lists_of(plan.person, [plan.focus.week], actor)
        note_change(focus, plan.customer_id, ChangeStep.DROPPED, plan.day, None, by=actor, reason=reason)
    plan.delete()


@transaction.atomic
def skip_plan(*, actor: User, plan_id: int, reason: str, version: int | None = None) -> VisitPlan:
    """Say that a planned visit did not happen, and why."""
    plan = _lock(actor, plan_id)
    require(policies.may_plan_for(actor, plan.person), "plan.skip", _("只能改自己或下属的计划"))
    check_version(plan, version)
    _require_open(plan)
    if not reason.strip():
        raise Invalid("plan.reason", _("写明为什么没去"), errors={"reason": [_("写一句原因")]})
    plan.skip()
    plan.reason = reason.strip()
    plan.touch()
    write(plan, exclude={"state"})
    audit.record(actor=actor, code="plan.skipped", subject=plan, to_state=plan.state, reason=plan.reason)
    return plan


@transaction.atomic
def fulfil_plan(*, visit_id: int) -> VisitPlan | None:
    """Let a visit that was just logged count for the plan of its week: that of the same day first, then the nearest.

    A visit in person fulfils any plan, a call only one for a call. Without a plan the visit stays an unplanned one.
    """
    visit = Visit.objects.only("kind", "occurred_at", "customer_id", "visitor_id").get(pk=visit_id)
    day = clock.local_date(visit.occurred_at)
    monday = week_of(day)
    rows = VisitPlan.objects.within(monday, monday + timedelta(days=6)).exclude(state=PlanState.DONE)
    rows = rows.filter(person_id=visit.visitor_id, customer_id=visit.customer_id)
    if visit.kind not in IN_PERSON:
        rows = rows.exclude(kind__in=IN_PERSON)
    found = list(rows.select_for_update(no_key=True, of=("self",)).order_by("pk"))
    if not found:
        return None
    plan = min(found, key=lambda row: (row.state != PlanState.PLANNED, abs((row.day - day).days), row.day))
    plan.fulfil()
    plan.visit, plan.reason = visit, ""
    plan.touch()
    write(plan, exclude={"state"})
    audit.record(actor=visit.visitor, code="plan.done", subject=plan, to_state=plan.state, data={"visit": visit.pk})
    return plan


@transaction.atomic
def hand_over_plans(*, actor: User, leaver: User, successor: User, customer_id: int | None = None) -> int:
    """What somebody still meant to do, at one customer or at all, becomes the successor's plan; it leaves their own list.

    Where the successor goes there on that day anyway, one plan is enough.
    """
    rows = VisitPlan.objects.open().filter(person=leaver, day__gte=clock.today())
    if customer_id is not None:
        rows = rows.filter(customer_id=customer_id)
    locked = list(rows.select_for_update(no_key=True, of=("self",)).select_related("focus").order_by("pk"))
    theirs = VisitPlan.objects.open().filter(person=successor, customer__in=[plan.customer_id for plan in locked])
    taken = set(theirs.values_list("customer_id", "day"))
    with override(settings.LANGUAGE_CODE):  # kept as text, in the company's own
        because = _("客户转给 %(person)s") % {"person": successor}
    for plan in locked:
        if plan.focus is not None:
            (focus,) = lists_of(leaver, [plan.focus.week], actor)
            note_change(focus, plan.customer_id, ChangeStep.DROPPED, plan.day, None, by=actor, reason=because)
        if (plan.customer_id, plan.day) in taken:
            plan.delete()
            continue
        plan.person, plan.focus = successor, None
        plan.touch()
        write(plan, exclude={"state"})
        passed = {"from": str(leaver), "to": str(successor)}
        audit.record(actor=actor, code="plan.handed_over", subject=plan, data=passed)
    return len(locked)


def _lock(actor: User, plan_id: int) -> VisitPlan:
    visible_or_404(VisitPlan.objects.only("pk"), actor, pk=plan_id)
    rows = VisitPlan.objects.select_for_update(no_key=True, of=("self",)).select_related("customer", "person", "focus")
    plan = rows.filter(pk=plan_id).first()
    if plan is None:
        raise Conflict("plan.dropped", _("这一条刚被拿掉了"))
    return plan


def _require_open(plan: VisitPlan) -> None:
    if plan.state == PlanState.DONE:
        raise Conflict("plan.done", _("这次拜访已经记了，计划不能再改"))
    if plan.state == PlanState.SKIPPED:
        raise Conflict("plan.skipped", _("这次已经记为没去成，重新排一次"))


def _require_to_come(day: date) -> None:
    if day < clock.today():
        raise Invalid("plan.past", _("计划排在今天或以后，去过的直接记拜访"), errors={"day": [_("这天已经过了")]})


def _require_free(person: User, customer_id: int, day: date, besides: int | None = None) -> None:
    same = VisitPlan.objects.open().filter(person=person, customer_id=customer_id, day=day).exclude(pk=besides)
    if same.exists():
        raise Conflict("plan.taken", _("%(day)s 已经排了这家客户") % {"day": f"{day:%m-%d}"})


def _facts(plan: VisitPlan) -> dict[str, Any]:
    return {
        "customer": plan.customer_id,
        "day": plan.day.isoformat(),
        "kind": plan.kind,
        "person": str(plan.person),
    }
