"""The verbs that bring people in or follow their moves: transfer, add a signer, copy, remind, reroute, escalate."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from core import audit, clock, notices
from core.errors import Conflict, Forbidden, Invalid
from core.scope import visible_or_404
from org import lines
from org.models import User
from workflow import policies, routing
from workflow.choices import Finder, Mode, RequestState, StepState
from workflow.models import ApprovalCopy, ApprovalRequest, ApprovalSeat, ApprovalStep
from workflow.services import find_seat, lock_request, lock_step, tell_approver

REMIND_EVERY = timedelta(hours=1)


@transaction.atomic
def transfer_step(*, actor: User, step_id: int, to: User, comment: str) -> ApprovalStep:
    """Hand one's seat to a colleague, with a reason. The route and its clause stay."""
    locked = lock_step(actor, step_id)
    seat = find_seat(actor, locked)
    _require_signer(to, locked.request, locked.step)
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
def add_signer(*, actor: User, step_id: int, person: User, comment: str = "") -> ApprovalStep:
    """Ask a colleague to sign right after this step. Returns the new step."""
    locked = lock_step(actor, step_id)
    find_seat(actor, locked)
    _require_signer(person, locked.request, locked.step)
    step = locked.step
    locked.request.steps.filter(position__gt=step.position).update(position=F("position") + 1)
    added = ApprovalStep.objects.create(
        request=locked.request,
        position=step.position + 1,
        name=_("加签"),
        mode=Mode.ANY,
        finder=Finder.PERSON,
        finder_ref=person.username,
        clause=_("%(person)s 加签：%(reason)s") % {"person": actor, "reason": comment or _("请你一起看")},
        hours=step.hours,
    )
    ApprovalSeat.objects.create(step=added, submitter=locked.request.submitter, approver=person, brought_by=actor)
    audit.record(
        actor=actor,
        code="approval.signer_added",
        subject=locked.request,
        reason=comment,
        data={"after": step.name, "person": person.username},
    )
    return added


