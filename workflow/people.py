"""The verbs that bring people in or follow their moves: transfer, add a signer, copy, remind, reroute, escalate."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from core import audit, clock, notices, timeline
from core.errors import Conflict, Forbidden, Invalid
from core.pages.text import keep
from core.scope import visible_or_404
from org import lines
from org.models import User
from workflow import adapters, policies, routing
from workflow.choices import LEADING, Finder, Mode, RequestState, StepState
from workflow.models import ApprovalCopy, ApprovalRequest, ApprovalSeat, ApprovalStep
from workflow.services import (
    Locked,
    find_seats,
    lock_request,
    lock_step,
    open_next,
    stamp,
    substitutes_of,
    tell_approver,
    waiting_key,
)

REMIND_EVERY = timedelta(hours=1)


@transaction.atomic
def transfer_step(*, actor: User, step_id: int, to: User, comment: str) -> ApprovalStep:
    """Hand one's seat to a colleague who could have been given it, with a reason. The route and its clause stay."""
    if not comment.strip():
        raise Invalid("workflow.reason", _("转交要写明原因"), errors={"comment": [_("写一句原因")]})
    locked = lock_step(actor, step_id)
    seat = find_seats(actor, locked)[0]
    _require_signer(to, locked)
    _require_candidate(to, locked, seat)
    notices.retract(dedupe_key=waiting_key(seat))
    old = seat.approver
    seat.approver, seat.brought_by = to, actor
    seat.save(update_fields=["approver", "brought_by"])
    audit.record(
        actor=actor,
        code="approval.transferred",
        subject=locked.request,
        reason=comment,
        data={"step": locked.step.name, "from": old.username, "to": to.username},
    )
    tell_approver(locked.request, seat)
    return locked.step


@transaction.atomic
def add_signer(*, actor: User, step_id: int, person: User, comment: str = "", before: bool = False) -> ApprovalStep:
    """Ask a colleague to sign right after this step, or `before` it: then this one waits until they have. Returns the new step."""
    locked = lock_step(actor, step_id)
    find_seats(actor, locked)
    _require_signer(person, locked)
    step = locked.step
    place = step.position if before else step.position + 1
    if before:
        _put_back(step)
    locked.request.steps.filter(position__gte=place).update(position=F("position") + 1)
    added = ApprovalStep.objects.create(
        request=locked.request,
        position=place,
        name=gettext_noop("加签"),
        mode=Mode.ANY,
        finder=Finder.PERSON,
        finder_ref=person.username,
        clause=comment[: routing.CLAUSE],
        hours=step.hours,
    )
    locked.request.seat(added, person, brought_by=actor).save()
    audit.record(
        actor=actor,
        code="approval.signer_added",
        subject=locked.request,
        reason=comment,
        data={"before" if before else "after": step.name, "person": person.username},
    )
    if before:
        open_next(locked.request)
        added.refresh_from_db()
    return added


def _put_back(step: ApprovalStep) -> None:
    """Let an open step wait for its turn again; verdicts already given in it stand."""
    for seat in step.seats.filter(verdict="").select_related("step"):
        notices.retract(dedupe_key=waiting_key(seat))
    step.state, step.opened_at, step.due_at = StepState.WAITING, None, None
    step.reminded_at = step.escalated_at = None
    step.save(update_fields=["state", "opened_at", "due_at", "reminded_at", "escalated_at"])


@transaction.atomic
def copy_request(*, actor: User, request_id: int, people: Iterable[User]) -> list[ApprovalCopy]:
    """Let colleagues read along. Those already told are left as they are."""
    request = visible_or_404(ApprovalRequest.objects.all(), actor, pk=request_id)
    if not policies.may_copy(actor, request):
        raise Forbidden("workflow.copy", _("只有提交人和审批人能抄送"))
    told = set(request.copies.values_list("user_id", flat=True))
    new = list({person.pk: person for person in people if person.is_active and person.pk not in told}.values())
    ApprovalCopy.objects.bulk_create(
        (ApprovalCopy(request=request, user=person, sent_by=actor) for person in new), ignore_conflicts=True
    )
    notices.send(
        code="approval.copied",
        recipients=new,
        subject=request,
        params={"title": request.title, "number": request.number, "person": str(actor)},
        dedupe_key=f"approval.copied:{request.pk}",
        url=request.get_absolute_url(),
    )
    if new:
        audit.record(actor=actor, code="approval.copied", subject=request, data={"people": [p.username for p in new]})
    return list(request.copies.filter(user__in=new))


