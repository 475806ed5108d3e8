"""商机分析: what one may count on by month, and where deals leak: by stage, reason, month and person (D04).

Every number names the list that shows its rows (docs/howto/charts.md). Money counts by its chance; what is lost counts by the
day it was given up.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Sum
from django.db.models.functions import TruncMonth
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core import clock, figures
from core.addresses import address_of
from core.pages import words
from core.pages.charts import MONEY, Chart, Point, Ranking, Trend
from core.pages.scales import scale_of
from customers import policy as rules
from customers.choices import OPEN_STAGES, LostReason, Stage
from customers.models import Opportunity
from org.ranges import Range

AHEAD, BACK = 4, 12
"""Months a forecast names, beside what is past and what comes later: six columns are what a phone shows. Months looked back."""
CLOSED = (Stage.WON, Stage.LOST)


@dataclass(frozen=True)
class Analysis:
    """What is asked: whose deals, and closed ones by unit or by person."""

    range: Range
    persons: bool

    def url(self, states: tuple[str, ...], **where: Any) -> str:
        asked = {**self.range.where, "state": list(states), **where}
        return f"{address_of('customers:opportunity_list')}?{urlencode(asked, doseq=True)}"

    def figures(self) -> figures.Figures:
        """All numbers of the page. Those of many people are kept a while (core.figures)."""
        key = self.range.key and f"opportunities.{self.range.key}.{self.persons}.{clock.today()}"
        return figures.counted(key, self._count)

    def _count(self) -> dict[str, Any]:
        """One reading of what is open, one of what was closed in the last twelve months."""
        today = clock.today()
        rows = self.range.rows(Opportunity.objects.all()).order_by()
        ahead: dict[Any, tuple[int, Decimal]] = {}
        months = rows.open().annotate(month=TruncMonth("expected_on")).values_list("month")
        for month, number, weighted in months.annotate(n=Count("pk"), weighted=Sum(F("amount") * F("chance"))):
            place = _column(month, today)
            had = ahead.get(place, (0, Decimal(0)))
            ahead[place] = (had[0] + number, had[1] + weighted / 100)
        since = months_after(today.replace(day=1), 1 - BACK)
        closed = rows.filter(closed_on__gte=since, closed_on__lte=today)
        named = closed.annotate(month=TruncMonth("closed_on"))
        found = named.values_list("owner_id", "month", "state", "lost_at_stage", "lost_reason").annotate(Count("pk"))
        return {"ahead": ahead, "closed": list(found), "since": since, "members": self._members(found)}

    def _members(self, found: Any) -> list[tuple[str, dict[str, Any], int, int]]:
        """Each unit or person: closed, lost; the highest share lost first."""
        owners: dict[int, list[int]] = defaultdict(lambda: [0, 0])
        for owner, _month, state, _stage, _reason, number in found:
            owners[owner][0] += number
            owners[owner][1] += number if state == Stage.LOST else 0
        places = self.range.members(owners, persons=self.persons)
        summed: dict[str, tuple[str, dict[str, Any], list[int]]] = {}
        for owner, (closed, lost) in owners.items():
            place = places[owner]
            kept = summed.setdefault(urlencode(place.where), (place.label, dict(place.where), [0, 0]))
            kept[2][0] += closed
            kept[2][1] += lost
        rows = [(label, where, closed, lost) for label, where, (closed, lost) in summed.values()]
        return sorted(rows, key=lambda row: (-Decimal(row[3]) / row[2], -row[3], row[0]))


def months_after(month: date, number: int) -> date:
    months = month.year * 12 + month.month - 1 + number
    return date(months // 12, months % 12 + 1, 1)


def month_text(month: date) -> str:
    return dateformat.format(month, pgettext("month", "n 月"))


def _column(month: date, today: date) -> int:
    """Months from this one; -1 for what is past, AHEAD for what comes later."""
    first = today.replace(day=1)
    away = (month.year - first.year) * 12 + month.month - first.month
    return max(-1, min(away, AHEAD))


def charts(asked: Analysis) -> tuple[list[Chart], figures.Figures]:
    found = asked.figures()
    numbers = found.value
    drawn: list[Chart] = [
        _forecast(asked, numbers),
        _by_stage(asked, numbers),
        _by_month(asked, numbers),
        _by_reason(asked, numbers),
    ]
    if not asked.range.own:
        drawn.append(_by_member(asked, numbers))
    return drawn, found


def _forecast(asked: Analysis, numbers: dict[str, Any]) -> Chart:
    first = clock.today().replace(day=1)
    points, total, in_all = [], Decimal(0), 0
    for away in range(-1, AHEAD + 1):
        number, weighted = numbers["ahead"].get(away, (0, Decimal(0)))
        total, in_all = total + weighted, in_all + number
        month = months_after(first, away)
        where: dict[str, Any] = {"expected_on_after": month, "expected_on_before": last_day(month)}
        label = month_text(month)
        if away < 0:
            where, label = {"expected_on_before": first - timedelta(days=1)}, _("以前")
        elif away == AHEAD:
            where, label = {"expected_on_after": month}, _("以后")
        url = asked.url(OPEN_STAGES, **where) if number else ""
        points.append(Point(label, weighted.quantize(Decimal("0.01")), url, number, hot=away < 0 and number > 0))
    scale = scale_of(MONEY, [total])
    title = ngettext("在谈 %(n)s 个，按赢率算 %(amount)s", "在谈 %(n)s 个，按赢率算 %(amount)s", in_all)
    return Trend(
        code="opportunities.forecast",
        title=title % {"n": f"{in_all:,}", "amount": scale.said(total)},
        about=_("预计各月签约的金额乘赢率"),
        points=points,
        now=1,
        labels=_("预计签约"),
        values=_("加权金额"),
        counts=_("商机数"),
        unit=MONEY,
        width=7,
        empty=_("有了在谈的商机，这里看哪个月能签多少。"),
        rules=tuple(rules.CHANCE.values()),
    )


def last_day(month: date) -> date:
    return months_after(month, 1) - timedelta(days=1)


def _lost(numbers: dict[str, Any]) -> dict[str, int]:
    """Stage → deals lost there."""
    found: dict[str, int] = defaultdict(int)
    for _owner, _month, state, stage, _reason, number in numbers["closed"]:
        if state == Stage.LOST:
            found[stage] += number
    return found


def _won(numbers: dict[str, Any]) -> int:
    return sum(row[5] for row in numbers["closed"] if row[2] == Stage.WON)


def _since(numbers: dict[str, Any]) -> dict[str, Any]:
    return {"closed_on_after": numbers["since"], "closed_on_before": clock.today()}


def _by_stage(asked: Analysis, numbers: dict[str, Any]) -> Chart:
    """Of the deals that came as far as a stage, how many were lost there."""
    lost, reached = _lost(numbers), _won(numbers) + sum(_lost(numbers).values())
    rows, worst, all_closed = [], Decimal(0), reached
    for stage in OPEN_STAGES:
        number = lost.get(stage, 0)
        share = Decimal(number) / reached if reached else Decimal(0)
        rows.append((stage, number, words.share_text(number, reached), share))
        worst = max(worst, share)
        reached -= number
    points = [
        Point(
            stage.label,
            number,
            asked.url((Stage.LOST,), lost_at=stage.value, **_since(numbers)) if number else "",
            number,
            note=said,
            hot=bool(number) and share == worst,
        )
        for stage, number, said, share in rows
    ]
    top = next((point for point in points if point.hot), None)
    title = (
        _("%(stage)s阶段漏得最多，走到这步的丢了 %(share)s") % {"stage": top.label, "share": top.note} if top else ""
    )
    nothing = _("近 12 个月没有丢单") if all_closed else _("近 12 个月没有了结的商机")
    return Ranking(
        code="opportunities.stages",
        title=title or nothing,
        about=_("近 12 个月丢的单，丢在哪一步；右边是走到这步的商机丢了多少"),
        points=points,
        labels=_("阶段"),
        values=_("丢单"),
        notes=_("漏失率"),
        numbered=False,
        width=5,
        empty=_("丢了的单会按阶段排在这里。"),
    )


def _by_month(asked: Analysis, numbers: dict[str, Any]) -> Chart:
    months: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for _owner, month, state, _stage, _reason, number in numbers["closed"]:
        months[month][0] += number
        months[month][1] += number if state == Stage.LOST else 0
    points = []
    for back in range(BACK):
        month = months_after(numbers["since"], back)
        closed, lost = months.get(month, (0, 0))
        where = {"closed_on_after": month, "closed_on_before": min(last_day(month), clock.today())}
        points.append(
            Point(
                month_text(month),
                closed,
                asked.url(CLOSED, **where) if closed else "",
                closed,
                part=lost,
                part_url=asked.url((Stage.LOST,), **where) if lost else "",
                part_count=lost,
                note=words.share_text(lost, closed),
            )
        )
    closed, lost = sum(int(p.value) for p in points), sum(int(p.part or 0) for p in points)
    title = ngettext(
        "了结 %(n)s 个，丢了 %(lost)s 个，漏失率 %(share)s", "了结 %(n)s 个，丢了 %(lost)s 个，漏失率 %(share)s", closed
    ) % {"n": closed, "lost": lost, "share": words.share_text(lost, closed) or "0%"}
    return Trend(
        code="opportunities.months",
        title=title if closed else _("近 12 个月没有了结的商机"),
        about=_("每月了结的商机，深色是丢了的，个"),
        points=points,
        labels=_("月份"),
        values=_("了结"),
        parts=_("丢单"),
        notes=_("漏失率"),
        width=7,
        empty=_("成交和丢了的单会按月排在这里。"),
    )


def _by_reason(asked: Analysis, numbers: dict[str, Any]) -> Chart:
    reasons: dict[str, int] = defaultdict(int)
    for _owner, _month, state, _stage, reason, number in numbers["closed"]:
        if state == Stage.LOST:
            reasons[reason] += number
    lost = sum(reasons.values())
    points = [
        Point(
            LostReason(reason).label,
            number,
            asked.url((Stage.LOST,), lost_reason=reason, **_since(numbers)),
            number,
            note=words.share_text(number, lost),
        )
        for reason, number in sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
    ]
    title = _("近 12 个月没有丢单")
    if points:
        title = _("%(share)s的丢单是因为%(reason)s") % {"share": points[0].note, "reason": points[0].label}
    return Ranking(
        code="opportunities.reasons",
        title=title,
        about=_("近 12 个月丢单的原因，个"),
        points=points,
        labels=_("丢单原因"),
        values=_("丢单"),
        notes=_("占比"),
        width=5,
        empty=_("丢单写的原因会排在这里。"),
        rules=(rules.LOST_REASONS,),
    )


def _by_member(asked: Analysis, numbers: dict[str, Any]) -> Chart:
    since = _since(numbers)
    points = []
    for label, where, closed, lost in numbers["members"]:
        # A member's own conditions replace those of the range.
        part = {**where, **since}
        points.append(
            Point(
                label,
                closed,
                asked.url(CLOSED, **part),
                closed,
                part=lost,
                part_url=asked.url((Stage.LOST,), **part) if lost else "",
                part_count=lost,
                note=words.share_text(lost, closed) or "0%",
            )
        )
    title = _("%(who)s漏得最多，丢了 %(share)s") % {"who": points[0].label, "share": points[0].note} if points else ""
    return Ranking(
        code="opportunities.members",
        title=title or _("近 12 个月没有了结的商机"),
        about=_("近 12 个月了结的商机，深色是丢了的，漏失率高的在前，个"),
        points=points,
        labels=_("谁"),
        values=_("了结"),
        parts=_("丢单"),
        notes=_("漏失率"),
        width=12,
        empty=_("成交和丢了的单会按人排在这里。"),
    )
