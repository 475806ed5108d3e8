"""The verbs about the Saturday list (C02, C03): hand in, return, confirm; what changes afterwards is noted with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from core import audit, clock, events, notices, policy
from core.addresses import address_of
from core.errors import Conflict, Forbidden, Invalid, Refusal
from core.guards import check_version, require
from core.pages.text import keep
from core.scope import visible_or_404
from customers import focus as saturday
from customers import policies
from customers.choices import FocusState
from customers.models import FocusChange, FocusList
from customers.models.plans import week_of
from customers.policy import LIST_HOUR, LIST_REMINDER
from org import lines
from org.models import User

events.declare("focus.confirmed", focus_id=int, person_id=int, actor_id=int)


@dataclass(frozen=True)
class Confirmed:
    """What became of one of several lists."""

    focus_id: int
    person: str
    done: bool
    message: str


def lists_of(person: User, weeks: Sequence[date], by: User) -> list[FocusList]:
    """The lists of a person for these weeks in their order, locked; those not there yet are begun."""
    for week in weeks:
        FocusList.objects.get_or_create(person=person, week=week, defaults={"created_by": by})
    rows = FocusList.objects.select_for_update(no_key=True, of=("self",)).filter(person=person, week__in=weeks)
    return list(rows.select_related("person", "confirmed_by").order_by("week"))


def note_change(
    focus: FocusList, customer_id: int, step: str, before: date | None, after: date | None, *, by: User, reason: str
) -> None:
    """A list, locked, became another: who looks at it is told so by its version. Once confirmed, why is written down.

    Raises Invalid when it is confirmed and there is no reason.
    """
    focus.touch()
    focus.save(update_fields=["version", "updated_at"])
    if not focus.is_frozen:
        return
    if not reason.strip():
        raise Invalid("focus.frozen", _("这一周的重点已经确认，改动要写明原因"), errors={"reason": [_("写一句原因")]})
    change = FocusChange.objects.create(
        focus=focus,
        customer_id=customer_id,
        step=step,
        day_before=before,
        day_after=after,
        reason=reason.strip()[:100],
        person=by,
    )
    audit.record(
        actor=by,
        code="focus.changed",
        subject=focus,
        reason=change.reason,
        data={"step": step, "customer": customer_id},
    )
    if focus.confirmed_by is not None and focus.confirmed_by != by:
        notices.send(
            code="focus.changed",
            recipients=[focus.confirmed_by],
            subject=focus,
            params={"person": str(by), "week": _week(focus.week)},
            dedupe_key=f"focus.changed:{change.pk}",
        )


@transaction.atomic
def submit_focus(*, actor: User, week: date, person: User | None = None, version: int | None = None) -> FocusList:
    """Hand in the list of a week: one's own until the cut-off, or for one of one's people who reports by phone.

    Raises Forbidden for anybody else, Conflict after the cut-off and when it was handed in already, Invalid for an empty one.
    """
    person = person or actor
    week = week_of(week)
    require(policies.may_submit_focus(actor, person), "focus.submit", _("本人或上级才能报这份拜访重点"))
    (focus,) = lists_of(person, [week], actor)
    check_version(focus, version)
    if focus.state != FocusState.DRAFT:
        raise Conflict("focus.submitted", _("这一周的重点已经交了"))
    rule = policy.in_force(LIST_HOUR, on=saturday.cutoff_day(week))
    if actor == person and not focus.returned_reason and clock.now() > saturday.cutoff(week, rule):
        raise Conflict("focus.late", _("已经过了截止时间，打电话让上级代录"), clause=rule.clause)
    if not focus.plans.exists():
        raise Invalid("focus.empty", _("先选至少一家作重点"))
    focus.entered_by, focus.submitted_at, focus.returned_reason = actor, clock.now(), ""
    focus.submit()
    _save(focus)
    audit.record(
        actor=actor,
        code="focus.submitted" if actor == person else "focus.entered",
        subject=focus,
        to_state=focus.state,
        data={"person": str(person), "number": focus.plans.count(), "policies": policy.cite([rule])},
    )
    return focus


@transaction.atomic
def return_focus(*, actor: User, focus_id: int, reason: str, version: int | None = None) -> FocusList:
    """Have a list written anew. The cut-off does not count against who was asked to."""
    focus, principal = _lock(actor, focus_id)
    check_version(focus, version)
    _require_waiting(focus)
    if not reason.strip():
        raise Invalid("focus.reason", _("退回要写明原因"), errors={"reason": [_("写一句原因")]})
    focus.send_back()
    focus.returned_reason = reason.strip()
    _save(focus)
    audit.record(
        actor=actor,
        code="focus.returned",
        subject=focus,
        to_state=focus.state,
        reason=focus.returned_reason,
        in_place_of=principal,
    )
    _tell(focus, "focus.returned", actor)
    return focus


@transaction.atomic
def confirm_focus(*, actor: User, focus_id: int, version: int | None = None) -> FocusList:
    """Confirm what somebody put first: from here on the list stands. Of two at once one does it.

    Raises Forbidden without the right, for one's own list and for one that one entered oneself.
    """
    focus, principal = _lock(actor, focus_id)
    check_version(focus, version)
    _require_waiting(focus)
    focus.confirmed_by, focus.confirmed_at = actor, clock.now()
    focus.confirm()
    _save(focus)
    audit.record(
        actor=actor,
        code="focus.confirmed",
        subject=focus,
        to_state=focus.state,
        data={"number": focus.plans.count()},
        in_place_of=principal,
    )
    _tell(focus, "focus.confirmed", actor)
    events.publish("focus.confirmed", focus_id=focus.pk, person_id=focus.person_id, actor_id=actor.pk)
    return focus


def confirm_focuses(*, actor: User, seen: Sequence[tuple[int, int]]) -> list[Confirmed]:
    """Confirm several lists as (id, version seen), each by itself: one that is refused keeps none of the others back."""
    done = []
    for focus_id, version in seen:
        focus = visible_or_404(FocusList.objects.select_related("person"), actor, pk=focus_id)
        try:
            confirm_focus(actor=actor, focus_id=focus_id, version=version)
        except Refusal as refusal:
            done.append(Confirmed(focus_id, str(focus.person), False, str(refusal)))
        else:
            done.append(Confirmed(focus_id, str(focus.person), True, _("已确认")))
    return done


def mind_focus(*, as_of: datetime) -> int:
    """Before the cut-off remind who owes a list, after it name them to their superiors. Says each thing once a week."""
    week = saturday.next_week(clock.local_date(as_of))
    if not saturday.is_worked(week):
        return 0
    end = saturday.cutoff(week)
    ahead = timedelta(hours=int(policy.value(LIST_REMINDER, on=end.date())))
    if end - ahead <= as_of < end:
        return _remind(week, end)
    if end <= as_of < end + timedelta(days=1):
        return _name_missing(week)
    return 0


def _remind(week: date, end: datetime) -> int:
    told = notices.send(
        code="focus.due",
        recipients=saturday.missing(week),
        params={"week": _week(week), "until": f"{clock.local(end):%m-%d %H:%M}"},
        dedupe_key=f"focus.due:{week}",
        url=f"{address_of('customers:focus_own')}?week={week:%G-W%V}",
    )
    return len(told)


def _name_missing(week: date) -> int:
    by_superior: dict[User, list[User]] = {}
    for person in saturday.missing(week).order_by("sort_key", "pk"):
        for superior in lines.superiors(person):
            by_superior.setdefault(superior, []).append(person)
    told = 0
    for superior, people in by_superior.items():
        names = _("、").join(str(person) for person in people[:3])
        told += len(
            notices.send(
                code="focus.missing",
                recipients=[superior],
                params={"week": _week(week), "number": len(people), "people": names},
                dedupe_key=f"focus.missing:{week}",
                url=f"{address_of('customers:focus_week')}?week={week:%G-W%V}",
            )
        )
    return told


def _lock(actor: User, focus_id: int) -> tuple[FocusList, User | None]:
    """The list, locked, and in whose place the actor speaks, if in somebody's."""
    visible_or_404(FocusList.objects.only("pk"), actor, pk=focus_id)
    rows = FocusList.objects.select_for_update(no_key=True, of=("self",)).select_related("person", "entered_by")
    focus = rows.get(pk=focus_id)
    if actor.pk in focus.authors:
        raise Forbidden("focus.own", _("自己的重点、自己代录的重点，都由别人确认"))
    confirmer = policies.focus_confirmer(actor, focus)
    if confirmer is None:
        raise Forbidden("focus.confirm", _("拜访重点由副总或总监确认"))
    return focus, None if confirmer == actor else confirmer


def _require_waiting(focus: FocusList) -> None:
    if focus.confirmed_at is not None:
        raise Conflict(
            "focus.confirmed",
            _("%(person)s 已经在 %(time)s 确认了")
            % {"person": focus.confirmed_by, "time": f"{clock.local(focus.confirmed_at):%m-%d %H:%M}"},
        )
    if focus.state != FocusState.SUBMITTED:
        raise Conflict("focus.draft", _("这份重点还没交，或者刚退回去"))


def _save(focus: FocusList) -> None:
    focus.touch()
    focus.save()


def _tell(focus: FocusList, code: str, actor: User) -> None:
    notices.send(
        code=code,
        recipients={focus.person, *([focus.entered_by] if focus.entered_by else [])} - {actor},
        subject=focus,
        params={"person": str(actor), "week": _week(focus.week), "reason": focus.returned_reason},
        dedupe_key=f"{code}:{focus.pk}:{focus.version}",
    )


def _week(week: date) -> dict[str, object]:
    return keep(gettext_noop("第 %(week)s 周"), week=str(week.isocalendar().week))