@transaction.atomic
def remind_step(*, actor: User, request_id: int) -> ApprovalStep:
    """Nudge whoever it is waiting for, stand-ins included, at most once an hour."""
    request, _subject, _adapter = lock_request(actor, request_id)
    if not policies.may_remind(actor, request):
        raise Forbidden("workflow.remind_own", _("只有提交人能催办"))
    step = request.steps.filter(state=StepState.OPEN).first()
    if step is None:
        raise Conflict("workflow.closed", _("这份审批已经结束：%(state)s") % {"state": request.get_state_display()})
    now = clock.now()
    if step.reminded_at and now - step.reminded_at < REMIND_EVERY:
        raise Conflict("workflow.reminded", _("一小时内已经催过，让对方看一会儿"))
    step.reminded_at = now
    step.save(update_fields=["reminded_at"])
    waiting = [seat.approver for seat in step.seats.filter(verdict="").select_related("approver")]
    notices.send(
        code="approval.reminded",
        recipients=[*waiting, *substitutes_of(waiting, request)],
        subject=request,
        params={"title": request.title, "number": request.number, "person": str(actor)},
        dedupe_key=f"approval.reminded:{step.pk}:{stamp(now)}",
        url=request.get_absolute_url(),
    )
    audit.record(actor=actor, code="approval.reminded", subject=request, data={"step": step.name})
    return step


@transaction.atomic
def escalate_step(*, step_id: int, as_of: datetime) -> bool:
    """Tell the superiors of whoever lets a step wait past its limit, once per step. True when told now."""
    found = ApprovalStep.objects.get(pk=step_id)
    request, _subject, _adapter = lock_request(None, found.request_id)
    step = ApprovalStep.objects.get(pk=step_id)
    if step.state != StepState.OPEN or step.escalated_at or step.due_at is None or step.due_at > as_of:
        return False
    late = [seat.approver for seat in step.seats.filter(verdict="").select_related("approver")]
    told = {boss.pk: boss for person in late for boss in lines.superiors(person)}
    for own in (request.submitter_id, *request.authors):
        told.pop(own, None)
    step.escalated_at = as_of
    step.save(update_fields=["escalated_at"])
    notices.send(
        code="approval.escalated",
        recipients=[*told.values(), *late],
        subject=request,
        params={"title": request.title, "number": request.number, "person": [str(person) for person in late]},
        dedupe_key=f"approval.escalated:{step.pk}",
        url=request.get_absolute_url(),
    )
    ApprovalCopy.objects.bulk_create(
        (ApprovalCopy(request=request, user=boss, sent_by=request.submitter) for boss in told.values()),
        ignore_conflicts=True,
    )
    audit.record(
        actor=None,
        code="approval.escalated",
        subject=request,
        data={"step": step.name, "told": [boss.username for boss in told.values()]},
    )
    return True


@transaction.atomic
def reroute_request(*, request_id: int, reason: str) -> bool:
    """Seek the approvers of undecided seats afresh, after somebody moved, changed roles or left (A01).

    A step that would find nobody keeps the people it has. True when a seat changed.
    """
    request, subject, adapter = lock_request(None, request_id)
    if request.state != RequestState.OPEN:
        return False
    own = adapters.authors(adapter, subject)
    changes = [change for change in (_without(own, found) for found in find_changes(request)) if change]
    for change in changes:
        _reseat(request, change, reason)
    return bool(changes)


@dataclass(frozen=True)
class Change:
    """A step whose pending seats no longer belong to those whom the route finds now."""

    step: ApprovalStep
    leaving: list[ApprovalSeat]
    joining: list[User]


def find_changes(request: ApprovalRequest) -> list[Change]:
    """What a reroute would change. Seats of decided, transferred and added people stay as they are."""
    steps = request.steps.filter(state__in=[StepState.OPEN, StepState.WAITING]).prefetch_related("seats__approver")
    found = [_find_change(request, step) for step in steps]
    return [change for change in found if change is not None]


@transaction.atomic
def replace_approver(*, request_id: int, leaver: User, successor: User) -> bool:
    """Put somebody else where a leaver still holds a seat: the successor if they have the right the step asks for,
    else the leaver's superiors. Raises Conflict rather than let a step wait for nobody.
    """
    request, subject, adapter = lock_request(None, request_id)
    own = adapters.authors(adapter, subject)
    because = keep(gettext_noop("%(person)s 离职交接"), person=str(leaver))
    return _refill(request, leaver, [successor], barred=own, brought_by=None, because=because)


@transaction.atomic
def excuse_approver(*, request_id: int, person: User) -> bool:
    """Let the superiors sign in place of somebody to whom the document itself has come: nobody signs their own.

    Raises Conflict rather than let a step wait for nobody.
    """
    request, subject, adapter = lock_request(None, request_id)
    request.authors = sorted(adapters.authors(adapter, subject))
    request.save(update_fields=["authors"])
    because = keep(gettext_noop("%(person)s 成了负责人，不能审自己的单据"), person=str(person))
    return _refill(request, person, [], barred=set(request.authors), brought_by=person, because=because)


def _refill(
    request: ApprovalRequest,
    leaving: User,
    first: list[User],
    *,
    barred: set[int],
    brought_by: User | None,
    because: dict[str, Any],
) -> bool:
    """Fill all pending seats of one person anew. True when there was one."""
    if request.state != RequestState.OPEN:
        return False
    barred = barred | {request.submitter_id, leaving.pk}
    seats = ApprovalSeat.objects.filter(
        step__request=request, step__state__in=[StepState.OPEN, StepState.WAITING], approver=leaving, verdict=""
    ).select_related("step")
    replaced = []
    for seat in seats:
        fitting = [person for person in first if _fits(request, seat, person)]
        choices = [person for person in [*fitting, *lines.superiors(leaving)] if person.pk not in barred]
        replaced.append(_replace(request, seat, choices, brought_by))
    if replaced:
        data = {"to": sorted(set(replaced)), timeline.BECAUSE: because}
        audit.record(actor=None, code="approval.rerouted", subject=request, data=data)
    return bool(replaced)


