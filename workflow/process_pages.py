"""What a process page tells: who may go each arrow today, under which rules, and where one record stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core import policy, subjects
from core.pages.text import told
from core.process import Act
from org import capabilities, lines
from org.models import Role, User
from workflow import adapters, drawing, processes, selectors, wording
from workflow.choices import LEADING, Finder, StepState
from workflow.models import ApprovalRequest, ApprovalRoute, ApprovalStep
from workflow.processes import Machine, Move

ENGINE = (ApprovalRequest._meta.label_lower, ApprovalStep._meta.label_lower)


@dataclass(frozen=True)
class Doers:
    """Who may: named people of the record, the right it takes, and the roles that carry it today."""

    people: Sequence[str]
    right: str
    roles: Sequence[Role]
    words: str = ""
    route: bool = False


@dataclass(frozen=True)
class Way:
    """One numbered arrow, from every state it leaves."""

    number: int
    act: Act
    sources: Sequence[str]
    target: str
    doers: Doers
    first: Doers | None
    rules: Sequence[policy.InForce]
    next: bool


@dataclass(frozen=True)
class RouteStep:
    """A step of the route in force: when it applies, who sits there, the clause that asks for it."""

    name: str
    when: Sequence[str]
    who: str
    roles: Sequence[Role]
    time: str
    clause: str


@dataclass(frozen=True)
class Next:
    """What comes next for one record, and who it waits for."""

    label: str
    who: str
    number: int


@dataclass(frozen=True)
class Standing:
    """Where one record stands."""

    record: Any
    url: str
    state: str
    next: Sequence[Next]


@dataclass(frozen=True)
class Page:
    machine: Machine
    picture: SafeString
    ways: Sequence[Way]
    routes: Sequence[tuple[str, int, Sequence[RouteStep]]]
    rules: Sequence[policy.InForce]
    standing: Standing | None


def page(user: User, machine: Machine, record_id: int | None) -> Page:
    """Raises Http404 for a record out of the reader's sight."""
    record = subjects.get(machine.kind, record_id, user) if record_id is not None else None
    roles = list(Role.objects.order_by("position", "pk"))
    grouped = _grouped(machine.moves)
    in_force = policy.many({key for moves in grouped for act in _acts(moves[0].act) for key in act.rules})
    now = str(record.state) if record is not None else ""
    ways = [_way(number, moves, machine, roles, in_force, now) for number, moves in enumerate(grouped, start=1)]
    arrows = [
        drawing.Arrow(way.number, tuple(move.source for move in moves), moves[0].target, way.next)
        for way, moves in zip(ways, grouped, strict=True)
    ]
    title = _("%(name)s的流程图：%(states)s 个状态，%(ways)s 种走法，下面的表说的是同一件事") % {
        "name": machine.title,
        "states": len(machine.labels),
        "ways": len(ways),
    }
    return Page(
        machine,
        drawing.draw(machine.labels, machine.first, arrows, now=now, title=title),
        ways,
        _routes(machine, roles),
        list(in_force.values()),
        _standing(record, machine, grouped, roles) if record is not None else None,
    )


def address(record: Any) -> str:
    """The page of a record's process, with the record in it."""
    return f"{reverse('processes:process_detail', args=[subjects.kind_of(record).replace('.', '-')])}?of={record.pk}"


def find(text: str) -> list[Machine]:
    """For the palette: by the record's name, or by what its page is called."""
    wanted = text.strip().lower()
    return [one for one in processes.machines() if wanted and wanted in f"{_('流程')} {called(one)}".lower()]


def called(machine: Machine) -> str:
    """What the page of a process is called."""
    return _("%(name)s怎么走") % {"name": machine.title}


@cache
def using(key: str) -> tuple[str, ...]:
    """Codes of the processes in which a rule decides something. The machines are code: they do not change while it runs."""
    return tuple(
        machine.code
        for machine in processes.machines()
        if any(key in act.rules for move in machine.moves for act in _acts(move.act))
    )


def name_of(code: str) -> str:
    """What a process is about, in the reader's language."""
    return str(subjects.model(code.replace("-", "."))._meta.verbose_name)


def _acts(act: Act) -> list[Act]:
    return [act, *([act.first] if act.first else [])]


def _grouped(moves: Iterable[Move]) -> list[list[Move]]:
    """The same act into the same state is one way, from wherever it leaves."""
    found: dict[tuple[str, str, Act], list[Move]] = {}
    for move in moves:
        found.setdefault((move.verb, move.target, move.act), []).append(move)
    return list(found.values())


