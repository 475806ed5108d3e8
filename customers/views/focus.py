"""Pages of the Saturday list: one's own, the team's, and the verbs."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock
from core.addresses import address_of
from core.errors import Forbidden, Refusal
from core.pages import toasts
from core.pages.views import back_to
from core.scope import visible_or_404
from customers import focus as saturday
from customers import plan_cards, plan_forms, planning, policies, services
from customers.choices import FocusState
from customers.models import FocusList
from customers.plan_cards import link
from customers.policy import LIST_HOUR, LIST_REMINDER
from customers.views.plans import _form, chosen_person
from customers.week_rows import week_rows
from org.models import User


@require_GET
def focus_own(request: HttpRequest) -> HttpResponse:
    """The list of one person for a week: `?week=2026-W48`, `?person=`."""
    person, week = chosen_person(request), chosen_week(request)
    focus = planning.focus_of(request.user, person, week)
    plans = list(planning.plans_of(request.user, person, week, week + planning.WEEK))
    listed = [plan for plan in plans if plan.focus_id is not None]
    may_plan = policies.may_plan_for(request.user, person)
    actions = policies.focus_actions(request.user, focus) if focus else []
    if focus is None and policies.may_submit_focus(request.user, person):
        actions = ["submit"]
    end = saturday.cutoff(week)
    own = person == request.user
    is_open = focus is None or focus.state == FocusState.DRAFT
    too_late = own and is_open and clock.now() > end and not (focus and focus.returned_reason)
    context = {
        "page_title": _("我的拜访重点") if own else _("%(person)s 的拜访重点") % {"person": person},
        "person": person,
        "own": own,
        "week": week,
        "week_code": planning.week_text(week),
        "week_number": week.isocalendar().week,
        "last_day": week + planning.WEEK,
        "focus": focus,
        "state": focus or FocusList(person=person, week=week),
        "listed": listed,
        "others": [plan for plan in plans if plan.focus_id is None and plan.state == "planned"],
        "days": {day: plan_cards.day_title(day) for day in {plan.day for plan in plans}},
        "changes": list(focus.changes.select_related("customer", "person").order_by("at")) if focus else [],
        "end": end,
        "is_late": clock.now() > end,
        "too_late": too_late,
        "actions": [] if too_late and actions == ["submit"] else actions,
        "may_plan": may_plan and week + planning.WEEK >= clock.today(),
        "suggestions": _offers(request.user, person, week) if may_plan else [],
        "previous": _own_url(person, week - timedelta(days=7)),
        "next": _own_url(person, week + timedelta(days=7)),
        "here": request.get_full_path(),
        "create_url": _create_url(request, person, week),
        "calendar_url": link("customers:plan_calendar", on=week, person=person.pk),
        "team_url": _week_url(week) if planning.leads(request.user) else "",
        "rule_keys": [LIST_HOUR, LIST_REMINDER],
    }
    return render(request, "customers/focus_own.html", context)


@require_GET
def focus_week(request: HttpRequest) -> HttpResponse:
    """Everybody's list of a week, for who leads; others come to their own."""
    week = chosen_week(request)
    if not planning.leads(request.user):
        return redirect(_own_url(request.user, week))
    rows = planning.week_rows(request.user, week)
    waiting = [row for row in rows if row.focus and row.state == "submitted"]
    mine = [row for row in waiting if row.focus and policies.focus_confirmer(request.user, row.focus)]
    end = saturday.cutoff(week)
    before, is_late = week - timedelta(days=7), clock.now() > end
    confirmable = {row.focus.pk for row in mine if row.focus}
    context = {
        "page_title": _("拜访重点"),
        "week": week,
        "week_number": week.isocalendar().week,
        "last_day": week + planning.WEEK,
        "before": before,
        "before_last": before + planning.WEEK,
        "rows": rows,
        "drawn": week_rows(request, rows, week, before, confirmable=confirmable, late=is_late),
        "missing": [row for row in rows if row.is_missing],
        "waiting": waiting,
        "confirmed": sum(row.state == "confirmed" for row in rows),
        "confirmable": confirmable,
        "end": end,
        "is_late": is_late,
        "previous": _week_url(week - timedelta(days=7)),
        "next": _week_url(week + timedelta(days=7)),
        "meeting_url": link("customers:focus_meeting", week=planning.week_text(week)),
        "print_url": link("customers:focus_print", week=planning.week_text(week)),
        "here": request.get_full_path(),
        "rule_keys": [LIST_HOUR, LIST_REMINDER],
    }
    return render(request, "customers/focus_week.html", context)


