"""The verbs of a lead on its way (B07–B10): create, edit, assign, touch, screen, hand over."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, clock, notices
from core.addresses import address_of
from core.errors import Conflict, Forbidden, Invalid
from core.guards import check_version, require
from core.pages import sheets
from core.scope import visible_or_404
from customers import lead_assignment, lead_selectors, policies
from customers.choices import LeadState, LeadWay
from customers.keys import refresh_lead
from customers.models import Lead, LeadTouch
from customers.services.doors import assign, write
from org.models import User

FACTS = frozenset(
    {
        "company", "contact", "phone", "email", "wechat", "division", "source", "source_detail", "wants", "received_at",
    }
)  # fmt: skip
TOUCH = frozenset({"channel", "person", "at", "outcome", "note", "next_step", "next_on"})
SCREENING = frozenset({"need", "budget", "timing", "potential"})


class DuplicateLead(Conflict):
    """We have this company already, as a customer or as an open lead. `found` says whose it is; it can be ticked past."""

    def __init__(self, found: list[lead_selectors.LeadDuplicate]) -> None:
        self.found = found
        super().__init__("lead.duplicate", lead_selectors.say_duplicate(found[0]))


def lock_lead(user: User, lead_id: int) -> Lead:
    """The lead, if the user sees it (else Http404), locked against other writers."""
    rows = Lead.objects.select_for_update(no_key=True, of=("self",)).select_related("owner", "customer", "closed_by")
    lead: Lead = visible_or_404(rows, user, pk=lead_id)
    return lead


def require_open(lead: Lead) -> None:
    """Raises Conflict that says who closed the lead, and how; not into which customer, which the reader may not see."""
    if lead.is_open:
        return
    when = f"{clock.local(lead.closed_at):%m-%d %H:%M}" if lead.closed_at else ""
    told = {"person": lead.closed_by or _("系统"), "when": when}
    if lead.state == LeadState.CONVERTED:
        raise Conflict("lead.converted", _("%(person)s %(when)s 已经把它转成客户") % told)
    raise Conflict("lead.rejected", _("%(person)s %(when)s 已经退掉了这条线索") % told)


def lock_to_change(user: User, lead_id: int, version: int | None) -> Lead:
    """As `lock_lead`, for who works on it, while it is open."""
    lead = lock_lead(user, lead_id)
    require(policies.may_work_lead(user, lead), "lead.own", _("负责人和上级才能跟进这条线索"))
    require_open(lead)
    check_version(lead, version)
    return lead


@transaction.atomic
def create_lead(*, actor: User, facts: dict[str, Any], accept_duplicates: bool = False) -> Lead:
    """Note somebody who may become a customer; the lead waits in the queue.

    Raises DuplicateLead for a phone or name we have already, unless `accept_duplicates`.
    """
    require(policies.may_enter_leads(actor), "lead.create", _("你没有录入线索的权限"))
    lead = Lead(created_by=actor)
    assign(lead, facts, FACTS)
    _check_received(lead)
    found = lead_selectors.find_lead_duplicates(user=actor, company=lead.company, phone=lead.phone)
    if found and not accept_duplicates:
        raise DuplicateLead(found)
    save_lead(lead)
    audit.record(
        actor=actor,
        code="lead.created",
        subject=lead,
        to_state=lead.state,
        data={"source": lead.source, "duplicates_accepted": bool(found)},
    )
    return lead


@transaction.atomic
def edit_lead(*, actor: User, lead_id: int, facts: dict[str, Any], version: int | None = None) -> Lead:
    """Change what was noted of a lead while it is open."""
    lead = lock_lead(actor, lead_id)
    require(policies.may_edit_lead(actor, lead), "lead.edit", _("录入人、负责人和分配线索的人才能改"))
    require_open(lead)
    check_version(lead, version)
    changed = assign(lead, facts, FACTS)
    if not changed:
        return lead
    _check_received(lead)
    _keep(lead)
    audit.record(actor=actor, code="lead.edited", subject=lead, data=changed)
    return lead


@transaction.atomic
def assign_lead(
    *, actor: User, lead_id: int, to: User, reason: str = "", version: int | None = None, told: bool = True
) -> Lead:
    """Give a lead to a colleague by hand. From its owner it goes to another only with a reason."""
    lead = _lock_to_assign(actor, lead_id, version)
    if lead.owner_id is not None and not reason.strip():
        raise Invalid("lead.reason", _("改派要写明原因"), errors={"reason": [_("写一句原因")]})
    return _give(actor, lead, lead_assignment.Proposal(to, LeadWay.HAND), reason, told)


@transaction.atomic
def assign_lead_by_rule(*, actor: User, lead_id: int, version: int | None = None, told: bool = True) -> Lead:
    """Give an unassigned lead to whom the rule finds. Raises Conflict when it finds nobody."""
    lead = _lock_to_assign(actor, lead_id, version)
    if lead.owner_id is not None:
        raise Conflict("lead.assigned", _("已经分给 %(person)s 了") % {"person": lead.owner})
    proposal = lead_assignment.propose(actor, lead)
    if proposal is None:
        raise Conflict("lead.nobody", _("按规则找不到人，指定一位"))
    return _give(actor, lead, proposal, "", told)


@transaction.atomic
def touch_lead(*, actor: User, lead_id: int, facts: dict[str, Any], version: int | None = None) -> LeadTouch:
    """Note that somebody spoke with a lead, or tried to. The first time stops the clock, whatever came of it."""
    lead = lock_to_change(actor, lead_id, version)
    if lead.state == LeadState.NEW:
        raise Conflict("lead.unassigned", _("先分给负责人，再记联系"))
    touch = LeadTouch(lead=lead, created_by=actor)
    assign(touch, {name: value for name, value in facts.items() if value is not None}, TOUCH)
    if touch.at > clock.now():
        raise Invalid("touch.future", _("联系时间不能晚于现在"), errors={"at": [_("晚于现在")]})
    # A form knows minutes: who calls at once was not early.
    if touch.at < lead.received_at.replace(second=0, microsecond=0):
        raise Invalid("touch.early", _("联系时间不能早于收到线索"), errors={"at": [_("早于收到线索")]})
    if touch.next_on and touch.next_on < clock.today():
        raise Invalid("touch.next_past", _("下一步日期不能早于今天"), errors={"next_on": [_("早于今天")]})
    write(touch)  # type: ignore[type-var]  # written once, without a version
    was = lead.state
    if was == LeadState.ASSIGNED:
        lead.begin(at=touch.at)
    lead.last_touch_at = max(touch.at, lead.last_touch_at or touch.at)
    _keep(lead)
    audit.record(
        actor=actor,
        code="lead.touched",
        subject=touch,
        data={"lead": lead.pk, "channel": touch.channel, "outcome": touch.outcome},
    )
    return touch


@transaction.atomic
def screen_lead(*, actor: User, lead_id: int, facts: dict[str, Any], version: int | None = None) -> Lead:
    """Write down need, budget, timing and potential, as far as they are known (B09)."""
    lead = lock_to_change(actor, lead_id, version)
    if lead.state == LeadState.NEW:
        raise Conflict("lead.unassigned", _("先分给负责人，再记联系"))
    changed = assign(lead, facts, SCREENING)
    if not changed:
        return lead
    lead.screened_at = clock.now()
    _keep(lead)
    audit.record(actor=actor, code="lead.screened", subject=lead, data=changed)
    return lead


@transaction.atomic
def hand_over_leads(*, actor: User, leaver: User, successor: User) -> int:
    """Give every open lead of a leaver to the successor; returns how many. Call inside the leaver's transaction."""
    rows = Lead.objects.open().filter(owner=leaver).select_for_update(no_key=True, of=("self",)).order_by("pk")
    count = 0
    for lead in rows:
        _own(lead, lead_assignment.Proposal(successor, LeadWay.HAND))
        _keep(lead)
        audit.record(
            actor=actor, code="lead.handed_over", subject=lead, data={"from": str(leaver), "to": str(successor)}
        )
        count += 1
    return count