def _way(
    number: int,
    moves: Sequence[Move],
    machine: Machine,
    roles: Sequence[Role],
    in_force: dict[str, policy.InForce],
    now: str,
) -> Way:
    act = moves[0].act
    keys = dict.fromkeys(key for each in _acts(act) for key in each.rules)
    return Way(
        number,
        act,
        [machine.labels[move.source] for move in moves],
        machine.labels[moves[0].target],
        _doers(act, machine, roles),
        _doers(act.first, machine, roles) if act.first else None,
        [in_force[key] for key in keys],
        not act.undo and any(move.source == now for move in moves),
    )


def _doers(act: Act, machine: Machine, roles: Sequence[Role]) -> Doers:
    rights = [right for right in (act.right, act.or_right) if right]
    holders = [role for role in roles if act.right and act.right in role.capabilities]
    words = str(act.who)
    if act.or_right:
        words = _("或有「%(right)s」权限的：%(roles)s") % {
            "right": capabilities.ALL[act.or_right].label,
            "roles": _names([role for role in holders if act.or_right in role.capabilities]),
        }
    return Doers(
        [_field_words(machine, name) for name in act.people],
        str(capabilities.ALL[act.right].label) if rights and act.right else "",
        holders,
        words,
        act.route,
    )


def _names(roles: Iterable[Role]) -> str:
    return _("、").join(role.label for role in roles) or _("现在没有角色有")


def _field_words(machine: Machine, path: str) -> str:
    """提交人, 负责人: as the record itself calls them."""
    model: Any = subjects.model(machine.kind)
    *way, last = path.split(".")
    for part in way:
        model = model._meta.get_field(part).related_model
    return str(model._meta.get_field(last).verbose_name)


def _routes(machine: Machine, roles: Sequence[Role]) -> list[tuple[str, int, list[RouteStep]]]:
    """Document, version, steps: of this document, or of every one for the engine's own machines."""
    if not any(move.act.route for move in machine.moves):
        return []
    asked = [each for each in adapters.all_adapters() if machine.kind in ENGINE or each.kind == machine.kind]
    active = ApprovalRoute.objects.filter(kind__in=[each.kind for each in asked], state="active")
    by_kind = {route.kind: route for route in active.prefetch_related("steps")}
    return [
        (str(each.label), by_kind[each.kind].version, _route_steps(by_kind[each.kind], each, roles))
        for each in asked
        if each.kind in by_kind
    ]


def _route_steps(route: ApprovalRoute, adapter: adapters.Adapter, roles: Sequence[Role]) -> list[RouteStep]:
    found = []
    for row in selectors.route_steps(route, adapter):
        step = row.step
        rungs = lines.LADDER if step.finder in LEADING else (step.finder_ref,)
        seats = [role for role in roles if any(rung in role.capabilities for rung in rungs)]
        found.append(
            RouteStep(
                told(step.name),
                row.when,
                row.who,
                [] if step.finder == Finder.PERSON else seats,
                wording.hours(step.hours),
                told(step.clause),
            )
        )
    return found


# --- one record ---------------------------------------------------------------------------------


def _standing(record: Any, machine: Machine, grouped: Sequence[Sequence[Move]], roles: Sequence[Role]) -> Standing:
    now = str(record.state)
    after = []
    for number, moves in enumerate(grouped, start=1):
        act = moves[0].act
        if act.undo or all(move.source != now for move in moves):
            continue
        if act.first is not None and act.is_done is not None and not act.is_done(record):
            after.append(Next(str(act.first.label), _who(act.first, record, roles), number))
        after.append(Next(str(act.label), _who(act, record, roles), number))
    return Standing(record, subjects.url(record), machine.labels[now], after)


def _who(act: Act, record: Any, roles: Sequence[Role]) -> str:
    """The people this record waits for, else the roles that may."""
    if act.route:
        return _approvers(record)
    if act.who:
        return str(act.who)
    people = dict.fromkeys(person for name in act.people if (person := act.named(record, name)) is not None)
    named = [str(person) for person in people if person.is_active and (not act.right or person.can(act.right))]
    if act.or_right:
        named.append(_names(role for role in roles if {act.right, act.or_right} <= set(role.capabilities)))
    if act.people:
        return " / ".join(named)
    return _names(role for role in roles if act.right in role.capabilities)


def _approvers(record: Any) -> str:
    """Those whose verdict is open now."""
    request = getattr(record, "approval", None) or getattr(record, "request", None) or record
    if not isinstance(request, ApprovalRequest):
        return ""
    step = request.steps.filter(state=StepState.OPEN).prefetch_related("seats__approver").first()
    if step is None:
        return ""
    return _("%(people)s（%(step)s）") % {
        "people": _("、").join(str(seat.approver) for seat in step.pending_seats),
        "step": told(step.name),
    }
