"""What the system knows of somebody's day or week: counted afresh for a draft, written down when the report is handed in.

What is kept names rows by kind and id and says their states as codes, so that each reader gets it in their language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from core import clock
from core.addresses import address_of
from core.pages import words
from core.templatetags import ui
from customers import selectors as customers
from customers.choices import Outcome, PlanState, Stage, TouchOutcome
from customers.models import LeadTouch, Opportunity, Visit, VisitPlan
from org.models import User
from performance import periods
from performance.choices import ReportKind
from quotes.models import Quote

MOST = 60
"""Rows of a kind that a report names; the number counts all."""
NOTE = 80

PAGES = {
    "visits": "customers:visit_detail",
    "plans": "customers:plan_edit",
    "touches": "customers:lead_detail",
    "opportunities": "customers:opportunity_detail",
    "quotes": "quotes:quote_detail",
    "coming": "customers:plan_edit",
    "steps": "customers:visit_detail",
}
REPORTED, ISSUED, MISSED = "reported", "issued", "missed"
NOT_DONE = ("plans", "coming", "steps")
"""What one did not do, or lies before one: it is no work done."""
BY_THE_DAY = ("visits", "plans", "touches")
"""Whose day goes without saying in the report of a day."""


@dataclass(frozen=True)
class Line:
    """One row of a report as its reader sees it."""

    name: str
    url: str
    state: str
    note: str
    end: str


@dataclass(frozen=True)
class Part:
    """Rows of one kind under their heading."""

    code: str
    label: str
    number: int
    lines: list[Line]

    @property
    def more(self) -> int:
        return self.number - len(self.lines)


def of(person: User, kind: str, day: date) -> dict[str, Any]:
    """The facts of a person's period, as they are kept: sums, and rows by kind. Always the person's own rows."""
    last = periods.end(kind, day)
    start, stop = clock.day_bounds(day, last)
    visits = _rows(Visit.objects.own(person).filter(occurred_at__gte=start, occurred_at__lt=stop), "customer", "plan")
    visits.sort(key=lambda visit: visit.occurred_at)
    today = clock.today()
    plans = list(VisitPlan.objects.own(person).filter(day__range=(day, last)).select_related("customer"))
    plans.sort(key=lambda plan: (plan.day, plan.pk))
    touches = LeadTouch.objects.filter(created_by=person, at__gte=start, at__lt=stop).select_related("lead")
    deals = _rows(Opportunity.objects.own(person).filter(stage_since__gte=start, stage_since__lt=stop), "customer")
    quotes = _quotes(person, start, stop)
    parts = {
        "visits": [_visit(visit) for visit in visits],
        "plans": [_plan(plan) for plan in plans if plan.state != PlanState.DONE and plan.day <= today],
        "touches": [_touch(touch) for touch in touches.order_by("at", "pk")],
        "opportunities": [_deal(deal) for deal in deals],
        "quotes": quotes,
        **_ahead(person, kind, day),
    }
    states = [MISSED if plan.state == PlanState.PLANNED and plan.day < today else str(plan.state) for plan in plans]
    return {
        "sums": {
            "visits": len(visits),
            "customers": len({visit.customer_id for visit in visits}),
            "unplanned": sum(getattr(visit, "plan", None) is None for visit in visits),
            "planned": len(plans),
            "done": states.count(PlanState.DONE),
            "skipped": states.count(PlanState.SKIPPED),
            "missed": states.count(MISSED),
            "quotes": len(quotes),
            "quoted": str(sum((Decimal(row["amount"]) for row in quotes), Decimal(0))),
            "won": str(sum((deal.amount for deal in deals if deal.state == Stage.WON), Decimal(0))),
        },
        "parts": [{"code": code, "number": len(rows), "rows": rows[:MOST]} for code, rows in parts.items() if rows],
    }


def says_nothing(kept: Mapping[str, Any]) -> bool:
    """Whether nothing was done that the system knows of."""
    return all(part["code"] in NOT_DONE for part in kept["parts"])


def shown(kept: Mapping[str, Any], kind: str) -> list[Part]:
    """The kept rows in the reader's words."""
    labels = _labels(kind)
    plain = BY_THE_DAY if kind == ReportKind.DAY else ()
    return [
        Part(
            part["code"],
            labels[part["code"]],
            part["number"],
            [_line(part["code"], row, dated=part["code"] not in plain) for row in part["rows"]],
        )
        for part in kept.get("parts", [])
        if part["code"] in labels
    ]


