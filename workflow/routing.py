"""Which steps a document must pass, and who sits there. Pure reading: also answers "try it"."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from core import clock
from core.errors import Conflict
from org import capabilities, lines
from org.models import RoleGrant, User
from workflow.choices import LEADING, Finder, Mode
from workflow.models import ApprovalRequest, ApprovalRoute, ApprovalRouteStep, ApprovalStep

OPERATORS = {
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    "=": lambda left, right: left == right,
}


CLAUSE = 300
"""Characters a step keeps of its clauses."""

NAMED = 8
"""So many people are named where a list of them would be too long."""

NO_VERDICT = {"approvals.routes", "approvals.supervise"}
SWITCHES = {"是": True, "true": True, "1": True, "yes": True, "否": False, "false": False, "0": False, "no": False}


@dataclass(frozen=True)
class Planned:
    """A step that applies, with the people found for it and every reason why: clauses, and the facts that asked."""

    step: ApprovalRouteStep
    approvers: list[User]
    clauses: tuple[str, ...]
    asked: tuple[str, ...]

    @property
    def clause(self) -> str:
        return "；".join(self.clauses)[:CLAUSE]


def active_route(kind: str) -> ApprovalRoute:
    """The route in force. Raises Conflict when the company has none: then nothing can be submitted."""
    route = ApprovalRoute.objects.active(kind).first()
    if route is None:
        raise Conflict("workflow.no_route", _("这类单据还没有审批路线，找系统管理员设置"))
    return route


def plan(
    route: ApprovalRoute, *, facts: Mapping[str, Any], submitter: User, authors: Collection[int] = ()
) -> list[Planned]:
    """The steps of a route that apply to these facts, with approvers as of now. Order is the route's.

    Raises Conflict when no step applies or a step finds nobody: a document never waits for no one.
    """
    planned = [
        Planned(
            step,
            find_approvers(step.finder, step.finder_ref, submitter=submitter, authors=authors, step_name=step.name),
            (step.clause,),
            tuple(condition["fact"] for condition in step.conditions),
        )
        for step in route.steps.order_by("position")
        if applies(step.conditions, facts)
    ]
    if not planned:
        raise Conflict("workflow.no_step", _("按现在的审批路线，没有一步适用于这份单据，找系统管理员检查路线"))
    return _without_repeats(planned)


def applies(conditions: Iterable[Mapping[str, Any]], facts: Mapping[str, Any]) -> bool:
    """Whether every condition holds. An unknown fact holds no condition."""
    return all(_holds(condition, facts) for condition in conditions)


def find_approvers(
    finder: str, ref: str, *, submitter: User, step_name: str, authors: Collection[int] = ()
) -> list[User]:
    """Who signs a step for this submitter: never the submitter nor an author, never nobody (Conflict)."""
    barred = {submitter.pk, *authors}
    if finder == Finder.PERSON:
        found = list(User.objects.active().filter(username=ref).exclude(pk__in=barred))
    elif finder == Finder.SUPERIOR:
        found = lines.superiors(submitter, excluding=barred)
    elif finder == Finder.COMMON:
        found = lines.common_superiors(submitter, User.objects.filter(pk__in=authors), excluding=barred)
    else:
        found = _holders_or_above(ref, submitter, barred)
    if not found:
        raise Conflict(
            "workflow.nobody",
            _("「%(step)s」找不到审批人：%(person)s 的上级里没有人能审，找系统管理员补上")
            % {"step": step_name, "person": submitter},
        )
    return found


def candidates(request: ApprovalRequest, step: ApprovalStep, approver: User) -> list[User]:
    """Who may take this approver's seat: those with the right the step asks for, or a higher rung of it.

    A step for a named person asks for that person's own rights. Nobody whose document it is, nobody twice.
    """
    there = step.seats.values("approver_id")
    people = User.objects.active().exclude(pk__in={request.submitter_id, *request.authors}).exclude(pk__in=there)
    rights = _rights(step, approver)
    if rights:
        grants = RoleGrant.objects.filter(role__capabilities__overlap=rights)
        people = people.filter(pk__in=grants.values("user_id"))
    found = people.order_by("sort_key", "pk")
    led = led_by(request, step)
    return [person for person in found if all(lines.is_above(person, one) for one in led)]


def led_by(request: ApprovalRequest, step: ApprovalStep) -> list[User]:
    """Whom everybody who signs this step must be above."""
    if step.finder not in LEADING:
        return []
    others = User.objects.filter(pk__in=request.authors) if step.finder == Finder.COMMON else ()
    return [request.submitter, *others]


def _rights(step: ApprovalStep, approver: User) -> list[str]:
    """Rights of which one is enough to sign here; none when the step asks for no right at all."""
    if step.finder in LEADING:
        return list(lines.LADDER)
    if step.finder == Finder.CAPABILITY:
        asked = [step.finder_ref]
    else:
        asked = [code for code, _label in approval_capabilities() if approver.can(code)]
    return sorted({rung for code in asked for rung in lines.from_rung(code)})


def approval_capabilities() -> list[tuple[str, str]]:
    """What a step can ask for: the approval rights of the capability list."""
    return [
        (code, str(capability.label))
        for code, capability in capabilities.ALL.items()
        if code.startswith("approvals.") and code not in NO_VERDICT
    ]


def parse_fact(kind: str, text: str) -> Any:
    """What somebody typed as the value of a condition: a switch as bool, everything else as a number in text.

    Percent is typed as 15 or 15% and kept as a fraction. Raises ValueError for anything else.
    """
    text = text.strip()
    if kind == "switch":
        if text.lower() not in SWITCHES:
            raise ValueError(text)
        return SWITCHES[text.lower()]
    try:
        number = Decimal(text.replace(",", "").removesuffix("%"))
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not number.is_finite():
        raise ValueError(text)
    return str(number / 100 if kind == "percent" else number)


def due_at(opened: datetime, hours: int) -> datetime:
    """The time limit of a step: whole days count work days, the rest of the hours the clock."""
    days, rest = divmod(hours, 24)
    local = clock.local(opened)
    day = clock.add_workdays(local.date(), days) if days else local.date()
    return local.replace(year=day.year, month=day.month, day=day.day) + timedelta(hours=rest)


def _holders_or_above(capability: str, submitter: User, barred: set[int]) -> list[User]:
    """Those who hold the capability for the submitter; on the sales ladder nobody of their own rank or below.

    A head's own quote therefore climbs to the region. At the top of the ladder peers remain.
    """
    if capability not in lines.LADDER:
        return lines.holders(capability, of=submitter, excluding=barred)
    own = [lines.LADDER.index(rung) for rung in lines.LADDER if rung in submitter.access.capabilities]
    lowest = max([lines.LADDER.index(capability), *(rung + 1 for rung in own)])
    for rung in [*lines.LADDER[lowest:], lines.LADDER[-1]]:
        found = lines.holders(rung, of=submitter, excluding=barred)
        if found:
            return found
    return []


def _without_repeats(planned: list[Planned]) -> list[Planned]:
    """A step whose people are those of a later step is asked once, at the later place, for both reasons.

    It happens when two conditions lead to one person, or a lower rung is empty and both steps climb. Two people
    who must both sign are not replaced by a step where one of them is enough.
    """
    kept: list[Planned] = []
    for item in reversed(planned):
        index = next((n for n, later in enumerate(kept) if _covers(later, item)), None)
        if index is None:
            kept.append(item)
        else:
            kept[index] = _merge(item, kept[index])
    return kept[::-1]


def _merge(earlier: Planned, later: Planned) -> Planned:
    return replace(
        later,
        clauses=tuple(dict.fromkeys([*earlier.clauses, *later.clauses])),
        asked=tuple(dict.fromkeys([*earlier.asked, *later.asked])),
    )


def _covers(later: Planned, item: Planned) -> bool:
    people = {person.pk for person in item.approvers}
    weaker = item.step.mode == Mode.ALL and later.step.mode == Mode.ANY and len(people) > 1
    return not weaker and people == {person.pk for person in later.approvers}


def _holds(condition: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    actual, wanted = facts.get(condition["fact"]), condition["value"]
    if actual is None:
        return False
    if isinstance(wanted, bool) or isinstance(actual, bool):
        return bool(actual) is bool(wanted)
    try:
        return OPERATORS[condition["op"]](Decimal(str(actual)), Decimal(str(wanted)))
    except InvalidOperation:
        return str(actual) == str(wanted)
