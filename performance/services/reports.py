"""The verbs of daily logs and weekly reports (C07, C08): save, submit, withdraw, read; who owes one is reminded."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from core import audit, clock, events, notices, policy
from core.addresses import address_of
from core.errors import Conflict, Invalid
from core.guards import check_version, require
from core.pages.text import keep
from core.scope import visible_or_404
from customers.services.doors import assign, write
from org import lines
from org.access import read_ahead
from org.models import User
from performance import facts, periods, policies
from performance.choices import ReportKind
from performance.models import ReportCopy, ReportReader, WorkReport
from performance.policy import DUE_HOUR, REMINDER

events.declare("report.submitted", report_id=int, owner_id=int)

TEXTS = frozenset({"done", "problems", "ahead"})
NAMED = 3
"""People whom a notice names."""


@transaction.atomic
def save_report(*, actor: User, kind: str, day: date, texts: dict[str, str], version: int | None = None) -> WorkReport:
    """Keep what the actor wrote of a day, or of the week it lies in. `version` 0 says that there was none yet.

    Raises Forbidden for who owes none, Invalid for a day to come, Conflict once it is handed in or begun elsewhere, Stale.
    """
    report, _begun = _open(actor, kind, day, version)
    if assign(report, texts, TEXTS) or report.version == 1:
        _save(report)
        audit.record(actor=actor, code="report.saved", subject=report, data=_named(report))
    return report


@transaction.atomic
def submit_report(
    *, actor: User, kind: str, day: date, texts: dict[str, str] | None = None, version: int | None = None
) -> WorkReport:
    """Hand in the report of a day or week, with the facts as they stand now; after the rule's hour it is marked late.

    Raises as `save_report`, and Invalid when neither the system knows of anything nor anything is written.
    """
    report, _begun = _open(actor, kind, day, version)
    assign(report, texts or {}, TEXTS)
    known = facts.of(actor, report.kind, report.day)
    if facts.says_nothing(known) and not report.done:
        told = _("这段时间没有记录，写一句做了什么")
        raise Invalid("report.empty", told, errors={"done": [told]})
    rule = policy.in_force(DUE_HOUR[ReportKind(report.kind)], on=report.last_day)
    asked = periods.is_asked(report.kind, report.day)
    report.submit(late=asked and clock.now() > periods.due(report.kind, report.day, rule))
    _save(report)
    ReportCopy.objects.create(
        report=report,
        number=report.copies.count() + 1,
        at=report.submitted_at or clock.now(),
        is_late=report.is_late,
        facts=known,
        **{name: getattr(report, name) for name in TEXTS},
    )
    ReportReader.objects.bulk_create(ReportReader(report=report, person=person) for person in lines.superiors(actor))
    audit.record(
        actor=actor,
        code="report.submitted",
        subject=report,
        to_state=report.state,
        data={**_named(report), "is_late": report.is_late, "policies": policy.cite([rule])},
    )
    events.publish("report.submitted", report_id=report.pk, owner_id=report.owner_id)
    return report


@transaction.atomic
def withdraw_report(*, actor: User, report_id: int, version: int | None = None) -> WorkReport:
    """Take back what nobody has read yet; what was handed in stays on record.

    Raises Forbidden for somebody else's, Conflict once a superior read it, and for a draft.
    """
    report = _lock(actor, report_id)
    require(policies.may_change(actor, report), "report.own", _("汇报由本人写、本人撤回"))
    check_version(report, version)
    if report.is_draft:
        raise Conflict("report.draft", _("这份还没交，或者已经撤回了"))
    if report.read_at is not None:
        raise Conflict(
            "report.read",
            _("%(person)s 在 %(time)s 看过了，写评论补充")
            % {"person": report.read_by, "time": f"{clock.local(report.read_at):%m-%d %H:%M}"},
        )
    report.withdraw()
    _save(report)
    report.readers.all().delete()
    audit.record(actor=actor, code="report.withdrawn", subject=report, to_state=report.state, data=_named(report))
    return report


@transaction.atomic
def read_report(*, actor: User, report_id: int, version: int | None = None) -> WorkReport:
    """Mark what somebody below handed in as read by the actor, once. From the first reading on it cannot be taken back.

    Raises Forbidden for one's own and for who leads nobody, Conflict for a draft, Stale when it was handed in anew.
    """
    report = _lock(actor, report_id)
    require(policies.may_read(actor, report), "report.superior", _("上级才能标为已阅"))
    reader, _added = ReportReader.objects.get_or_create(report=report, person=actor)
    if reader.read_at is not None:
        return report
    check_version(report, version)
    reader.read_at = clock.now()
    reader.save(update_fields=["read_at"])
    if report.read_at is None:
        report.read(by=actor)
        _save(report)
    audit.record(actor=actor, code="report.read", subject=report, to_state=report.state, data=_named(report))
    return report


def mind_reports(*, as_of: datetime) -> int:
    """Before the end remind who owes a report, after it name them to their superiors. Says each thing once per period."""
    told = 0
    today = clock.local_date(as_of)
    for kind in ReportKind:
        for back in (0, 1, 2):
            day = periods.step(kind, periods.begin(kind, today), -back)
            if periods.is_asked(kind, day):
                told += _mind(kind, day, as_of)
    return told


def _mind(kind: ReportKind, day: date, as_of: datetime) -> int:
    end = periods.due(kind, day)
    ahead = timedelta(hours=int(policy.value(REMINDER[kind], on=periods.end(kind, day))))
    if end - ahead <= as_of < end:
        return _remind(kind, day, end)
    if end <= as_of < end + timedelta(days=1):
        return _name_missing(kind, day)
    return 0


def _remind(kind: ReportKind, day: date, end: datetime) -> int:
    told = notices.send(
        code="report.due",
        recipients=periods.missing(kind, day),
        params={"report": _kept(kind, day), "until": f"{clock.local(end):%m-%d %H:%M}"},
        dedupe_key=f"report.due:{kind}:{day}",
        url=f"{address_of('performance:report_write')}?kind={kind}&on={day}",
    )
    return len(told)


def _name_missing(kind: ReportKind, day: date) -> int:
    told = 0
    for superior, people in _by_superior(periods.missing(kind, day)).items():
        sent = notices.send(
            code="report.missing",
            recipients=[superior],
            params={
                "report": _kept(kind, day),
                "number": len(people),
                "people": [str(person) for person in people[:NAMED]],
            },
            dedupe_key=f"report.missing:{kind}:{day}",
            url=f"{address_of('performance:report_team')}?kind={kind}&on={day}",
        )
        told += len(sent)
    return told


def _by_superior(missing: QuerySet[User]) -> dict[User, list[User]]:
    """Superior → whom to name to them. People of one unit and one rung have the same, who are worked out once."""
    people = list(missing)
    read_ahead(people)
    known: dict[Any, list[User]] = {}
    found: dict[User, list[User]] = {}
    for person in people:
        rungs = tuple(rung for rung in lines.LADDER if rung in person.access.capabilities)
        # Whoever stands on the ladder may be among those asked for their like, so each of them is asked alone.
        place = (person.unit_id, person.pk if rungs else None)
        if place not in known:
            known[place] = lines.superiors(person)
        for superior in known[place]:
            found.setdefault(superior, []).append(person)
    return found


def _open(actor: User, kind: str, day: date, version: int | None) -> tuple[WorkReport, bool]:
    """The actor's draft of the period a day lies in, locked; begun when there is none."""
    day = periods.begin(kind, day)
    if day > clock.today():
        told = _("还没到的日子不能写汇报")
        raise Invalid("report.future", told, errors={"day": [told]})
    mine = WorkReport.objects.of(kind, day).filter(owner=actor)
    if not mine.exists():
        refusal = _("你的角色不用交日志") if kind == ReportKind.DAY else _("你的角色不用交周报")
        require(policies.may_write(actor, kind), f"report.{kind}", refusal)
    made, begun = WorkReport.objects.get_or_create(owner=actor, kind=kind, day=day, defaults={"created_by": actor})
    report = WorkReport.objects.select_for_update(no_key=True, of=("self",)).select_related("owner").get(pk=made.pk)
    if not report.is_draft:
        raise Conflict("report.submitted", _("%(report)s已经交了") % {"report": report.name})
    if version == 0 and not begun:
        raise Conflict("report.begun", _("%(report)s已经有草稿了，刷新看一下") % {"report": report.name})
    if version:
        check_version(report, version)
    return report, begun


def _lock(actor: User, report_id: int) -> WorkReport:
    rows = WorkReport.objects.select_for_update(no_key=True, of=("self",)).select_related("owner", "read_by")
    report: WorkReport = visible_or_404(rows, actor, pk=report_id)
    return report


def _save(report: WorkReport) -> None:
    report.touch()
    write(report, exclude={"state"})


def _named(report: WorkReport) -> dict[str, Any]:
    return {"report": report.kind, "day": report.day.isoformat()}


def _kept(kind: str, day: date) -> dict[str, Any]:
    if kind == ReportKind.DAY:
        return keep(gettext_noop("%(day)s 日志"), day=f"{day:%m-%d}")
    return keep(gettext_noop("第 %(week)s 周周报"), week=str(day.isocalendar().week))