@require_POST
def focus_submit(request: HttpRequest) -> HttpResponse:
    person, week = chosen_person(request), chosen_week(request)
    try:
        focus = services.submit_focus(actor=request.user, person=person, week=week)
    except Forbidden:
        raise
    except Refusal as refusal:
        clause = f" {refusal.clause}" if refusal.clause else ""
        toasts.say(request, f"{refusal.message}{clause}", tone="bad")
        return redirect(_own_url(person, week))
    said = (
        _("已代 %(person)s 上报，记为电话上报") % {"person": person}
        if focus.is_by_phone
        else _("已上报，等副总或总监确认")
    )
    toasts.say(request, said)
    return redirect(back_to(request, _own_url(person, week)))


@require_POST
def focus_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    focus = visible_or_404(FocusList.objects.select_related("person"), request.user, pk=pk)
    version = request.POST.get("version", "")
    services.confirm_focus(actor=request.user, focus_id=focus.pk, version=int(version) if version.isdecimal() else None)
    toasts.say(request, _("%(person)s 的重点已确认") % {"person": focus.person})
    return redirect(back_to(request, focus.get_absolute_url()))


@require_POST
def focus_confirm_all(request: HttpRequest) -> HttpResponse:
    """Those that were on the page, each as it was there: `list` is id.version."""
    seen = []
    for text in request.POST.getlist("list")[:500]:
        pk, _dot, version = text.partition(".")
        if pk.isdecimal() and version.isdecimal() and len(text) < 30:
            seen.append((int(pk), int(version)))
    done = services.confirm_focuses(actor=request.user, seen=seen)
    number = sum(one.done for one in done)
    refused = [one for one in done if not one.done]
    if number or not refused:
        toasts.say(request, ngettext("确认了 %(n)s 份", "确认了 %(n)s 份", number) % {"n": number})
    for one in refused[:3]:
        toasts.say(request, f"{one.person}: {one.message}", tone="bad")
    return redirect(back_to(request, address_of("customers:focus_week") or "/"))


@require_http_methods(["GET", "POST"])
def focus_return(request: HttpRequest, pk: int) -> HttpResponse:
    focus = visible_or_404(FocusList.objects.select_related("person"), request.user, pk=pk)
    if policies.focus_confirmer(request.user, focus) is None:
        raise Forbidden("focus.confirm", _("拜访重点由副总或总监确认"))
    form = plan_forms.ReturnForm(request.POST or None, initial={"version": focus.version})

    def act() -> str:
        services.return_focus(actor=request.user, focus_id=focus.pk, **form.cleaned_data)
        return _("已退回给 %(person)s") % {"person": focus.person}

    title = _("退回 %(person)s 的拜访重点") % {"person": focus.person}
    return _form(request, form, title=title, submit=_("退回"), act=act, back=focus.get_absolute_url())


def chosen_week(request: HttpRequest) -> date:
    text = request.POST.get("week") or request.GET.get("week") or ""
    return planning.week_named(text) or planning.list_week(clock.today())


def _offers(user: Any, person: User, week: date) -> list[plan_cards.Offer]:
    last = week + planning.WEEK
    if last < clock.today():
        return []
    return plan_cards.suggested(planning.suggestions(user, person, last), week, last)


def _own_url(person: Any, week: date) -> str:
    return link("customers:focus_own", week=planning.week_text(week), person=person.pk)


def _week_url(week: date) -> str:
    return link("customers:focus_week", week=planning.week_text(week))


def _create_url(request: HttpRequest, person: User, week: date) -> str:
    day = max(week, clock.today())
    return link("customers:plan_create", day=day, person=person.pk, focus=1, next=request.get_full_path())
