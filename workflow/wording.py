"""How an approval is told: why it is mine, where it stands, who said what when."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.pages import words
from core.pages.text import told
from org import capabilities, lines
from org.models import User
from workflow import adapters
from workflow.choices import Finder, Mode, StepState, Verdict
from workflow.models import ApprovalRequest, ApprovalRouteStep, ApprovalSeat, ApprovalStep

GLYPHS = {
    StepState.WAITING: "todo",
    StepState.OPEN: "half",
    StepState.APPROVED: "ok",
    StepState.RETURNED: "back",
    StepState.REJECTED: "no",
    StepState.CANCELLED: "void",
}
CLASSES = {StepState.APPROVED: "ok", StepState.OPEN: "now"}


def kind_label(kind: str) -> str:
    """The document's name; a kind whose app is gone shows its code."""
    return next((str(adapter.label) for adapter in adapters.all_adapters() if adapter.kind == kind), kind)


def tag(request: ApprovalRequest) -> str:
    """The one word beside its title: the first risk, else what its document is marked with."""
    if request.risks:
        return told(request.risks[0])
    adapter = next((adapter for adapter in adapters.all_adapters() if adapter.kind == request.kind), None)
    return (
        next((str(fact.tag) for fact in adapter.facts if fact.tag and request.facts.get(fact.key)), "")
        if adapter
        else ""
    )


def fingerprint(digest: str) -> str:
    """8f3a 61c0 … c21d: enough to compare two pages by eye."""
    return f"{digest[:4]} {digest[4:8]} … {digest[-4:]}"


def place(request: ApprovalRequest) -> str:
    """第 2 步，共 4 步."""
    steps = list(request.steps.all())
    done = [step for step in steps if step.state not in (StepState.WAITING, StepState.CANCELLED)]
    return _("第 %(n)s 步，共 %(all)s 步") % {"n": max(len(done), 1), "all": len(steps)}


def why(user: User, request: ApprovalRequest, step: ApprovalStep) -> list[str]:
    """Why this step is there and why it is this person's.

    The document may tell the reasons with its figures (`data["why"]`: fact → sentence); else risks and clause speak.
    """
    sentences = request.snapshot.get("why", {})
    asked = [sentences[fact] for fact in step.asked if fact in sentences]
    reasons = [*map(told, asked or request.risks)]
    if not asked:
        reasons.append(clause(step))
    seat = _seat_of(user, step)
    if seat is not None:
        reasons.append(_how_found(user, request, step, seat))
    return reasons


def clause(step: ApprovalStep) -> str:
    """What asks for a step: the rule, or the colleague who added it, with what they said."""
    seats = step.seats.all() if step.finder == Finder.PERSON else ()
    adder = next((seat.brought_by for seat in seats if seat.brought_by), None)
    if adder is None:
        return told(step.clause)
    return _("%(person)s 加签：%(reason)s") % {"person": adder, "reason": step.clause or _("一起看看")}


def barred(step: ApprovalStep) -> str:
    """To somebody who stands in for the approver of a document of their own."""
    names = _("、").join(str(seat.approver) for seat in step.pending_seats)
    return _("这份单据是你自己的，代 %(names)s 也不能审，等本人来审") % {"names": names}


def summary(request: ApprovalRequest, adapter: adapters.Adapter) -> list[dict[str, Any]]:
    """The facts above the content: as the adapter tells them, else the numbers its route may ask about."""
    tell = getattr(adapter, "summary", None)
    if tell is not None:
        return list(tell(request.snapshot))
    return [
        {"label": fact.label, "value": _value(request.facts[fact.key], fact)}
        for fact in adapter.facts
        if fact.kind in ("percent", "number") and request.facts.get(fact.key) not in (None, "0")
    ]


def route(user: User, request: ApprovalRequest) -> list[dict[str, Any]]:
    """Items for `{% route %}`: the submission, then each step with who, when and what was said."""
    items = [
        {
            "glyph": "ok",
            "state": "ok",
            "label": _("%(person)s 提交") % {"person": request.submitter},
            "end": words.moment_text(request.submitted_at),
            "note": request.note,
        }
    ]
    return items + [_route_item(user, step) for step in request.steps.all()]


def _seat_of(user: User, step: ApprovalStep) -> ApprovalSeat | None:
    seats = {seat.approver_id: seat for seat in step.seats.all()}
    return next((seats[pk] for pk in [user.pk, *user.access.principal_ids] if pk in seats), None)


def _how_found(user: User, request: ApprovalRequest, step: ApprovalStep, seat: ApprovalSeat) -> str:
    if seat.approver_id != user.pk:
        return _("你在代 %(person)s 审批") % {"person": seat.approver}
    if seat.brought_by and step.finder != Finder.PERSON:
        return _("%(person)s 转交给你") % {"person": seat.brought_by}
    if seat.brought_by:
        return _("%(person)s 加签给你") % {"person": seat.brought_by}
    if step.finder == Finder.PERSON:
        return _("审批路线指定由你审")
    if step.finder == Finder.SUPERIOR:
        return _("你是%(person)s的上级") % {"person": request.submitter}
    if step.finder == Finder.COMMON:
        return _("你是双方共同的上级")
    role = user.title or next((role.label for role in user.access.roles if step.finder_ref in role.capabilities), "")
    if user.unit and role and str(user.unit) in role:
        return _("你是%(role)s，%(person)s这条线归你审") % {"role": role, "person": request.submitter}
    if user.unit and role:
        return _("你是%(unit)s的%(role)s，%(person)s这条线归你审") % {
            "unit": user.unit,
            "role": role,
            "person": request.submitter,
        }
    return _("你有这项审批权限")


