"""线索分析: leads → spoken with → customers → deals → money, by source and month, and what waits (B07, B08).

Every number names the list that shows its rows (docs/howto/charts.md). A lead counts by the day it was received; money is that of
the deal it became, once won.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock, figures
from core.addresses import address_of
from core.pages import words
from core.pages.charts import MONEY, Chart, Funnel, Point, Ranking, Trend
from core.pages.scales import scale_of
from customers import policy as rules
from customers.choices import LeadSource, LeadState, Stage
from customers.deal_analysis import BACK, last_day, month_text, months_after
from customers.models import Lead
from org.ranges import Range

AGES = ((0, 1), (2, 3), (4, 7), (8, 14), (15, None))
"""Days that leads wait, in columns."""


@dataclass(frozen=True)
class Analysis:
    """What is asked: whose leads."""

    range: Range

    def url(self, **where: Any) -> str:
        asked = {**self.range.where, **where}
        return f"{address_of('customers:lead_list')}?{urlencode(asked, doseq=True)}"

    def figures(self) -> figures.Figures:
        """All numbers of the page. Those of many people are kept a while (core.figures)."""
        key = self.range.key and f"leads.{self.range.key}.{clock.today()}"
        return figures.counted(key, self._count)

    def _count(self) -> dict[str, Any]:
        today = clock.today()
        since = months_after(today.replace(day=1), 1 - BACK)
        rows = self.range.rows(Lead.objects.all()).order_by()
        months = rows.filter(received_at__gte=clock.day_start(since), received_at__lte=clock.now())
        named = months.annotate(month=TruncMonth("received_at")).values_list("source", "month")
        won = Q(opportunity__state=Stage.WON)
        found = named.annotate(
            received=Count("pk"),
            touched=Count("pk", filter=Q(first_touch_at__isnull=False)),
            converted=Count("pk", filter=Q(state=LeadState.CONVERTED)),
            dealt=Count("pk", filter=Q(opportunity__isnull=False)),
            won=Count("pk", filter=won),
            money=Sum("opportunity__amount", filter=won),
        )
        counted = [
            (source, clock.local_date(month), *numbers[:5], numbers[5] or Decimal(0))
            for source, month, *numbers in found
        ]
        waiting = rows.filter(state__in=[LeadState.NEW, LeadState.ASSIGNED])
        began = list(waiting.values_list("state", "received_at", "owned_since"))
        ages: dict[int, list[int]] = defaultdict(lambda: [0, 0])
        for state, received_at, owned_since in began:
            days = (today - clock.local_date(received_at if state == LeadState.NEW else owned_since)).days
            place = next(n for n, (_first, last) in enumerate(AGES) if last is None or days <= last)
            ages[place][0] += 1
            ages[place][1] += state == LeadState.NEW
        return {"since": since, "counted": counted, "ages": dict(ages)}


def charts(asked: Analysis) -> tuple[list[Chart], figures.Figures]:
    found = asked.figures()
    numbers = found.value
    return [
        _steps(asked, numbers),
        _ages(asked, numbers),
        _sources(asked, numbers),
        _money(asked, numbers),
        _months(asked, numbers),
    ], found


def _span(numbers: dict[str, Any]) -> dict[str, Any]:
    return {"received_after": numbers["since"], "received_before": clock.today()}


def _steps(asked: Analysis, numbers: dict[str, Any]) -> Chart:
    totals = [sum(row[place] for row in numbers["counted"]) for place in range(2, 7)]
    span = _span(numbers)
    steps: list[tuple[str, dict[str, Any]]] = [
        (_("线索"), {}),
        (_("联系过"), {"touched": "on"}),
        (_("转客户"), {"state": "converted"}),
        (_("有商机"), {"with_deal": "on"}),
        (_("成交了"), {"won": "on"}),
    ]
    points = [
        Point(label, total, asked.url(**span, **where) if total else "", total)
        for (label, where), total in zip(steps, totals, strict=True)
    ]
    share = words.share_text(totals[2], totals[0]) or "0%"
    title = ngettext("%(n)s 条线索，%(share)s转成了客户", "%(n)s 条线索，%(share)s转成了客户", totals[0])
    return Funnel(
        code="leads.steps",
        title=title % {"n": f"{totals[0]:,}", "share": share},
        about=_("近 12 个月收到的线索走到哪一步"),
        points=points,
        labels=_("步骤"),
        values=_("线索"),
        width=6,
        empty=_("有了线索，这里看走到哪一步。"),
    )


def _ages(asked: Analysis, numbers: dict[str, Any]) -> Chart:
    today = clock.today()
    points = []
    for place, (first, last) in enumerate(AGES):
        number, queued = numbers["ages"].get(place, (0, 0))
        where: dict[str, Any] = {"waits_to": today - timedelta(days=first)}
        if last is not None:
            where["waits_from"] = today - timedelta(days=last)
        label = _("%(n)s 天以上") % {"n": first} if last is None else _("%(a)s 到 %(b)s 天") % {"a": first, "b": last}
        points.append(
            Point(
                label,
                number,
                asked.url(**where) if number else "",
                number,
                part=queued,
                part_url=asked.url(state="new", **where) if queued else "",
                part_count=queued,
                hot=last is None and number > 0,
            )
        )
    total = sum(int(point.value) for point in points)
    queued = sum(int(point.part or 0) for point in points)
    title = ngettext("%(n)s 条在等，%(queued)s 条还没分配", "%(n)s 条在等，%(queued)s 条还没分配", total) % {
        "n": f"{total:,}",
        "queued": queued,
    }
    return Trend(
        code="leads.ages",
        title=title if total else _("没有线索在等"),
        about=_("还没分配和还没联系的线索等了多久，深色是没分配的，条"),
        points=points,
        labels=_("等了"),
        values=_("在等"),
        parts=_("待分配"),
        now=None,
        width=6,
        empty=_("没有线索在等分配或第一次联系。"),
        rules=(rules.LEAD_ASSIGN_DAYS, rules.LEAD_TOUCH_DAYS),
    )


def _by_source(numbers: dict[str, Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for source, _month, *row in numbers["counted"]:
        had = found.setdefault(source, [0, 0, 0, 0, 0, Decimal(0)])
        found[source] = [a + b for a, b in zip(had, row, strict=True)]
    return found


def _sources(asked: Analysis, numbers: dict[str, Any]) -> Chart:
    span, rows = _span(numbers), _by_source(numbers)
    points = [
        Point(
            LeadSource(source).label,
            row[0],
            asked.url(source=source, **span),
            row[0],
            part=row[2],
            part_url=asked.url(source=source, state="converted", **span) if row[2] else "",
            part_count=row[2],
            note=words.share_text(row[2], row[0]) or "0%",
        )
        for source, row in sorted(rows.items(), key=lambda item: (-item[1][0], item[0]))
    ]
    best = max(rows.items(), key=lambda item: (Decimal(item[1][2]) / item[1][0], item[1][0]), default=None)
    title = _("近 12 个月没有线索")
    if best and best[1][2]:
        told = {"source": LeadSource(best[0]).label, "share": words.share_text(best[1][2], best[1][0])}
        title = _("%(source)s转得最多，%(share)s成了客户") % told
    elif points:
        title = _("还没有线索转成客户")
    return Ranking(
        code="leads.sources",
        title=title,
        about=_("近 12 个月各来源的线索，深色是转成客户的，条"),
        points=points,
        labels=_("来源"),
        values=_("线索"),
        parts=_("转客户"),
        notes=_("转化率"),
        width=6,
        empty=_("线索会按来源排在这里。"),
    )


def _money(asked: Analysis, numbers: dict[str, Any]) -> Chart:
    span, rows = _span(numbers), _by_source(numbers)
    brought = sorted(((row[5], row[4], source) for source, row in rows.items() if row[5]), reverse=True)
    points = [
        Point(LeadSource(source).label, money, asked.url(source=source, won="on", **span), count)
        for money, count, source in brought
    ]
    total = sum((money for money, _count, _source in brought), Decimal(0))
    title = _("线索带来的成交 %(amount)s") % {"amount": scale_of(MONEY, [total]).said(total)}
    return Ranking(
        code="leads.money",
        title=title if brought else _("还没有线索带来成交"),
        about=_("近 12 个月收到的线索，转成的商机成交了多少"),
        points=points,
        labels=_("来源"),
        values=_("成交金额"),
        counts=_("线索数"),
        unit=MONEY,
        width=6,
        empty=_("线索转成的商机成交了，金额会按来源排在这里。"),
    )


def _months(asked: Analysis, numbers: dict[str, Any]) -> Chart:
    months: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for _source, month, received, _touched, converted, *_rest in numbers["counted"]:
        months[month][0] += received
        months[month][1] += converted
    points = []
    for back in range(BACK):
        month = months_after(numbers["since"], back)
        received, converted = months.get(month, (0, 0))
        where = {"received_after": month, "received_before": min(last_day(month), clock.today())}
        points.append(
            Point(
                month_text(month),
                received,
                asked.url(**where) if received else "",
                received,
                part=converted,
                part_url=asked.url(state="converted", **where) if converted else "",
                part_count=converted,
                note=words.share_text(converted, received),
            )
        )
    this = int(points[-1].value)
    title = ngettext("本月收到 %(n)s 条线索", "本月收到 %(n)s 条线索", this) % {"n": this}
    return Trend(
        code="leads.months",
        title=title,
        about=_("每月收到的线索，深色是后来转成客户的，条"),
        points=points,
        labels=_("月份"),
        values=_("线索"),
        parts=_("转客户"),
        notes=_("转化率"),
        width=12,
        empty=_("收到的线索会按月排在这里。"),
    )