def summed(kept: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The numbers of a report, for the facts under its title."""
    sums = kept.get("sums")
    if not sums:
        return []
    planned = _("计划 %(planned)s，去了 %(done)s") % sums if sums["planned"] else _("没有计划")
    rows: list[dict[str, Any]] = [
        {
            "label": _("拜访"),
            "value": sums["visits"] or words.DASH,
            "big": True,
            "note": _("%(n)s 家客户") % {"n": sums["customers"]} if sums["visits"] else "",
        },
        {"label": _("计划"), "value": planned, "note": _left(sums)},
        {"label": _("计划外"), "value": sums["unplanned"] or words.DASH},
        {
            "label": _("报价"),
            "value": sums["quotes"] or words.DASH,
            "note": ui.money(Decimal(sums["quoted"])) if sums["quotes"] else "",
        },
    ]
    if Decimal(sums["won"]):
        rows.append({"label": _("成交"), "value": ui.money(Decimal(sums["won"]))})
    return rows


def _left(sums: Mapping[str, Any]) -> str:
    said = [(_("没去成 %(n)s"), "skipped"), (_("没说 %(n)s"), "missed")]
    return _("，").join(text % {"n": sums[name]} for text, name in said if sums[name])


def _labels(kind: str) -> dict[str, str]:
    week = kind == ReportKind.WEEK
    return {
        "visits": _("拜访"),
        "plans": _("计划了没去"),
        "touches": _("联系的线索"),
        "opportunities": _("推进的商机"),
        "quotes": _("提交和发出的报价"),
        "coming": _("下周拜访重点") if week else _("下一个工作日的计划"),
        "steps": _("说好要做的"),
    }


def _line(code: str, row: Mapping[str, Any], *, dated: bool) -> Line:
    end = ui.money(Decimal(row["amount"])) if row.get("amount") else ""
    if dated and not end and row.get("day"):
        day = parse_date(row["day"])
        end = words.day_text(day) if day else ""
    return Line(row["name"], address_of(PAGES[code], row["id"]), _state(code, row.get("state", "")), row["note"], end)


def _state(code: str, state: str) -> str:
    if not state:
        return ""
    if code == "quotes":
        return _("发出") if state == ISSUED else _("提交审批")
    if state == MISSED:
        return _("没说")
    kinds: dict[str, Any] = {"visits": Outcome, "touches": TouchOutcome, "opportunities": Stage, "plans": PlanState}
    return str(kinds[code](state).label) if code in kinds else ""


def _row(pk: int, name: str, *, state: str = "", note: str = "", day: Any = None, amount: Any = None) -> dict[str, Any]:
    text = " ".join(note.split())
    found: dict[str, Any] = {"id": pk, "name": name, "note": text if len(text) <= NOTE else f"{text[:NOTE]}…"}
    if state:
        found["state"] = str(state)
    if day is not None:
        found["day"] = day.isoformat()
    if amount is not None:
        found["amount"] = str(amount)
    return found


def _rows(rows: Any, *related: str) -> list[Any]:
    return list(rows.select_related(*related).order_by("pk"))


def _visit(visit: Visit) -> dict[str, Any]:
    day = clock.local_date(visit.occurred_at)
    return _row(visit.pk, visit.customer.name, state=visit.outcome, note=visit.summary or visit.purpose, day=day)


def _plan(plan: VisitPlan) -> dict[str, Any]:
    missed = plan.state == PlanState.PLANNED and plan.day < clock.today()
    state = MISSED if missed else str(plan.state)
    return _row(plan.pk, plan.customer.name, state=state, note=plan.reason or plan.purpose, day=plan.day)


def _touch(touch: LeadTouch) -> dict[str, Any]:
    day = clock.local_date(touch.at)
    return _row(touch.lead_id, touch.lead.company, state=touch.outcome, note=touch.note or touch.next_step, day=day)


def _deal(deal: Opportunity) -> dict[str, Any]:
    return _row(deal.pk, deal.title, state=deal.state, note=deal.customer.name, amount=deal.amount)


def _quotes(person: User, start: Any, stop: Any) -> list[dict[str, Any]]:
    """Each quote once: that it went out says more than that it was submitted."""
    issued = Q(issued_at__gte=start, issued_at__lt=stop)
    reported = Q(reported_at__gte=start, reported_at__lt=stop)
    rows = Quote.objects.own(person).filter(issued | reported).select_related("customer").order_by("pk")
    return [
        _row(
            quote.pk,
            quote.title,
            state=ISSUED if quote.issued_at and start <= quote.issued_at < stop else REPORTED,
            note=quote.customer.name,
            amount=quote.total,
        )
        for quote in rows
    ]


def _ahead(person: User, kind: str, day: date) -> dict[str, list[Any]]:
    """What is planned next, and what was promised until then."""
    last = periods.end(kind, day)
    plans = VisitPlan.objects.own(person).open().select_related("customer").order_by("day", "pk")
    if kind == ReportKind.WEEK:
        until = last + periods.WEEK
        plans = plans.filter(day__gt=last, day__lte=until, focus__isnull=False)
    else:
        until = clock.next_workday(last + periods.DAY)
        plans = plans.filter(day=until)
    steps = customers.promised(person, until)[: MOST + 1]
    return {
        "coming": [_row(plan.pk, plan.customer.name, note=plan.purpose, day=plan.day) for plan in plans],
        "steps": [_row(visit.pk, visit.next_step, note=visit.customer.name, day=visit.next_on) for visit in steps],
    }
