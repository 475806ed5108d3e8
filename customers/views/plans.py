"""Pages of visit plans: a month, a week or a day of somebody's, and what one does with a planned visit."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from core.errors import Forbidden, Invalid, Refusal
from core.pages import rendering, toasts
from core.pages.acting import form_page
from core.pages.views import back_to
from core.scope import visible_or_404
from customers import plan_cards, plan_forms, plan_lists, planning, policies, services
from customers.models import FocusList, VisitPlan
from customers.models.plans import week_of
from customers.plan_cards import link
from customers.policy import VISIT_DAYS
from org.models import User

VIEWS = ("week", "month", "day")


@require_http_methods(["GET", "POST"])
def plan_calendar(request: HttpRequest) -> HttpResponse:
    """`?view=` month, week or day, `?on=` a day of it, `?person=` whose. A card dropped on a day is posted here."""
    person = chosen_person(request)
    if request.method == "POST":
        return _drop(request)
    view = request.GET.get("view", "week")
    view = view if view in VIEWS else "week"
    on = _day(request.GET.get("on", "")) or clock.today()
    first, last = span(view, on)
    days = planning.calendar(request.user, person, first, last, on.month if view == "month" else None)
    may = policies.may_plan_for(request.user, person)
    week = week_of(on)
    own = person == request.user
    context = {
        "page_title": _("拜访计划") if own else _("%(person)s 的拜访计划") % {"person": person},
        "person": person,
        "own": own,
        "view": view,
        "days": days,
        "columns": plan_cards.columns(request, days, may=may, compact=view == "month"),
        "title": _title(view, on, first, last),
        "views": [(code, label, _at(request, view=code, on=on)) for code, label in _labels()],
        "previous": _at(request, on=_step(view, on, -1)),
        "next": _at(request, on=_step(view, on, 1)),
        "today": _at(request, on=clock.today()),
        "here": request.get_full_path(),
        "may": may,
        "create_url": _create_url(request, person, on),
        "suggestions": plan_cards.suggested(planning.suggestions(request.user, person, last), first, last)
        if may
        else [],
        "focus": planning.focus_of(request.user, person, week) if view != "month" else None,
        "focus_url": link("customers:focus_own", week=planning.week_text(week), person=person.pk),
        "week_number": week.isocalendar().week,
        "list_url": link("customers:plan_list", person=person.pk, on_after=first, on_before=last),
        "planned_number": sum(len(day.plans) for day in days if day.inside),
        "feed_url": reverse("customers:plan_feed") if own and may else "",
        "rule_keys": list(VISIT_DAYS.values()),
        "done_number": sum(plan.state == "done" for day in days if day.inside for plan in day.plans),
    }
    return render(request, "customers/plan_calendar.html", context)


def plan_list(request: HttpRequest) -> HttpResponse:
    return rendering.render_list(request, plan_lists.PLANS)


@require_http_methods(["GET", "POST"])
def plan_create(request: HttpRequest) -> HttpResponse:
    """`?customer=`, `?day=` and `?person=` fill the form; a post with all it needs (排上) is done at once."""
    person = chosen_person(request)
    if not policies.may_plan_for(request.user, person):
        raise Forbidden("plan.create", _("只能给自己或下属排拜访"))
    day = _day(request.GET.get("day", "")) or clock.today()
    initial = {
        "customer": request.GET.get("customer"),
        "day": day,
        "kind": "visit",
        "focus": request.GET.get("focus") == "1",
    }
    form = plan_forms.PlanForm(
        request.POST or None, user=request.user, frozen=_has_frozen(request.user, person), initial=initial
    )

    def act() -> str:
        plan = services.create_plan(
            actor=request.user,
            person=person,
            customer_id=form.cleaned_data["customer"].pk,
            focus=form.cleaned_data["focus"],
            reason=form.cleaned_data["reason"],
            **form.facts(),
        )
        return _("%(day)s 排了 %(customer)s") % {"day": f"{plan.day:%m-%d}", "customer": plan.customer}

    title = _("排拜访") if person == request.user else _("给 %(person)s 排拜访") % {"person": person}
    return _form(request, form, title=title, submit=_("排上"), act=act, back=_week_url(person, day))


@require_http_methods(["GET", "POST"])
def plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    plan = visible_or_404(planning.plan_record(), request.user, pk=pk)
    if not policies.may_plan_for(request.user, plan.person):
        raise Forbidden("plan.edit", _("只能改自己或下属的计划"))
    if plan.visit is not None:
        return redirect(plan.visit)
    initial = {
        "day": _day(request.GET.get("day", "")) or plan.day,
        "kind": plan.kind,
        "purpose": plan.purpose,
        "focus": plan.focus_id is not None,
        "version": request.GET.get("version") or plan.version,
    }
    frozen = bool(plan.focus and plan.focus.is_frozen) or _has_frozen(request.user, plan.person)
    form = plan_forms.PlanForm(request.POST or None, user=request.user, frozen=frozen, plan=plan, initial=initial)

    def act() -> str:
        services.edit_plan(
            actor=request.user,
            plan_id=plan.pk,
            facts=form.facts(),
            focus=form.cleaned_data["focus"],
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
        )
        return _("计划已改")

    return _form(
        request,
        form,
        title=str(plan.customer),
        submit=_("保存"),
        act=act,
        back=_week_url(plan.person, plan.day),
        template="customers/plan_form.html",
        plan=plan,
        actions=policies.plan_actions(request.user, plan),
        next_query=urlencode({"next": back_to(request, _week_url(plan.person, plan.day))}),
    )


@require_POST
def plan_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Onto another day; a confirmed list asks for the reason on the plan's own page."""
    plan = visible_or_404(planning.plan_record(), request.user, pk=pk)
    day = _day(request.POST.get("day", "")) or plan.day
    version = request.POST.get("version", "")
    return _move(request, plan, day, int(version) if version.isdecimal() else None)


