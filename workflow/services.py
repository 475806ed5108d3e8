"""The verbs of approval: submit, approve, return, reject, withdraw, undo.

Every verb: lock the subject, then the request → re-check → write → audit → notices, in one
transaction. Two approvers at once: the second waits for the lock, then reads who decided.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from core import audit, clock, notices, timeline
from core.errors import Conflict, Forbidden, Invalid, Refusal, Stale
from core.pages.text import told
from core.scope import visible_or_404
from org.models import StandIn, User
from workflow import adapters, policies, routing
from workflow.choices import REQUEST_AFTER, STEP_AFTER, Mode, RequestState, StepState, Verdict
from workflow.models import ApprovalCopy, ApprovalRequest, ApprovalSeat, ApprovalStep


@dataclass(frozen=True)
class Locked:
    """A step with everything that may change, locked in order: subject, then request."""

    step: ApprovalStep
    request: ApprovalRequest
    subject: Any
    adapter: adapters.Adapter


def submit_for_approval(
    *, actor: User, kind: str, subject: Any, submission: adapters.Submission, note: str = ""
) -> ApprovalRequest:
    """Start a request for a document (`subject`) its own service has locked and checked. Call inside its transaction.

    Raises Conflict when one is open already, when no route exists, or when a step finds nobody.
    """
    adapter = adapters.get(kind)
    authors = adapters.authors(adapter, subject)
    if ApprovalRequest.objects.open().about(kind, subject.pk).exists():
        raise Conflict("workflow.already_open", _("这份单据已经在审批中"))
    route = routing.active_route(kind)
    planned = routing.plan(route, facts=submission.facts, submitter=actor, authors=authors)
    request = ApprovalRequest.objects.create(
        kind=kind,
        subject_id=subject.pk,
        number=submission.number,
        title=submission.title,
        party=submission.party,
        url=submission.url,
        amount=submission.amount,
        currency=submission.currency,
        digest=submission.digest,
        snapshot=dict(submission.data),
        facts={key: _plain(value) for key, value in submission.facts.items()},
        risks=list(submission.risks),
        policies=dict(submission.policies),
        route=route,
        note=note,
        submitter=actor,
        authors=sorted(authors),
    )
    first = _add_steps(request, planned)[0]
    audit.record(actor=actor, code="approval.submitted", subject=request, to_state=RequestState.OPEN, reason=note)
    _open(request, first)
    return request


@transaction.atomic
def approve_step(*, actor: User, step_id: int, digest: str, comment: str = "") -> ApprovalStep:
    """Say yes to exactly the content one has seen (`digest`). The last yes approves the document."""
    return _decide(actor, step_id, Verdict.APPROVE, digest, comment)


@transaction.atomic
def return_step(*, actor: User, step_id: int, digest: str, comment: str) -> ApprovalStep:
    """Send the document back to draft, with a reason."""
    return _decide(actor, step_id, Verdict.RETURN, digest, comment)


@transaction.atomic
def reject_step(*, actor: User, step_id: int, digest: str, comment: str) -> ApprovalStep:
    """Refuse the document for good, with a reason."""
    return _decide(actor, step_id, Verdict.REJECT, digest, comment)


@dataclass(frozen=True)
class BulkResult:
    step_id: int
    number: str
    ok: bool
    message: str


def approve_many(*, actor: User, items: Iterable[tuple[int, str]], comment: str = "") -> list[BulkResult]:
    """Approve a selection of (step id, digest), each in a transaction of its own, each with its own answer.

    A request with risks is left out and says so: it must be read one by one.
    """
    return [_approve_one(actor, step_id, digest, comment) for step_id, digest in items]


@transaction.atomic
def withdraw_request(*, actor: User, request_id: int, reason: str = "") -> ApprovalRequest:
    """Take one's own document back as long as the approval is open, also when some have said yes."""
    request, subject, adapter = lock_request(actor, request_id)
    if not policies.may_withdraw(actor, request):
        raise Forbidden("workflow.withdraw_own", _("只有提交人能撤回"))
    _require_open(request)
    _take_back(request, actor=actor, reason=reason)
    adapter.on_withdrawn(subject, actor=actor, reason=reason)
    return request


@transaction.atomic
def drop_request(*, request_id: int, because: dict[str, Any]) -> None:
    """End an open approval of which there is nothing left to decide. Its document's own service calls this, document locked.

    `because` is a sentence as `core.pages.text.keep` keeps it.
    """
    request, _subject, _adapter = lock_request(None, request_id)
    _require_open(request)
    _take_back(request, actor=None, because=because)