def _route_item(user: User, step: ApprovalStep) -> dict[str, Any]:
    seats = list(step.seats.all())
    decided = [seat for seat in seats if seat.verdict]
    item: dict[str, Any] = {
        "glyph": GLYPHS[StepState(step.state)],
        "state": CLASSES.get(StepState(step.state), ""),
        "label": f"{_names(user, step, seats)} {told(step.name)}",
    }
    if step.state == StepState.OPEN:
        assert step.due_at is not None
        left = words.remaining(step.due_at)
        item |= {"end": left.words, "end_tone": left.tone or "t3"}
        item["note"] = _open_note(step, seats, decided)
    elif decided:
        item["label"] = f"{_deciders(user, decided)} {told(step.name)}"
        last = decided[-1].decided_at
        assert last is not None
        item["end"] = words.moment_text(last)
        item["note"] = "；".join(_said(seat) for seat in decided if seat.comment or seat.verdict != Verdict.APPROVE)
    elif step.state == StepState.WAITING:
        item["note"] = clause(step)
    return item


def _names(user: User, step: ApprovalStep, seats: Sequence[ApprovalSeat]) -> str:
    mine = [user.pk, *user.access.principal_ids]
    pending = [seat for seat in seats if not seat.verdict]
    theirs = step.state == StepState.OPEN and not step.request.is_own(user)
    if theirs and any(seat.approver_id in mine for seat in pending):
        return _("你") + "\u00a0·"
    joint = "、" if step.mode == Mode.ALL else " / "
    return joint.join(str(seat.approver) for seat in pending or seats)


def _deciders(user: User, decided: Sequence[ApprovalSeat]) -> str:
    return _("、").join(
        _("%(person)s 代 %(principal)s") % {"person": seat.decided_by, "principal": seat.approver}
        if seat.in_place
        else str(seat.decided_by)
        for seat in decided
    )


def _said(seat: ApprovalSeat) -> str:
    """The comment; the tick beside it says that it was a yes, any other verdict is named."""
    verdict = str(seat.get_verdict_display())
    if seat.verdict == Verdict.APPROVE:
        return seat.comment
    return _("%(fact)s：%(value)s") % {"fact": verdict, "value": seat.comment} if seat.comment else verdict


def _open_note(step: ApprovalStep, seats: Sequence[ApprovalSeat], decided: Sequence[ApprovalSeat]) -> str:
    pending = _("、").join(str(seat.approver) for seat in seats if not seat.verdict)
    if decided:
        done = _("、").join(str(seat.decided_by) for seat in decided)
        return _("%(done)s 已同意，还差 %(pending)s") % {"done": done, "pending": pending}
    if step.escalated_at:
        return _("已超时，上级已知道")
    assert step.due_at is not None
    due = words.moment_text(step.due_at)
    if step.finder_ref == lines.LADDER[-1]:
        return _("%(due)s 前") % {"due": due}  # above the highest rung there is nobody to tell
    return _("%(due)s 前；超时会告诉上级") % {"due": due}


def join(people: Sequence[User], mode: str) -> str:
    return (_("、") if mode == Mode.ALL else " / ").join(str(person) for person in people)


def hours(number: int) -> str:
    """2 个工作日, or 4 小时."""
    if number % 24 == 0:
        days = number // 24
        return ngettext("%(n)s 个工作日", "%(n)s 个工作日", days) % {"n": days}
    return ngettext("%(n)s 小时", "%(n)s 小时", number) % {"n": number}


def condition(asked: dict[str, Any], facts: dict[str, adapters.Fact]) -> str:
    """金额 ≥ 100,000.00; 重大：是."""
    fact = facts.get(asked["fact"])
    label = str(fact.label) if fact else asked["fact"]
    if isinstance(asked["value"], bool):
        return _("%(fact)s：%(value)s") % {"fact": label, "value": _("是") if asked["value"] else _("否")}
    sign = {">=": "≥", "<=": "≤"}.get(asked["op"], asked["op"])
    return f"{label} {sign} {_value(asked['value'], fact)}"


def finder(step: ApprovalRouteStep, names: dict[str, str]) -> str:
    if step.finder == Finder.SUPERIOR:
        return _("提交人的上级")
    if step.finder == Finder.COMMON:
        return _("双方共同的上级")
    if step.finder == Finder.PERSON:
        return names.get(step.finder_ref, step.finder_ref)
    known = capabilities.ALL.get(step.finder_ref)
    return _("有「%(capability)s」的人，就近向上找") % {"capability": known.label if known else step.finder_ref}


def step_initial(step: ApprovalRouteStep, facts: dict[str, adapters.Fact]) -> dict[str, Any]:
    initial = {
        "name": step.name,
        "finder": step.finder,
        "capability": step.finder_ref if step.finder == Finder.CAPABILITY else "",
        "person": step.finder_ref if step.finder == Finder.PERSON else "",
        "mode": step.mode,
        "hours": step.hours,
        "clause": step.clause,
    }
    for number, asked in enumerate(step.conditions):
        value = asked["value"]
        shown = (
            {True: _("是"), False: _("否")}[value]
            if isinstance(value, bool)
            else _value(value, facts.get(asked["fact"]))
        )
        initial |= {f"fact_{number}": asked["fact"], f"op_{number}": asked["op"], f"value_{number}": shown}
    return initial


def _value(value: Any, fact: adapters.Fact | None) -> str:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if fact and fact.kind == "money":
        return words.decimal_text(number)
    if fact and fact.kind == "percent":
        return words.percent_text(number)
    return f"{number.normalize():f}"
