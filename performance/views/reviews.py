"""The page of a unit's weekly review, and raising its issues."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import clock
from core.addresses import address_of
from core.errors import Forbidden
from core.pages.acting import form_page
from customers import policies as customer_policies
from customers import services as customers
from customers.choices import ISSUES, TaskKind
from org.models import Unit
from performance import forms, periods, policies, reviews, services
from performance.choices import ReportKind

WEEK = ReportKind.WEEK
LATE: dict[str, Any] = {
    "scene": "open",
    "late": "on",
    "kind": [kind.value for kind in TaskKind if kind not in ISSUES],
}
"""The list of what the page counts as late."""


@require_http_methods(["GET", "POST"])
def review_week(request: HttpRequest) -> HttpResponse:
    """The review of `?unit=` (one's own) in the week of `?on=` (this one); who leads the unit keeps its minutes here."""
    units = list(reviews.units_of(request.user))
    unit = _unit(request, units)
    week = periods.named(WEEK, request.GET.get("on", "")) or reviews.this_week()
    found = reviews.agenda(request.user, unit, week)
    may_write = policies.may_keep_minutes(request.user, unit)
    kept = found.review
    form = forms.MinutesForm(
        request.POST or None,
        initial={"minutes": kept.minutes if kept else "", "version": kept.version if kept else 0},
    )

    def act() -> str:
        services.write_minutes(
            actor=request.user,
            unit=unit,
            week=week,
            minutes=form.cleaned_data["minutes"],
            version=form.cleaned_data["version"] or 0,
        )
        return _("纪要存好了")

    if request.method == "POST" and not may_write:
        raise Forbidden("review.minutes", _("带这个部门的人才能写纪要"))
    here = _url(unit, week)
    return form_page(
        request,
        form,
        title=_("周会"),
        submit=_("存纪要"),
        act=act,
        crumb=_("工作汇报"),
        url=here,
        after=lambda: here,
        template="performance/review.html",
        agenda=found,
        unit=unit,
        units=[(one.name, _url(one, week), one == unit) for one in units],
        week=week,
        last_day=periods.end(WEEK, week),
        week_number=week.isocalendar().week,
        previous=_url(unit, periods.step(WEEK, week, -1)),
        next=_url(unit, periods.step(WEEK, week, 1)) if week < reviews.this_week() else "",
        may_write=may_write,
        raise_url=_raise_url(request, unit),
        late_url=f"{address_of('customers:task_list')}?{urlencode(LATE | {'unit': unit.pk}, doseq=True)}",
        kept=kept,
    )


@require_http_methods(["GET", "POST"])
def issue_raise(request: HttpRequest) -> HttpResponse:
    """Put an issue before the review of `?unit=`."""
    unit = _unit(request, list(reviews.units_of(request.user)))
    if not customer_policies.may_raise_issue(request.user, unit):
        raise Forbidden("task.issue", _("只能给自己和下属的部门提问题"))
    initial = {"owner": request.user, "due_on": clock.add_workdays(clock.today(), forms.USUAL_DAYS)}
    form = forms.IssueForm(request.POST or None, user=request.user, initial=initial)

    def act() -> str:
        data = form.cleaned_data
        task = customers.raise_issue(
            actor=request.user,
            unit_id=unit.pk,
            kind=data["kind"],
            facts=form.facts(),
            owner_id=data["owner"].pk,
            customer_id=data["customer"].pk if data["customer"] else None,
        )
        return _("问题提给了 %(person)s，办完之前每周都会带上") % {"person": task.owner}

    return form_page(
        request,
        form,
        title=_("提问题"),
        submit=_("提问题"),
        act=act,
        crumb=_("%(unit)s 周会") % {"unit": unit},
        url=_url(unit, reviews.this_week()),
    )


def _unit(request: HttpRequest, units: list[Unit]) -> Unit:
    """The unit `?unit=` names among those in sight, else one's own, else the first."""
    if not units:
        raise Forbidden("review.see", _("你的角色不开销售周会"))
    asked = request.GET.get("unit", "")
    if asked:
        found = next((unit for unit in units if str(unit.pk) == asked), None)
        if found is None:
            raise Http404
        return found
    return next((unit for unit in units if unit.pk == request.user.unit_id), units[0])


def _raise_url(request: HttpRequest, unit: Unit) -> str:
    if not customer_policies.may_raise_issue(request.user, unit):
        return ""
    return f"{address_of('performance:issue_raise')}?unit={unit.pk}"


def _url(unit: Unit, week: date) -> str:
    asks: dict[str, Any] = {"unit": unit.pk, "on": week}
    return f"{address_of('performance:review_week')}?{urlencode(asks)}"