def export_leads(*, actor: User, rows: Any, **asked: Any) -> sheets.Sheet:
    """Write the leads of `rows` that the actor sees. Raises Forbidden without the right.

    `asked`: columns, conditions, form and progress of `sheets.take_out`.
    """
    require(policies.may_export_leads(actor), "lead.export", _("你没有导出线索的权限"))
    return sheets.take_out(actor=actor, code="lead.exported", title=_("线索"), rows=rows.visible_to(actor), **asked)


def tell_lead_owner(*, actor: User, to: User, lead_ids: list[int], dedupe_key: str) -> None:
    """One notice to who was given leads, however many they are."""
    rows = list(Lead.objects.filter(pk__in=lead_ids).order_by("pk")[:2])
    if to == actor or not rows:
        return
    single = rows[0] if len(lead_ids) == 1 else None
    notices.send(
        code="lead.received" if single else "lead.received_many",
        recipients=[to],
        subject=single,
        params={"person": str(actor), "lead": str(rows[0]), "number": len(lead_ids)},
        url="" if single else f"{address_of('customers:lead_list')}?scene=mine&state=assigned",
        dedupe_key=dedupe_key,
    )


def save_lead(lead: Lead) -> None:
    """Derive what it is found by, clean and write."""
    refresh_lead(lead)
    write(lead, exclude={"state", "name_key"})


def _lock_to_assign(actor: User, lead_id: int, version: int | None) -> Lead:
    lead = lock_lead(actor, lead_id)
    require(policies.may_assign_lead(actor), "lead.assign", _("你没有分配线索的权限"))
    require_open(lead)
    check_version(lead, version)
    return lead


def _give(actor: User, lead: Lead, proposal: lead_assignment.Proposal, reason: str, told: bool) -> Lead:
    to, before = proposal.person, lead.owner
    if before == to:
        raise Conflict("lead.same_owner", _("已经是 %(person)s 负责") % {"person": to})
    if not lead_assignment.possible_owners(actor).filter(pk=to.pk).exists():
        raise Forbidden("lead.assign_to", _("%(person)s 不能跟进线索，或者不在你管的人里") % {"person": to})
    was = lead.state
    _own(lead, proposal)
    if was == LeadState.NEW:
        lead.assign()
    _keep(lead)
    audit.record(
        actor=actor,
        code="lead.reassigned" if before else "lead.assigned",
        subject=lead,
        from_state=was,
        to_state=lead.state,
        reason=reason.strip(),
        data={"from": str(before or ""), "to": str(to), "way": proposal.way.value},
    )
    if told:
        tell_lead_owner(actor=actor, to=to, lead_ids=[lead.pk], dedupe_key=f"lead.received:{lead.pk}:{lead.version}")
    return lead


def _own(lead: Lead, proposal: lead_assignment.Proposal) -> None:
    now = clock.now()
    lead.owner, lead.owned_since = proposal.person, now
    lead.assigned_at = lead.assigned_at or now
    lead.way, lead.way_place = proposal.way.value, proposal.place
    lead.warned_at = lead.climbed_at = None


def _check_received(lead: Lead) -> None:
    if lead.received_at > clock.now():
        raise Invalid("lead.future", _("收到时间不能晚于现在"), errors={"received_at": [_("晚于现在")]})


def _keep(lead: Lead) -> None:
    lead.touch()
    save_lead(lead)
