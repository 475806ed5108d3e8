"""A person's plan as a calendar that other programs subscribe to (RFC 5545)."""

from datetime import timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from core import clock
from customers.choices import PlanState, VisitKind
from customers.deadlines import Deadline, deadlines
from customers.models import VisitPlan
from org.models import User

BACK, AHEAD = timedelta(days=30), timedelta(days=180)


def calendar_of(user: User, base: str) -> bytes:
    """What the person planned and what is due from a month ago to half a year ahead, whole days; `base` is the site's address."""
    today = clock.today()
    calendar = Calendar()
    calendar.add("prodid", "-//SalesOps//visit plans//")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("%(person)s 的拜访计划") % {"person": user})
    rows = VisitPlan.objects.filter(person=user, day__range=(today - BACK, today + AHEAD)).select_related("customer")
    for plan in rows.order_by("day", "pk"):
        calendar.add_component(_event(plan, base))
    for one in deadlines(user, user, today - BACK, today + AHEAD):
        calendar.add_component(_due(one, base))
    return bytes(calendar.to_ical())


def _due(one: Deadline, base: str) -> Event:
    event = Event()
    event.add("uid", f"{one.row._meta.model_name}-{one.row.pk}@salesops")
    event.add("dtstamp", one.changed_at)
    event.add("sequence", one.version)
    event.add("dtstart", one.day)
    event.add("dtend", one.day + timedelta(days=1))
    event.add("summary", _("%(kind)s：%(title)s") % {"kind": one.kind, "title": one.title})
    event.add("description", one.about)
    event.add("url", f"{base}{one.url}")
    event.add("transp", "TRANSPARENT")
    return event


def _event(plan: VisitPlan, base: str) -> Event:
    kind = f"{plan.get_kind_display()} " if plan.kind != VisitKind.VISIT else ""
    address = plan.visit.get_absolute_url() if plan.visit_id and plan.visit else plan.get_absolute_url()
    event = Event()
    event.add("uid", f"visit-plan-{plan.pk}@salesops")
    event.add("dtstamp", plan.updated_at)
    event.add("sequence", plan.version)
    event.add("dtstart", plan.day)
    event.add("dtend", plan.day + timedelta(days=1))
    event.add("summary", f"{kind}{plan.customer.name}")
    event.add("description", plan.reason or plan.purpose)
    event.add("url", f"{base}{address}")
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if plan.state == PlanState.SKIPPED else "CONFIRMED")
    return event
