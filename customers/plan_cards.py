"""How planned visits look on the calendar: cards in columns of days, drawn in Python, for a month has a hundred."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core import clock
from core.addresses import address_of
from core.markup import joined, markup
from core.pages import words
from core.templatetags import ui
from customers import policies
from customers.choices import Outcome, PlanState, VisitKind
from customers.deadlines import Deadline
from customers.models import Visit, VisitPlan
from customers.planning import Day, Suggestion


@dataclass(frozen=True)
class Column:
    """A day as the page draws it."""

    day: Day
    title: str | SafeString
    cards: SafeString
    number: int

    @property
    def code(self) -> str:
        return self.day.day.isoformat()


@dataclass(frozen=True)
class Offer:
    """A suggestion with the day its one click plans it for."""

    suggestion: Suggestion
    day: date
    clock: str
    tone: str


def link(url_name: str, **asks: Any) -> str:
    """An address with its question."""
    return f"{address_of(url_name)}?{urlencode({name: str(value) for name, value in asks.items()})}"


def weekday(day: date) -> str:
    """As short as a column of seven needs it."""
    days = (
        pgettext("short", "周一"),
        pgettext("short", "周二"),
        pgettext("short", "周三"),
        pgettext("short", "周四"),
        pgettext("short", "周五"),
        pgettext("short", "周六"),
        pgettext("short", "周日"),
    )
    return days[day.weekday()]


def day_title(day: date) -> str:
    return f"{weekday(day)} {words.day_text(day)}"


def columns(request: HttpRequest, days: Sequence[Day], *, may: bool, compact: bool) -> list[Column]:
    back = urlencode({"next": request.get_full_path()})
    return [
        Column(
            day,
            _short_title(day.day, number) if compact else day_title(day.day),
            joined(
                [
                    *(plan_card(plan, request.user, back, may=may, compact=compact) for plan in day.plans),
                    *(visit_card(visit, compact=compact) for visit in day.unplanned),
                    *(due_card(one, compact=compact) for one in day.due),
                ]
            ),
            len(day.plans),
        )
        for number, day in enumerate(days)
    ]


def _short_title(day: date, number: int) -> SafeString:
    """A square of the month says the day alone, below the first row; a line of the phone has no row above it."""
    short = f"{weekday(day)} {day.day}" if number < 7 else f"{day.day}"
    return markup('<span class="d-desk">{}</span><span class="d-phone">{}</span>', short, day_title(day))


def plan_mark(plan: VisitPlan) -> SafeString:
    """What became of it: a plan whose day is over and nobody spoke of is neither done nor skipped."""
    if plan.is_missed:
        return ui.mark("no", "bad", _("没去"))
    if plan.state == PlanState.PLANNED:
        return ui.mark("todo", "", _("今天")) if plan.day == clock.today() else SafeString("")
    return ui.state(plan)


def plan_card(plan: VisitPlan, user: Any, back: str, *, may: bool, compact: bool) -> SafeString:
    url = plan.visit.get_absolute_url() if plan.visit else f"{plan.get_absolute_url()}?{back}"
    told = plan.reason or plan.purpose
    foot = [plan_mark(plan)]
    if plan.kind != VisitKind.VISIT:
        foot.append(ui.tag(plan.get_kind_display()))
    if plan.focus_id is not None:
        foot.append(ui.tag(_("重点"), "acc"))
    name = plan.customer.short_name if compact and plan.customer.short_name else plan.customer.name
    return markup(
        '<li class="kc pl pl-{}" data-card="{}.{}" data-column="{}"><a class="m" href="{}" title="{}">{}</a>{}{}{}</li>',
        "missed" if plan.is_missed else plan.state,
        plan.pk,
        plan.version,
        plan.day.isoformat(),
        url,
        f"{plan.customer.name} {told}".strip(),
        name,
        markup('<span class="co">{}</span>', told) if told and not compact else "",
        markup('<span class="ft">{}</span>', joined(foot)) if any(foot) else "",
        _menu(plan, user, back) if may and not compact else "",
    )


def visit_card(visit: Visit, *, compact: bool) -> SafeString:
    name = visit.customer.short_name if compact and visit.customer.short_name else visit.customer.name
    return markup(
        '<li class="kc pl pl-extra"><a class="m" href="{}" title="{}">{}</a>{}<span class="ft">{}{}</span></li>',
        visit.get_absolute_url(),
        visit.customer.name,
        name,
        "" if compact else markup('<span class="co">{}</span>', Outcome(visit.outcome).label),
        ui.mark("ok", "ok", _("已去")) if not compact else "",
        ui.tag(_("计划外")),
    )


def due_card(one: Deadline, *, compact: bool) -> SafeString:
    """What is to be done by the day: no visit, so it is moved where it was given."""
    return markup(
        '<li class="kc pl pl-due"><a class="m" href="{}" title="{}">{}</a>{}<span class="ft">{}{}</span></li>',
        one.url,
        f"{one.title} {one.about}".strip(),
        one.title,
        markup('<span class="co">{}</span>', one.about) if one.about and not compact else "",
        ui.tag(one.kind),
        ui.tag(_("逾期"), "bad") if one.day < clock.today() and not compact else "",
    )


def _menu(plan: VisitPlan, user: Any, back: str) -> SafeString | str:
    items = []
    if plan.state == PlanState.PLANNED and plan.person_id == user.pk and plan.day <= clock.today():
        items.append(markup('<a href="{}">{}</a>', log_url(plan.customer_id, plan.kind), _("记拜访")))
    if plan.state != PlanState.PLANNED or not policies.plan_actions(user, plan):
        return ""
    items.append(markup('<a href="{}?{}">{}</a>', plan.get_absolute_url(), back, _("改日期、目的")))
    items.append(markup('<a href="{}?{}">{}</a>', address_of("customers:plan_skip", plan.pk), back, _("没去成")))
    items.append(
        markup('<a class="no" href="{}?{}">{}</a>', address_of("customers:plan_drop", plan.pk), back, _("拿掉"))
    )
    return markup(
        '<details class="drop drop-r kc-m"><summary class="btn btn-i btn-bare btn-sm" aria-label="{}">{}</summary>'
        '<div class="drop-m">{}</div></details>',
        _("%(customer)s 的动作") % {"customer": plan.customer.name},
        ui.icon("i-dots", small=True),
        joined(items),
    )


def log_url(customer_id: int, kind: str) -> str:
    asked = f"&kind={kind}" if kind != VisitKind.VISIT else ""
    return f"{address_of('customers:visit_log')}?customer={customer_id}{asked}"


def suggested(found: Sequence[Suggestion], first: date, last: date) -> list[Offer]:
    """Each with the first worked day of the span from its due day on."""
    today = clock.today()
    offers = []
    for one in found:
        day = clock.next_workday(min(max(one.due, first, today), max(last, today)))
        if day > last >= today:
            day = max(clock.add_workdays(last + timedelta(days=1), -1), today)
        late = (today - one.due).days
        told = ngettext("超 %(n)s 天", "超 %(n)s 天", late) % {"n": late} if late > 0 else words.relative_day(one.due)
        offers.append(Offer(one, day, told, "warn" if late > 0 else ""))
    return offers
