"""报价分析: where quotes stand, what came of them by month, who brought it, and what waits too long.

Every number names the list that shows its rows (docs/howto/charts.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core import clock, figures
from core.addresses import address_of
from core.pages import words
from core.pages.charts import MONEY, Aging, Chart, Funnel, Point, Ranking, Trend
from core.pages.scales import scale_of
from org.models import User
from org.ranges import Member, Range
from quotes import policy as rules
from quotes.choices import RELEASED, QuoteState
from quotes.models import Quote
from quotes.models.quotes import QuoteQuerySet

S = QuoteState
DRAWN = (S.DRAFT, S.REPORTED, S.RETURNED, S.APPROVED, S.ISSUED, S.REJECTED)
"""What was written and not given up. A revision that a newer one replaced is void and counts no more."""
QUOTED = (S.REPORTED, S.APPROVED, S.ISSUED, S.REJECTED)
"""What was put forward: a price somebody stands for, whatever came of it."""
MONTHS = 12
LATE_AFTER = 3

Tally = tuple[int, Decimal]
Tallies = dict[Any, dict[str, Tally]]
NOTHING: Tally = (0, Decimal(0))


@dataclass(frozen=True)
class Period:
    code: str
    label: str
    first: date
    last: date

    @property
    def where(self) -> dict[str, Any]:
        return {"quoted_on_after": self.first, "quoted_on_before": self.last}


def periods(today: date) -> list[Period]:
    month = today.replace(day=1)
    quarter = month.replace(month=(month.month - 1) // 3 * 3 + 1)
    return [
        Period("year", _("近 12 个月"), months_before(month, MONTHS - 1), today),
        Period("quarter", _("本季"), quarter, today),
        Period("month", _("本月"), month, today),
    ]


def months_before(month: date, number: int) -> date:
    months = month.year * 12 + month.month - 1 - number
    return date(months // 12, months % 12 + 1, 1)


def last_day(month: date) -> date:
    return months_before(month, -1) - timedelta(days=1)


@dataclass(frozen=True)
class Analysis:
    """What is asked: whose quotes, of which days, by unit or by person."""

    user: User
    range: Range
    period: Period
    persons: bool

    def rows(self) -> QuoteQuerySet:
        rows: QuoteQuerySet = self.range.rows(Quote.objects.all())
        return rows

    def url(self, states: Iterable[str] = (), **where: Any) -> str:
        asked = {**self.range.where, **where}
        return f"{address_of('quotes:quote_list')}?{urlencode({'state': list(states), **asked}, doseq=True)}"

    def figures(self) -> figures.Figures:
        """All numbers of the page. Those of many people are kept a while (core.figures)."""
        key = self.range.key and f"quotes.{self.range.key}.{self.period.code}.{self.persons}.{clock.today()}"
        return figures.counted(key, self._count)

    def _count(self) -> dict[str, Any]:
        """One reading of the last twelve months for months, steps and people: periods are made of whole months."""
        today = clock.today()
        since = months_before(today.replace(day=1), MONTHS - 1)
        rows = self.rows().filter(quoted_on__gte=since, quoted_on__lte=today).exclude(state=S.VOID)
        months: Tallies = defaultdict(lambda: defaultdict(lambda: NOTHING))
        owners: Tallies = defaultdict(lambda: defaultdict(lambda: NOTHING))
        named = rows.annotate(month=TruncMonth("quoted_on")).order_by().values_list("owner_id", "month", "state")
        for owner, month, state, number, total in named.annotate(Count("pk"), Sum("total")):
            _add(months[month], state, (number, total))
            if month >= self.period.first:
                _add(owners[owner], state, (number, total))
        waiting, standing = self.rows().filter(state=S.REPORTED), self.rows().filter(state=S.ISSUED).standing(today)
        return {
            "months": {month: dict(tallies) for month, tallies in months.items()},
            "states": {state: _sum(tallies[state] for tallies in owners.values()) for state in DRAWN},
            "members": self._by_member(owners),
            "waiting": _by_day(waiting, "reported_at"),
            "open": _by_day(standing, "issued_at"),
        }

    def _by_member(self, owners: Tallies) -> list[tuple[str, dict[str, Any], Tally, Tally]]:
        """Each unit or person with what they quoted and what of it was approved, most approved first."""
        places = self.range.members(owners, persons=self.persons)
        found: dict[str, tuple[Member, list[Tally], list[Tally]]] = {}
        for owner, tallies in owners.items():
            place = places[owner]
            _place, quoted, approved = found.setdefault(urlencode(place.where), (place, [], []))
            quoted.append(_of(QUOTED, tallies))
            approved.append(_of(RELEASED, tallies))
        rows = [
            (place.label, dict(place.where), _sum(quoted), _sum(approved)) for place, quoted, approved in found.values()
        ]
        return sorted((row for row in rows if row[2][0]), key=lambda row: (-row[3][1], -row[2][1], row[0]))


def charts(asked: Analysis) -> tuple[list[Chart], figures.Figures]:
    found = asked.figures()
    numbers = found.value
    drawn = [
        _trend(asked, numbers["months"]),
        _funnel(asked, numbers["states"]),
        _ranking(asked, numbers["members"]),
        _waiting(asked, numbers["waiting"]),
        _open(asked, numbers["open"]),
    ]
    return drawn, found


def _add(tallies: dict[Any, Tally], key: Any, more: Tally) -> None:
    number, total = tallies.get(key, NOTHING)
    tallies[key] = (number + more[0], total + more[1])


def _by_day(rows: QuerySet[Quote], moment: str) -> dict[date, Tally]:
    """How many since which business day."""
    found = rows.order_by().values_list(f"{moment}__date").annotate(Count("pk"), Sum("total"))
    return {day: (number, total) for day, number, total in found if day}


def _sum(tallies: Iterable[Tally]) -> Tally:
    kept = list(tallies)
    return sum(number for number, _total in kept), sum((total for _number, total in kept), Decimal(0))


def _of(states: Iterable[str], tallies: dict[str, Tally]) -> Tally:
    return _sum(tallies.get(state, NOTHING) for state in states)


def _said(total: Decimal) -> str:
    return scale_of(MONEY, [total]).said(total)


def _copies(number: int) -> str:
    return ngettext("%(n)s 份", "%(n)s 份", number) % {"n": f"{number:,}"}


def _trend(asked: Analysis, months: dict[date, dict[str, Tally]]) -> Chart:
    now = clock.today().replace(day=1)
    points = []
    for back in reversed(range(MONTHS)):
        month = months_before(now, back)
        tallies = months.get(month, {})
        (number, quoted), (passed, approved) = _of(QUOTED, tallies), _of(RELEASED, tallies)
        where = {"quoted_on_after": month, "quoted_on_before": min(last_day(month), clock.today())}
        points.append(
            Point(
                _month(month),
                quoted,
                asked.url(QUOTED, **where) if number else "",
                number,
                part=approved,
                part_url=asked.url(RELEASED, **where) if passed else "",
                part_count=passed,
            )
        )
    this, before = points[-1], points[-2]
    scale = scale_of(MONEY, [this.value, before.value])
    said = {"now": scale.said(this.value), "before": scale.said(before.value)}
    title = _("本月报出 %(now)s，上月 %(before)s")
    if not this.value:
        title = _("本月还没有报出，上月 %(before)s") if before.value else _("这个月和上个月都没有报出")
    elif not before.value:
        title = _("本月报出 %(now)s，上月没有报出")
    return Trend(
        code="quotes.trend",
        title=title % said,
        about=_("每月提交审批的报价，深色是已通过的，按报价日期"),
        points=points,
        labels=_("月份"),
        values=_("报出"),
        parts=_("已通过"),
        counts=_("份数"),
        unit=MONEY,
        width=7,
        empty=_("近 12 个月没有提交过报价。"),
    )


def _month(month: date) -> str:
    # Translators: a date format of Django's; English says M (Nov).
    return dateformat.format(month, pgettext("month", "n 月"))


def _funnel(asked: Analysis, states: dict[str, Tally]) -> Chart:
    steps: list[tuple[str, tuple[str, ...]]] = [
        (_("起草"), DRAWN),
        (_("提交"), tuple(state for state in DRAWN if state != S.DRAFT)),
        (_("通过"), RELEASED),
        (pgettext("step", "发出"), (S.ISSUED,)),
    ]
    numbers = [_of(chosen, states)[0] for _label, chosen in steps]
    rates = [after / before if before else 1.0 for before, after in pairwise(numbers)]
    worst = min(range(len(rates)), key=rates.__getitem__) + 1 if numbers[0] else 0
    points = [
        Point(
            label,
            numbers[index],
            asked.url(chosen, **asked.period.where) if numbers[index] else "",
            numbers[index],
            note=_("过 %(share)s") % {"share": words.share_text(numbers[index], numbers[index - 1])} if index else "",
            hot=bool(index) and index == worst and rates[index - 1] < 1,
        )
        for index, (label, chosen) in enumerate(steps)
    ]
    title = _("报价走到哪一步")
    if worst and rates[worst - 1] < 1:
        title = _("从%(before)s到%(after)s掉得最多，只过 %(share)s") % {
            "before": steps[worst - 1][0],
            "after": steps[worst][0],
            "share": words.share_text(numbers[worst], numbers[worst - 1]),
        }
    return Funnel(
        code="quotes.funnel",
        title=title,
        about=_("%(period)s的报价，份；作废的不算") % {"period": asked.period.label},
        points=points,
        labels=_("步骤"),
        values=_("份数"),
        notes=_("过上一步的"),
        width=5,
        empty=_("这段时间没有报价。"),
    )


def _ranking(asked: Analysis, members: list[tuple[str, dict[str, Any], Tally, Tally]]) -> Chart:
    points = []
    for label, place, (number, quoted), (passed, approved) in members:
        where = {**asked.period.where, **({} if asked.range.own else place)}
        points.append(
            Point(
                label,
                quoted,
                asked.url(QUOTED, **where),
                number,
                part=approved,
                part_url=asked.url(RELEASED, **where) if passed else "",
                part_count=passed,
                note=_copies(passed),
            )
        )
    by_person = asked.persons or asked.range.own
    return Ranking(
        code="quotes.ranking",
        title=_ranking_title(asked, points),
        about=_("%(period)s通过的金额和份数，浅色是报出的") % {"period": asked.period.label},
        points=points,
        labels=_("人员") if by_person else _("部门和人员"),
        values=_("报出"),
        parts=_("已通过"),
        counts=_("报出份数"),
        notes=_("已通过份数"),
        unit=MONEY,
        width=12,
        numbered=len(points) > 1,
        empty=_("这段时间没有提交过报价。"),
    )


def _ranking_title(asked: Analysis, points: list[Point]) -> str:
    approved = sum((Decimal(point.part or 0) for point in points), Decimal(0))
    if asked.range.own:
        return _("你的报价通过了 %(total)s") % {"total": _said(approved)}
    if len(points) < 2 or approved <= 0:
        return _("一共通过 %(total)s") % {"total": _said(approved)}
    return _("一共通过 %(total)s，%(first)s占 %(share)s") % {
        "total": _said(approved),
        "first": points[0].label,
        "share": words.share_text(points[0].part, approved),
    }


@dataclass(frozen=True)
class _Wait:
    """Where quotes stand still, and since when: both cards count the same way."""

    code: str
    spans: tuple[tuple[int, int | None], ...]
    state: str
    column: str
    where: dict[str, Any] = field(default_factory=dict)

    def points(self, asked: Analysis, days: dict[date, Tally]) -> list[Point]:
        """One per stretch of days, with the list's conditions for exactly those days."""
        today = clock.today()
        whole = _sum(days.values())[0]
        points = []
        for least, most in self.spans:
            newest, oldest = today - timedelta(days=least), today - timedelta(days=most) if most is not None else None
            number, total = _sum(
                tally for day, tally in days.items() if day <= newest and (oldest is None or day >= oldest)
            )
            since = {f"{self.column}_before": newest, **({f"{self.column}_after": oldest} if oldest else {})}
            points.append(
                Point(
                    _span(least, most),
                    number,
                    asked.url((self.state,), **self.where, **since) if number else "",
                    number,
                    note=_("%(share)s · %(total)s") % {"share": words.share_text(number, whole), "total": _said(total)},
                    hot=most is None,
                )
            )
        return points

    def chart(self, points: list[Point], **said: Any) -> Chart:
        return Aging(code=self.code, points=points, values=_("份数"), notes=_("占比和金额"), width=6, **said)


