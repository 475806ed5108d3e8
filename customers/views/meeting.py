"""The Saturday meeting: person by person, full screen or on paper."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import clock
from customers import focus as saturday
from customers import leftovers, plan_cards, planning, policies
from customers.choices import ChangeStep
from customers.models import VisitPlan
from customers.plan_cards import link
from customers.planning import Row
from customers.views.focus import chosen_week
from customers.week_rows import attendees
from org.models import User


@require_GET
def focus_meeting(request: HttpRequest) -> HttpResponse:
    """`?week=`, `?person=` who is talking; for who leads."""
    week = chosen_week(request)
    if not planning.leads(request.user):
        return redirect(link("customers:focus_own", week=planning.week_text(week)))
    rows = planning.week_rows(request.user, week)
    current, late = _current(request, rows), clock.now() > saturday.cutoff(week)
    context: dict[str, Any] = {
        "page_title": _("第 %(week)s 周例会") % {"week": (week - timedelta(days=7)).isocalendar().week},
        "week": week,
        "week_number": week.isocalendar().week,
        "day": saturday.cutoff_day(week),
        "day_words": plan_cards.day_title(saturday.cutoff_day(week)),
        "number": len(rows),
        "attendees": attendees(rows, week, current, late=late),
        "phoned": sum(bool(row.focus and row.focus.is_by_phone) for row in rows),
        "row": current,
        "is_late": late,
        "leave": link("customers:focus_week", week=planning.week_text(week)),
        "print_url": link("customers:focus_print", week=planning.week_text(week)),
    }
    if current is not None:
        context |= _spoken(request.user, current, week, rows)
    return render(request, "customers/focus_meeting.html", context)


@require_GET
def focus_print(request: HttpRequest) -> HttpResponse:
    """Everybody's list of a week on A4, for who leads."""
    week = chosen_week(request)
    if not planning.leads(request.user):
        return redirect(link("customers:focus_own", week=planning.week_text(week)))
    rows = planning.week_rows(request.user, week)
    listed = _listed(request.user, [row.person for row in rows], week)
    context = {
        "page_title": _("第 %(week)s 周拜访重点") % {"week": week.isocalendar().week},
        "week": week,
        "last_day": week + planning.WEEK,
        "people": [(row, listed[row.person.pk]) for row in rows],
        "missing": [row.person for row in rows if row.is_missing],
        "back": _url(week, None),
        "at": clock.now(),
    }
    return render(request, "customers/focus_print.html", context)


def _current(request: HttpRequest, rows: list[Row]) -> Row | None:
    """Who was asked for, else the first that waits to be confirmed, else the first."""
    asked = request.GET.get("person", "")
    chosen = [row for row in rows if str(row.person.pk) == asked]
    waiting = [row for row in rows if row.state == "submitted"]
    return next(iter([*chosen, *waiting, *rows]), None)


def _spoken(user: Any, row: Row, week: date, rows: list[Row]) -> dict[str, Any]:
    """What the room looks at while somebody talks: the list, and what became of the week before."""
    at = rows.index(row)
    before = week - timedelta(days=7)
    since = week - leftovers.LOOKED_BACK
    plans = list(planning.plans_of(user, row.person, since, date.max))
    visits = list(planning.unplanned_of(user, row.person, since, max(clock.today(), week)))
    past = leftovers.leftovers(plans, visits, week)
    changes = list(row.focus.changes.select_related("customer", "person").order_by("at")) if row.focus else []
    this_week = [plan for plan in plans if week <= plan.day <= week + planning.WEEK]
    may = row.focus is not None and "confirm" in policies.focus_actions(user, row.focus)
    then = next((one for one in rows[at + 1 :] + rows[:at] if one.state == "submitted"), None)
    return {
        "listed": [(plan_cards.day_title(plan.day), plan) for plan in this_week if plan.focus_id],
        "planned": len(this_week),
        "leftovers": past,
        "made_good": sum(one.seen is not None for one in past),
        "unplanned": [visit for visit in visits if before <= clock.local_date(visit.occurred_at) < week],
        "added": [change for change in changes if change.step == ChangeStep.ADDED],
        "changes": [change for change in changes if change.step != ChangeStep.ADDED],
        "previous": _url(week, rows[at - 1].person) if at else "",
        "next": _url(week, rows[at + 1].person) if at + 1 < len(rows) else "",
        "here": _url(week, row.person),
        "then": _url(week, then.person if then and may else row.person),
        "may_confirm": may,
        "may_enter": row.is_missing and policies.may_submit_focus(user, row.person),
        "own_url": link("customers:focus_own", week=planning.week_text(week), person=row.person.pk),
    }


def _listed(user: User, people: list[User], week: date) -> dict[int, list[tuple[str, VisitPlan]]]:
    """Person → what is on their list, with its day in words."""
    found: dict[int, list[tuple[str, VisitPlan]]] = defaultdict(list)
    rows = planning.plan_list(user).filter(person__in=people, day__range=(week, week + planning.WEEK))
    for plan in rows.filter(focus__isnull=False).order_by("day", "pk"):
        found[plan.person_id].append((plan_cards.day_title(plan.day), plan))
    return found


def _url(week: date, person: User | None) -> str:
    asks = {"person": person.pk} if person else {}
    return link("customers:focus_meeting", week=planning.week_text(week), **asks)