@transaction.atomic
def copy_request(*, actor: User, request_id: int, people: Iterable[User]) -> list[ApprovalCopy]:
    """Let colleagues read along. Those already told are left as they are."""
    request = visible_or_404(ApprovalRequest.objects.all(), actor, pk=request_id)
    if not policies.may_copy(actor, request):
        raise Forbidden("workflow.copy", _("只有提交人和审批人能抄送"))
    told = set(request.copies.values_list("user_id", flat=True))
    new = [person for person in people if person.is_active and person.pk not in told]
    copies = ApprovalCopy.objects.bulk_create(
        ApprovalCopy(request=request, user=person, sent_by=actor) for person in new
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
    return copies


@transaction.atomic
def remind_step(*, actor: User, request_id: int) -> ApprovalStep:
    """Nudge whoever it is waiting for, at most once an hour."""
    request, _subject, _adapter = lock_request(request_id)
    if not policies.may_remind(actor, request):
        raise Forbidden("workflow.remind_own", _("只有提交人能催办，而且要在审批中"))
    step = request.steps.get(state=StepState.OPEN)
    now = clock.now()
    if step.reminded_at and now - step.reminded_at < REMIND_EVERY:
        raise Conflict("workflow.reminded", _("一小时内已经催过，让对方看一会儿"))
    step.reminded_at = now
    step.save(update_fields=["reminded_at"])
    notices.send(
        code="approval.reminded",
        recipients=[seat.approver for seat in step.seats.filter(verdict="").select_related("approver")],
        subject=request,
        params={"title": request.title, "number": request.number, "person": str(actor)},
        dedupe_key=f"approval.reminded:{step.pk}:{now.timestamp():.0f}",
        url=request.get_absolute_url(),
    )
    audit.record(actor=actor, code="approval.reminded", subject=request, data={"step": step.name})
    return step


@transaction.atomic
def escalate_step(*, step_id: int, as_of: datetime) -> bool:
    """Tell the superiors of whoever lets a step wait past its limit, once per step. True when told now."""
    found = ApprovalStep.objects.get(pk=step_id)
    request, _subject, _adapter = lock_request(found.request_id)
    step = ApprovalStep.objects.get(pk=step_id)
    if step.state != StepState.OPEN or step.escalated_at or step.due_at > as_of:
        return False
    late = [seat.approver for seat in step.seats.filter(verdict="").select_related("approver")]
    told = {boss.pk: boss for person in late for boss in lines.superiors(person)}
    told.pop(request.submitter_id, None)
    step.escalated_at = as_of
    step.save(update_fields=["escalated_at"])
    notices.send(
        code="approval.escalated",
        recipients=[*told.values(), *late],
        subject=request,
        params={"title": request.title, "number": request.number, "person": "、".join(map(str, late))},
        dedupe_key=f"approval.escalated:{step.pk}",
        url=request.get_absolute_url(),
    )
    ApprovalCopy.objects.bulk_create(
        (ApprovalCopy(request=request, user=boss, sent_by=request.submitter) for boss in told.values()),
        ignore_conflicts=True,
    )
    audit.record(actor=None, code="approval.escalated", subject=request, data={"step": step.name, "told": sorted(told)})
    return True


@transaction.atomic
def reroute_request(*, request_id: int, reason: str) -> bool:
    """Seek the approvers of undecided steps afresh, after somebody moved, changed roles or left (A01).

    A step that would find nobody keeps the people it has. True when a seat changed.
    """
    request, _subject, _adapter = lock_request(request_id)
    if request.state != RequestState.OPEN:
        return False
    undecided = request.steps.filter(state__in=[StepState.OPEN, StepState.WAITING]).exclude(seats__verdict__gt="")
    return any(_reseat(request, step, reason) for step in undecided)


@transaction.atomic
def replace_approver(*, request_id: int, leaver: User, successor: User) -> bool:
    """Put the successor where a leaver still holds a seat, unless the successor submitted it or sits there."""
    request, _subject, _adapter = lock_request(request_id)
    seats = ApprovalSeat.objects.filter(step__request=request, approver=leaver, verdict="").select_related("step")
    changed = False
    for seat in seats:
        if successor.pk == request.submitter_id or seat.step.seats.filter(approver=successor).exists():
            continue
        seat.approver, seat.brought_by = successor, None
        seat.save(update_fields=["approver", "brought_by"])
        changed = True
        if seat.step.state == StepState.OPEN:
            tell_approver(request, seat)
    if changed:
        audit.record(
            actor=None,
            code="approval.rerouted",
            subject=request,
            reason=_("%(person)s 离职交接") % {"person": leaver},
            data={"to": successor.username},
        )
    return changed


def _reseat(request: ApprovalRequest, step: ApprovalStep, reason: str) -> bool:
    seats = {seat.approver_id: seat for seat in step.seats.all()}
    if any(seat.brought_by_id for seat in seats.values()):
        return False
    try:
        found = routing.find_approvers(step.finder, step.finder_ref, submitter=request.submitter, step_name=step.name)
    except Conflict:
        return False
    wanted = {person.pk: person for person in found}
    if set(wanted) == set(seats):
        return False
    step.seats.exclude(approver_id__in=wanted).delete()
    new = [
        ApprovalSeat.objects.create(step=step, submitter=request.submitter, approver=person)
        for pk, person in wanted.items()
        if pk not in seats
    ]
    audit.record(
        actor=None,
        code="approval.rerouted",
        subject=request,
        reason=reason,
        data={"step": step.name, "to": [person.username for person in found]},
    )
    if step.state == StepState.OPEN:
        for seat in new:
            tell_approver(request, seat)
    return True


def _require_signer(person: User, request: ApprovalRequest, step: ApprovalStep) -> None:
    if not person.is_active:
        raise Invalid("workflow.signer_left", _("%(person)s 已离职") % {"person": person})
    if person.pk == request.submitter_id:
        raise Invalid("workflow.signer_submitter", _("提交人不能审自己的单据"))
    if step.seats.filter(approver=person).exists():
        raise Invalid("workflow.signer_there", _("%(person)s 已经在这一步里") % {"person": person})