WAITING = _Wait("quotes.waiting", ((0, 1), (2, 3), (4, 7), (8, 14), (15, None)), S.REPORTED, "reported_on")
OPEN = _Wait("quotes.open", ((0, 7), (8, 14), (15, 21), (22, None)), S.ISSUED, "issued_on", {"standing": "on"})


def _span(least: int, most: int | None) -> str:
    if most is None:
        return _("%(n)s 天以上") % {"n": least}
    return _("%(from)s–%(to)s 天") % {"from": least, "to": most}


def _waiting(asked: Analysis, days: dict[date, Tally]) -> Chart:
    points = WAITING.points(asked, days)
    late = sum(point.value for point, (least, _most) in zip(points, WAITING.spans, strict=True) if least > LATE_AFTER)
    everything = int(sum(point.value for point in points))
    said = {"all": f"{everything:,}", "n": f"{late:,}", "days": LATE_AFTER}
    if late:
        title = ngettext(
            "%(all)s 份在等审批，%(n)s 份超过 %(days)s 天", "%(all)s 份在等审批，%(n)s 份超过 %(days)s 天", everything
        )
    else:
        title = ngettext(
            "%(all)s 份在等审批，都不超过 %(days)s 天", "%(all)s 份在等审批，都不超过 %(days)s 天", everything
        )
    return WAITING.chart(
        points,
        title=title % said if everything else _("没有报价在等审批"),
        about=_("现在审批中的报价，按提交后的天数，份"),
        labels=_("提交后"),
        empty=_("提交的报价都有了结论。"),
    )


def _open(asked: Analysis, days: dict[date, Tally]) -> Chart:
    points = OPEN.points(asked, days)
    everything = int(sum(point.value for point in points))
    oldest = points[-1]
    title = ngettext("发出的 %(n)s 份还有效", "发出的 %(n)s 份还有效", everything) % {"n": f"{everything:,}"}
    if oldest.value:
        title = _("%(title)s，%(old)s 份发出 %(days)s 天以上") % {
            "title": title,
            "old": f"{oldest.value:,}",
            "days": OPEN.spans[-1][0],
        }
    return OPEN.chart(
        points,
        title=title if everything else _("没有发出后还有效的报价"),
        about=_("已发出、没到期的报价，按发出后的天数，份"),
        labels=_("发出后"),
        empty=_("发出的报价会在这里按天数排开。"),
        rules=[rules.VALID_DAYS],
    )