def _take_back(
    request: ApprovalRequest, *, actor: User | None, reason: str = "", because: dict[str, Any] | None = None
) -> None:
    for seat in ApprovalSeat.objects.filter(step__request=request, step__state=StepState.OPEN).select_related("step"):
        notices.retract(dedupe_key=waiting_key(seat))
    _cancel_steps(request)
    _close(request, RequestState.WITHDRAWN)
    audit.record(
        actor=actor,
        code="approval.withdrawn",
        subject=request,
        from_state=RequestState.OPEN,
        to_state=RequestState.WITHDRAWN,
        reason=reason,
        data={timeline.BECAUSE: because} if because else {},
    )


@transaction.atomic
def undo_verdict(*, actor: User, step_id: int) -> ApprovalStep:
    """Take back one's own last verdict within ten seconds, as long as nothing was built upon it.

    Document, later steps and notices are as before. Raises Conflict when it is too late, when somebody
    decided after it, or when the document went on.
    """
    locked = lock_step(actor, step_id)
    step, request = locked.step, locked.request
    last = step.seats.filter(decided_by=actor).order_by("-decided_at").first()
    if last is None or last.decided_at is None or clock.now() - last.decided_at > policies.UNDO_WITHIN:
        raise Conflict("workflow.undo_late", _("只能在 10 秒内撤销自己的审批"))
    _require_last_word(locked, last)
    seats = list(step.seats.filter(decided_by=actor, decided_at=last.decided_at))
    verdict, was = last.verdict, request.state
    _reopen(step, request, seats)
    if was != RequestState.OPEN:
        locked.adapter.on_undone(locked.subject, actor=actor)
    audit.record(
        actor=actor,
        code="approval.verdict_undone",
        subject=request,
        from_state=was,
        to_state=request.state,
        data={"verdict": verdict, "step": step.name},
    )
    return step


def mark_read(*, actor: User, request_id: int) -> None:
    """Note that somebody it was copied to has opened it. Opening is no business event: nothing is audited."""
    ApprovalCopy.objects.filter(request_id=request_id, user=actor, read_at=None).update(read_at=clock.now())


def lock_request(actor: User | None, request_id: int) -> tuple[ApprovalRequest, Any, adapters.Adapter]:
    """The request and its subject, locked in the one order everybody uses: subject first.

    Http404 when the actor may not see it; `actor` None is the system itself.
    """
    if actor is not None:
        found = visible_or_404(ApprovalRequest.objects.only("kind", "subject_id"), actor, pk=request_id)
    else:
        found = ApprovalRequest.objects.only("kind", "subject_id").get(pk=request_id)
    return _lock(found)


def lock_step(actor: User, step_id: int) -> Locked:
    """The step if the actor may see it (Http404 otherwise), with its request and subject locked."""
    rows = ApprovalStep.objects.select_related("request").only("request__kind", "request__subject_id")
    request, subject, adapter = _lock(visible_or_404(rows, actor, pk=step_id).request)
    return Locked(ApprovalStep.objects.get(pk=step_id), request, subject, adapter)


def _lock(found: ApprovalRequest) -> tuple[ApprovalRequest, Any, adapters.Adapter]:
    adapter = adapters.get(found.kind)
    subject = adapter.lock(found.subject_id)
    rows = ApprovalRequest.objects.select_for_update(no_key=True, of=("self",)).select_related("submitter")
    return rows.get(pk=found.pk), subject, adapter


def find_seats(actor: User, locked: Locked) -> list[ApprovalSeat]:
    """The empty seats the actor fills with one verdict: their own first, then those of whom they stand in for.

    All at once, so that a click repeated never counts for a second person. Raises Conflict, naming who
    decided when, if it is too late; Forbidden if it was never theirs.
    """
    step = locked.step
    if locked.request.submitter_id == actor.pk or actor.pk in adapters.authors(locked.adapter, locked.subject):
        raise Forbidden("workflow.own_document", _("自己提交的单据不能自己审，代理也不行"))
    if step.state != StepState.OPEN:
        raise Conflict("workflow.decided", who_decided(step, locked.request))
    seats = list(step.seats.select_for_update(no_key=True).order_by("pk"))
    if any(seat.decided_by_id == actor.pk for seat in seats):
        raise Conflict("workflow.decided", who_decided(step, locked.request))
    empty = {seat.approver_id: seat for seat in seats if not seat.verdict}
    mine = [empty[person_id] for person_id in [actor.pk, *actor.access.principal_ids] if person_id in empty]
    if not mine:
        names = _("、").join(str(seat.approver) for seat in step.seats.select_related("approver"))
        raise Forbidden("workflow.not_yours", _("这一步由 %(names)s 审批") % {"names": names})
    return mine