@require_http_methods(["GET", "POST"])
def plan_skip(request: HttpRequest, pk: int) -> HttpResponse:
    plan = visible_or_404(planning.plan_record(), request.user, pk=pk)
    if not policies.may_plan_for(request.user, plan.person):
        raise Forbidden("plan.skip", _("只能改自己或下属的计划"))
    form = plan_forms.SkipForm(request.POST or None, initial={"version": plan.version})

    def act() -> str:
        services.skip_plan(actor=request.user, plan_id=plan.pk, **form.cleaned_data)
        return _("记为没去成")

    title = _("%(customer)s 没去成") % {"customer": plan.customer}
    return _form(request, form, title=title, submit=_("记下"), act=act, back=_week_url(plan.person, plan.day))


@require_http_methods(["GET", "POST"])
def plan_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of the plan: at once, or with a reason from a confirmed list."""
    plan = visible_or_404(planning.plan_record(), request.user, pk=pk)
    if not policies.may_plan_for(request.user, plan.person):
        raise Forbidden("plan.drop", _("只能改自己或下属的计划"))
    form = plan_forms.DropForm(request.POST or None, initial={"version": plan.version})
    if not (plan.focus and plan.focus.is_frozen):
        form.fields["reason"].required = False
        form.fields["reason"].help_text = _("可以不写")

    def act() -> str:
        services.drop_plan(actor=request.user, plan_id=plan.pk, **form.cleaned_data)
        return _("%(customer)s 不在计划里了") % {"customer": plan.customer}

    title = _("拿掉 %(customer)s") % {"customer": plan.customer}
    return _form(request, form, title=title, submit=_("拿掉"), act=act, back=_week_url(plan.person, plan.day))


@require_POST
def plan_focus(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a planned visit on its week's list, or take it off: `on` is 1 or 0."""
    plan = visible_or_404(planning.plan_record(), request.user, pk=pk)
    wanted = request.POST.get("on") == "1"
    try:
        services.edit_plan(actor=request.user, plan_id=plan.pk, facts={}, focus=wanted)
    except Invalid:
        return redirect(plan.get_absolute_url())
    except Refusal as refusal:
        toasts.say(request, str(refusal), tone="bad")
    return redirect(back_to(request, _week_url(plan.person, plan.day)))


