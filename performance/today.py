"""What reports want of a person today: to write what is owed, to read what was handed in."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from core import clock, policy, today
from core.addresses import address_of
from core.pages import words
from core.pages.keyset import Count
from org.lines import LADDER
from org.models import User
from performance import periods, selectors
from performance.choices import ReportKind
from performance.models import WorkReport
from performance.models.reports import period_name
from performance.policy import DUE_HOUR, REMINDER

ASKED = timedelta(days=3)
"""How long after its end a report is still asked for here."""


@today.register
def own_reports(*, user: User, on: date) -> Sequence[today.Section]:
    """One's own that are owed: from the reminder on, until the third day after the end."""
    owed = list(_owed(user, on))
    if not owed:
        return []
    mine = WorkReport.objects.handed_in().filter(owner=user, day__in=[day for _kind, day, _end in owed])
    there = set(mine.values_list("kind", "day"))
    items, late = [], 0
    for kind, day, end in owed:
        if (str(kind), day) in there:
            continue
        left = words.remaining(end)
        late += clock.now() > end
        url = f"{address_of('performance:report_write')}?kind={kind}&on={day}"
        items.append(
            today.Item(
                title=_("%(report)s还没交") % {"report": period_name(kind, day)},
                url=url,
                details=[_("%(end)s 截止") % {"end": words.moment_text(end)}],
                clock=left.words,
                tone=left.tone,
                icon="i-clip",
                action=_("去写"),
                action_url=url,
                keep=True,
            )
        )
    rules = [DUE_HOUR[kind] for kind in dict.fromkeys(kind for kind, _day, _end in owed)]
    return [
        today.Section(
            "own_reports", _("日志和周报"), items, total=Count(len(items)), late=Count(late), position=27, rules=rules
        )
    ]


def _owed(user: User, on: date) -> Iterator[tuple[ReportKind, date, datetime]]:
    """What may be owed now and until when, before anybody looks whether it is there."""
    now, rules = clock.now(), policy.recent([*DUE_HOUR.values(), *REMINDER.values()])
    joined = clock.local_date(user.created_at)
    for kind in ReportKind:
        if not user.can(f"reports.{kind}"):
            continue
        begun = periods.begin(kind, on)
        last = clock.add_workdays(on, -1) if kind == ReportKind.DAY else periods.step(kind, begun, -1)
        for day in (last, begun):
            if not periods.is_asked(kind, day) or periods.end(kind, day) < joined:
                continue
            end = periods.due(kind, day, rules[DUE_HOUR[kind]])
            ahead = timedelta(hours=int(rules[REMINDER[kind]].value))
            if end - ahead <= now <= end + ASKED:
                yield kind, day, end


@today.register_later
def unread_reports(*, user: User, on: date) -> Sequence[today.Section]:
    """For superiors: what was handed in to them and waits to be read."""
    if not set(LADDER) & user.access.capabilities:
        return []
    found, in_all = today.first(selectors.unread(user))
    return [
        today.Section(
            "unread_reports",
            _("等你看的汇报"),
            [_unread(seat.report) for seat in found],
            total=in_all,
            url=f"{address_of('performance:report_list')}?scene=unread",
            position=45,
        )
    ]


def _unread(report: Any) -> today.Item:
    return today.Item(
        title=str(report),
        url=report.get_absolute_url(),
        details=[report.problems[:60]] if report.problems else [],
        clock=words.relative_day(report.submitted_at),
        icon="i-clip",
        action=_("去看"),
        action_url=report.get_absolute_url(),
    )