def _approve_one(actor: User, step_id: int, digest: str, comment: str) -> BulkResult:
    try:
        step = visible_or_404(ApprovalStep.objects.select_related("request"), actor, pk=step_id)
    except Http404:
        return BulkResult(step_id, "", False, _("没有这条记录，或者你看不到它"))
    number = step.request.number
    if step.request.risks:
        return BulkResult(step_id, number, False, _("%(risk)s，要单独看过再审") % {"risk": told(step.request.risks[0])})
    try:
        approve_step(actor=actor, step_id=step_id, digest=digest, comment=comment)
    except Refusal as refusal:
        return BulkResult(step_id, number, False, str(refusal))
    return BulkResult(step_id, number, True, _("已同意"))


def _decide(actor: User, step_id: int, verdict: Verdict, digest: str, comment: str) -> ApprovalStep:
    if verdict != Verdict.APPROVE and not comment.strip():
        raise Invalid("workflow.reason", _("退回和驳回要写明理由"), errors={"comment": [_("写一句理由")]})
    locked = lock_step(actor, step_id)
    seats = find_seats(actor, locked)
    _require_unchanged(locked, verdict, digest)
    now = clock.now()
    for seat in seats:
        seat.verdict, seat.comment = verdict, comment.strip()
        seat.decided_by, seat.decided_at = actor, now
        seat.save(update_fields=["verdict", "comment", "decided_by", "decided_at"])
    audit.record(
        actor=actor,
        code=f"approval.{STEP_AFTER[verdict].value}",
        subject=locked.request,
        reason=comment.strip(),
        data={"step": locked.step.name, "digest": digest},
        in_place_of=seats[0].approver if seats[0].in_place else None,
    )
    _advance(locked, verdict, actor, comment.strip())
    return locked.step


def _require_unchanged(locked: Locked, verdict: Verdict, digest: str) -> None:
    """What the approver saw, what was submitted and what stands now must be one content.

    A document that was changed underneath may still be returned, else it would wait for ever.
    """
    request = locked.request
    if digest != request.digest:
        raise Stale("workflow.changed", _("内容在你打开之后改过，重新看一遍再审"))
    if verdict != Verdict.RETURN and locked.adapter.digest(locked.subject) != request.digest:
        raise Stale("workflow.changed", _("单据在提交之后被改过，和送审的内容对不上，只能退回"))


def _require_last_word(locked: Locked, seat: ApprovalSeat) -> None:
    request = locked.request
    later = ApprovalSeat.objects.filter(step__request=request, decided_at__gt=seat.decided_at)
    if later.exists() or request.state == RequestState.WITHDRAWN:
        raise Conflict("workflow.undo_decided", _("后面已经有人审过，不能撤销"))
    newer = ApprovalRequest.objects.about(request.kind, request.subject_id).filter(pk__gt=request.pk)
    if newer.exists() or locked.adapter.digest(locked.subject) != request.digest:
        raise Conflict("workflow.undo_moved_on", _("单据已经改过或重新提交，不能撤销"))


def _advance(locked: Locked, verdict: Verdict, actor: User, comment: str) -> None:
    step, request, adapter = locked.step, locked.request, locked.adapter
    if verdict == Verdict.APPROVE and step.mode == Mode.ALL and step.seats.filter(verdict="").exists():
        return
    step.state, step.closed_at = STEP_AFTER[verdict], clock.now()
    step.save(update_fields=["state", "closed_at"])
    if verdict != Verdict.APPROVE:
        _cancel_steps(request)
    elif open_next(request):
        return
    _close(request, REQUEST_AFTER[verdict])
    if verdict == Verdict.APPROVE:
        adapter.on_approved(locked.subject, actor=actor, request_id=request.pk)
    elif verdict == Verdict.RETURN:
        adapter.on_returned(locked.subject, actor=actor, reason=comment)
    else:
        adapter.on_rejected(locked.subject, actor=actor, reason=comment)
    _tell_submitter(request, actor, comment)


def open_next(request: ApprovalRequest) -> bool:
    """Open the first step that waits, if one does, and tell those who have not signed it yet."""
    step = request.steps.filter(state=StepState.WAITING).order_by("position").first()
    if step is not None:
        _open(request, step)
    return step is not None


def _open(request: ApprovalRequest, step: ApprovalStep) -> None:
    now = clock.now()
    step.state, step.opened_at, step.due_at = StepState.OPEN, now, routing.due_at(now, step.hours)
    step.save(update_fields=["state", "opened_at", "due_at"])
    for seat in step.seats.filter(verdict="").select_related("approver"):
        tell_approver(request, seat)