def _fits(request: ApprovalRequest, seat: ApprovalSeat, person: User) -> bool:
    """Whether somebody has the right a step asks for, or a higher rung of it. Seats of named people ask for none."""
    step = seat.step
    if step.finder == Finder.PERSON:
        return True
    if step.finder in LEADING:
        return all(lines.is_above(person, one) for one in routing.led_by(request, step))
    return any(person.can(rung) for rung in lines.from_rung(step.finder_ref))


def _replace(request: ApprovalRequest, seat: ApprovalSeat, choices: list[User], brought_by: User | None) -> str:
    """Fill or remove one seat; returns the login of who answers for it now."""
    step = seat.step
    if step.state == StepState.OPEN:
        notices.retract(dedupe_key=waiting_key(seat))
    others = {other.approver_id: other for other in step.seats.exclude(pk=seat.pk).select_related("approver")}
    pending = [other for other in others.values() if not other.verdict]
    if choices and any(other.approver_id == choices[0].pk for other in pending):
        seat.delete()
        return choices[0].username
    free = next((person for person in choices if person.pk not in others), None)
    if free is None and pending:
        seat.delete()
        return pending[0].approver.username
    if free is None:
        raise Conflict(
            "workflow.nobody",
            _("%(number)s 的「%(step)s」没有人能接 %(person)s 的审批，换一位接手人")
            % {"number": request.number, "step": step.name, "person": seat.approver},
        )
    seat.approver, seat.brought_by = free, brought_by
    seat.save(update_fields=["approver", "brought_by"])
    if step.state == StepState.OPEN:
        tell_approver(request, seat)
    return free.username


def _find_change(request: ApprovalRequest, step: ApprovalStep) -> Change | None:
    seats = list(step.seats.all())
    if any(seat.brought_by_id for seat in seats):
        return None
    try:
        found = routing.find_approvers(
            step.finder, step.finder_ref, submitter=request.submitter, authors=request.authors, step_name=step.name
        )
    except Conflict:
        return None
    wanted = {person.pk for person in found}
    there = {seat.approver_id for seat in seats}
    leaving = [seat for seat in seats if not seat.verdict and seat.approver_id not in wanted]
    joining = [person for person in found if person.pk not in there]
    decided = [seat for seat in seats if seat.verdict]
    if decided and len(leaving) + len(decided) == len(seats) and not joining:
        # Everybody left to sign has gone: the step keeps them rather than pass by itself.
        return None
    return Change(step, leaving, joining) if leaving or joining else None


def _without(own: set[int], change: Change) -> Change | None:
    """The change without those whose document it is; None when that leaves nothing to change, or nobody to sign."""
    joining = [person for person in change.joining if person.pk not in own]
    everybody_goes = len(change.leaving) == change.step.seats.count()
    if not joining and (everybody_goes or not change.leaving):
        return None
    return Change(change.step, change.leaving, joining)


def _reseat(request: ApprovalRequest, change: Change, reason: str) -> None:
    step = change.step
    for seat in change.leaving:
        if step.state == StepState.OPEN:
            seat.step = step
            notices.retract(dedupe_key=waiting_key(seat))
        seat.delete()
    new = [request.seat(step, person) for person in change.joining]
    for seat in new:
        seat.save()
    audit.record(
        actor=None,
        code="approval.rerouted",
        subject=request,
        reason=reason,
        data={
            "step": step.name,
            "from": [seat.approver.username for seat in change.leaving],
            "to": [person.username for person in change.joining],
        },
    )
    if step.state == StepState.OPEN:
        for seat in new:
            tell_approver(request, seat)


def _require_candidate(person: User, locked: Locked, seat: ApprovalSeat) -> None:
    found = routing.candidates(locked.request, locked.step, seat.approver)
    if person in found:
        return
    names = _("、").join(str(one) for one in found[: routing.NAMED]) or _("没有人")
    raise Invalid(
        "workflow.transfer_right",
        _("「%(step)s」只能转交给有这项审批权的人：%(names)s") % {"step": locked.step.name, "names": names},
        errors={"to": [_("没有这一步的审批权")]},
    )


def _require_signer(person: User, locked: Locked) -> None:
    if not person.is_active:
        raise Invalid("workflow.signer_left", _("%(person)s 已离职") % {"person": person})
    if person.pk == locked.request.submitter_id or person.pk in adapters.authors(locked.adapter, locked.subject):
        raise Invalid("workflow.signer_submitter", _("提交人不能审自己的单据"))
    if locked.step.seats.filter(approver=person).exists():
        raise Invalid("workflow.signer_there", _("%(person)s 已经在这一步里") % {"person": person})
