"""客户分析: how many customers of which class and where, which of them are due, and whether the visits are enough for them.

Every number names the list that shows its rows (docs/howto/charts.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.db.models.functions import Left, TruncWeek
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core import clock, divisions, figures
from core.addresses import address_of
from core.pages import words
from core.pages.charts import Chart, Gauge, Point, Ranking, Trend
from customers import policy as rules
from customers import selectors
from customers.choices import CustomerClass
from customers.models import Customer, Visit
from customers.models.customers import overdue
from org.ranges import Range

WEEKS = 12
Numbers = tuple[int, int]
"""All, and those of them that are due."""


@dataclass(frozen=True)
class Analysis:
    """What is asked: whose customers, and whose visits where the reader sees any."""

    range: Range
    visits: Range | None

    def customers_url(self, **where: Any) -> str:
        return f"{address_of('customers:customer_list')}?{urlencode({**self.range.where, **where})}"

    def visits_url(self, **where: Any) -> str:
        assert self.visits is not None
        return f"{address_of('customers:visit_list')}?{urlencode({**self.visits.where, **where})}"

    @property
    def comparable(self) -> bool:
        """Whether the visits are of the people whose customers these are."""
        return self.visits is not None and self.visits.where == self.range.where

    def figures(self) -> figures.Figures:
        """All numbers of the page. Those of many people are kept a while (core.figures)."""
        visits = "none" if self.visits is None else self.visits.key
        key = self.range.key and visits and f"customers.{self.range.key}.{visits}.{clock.today()}"
        return figures.counted(key, self._count)

    def _count(self) -> dict[str, Any]:
        """One reading of the customers for classes and places, one of the last weeks' visits."""
        today, days = clock.today(), selectors.visit_days()
        classes: dict[str, Numbers] = defaultdict(lambda: (0, 0))
        places: dict[str, Numbers] = defaultdict(lambda: (0, 0))
        named = self.range.rows(Customer.objects.all()).annotate(place=Left("division", 2)).order_by()
        found = named.values_list("customer_class", "place")
        for kind, place, number, due in found.annotate(n=Count("pk"), due=Count("pk", filter=overdue(today, days))):
            classes[kind] = _add(classes[kind], (number, due))
            places[place] = _add(places[place], (number, due))
        return {"classes": dict(classes), "places": dict(places), "weeks": self._by_week(today), "days": days}

    def _by_week(self, today: date) -> dict[date, int]:
        if self.visits is None:
            return {}
        since = clock.day_start(monday(today) - timedelta(weeks=WEEKS - 1))
        rows = self.visits.rows(Visit.objects.all()).filter(occurred_at__gte=since)
        weeks = rows.annotate(week=TruncWeek("occurred_at")).order_by().values_list("week").annotate(Count("pk"))
        return {clock.local_date(week): number for week, number in weeks}


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def charts(asked: Analysis) -> tuple[list[Chart], figures.Figures]:
    found = asked.figures()
    numbers = found.value
    drawn: list[Chart] = [_in_time(asked, numbers["classes"]), _classes(asked, numbers["classes"], numbers["days"])]
    if asked.visits is not None:
        drawn.append(_weeks(asked, numbers))
    drawn.append(_places(asked, numbers["places"], width=5 if asked.visits is not None else 12))
    return drawn, found


def _add(some: Numbers, more: Numbers) -> Numbers:
    return some[0] + more[0], some[1] + more[1]


def _sum(several: Iterable[Numbers]) -> Numbers:
    kept = list(several)
    return sum(number for number, _due in kept), sum(due for _number, due in kept)


def _in_time(asked: Analysis, classes: dict[str, Numbers]) -> Chart:
    everything, due = _sum(classes.values())
    kept = everything - due
    return Gauge(
        code="customers.in_time",
        title=_("%(share)s的客户按时联系了") % {"share": words.share_text(kept, everything)}
        if everything
        else _("还没有客户"),
        about=_("最近一次联系没超过类别间隔的客户，家"),
        points=[
            Point(
                _("按时联系"),
                kept,
                asked.customers_url(in_time="on") if kept else "",
                kept,
                target=everything,
            )
        ],
        labels=_("客户"),
        values=_("按时"),
        targets=_("应有"),
        suffix=_("家"),
        note=ngettext("%(n)s 家该拜访了", "%(n)s 家该拜访了", due) % {"n": f"{due:,}"} if due else _("没有该拜访的"),
        width=4,
        empty=_("有了客户，这里看按时联系的有多少。"),
        rules=tuple(rules.VISIT_DAYS.values()),
    )