def tell_approver(request: ApprovalRequest, seat: ApprovalSeat) -> None:
    """The seat's holder, and whoever stands in for them today, learn that it is their turn."""
    notices.send(
        code="approval.waiting",
        recipients=[seat.approver, *substitutes_of([seat.approver], request)],
        subject=request,
        params={"title": request.title, "number": request.number, "person": str(request.submitter)},
        dedupe_key=waiting_key(seat),
        url=request.get_absolute_url(),
    )


def substitutes_of(people: Iterable[User], request: ApprovalRequest) -> list[User]:
    """Who stands in for these people today, never those whose document it is."""
    live = StandIn.objects.live(clock.today()).filter(principal_id__in=[person.pk for person in people])
    ids = set(live.values_list("substitute_id", flat=True)) - {request.submitter_id, *request.authors}
    return list(User.objects.active().filter(pk__in=ids)) if ids else []


def waiting_key(seat: ApprovalSeat) -> str:
    """One notice for each opening of a step: an undone and repeated opening tells again."""
    return f"approval.waiting:{seat.pk}:{seat.approver_id}:{stamp(seat.step.opened_at)}"


def closing_key(request: ApprovalRequest) -> str:
    return f"approval.{request.state}:{request.pk}:{stamp(request.closed_at)}"


def stamp(moment: datetime | None) -> int:
    """A moment in microseconds, as the database keeps it: alike before and after a row is read again."""
    return round(moment.timestamp() * 1_000_000) if moment else 0


def _tell_submitter(request: ApprovalRequest, actor: User, comment: str) -> None:
    notices.send(
        code=f"approval.{request.state}",
        recipients=[request.submitter],
        subject=request,
        params={"title": request.title, "number": request.number, "person": str(actor), "reason": comment},
        dedupe_key=closing_key(request),
        url=request.url,
    )


def _reopen(step: ApprovalStep, request: ApprovalRequest, seats: list[ApprovalSeat]) -> None:
    for later in request.steps.filter(state=StepState.OPEN).exclude(pk=step.pk):
        for other in later.seats.select_related("step"):
            notices.retract(dedupe_key=waiting_key(other))
    if request.state != RequestState.OPEN:
        notices.retract(dedupe_key=closing_key(request))
    request.steps.filter(position__gt=step.position).exclude(state=StepState.WAITING).update(
        state=StepState.WAITING, opened_at=None, due_at=None, closed_at=None, reminded_at=None, escalated_at=None
    )
    for seat in seats:
        seat.verdict, seat.comment, seat.decided_by, seat.decided_at = "", "", None, None
        seat.save(update_fields=["verdict", "comment", "decided_by", "decided_at"])
    step.state, step.closed_at = StepState.OPEN, None
    step.save(update_fields=["state", "closed_at"])
    request.state, request.closed_at = RequestState.OPEN, None
    request.save(update_fields=["state", "closed_at"])


def _add_steps(request: ApprovalRequest, planned: list[routing.Planned]) -> list[ApprovalStep]:
    steps = ApprovalStep.objects.bulk_create(
        ApprovalStep(
            request=request,
            position=position,
            name=item.step.name,
            mode=item.step.mode,
            finder=item.step.finder,
            finder_ref=item.step.finder_ref,
            clause=item.clause,
            asked=item.asked,
            hours=item.step.hours,
        )
        for position, item in enumerate(planned, start=1)
    )
    ApprovalSeat.objects.bulk_create(
        request.seat(step, person) for step, item in zip(steps, planned, strict=True) for person in item.approvers
    )
    return steps


def _require_open(request: ApprovalRequest) -> None:
    if request.state != RequestState.OPEN:
        raise Conflict("workflow.closed", _("这份审批已经结束：%(state)s") % {"state": request.get_state_display()})


def _cancel_steps(request: ApprovalRequest) -> None:
    request.steps.filter(state__in=[StepState.OPEN, StepState.WAITING]).update(
        state=StepState.CANCELLED, closed_at=clock.now()
    )


def _close(request: ApprovalRequest, state: RequestState) -> None:
    request.state, request.closed_at = state, clock.now()
    request.save(update_fields=["state", "closed_at"])


def who_decided(step: ApprovalStep, request: ApprovalRequest) -> str:
    seat = step.seats.exclude(verdict="").select_related("decided_by").order_by("-decided_at").first()
    if seat is None or seat.decided_at is None:
        return _("这一步现在不用审：%(state)s") % {"state": request.get_state_display()}
    return _("%(person)s 已在 %(time)s%(verdict)s") % {
        "person": seat.decided_by,
        "time": clock.local(seat.decided_at).strftime("%m-%d %H:%M"),
        "verdict": seat.get_verdict_display(),
    }


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool | int | str | type(None)) else str(value)
