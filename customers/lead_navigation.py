"""Where leads stand in the frame: sidebar, + sheet, palette, pickers, home page, timeline, hand-over."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import clock, search, timeline, today
from core.addresses import address_of
from core.pages import finders, navigation
from core.pages.keyset import Count
from core.pages.timeline import Entry, Place
from customers import lead_assignment, lead_rules, lead_selectors
from customers import policy as rules
from customers.choices import LeadState
from customers.models import Customer, Lead, LeadTouch
from customers.models.leads import ASSIGN_RIGHT
from org import handover
from org.models import User

SHOWN = 8
SHOWN_TODAY = ("company", "contact", "source", "source_detail", "state", "owned_since", "received_at")


def find(user: User, text: str, limit: int) -> list[finders.Hit]:
    return [
        finders.Hit(
            lead.pk,
            lead.company,
            lead.get_absolute_url(),
            note=lead.contact or lead.phone,
            end=str(lead.get_state_display()),
            found=text,
        )
        for lead in lead_selectors.find_leads(user, text, limit)
    ]


def find_owner(user: User, text: str, limit: int) -> list[finders.Hit]:
    if not user.can(ASSIGN_RIGHT):
        return []
    people = search.search(lead_assignment.possible_owners(user).select_related("unit"), text)
    return [finders.Hit(person.pk, str(person), "", note=str(person.unit or "")) for person in people[:limit]]


@today.register
def leads_today(*, user: User, on: date) -> Sequence[today.Section]:
    """Own leads nobody spoke with yet; and for who assigns, what has waited too long in the queue."""
    works, assigns = user.can("leads.work"), user.can(ASSIGN_RIGHT)
    if not works and not assigns:
        return []
    listed = address_of("customers:lead_list")
    found = []
    if works:
        rows = Lead.objects.own(user).untouched().order_by("owned_since", "pk")
        own, total = today.first(rows.only(*SHOWN_TODAY))
        if own:
            limit = lead_rules.limits_today()
            late = rows.filter(owned_since__lt=clock.day_start(limit.touched_since))
            found.append(
                today.Section(
                    "untouched_leads",
                    _("还没联系的线索"),
                    [_item(lead, on, limit) for lead in own],
                    total=total,
                    url=f"{listed}?scene=mine&state=assigned",
                    late=late if lead_rules.is_overdue(own[0], limit) else today.NONE,
                    position=30,
                    rules=[rules.LEAD_TOUCH_DAYS],
                )
            )
    if assigns:
        queue = Lead.objects.visible_to(user).unassigned().order_by("received_at", "pk")
        oldest = list(queue.only(*SHOWN_TODAY)[: today.MOST + 1])
        if oldest and lead_rules.is_overdue(oldest[0], limit := lead_rules.limits_today()):
            late_ones = [lead for lead in oldest if lead_rules.is_overdue(lead, limit)]
            many = len(late_ones) > today.MOST
            in_all = queue.filter(received_at__lt=clock.day_start(limit.assigned_since))
            count = in_all if many else Count(len(late_ones))
            found.append(
                today.Section(
                    "queued_leads",
                    _("超期没分配的线索"),
                    [_item(lead, on, limit) for lead in late_ones[: today.MOST]],
                    total=count,
                    url=f"{listed}?scene=queue&overdue=on",
                    late=count,
                    position=31,
                    rules=[rules.LEAD_ASSIGN_DAYS],
                )
            )
    return found


def _item(lead: Lead, on: date, limit: lead_rules.Limits) -> today.Item:
    began = lead_rules.waiting_since(lead) or on
    days = (on - began).days
    queued = lead.state == LeadState.NEW
    return today.Item(
        title=lead.company,
        url=lead.get_absolute_url(),
        details=[text for text in (lead.contact, str(lead.get_source_display()), lead.source_detail) if text],
        clock=ngettext("等 %(n)s 天", "等 %(n)s 天", days) % {"n": days} if days else _("今天"),
        tone="bad" if lead_rules.is_overdue(lead, limit) else "",
        icon="i-funnel",
        action=_("分配") if queued else _("记联系"),
        action_url=address_of("customers:lead_assign" if queued else "customers:lead_touch", lead.pk),
        keep=True,
    )


@timeline.contribute("customers.lead")
def touches(*, user: User, subject: Lead, before: Place | None, limit: int, **later: Any) -> Sequence[Entry]:
    rows = timeline.older(LeadTouch.objects.of(subject).select_related("created_by"), before, source="touch")
    return [lead_selectors.touch_entry(touch) for touch in rows[:limit]]


@timeline.contribute("customers.customer")
def touches_before(*, user: User, subject: Customer, before: Place | None, limit: int, **later: Any) -> Sequence[Entry]:
    """What was said before the company became a customer."""
    if not lead_selectors.has_leads(subject):
        return []
    rows = timeline.older(LeadTouch.objects.at(subject).select_related("created_by"), before, source="touch")
    return [lead_selectors.touch_entry(touch, _("线索")) for touch in rows[:limit]]


def gather_leads(*, leaver: User, viewer: User) -> handover.Pile:
    seen = Lead.objects.visible_to(viewer).open().filter(owner=leaver).order_by("received_at", "pk")[:SHOWN]
    lines = [handover.Line(lead.company, lead.get_absolute_url()) for lead in seen]
    return handover.Pile(Lead.objects.open().filter(owner=leaver).count(), lines)


handover.register(handover.Part("customers.leads", gettext_lazy("线索"), "i-funnel", gather_leads, order=12))
navigation.register(
    navigation.Item(
        "customers.leads",
        gettext_lazy("线索"),
        "i-funnel",
        "customers:lead_list",
        group="customers",
        domain="leads",
        order=5,
    ),
)
navigation.register(
    navigation.Item(
        "customers.lead_analysis",
        gettext_lazy("线索分析"),
        "i-funnel",
        "customers:lead_analysis",
        group="analysis",
        domain="leads",
        order=8,
    )
)
navigation.register_create(
    navigation.Create(
        "lead",
        gettext_lazy("录入线索"),
        "i-funnel",
        "customers:lead_create",
        capability="leads.enter",
        order=12,
    ),
)
finders.register(
    finders.Finder("customers.lead", gettext_lazy("线索"), "i-funnel", find, order=16),
    finders.Finder("customers.lead_owner", gettext_lazy("负责人"), "i-user", find_owner, palette=False),
)
