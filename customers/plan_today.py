"""What plans and the Saturday list want of a person today."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock, today
from core.addresses import address_of
from core.pages import words
from core.pages.keyset import Count
from customers import focus as saturday
from customers import plan_cards, planning
from customers.choices import VisitKind
from customers.models import FocusList, VisitPlan
from customers.models.plans import CONFIRM, week_of
from customers.plan_cards import link
from customers.policy import LIST_HOUR
from org.lines import LADDER
from org.models import User

ASKED = timedelta(days=3)
"""How long before its end a list stands on the home page, and how long after it who is missing."""


@today.register
def planned_visits(*, user: User, on: date) -> Sequence[today.Section]:
    """What is planned for today, and of this week what is over and nobody spoke of."""
    if not user.can("visits.log"):
        return []
    week = week_of(on)
    rows = VisitPlan.objects.open().filter(person=user, day__range=(week, on)).order_by("day", "pk")
    named = rows.values_list("pk", "day", "kind", "purpose", "customer_id", "customer__name", named=True)
    found, in_all, late = today.first_and_late(named, lambda plan: plan.day < on, rows.filter(day__lt=on))
    return [
        today.Section(
            "planned",
            _("计划今天去的"),
            [_plan_item(plan, on) for plan in found],
            total=in_all,
            url=link("customers:plan_list", scene="mine", state="planned", on_after=week, on_before=on),
            late=late,
            position=20,
        )
    ]


@today.register
def own_list(*, user: User, on: date) -> Sequence[today.Section]:
    """The list of next week, from three days before its cut-off until the week begins."""
    week = saturday.next_week(on)
    if not user.can("visits.submit_list") or saturday.cutoff_day(week) - on > ASKED or not saturday.is_worked(week):
        return []
    if FocusList.objects.handed_in().filter(person=user, week=week).exists():
        return []
    end = saturday.cutoff(week)
    left = words.remaining(end)
    over = clock.now() > end
    item = today.Item(
        title=_("第 %(week)s 周的拜访重点还没交") % {"week": week.isocalendar().week},
        url=link("customers:focus_own", week=planning.week_text(week)),
        details=[_("已截止，打电话让上级代录") if over else _("%(end)s 截止") % {"end": words.moment_text(end)}],
        clock=left.words,
        tone=left.tone,
        icon="i-flag",
        action=_("去交"),
        action_url=link("customers:focus_own", week=planning.week_text(week)),
        keep=True,
    )
    late = Count(1 if over else 0)
    return [today.Section("own_list", _("拜访重点"), [item], total=Count(1), late=late, position=25, rules=[LIST_HOUR])]


@today.register
def lists_to_confirm(*, user: User, on: date) -> Sequence[today.Section]:
    """For VP and director: what was handed in and waits for them."""
    if not user.can(CONFIRM):
        return []
    week = planning.list_week(on)
    rows = FocusList.objects.among(user, User.objects.active()).waiting().filter(week=week)
    rows = rows.exclude(person=user).exclude(entered_by=user).order_by("submitted_at", "pk")
    found, in_all = today.first(rows.select_related("person__unit"))
    return [
        today.Section(
            "lists_to_confirm",
            _("等你确认的拜访重点"),
            [
                today.Item(
                    title=str(focus.person),
                    url=focus.get_absolute_url(),
                    details=[str(focus.person.unit or ""), *([_("电话上报")] if focus.is_by_phone else [])],
                    clock=words.relative_day(focus.submitted_at),
                    icon="i-flag",
                    action=_("去确认"),
                    action_url=focus.get_absolute_url(),
                    keep=True,
                )
                for focus in found
            ],
            total=in_all,
            url=link("customers:focus_week", week=planning.week_text(week)),
            position=28,
        )
    ]


@today.register_later
def missing_lists(*, user: User, on: date) -> Sequence[today.Section]:
    """For superiors: who has not handed in, from the cut-off until the third day after."""
    if not set(LADDER) & user.access.capabilities:
        return []
    week = planning.list_week(on)
    end = saturday.cutoff_day(week)
    if not end <= on <= end + ASKED or clock.now() < saturday.cutoff(week) or not saturday.is_worked(week):
        return []
    rows = saturday.missing(week, planning.people(user))
    found, in_all = today.first(rows)
    return [
        today.Section(
            "missing_lists",
            _("没交拜访重点的人"),
            [
                today.Item(
                    str(person),
                    link("customers:focus_own", week=planning.week_text(week), person=person.pk),
                    details=[str(person.unit or "")],
                )
                for person in found
            ],
            total=in_all,
            url=link("customers:focus_week", week=planning.week_text(week)),
            position=20,
        )
    ]


def _plan_item(plan: Any, on: date) -> today.Item:
    late = (on - plan.day).days
    told = ngettext("过了 %(n)s 天", "过了 %(n)s 天", late) % {"n": late}
    kind = [VisitKind(plan.kind).label] if plan.kind != VisitKind.VISIT else []
    return today.Item(
        title=plan.customer__name,
        url=address_of("customers:plan_edit", plan.pk),
        details=[*([plan_cards.day_title(plan.day)] if late else []), *kind, *([plan.purpose] if plan.purpose else [])],
        clock=told if late else _("今天"),
        tone="bad" if late else "",
        icon="i-phone" if plan.kind == VisitKind.PHONE else "i-visit",
        action=_("记拜访"),
        action_url=plan_cards.log_url(plan.customer_id, plan.kind),
        keep=True,
    )