def chosen_person(request: HttpRequest) -> User:
    """Whose plan: the reader's, or that of somebody whose plans are in sight."""
    return planning.person_in_sight(request.user, request.POST.get("person") or request.GET.get("person") or "")


def span(view: str, on: date) -> tuple[date, date]:
    if view == "day":
        return on, on
    if view == "month":
        return planning.month_span(on)
    return week_of(on), week_of(on) + planning.WEEK


def _drop(request: HttpRequest) -> HttpResponse:
    """`drop` is day.id.version, as boards post it."""
    what, _dot, rest = request.POST.get("drop", "").partition(".")
    number, _dot, version = rest.partition(".")
    day = _day(what)
    if day is None or not (number.isdecimal() and version.isdecimal() and len(rest) < 30):
        toasts.say(request, _("没有这个动作"), tone="bad")
        return HttpResponseRedirect(request.get_full_path())
    plan = visible_or_404(planning.plan_record(), request.user, pk=int(number))
    return _move(request, plan, day, int(version), request.get_full_path())


def _move(request: HttpRequest, plan: VisitPlan, day: date, version: int | None, here: str = "") -> HttpResponse:
    here = here or back_to(request, _week_url(plan.person, plan.day))
    try:
        moved = services.move_plan(actor=request.user, plan_id=plan.pk, day=day, version=version)
    except Invalid as refusal:
        if refusal.code != "focus.frozen":
            toasts.say(request, str(refusal), tone="bad")
            return HttpResponseRedirect(here)
        asks = urlencode({"day": f"{day}", "version": str(version or plan.version), "next": here})
        target = f"{plan.get_absolute_url()}?{asks}"
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": target})
        return HttpResponseRedirect(target)
    except Refusal as refusal:
        toasts.say(request, str(refusal), tone="bad")
    else:
        toasts.say(request, _("%(customer)s 改到 %(day)s") % {"customer": plan.customer, "day": f"{moved.day:%m-%d}"})
    return HttpResponseRedirect(here)


def _form(request: HttpRequest, form: Any, *, act: Callable[[], str], back: str, **page: Any) -> HttpResponse:
    """About a planned visit; the field for a reason comes when one is asked for."""

    def told(refusal: Refusal) -> None:
        if "reason" in refusal.errors and hasattr(form, "ask_reason"):
            form.ask_reason()

    url = back_to(request, back)
    return form_page(request, form, crumb=_("拜访计划"), url=url, act=act, told=told, **page)


def _has_frozen(user: Any, person: User) -> bool:
    """Whether a week from now on is confirmed: then a change may have to say why."""
    rows = FocusList.objects.visible_to(user).filter(person=person, week__gte=week_of(clock.today()))
    return rows.filter(state="confirmed").exists()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _labels() -> list[tuple[str, str]]:
    return [("month", _("月")), ("week", pgettext("calendar", "周")), ("day", pgettext("calendar", "日"))]


def _step(view: str, on: date, way: int) -> date:
    if view == "month":
        return (on.replace(day=15) + timedelta(days=30 * way)).replace(day=1)
    return on + timedelta(days=way * (7 if view == "week" else 1))


def _title(view: str, on: date, first: date, last: date) -> str:
    if view == "month":
        return _("%(year)s 年 %(month)s 月") % {"year": on.year, "month": on.month}
    if view == "day":
        return plan_cards.day_title(on)
    return _("第 %(week)s 周 %(first)s 至 %(last)s") % {
        "week": on.isocalendar().week,
        "first": f"{first:%m-%d}",
        "last": f"{last:%m-%d}",
    }


def _at(request: HttpRequest, **changes: Any) -> str:
    parameters = request.GET.copy()
    for name, value in changes.items():
        parameters[name] = str(value)
    return f"{request.path}?{parameters.urlencode()}"


def _week_url(person: User, day: date) -> str:
    return link("customers:plan_calendar", on=day, person=person.pk)


def _create_url(request: HttpRequest, person: User, on: date) -> str:
    day = max(on, clock.today())
    return link("customers:plan_create", day=day, person=person.pk, next=request.get_full_path())
