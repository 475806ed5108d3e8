"""State machines as pictures, read from what runs: FSM transitions of models, and the engine's own tables of moves."""

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import translation
from django_fsm import FSMFieldMixin

from core.process import Act
from workflow.choices import REQUEST_MOVES, STEP_MOVES
from workflow.models import ApprovalRequest, ApprovalStep


@dataclass(frozen=True)
class Move:
    """One arrow: `verb` is the transition's name, or what people call it; `act` says who may go it."""

    source: str
    verb: str
    target: str
    act: Act = dataclasses.field(default=Act(""), compare=False)


@dataclass(frozen=True)
class Machine:
    """The states of one kind of record. `first` is where a new row starts."""

    code: str
    kind: str
    title: str
    labels: dict[str, str]
    first: str
    moves: tuple[Move, ...]


def machines() -> list[Machine]:
    """Every state machine of the house, documents first by name, then the engine's."""
    # A row history copies the state column of what it follows, and moves nothing itself.
    models_of_records = [model for model in apps.get_models() if not hasattr(model, "pgh_tracked_model")]
    found = [machine for model in models_of_records for machine in _of_model(model)]
    engine = [_of_table(ApprovalRequest, REQUEST_MOVES.items()), _of_table(ApprovalStep, STEP_MOVES.items())]
    return sorted([*found, *engine], key=lambda machine: machine.code)


def draw(machine: Machine) -> str:
    """A page of docs/processes: the diagram, then the same as a table."""
    lines = [f"# {machine.title}", "", "Drawn by `manage.py draw_processes` from the code; do not edit.", ""]
    lines += ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {code}: {label}" for code, label in machine.labels.items()]
    lines += [f"    [*] --> {machine.first}"]
    lines += [f"    {move.source} --> {move.target}: {move.verb}" for move in machine.moves]
    lines += [f"    {code} --> [*]" for code in _ends(machine)]
    lines += ["```", "", "| from | verb | to | who | rules |", "|---|---|---|---|---|"]
    for move in machine.moves:
        source, target = (f"{machine.labels[code]} `{code}`" for code in (move.source, move.target))
        verb = move.verb if move.verb == str(move.act.label) else f"{move.act.label} `{move.verb}`"
        rules = ", ".join(f"`{key}`" for key in move.act.rules)
        lines.append(f"| {source} | {verb} | {target} | {_doers(move.act)} | {rules} |")
    return "\n".join(lines) + "\n"


def pages() -> dict[str, str]:
    """File name → content of every page, in the source language."""
    with translation.override("zh-hans"):
        drawn = machines()
        index = ["# Processes", "", "Drawn by `manage.py draw_processes` from the code; do not edit.", ""]
        index += [f"- [{machine.title}]({machine.code}.md)" for machine in drawn]
        return {"README.md": "\n".join(index) + "\n"} | {f"{machine.code}.md": draw(machine) for machine in drawn}


def find(code: str) -> Machine | None:
    return next((machine for machine in machines() if machine.code == code), None)


def of_kind(kind: str) -> Machine | None:
    """The machine of one kind of record ("quotes.quote")."""
    return find(kind.replace(".", "-"))


def _doers(act: Act) -> str:
    """Who, in the code's own words."""
    if act.route:
        return "approval route"
    named = " or ".join([*(f"`{name}`" for name in act.people), *([f"`{act.or_right}`"] if act.or_right else [])])
    right = f"`{act.right}`" if act.right else ""
    return str(act.who) or f"{right}: {named}".removesuffix(": ").removeprefix(": ")


def _act(transition: Any) -> Act:
    """As the transition carries it; one that says nothing is still drawn, by its name."""
    custom = transition.custom or {}
    found: Act = custom.get("act_from", {}).get(transition.source) or custom.get("act") or Act(transition.name)
    return found


def _of_model(model: type[models.Model]) -> Iterator[Machine]:
    for field in model._meta.fields:
        if not isinstance(field, FSMFieldMixin):
            continue
        labels = {str(code): str(label) for code, label in field.flatchoices}
        moves = [
            Move(str(transition.source), transition.name, str(transition.target), _act(transition))
            for transition in field.get_all_transitions(model)
            if transition.target is not None
        ]
        moves = [step for move in moves for step in _spread(move, labels)]
        order = {code: number for number, code in enumerate(labels)}
        moves.sort(key=lambda move: (order[move.source], order[move.target], move.verb))
        yield Machine(
            f"{model._meta.app_label}-{model._meta.model_name}",
            model._meta.label_lower,
            str(model._meta.verbose_name),
            labels,
            str(field.get_default()),
            tuple(moves),
        )


def _spread(move: Move, labels: dict[str, str]) -> Iterable[Move]:
    """A transition from anywhere (*) or from anywhere else (+) as one arrow per state."""
    if move.source == "*":
        return [Move(code, move.verb, move.target, move.act) for code in labels]
    if move.source == "+":
        return [Move(code, move.verb, move.target, move.act) for code in labels if code != move.target]
    return [move]


def _of_table(model: type[models.Model], moves: Iterable[tuple[tuple[str, str], Act]]) -> Machine:
    field = next(field for field in model._meta.fields if field.name == "state")
    return Machine(
        f"{model._meta.app_label}-{model._meta.model_name}",
        model._meta.label_lower,
        str(model._meta.verbose_name),
        {str(code): str(label) for code, label in field.flatchoices},
        str(field.get_default()),
        tuple(Move(str(source), str(act.label), str(target), act) for (source, target), act in moves),
    )


def _ends(machine: Machine) -> list[str]:
    sources = {move.source for move in machine.moves}
    return [code for code in machine.labels if code not in sources]