def _classes(asked: Analysis, classes: dict[str, Numbers], days: dict[str, int]) -> Chart:
    points = []
    for kind in reversed(CustomerClass):
        number, due = classes.get(kind.value, (0, 0))
        where = {"customer_class": kind.value}
        points.append(
            Point(
                kind.label,
                number,
                asked.customers_url(**where) if number else "",
                number,
                part=due,
                part_url=asked.customers_url(due="on", **where) if due else "",
                part_count=due,
                note=ngettext("每 %(n)s 天", "每 %(n)s 天", days[kind.value]) % {"n": days[kind.value]},
            )
        )
    everything, due = _sum(classes.values())
    title = ngettext("%(n)s 家客户，%(due)s 家该拜访了", "%(n)s 家客户，%(due)s 家该拜访了", everything)
    if not due:
        title = ngettext("%(n)s 家客户，都按时联系了", "%(n)s 家客户，都按时联系了", everything)
    return Ranking(
        code="customers.classes",
        title=title % {"n": f"{everything:,}", "due": f"{due:,}"},
        about=_("各类别的客户，深色和数字是该拜访的，家"),
        points=points,
        labels=_("类别"),
        values=_("客户"),
        parts=_("该拜访"),
        notes=_("联系间隔"),
        numbered=False,
        width=8,
        empty=_("有了客户，这里按类别排开。"),
    )


def _weeks(asked: Analysis, numbers: dict[str, Any]) -> Chart:
    """The line is what today's customers ask for by the frequency of their class: history of classes is not asked."""
    days = numbers["days"]
    asks = ceil(sum(number * 7 / days[kind] for kind, (number, _due) in numbers["classes"].items()))
    today = clock.today()
    points = []
    for back in reversed(range(WEEKS)):
        first = monday(today) - timedelta(weeks=back)
        number = numbers["weeks"].get(first, 0)
        where = {"on_after": first, "on_before": min(first + timedelta(days=6), today)}
        points.append(
            Point(
                f"{first:%m-%d}",
                number,
                asked.visits_url(**where) if number else "",
                number,
                target=asks if asked.comparable and asks else None,
            )
        )
    last = int(points[-2].value)
    said = {"n": f"{last:,}", "asks": f"{asks:,}"}
    visits = ngettext("上周联系客户 %(n)s 次", "上周联系客户 %(n)s 次", last) % said
    compared = asked.comparable and asks
    return Trend(
        code="customers.weeks",
        title=_("%(visits)s，该有 %(asks)s 次") % {"visits": visits, **said} if compared else visits,
        about=_("每周记的拜访、来访和电话，横线是现有客户按类别间隔该有的，次")
        if compared
        else _("每周记的拜访、来访和电话，次"),
        points=points,
        labels=pgettext("chart", "周一"),
        values=_("次数"),
        targets=_("该有") if compared else "",
        width=7,
        empty=_("近 12 周没有记过拜访。"),
    )


def _places(asked: Analysis, places: dict[str, Numbers], width: int) -> Chart:
    everything, _due = _sum(places.values())
    points = [
        Point(
            divisions.name(code),
            number,
            asked.customers_url(division=divisions.name(code)),
            number,
            note=words.share_text(number, everything),
        )
        for code, (number, _none) in sorted(places.items(), key=lambda item: (-item[1][0], item[0]))
        if divisions.exists(code)
    ]
    known = sum(int(point.value) for point in points)
    if unknown := everything - known:
        where = asked.customers_url(unplaced="on")
        points.append(Point(_("没填地区"), unknown, where, unknown, note=words.share_text(unknown, everything)))
    title = _("客户在哪里")
    if known and len(points) > 1:
        title = _("%(first)s最多，占 %(share)s") % {"first": points[0].label, "share": points[0].note}
    return Ranking(
        code="customers.places",
        title=title,
        about=_("客户按省份，家"),
        points=points,
        labels=_("省份"),
        values=_("客户"),
        notes=_("占比"),
        width=width,
        empty=_("有了客户，这里看它们在哪些省份。"),
    )
