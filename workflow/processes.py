"""State machines as pictures, read from what runs: FSM transitions of models, and the engine's own tables of moves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.utils import translation
from django_fsm import FSMFieldMixin

from workflow.choices import REQUEST_MOVES, STEP_MOVES
from workflow.models import ApprovalRequest, ApprovalStep


@dataclass(frozen=True)
class Move:
    """One arrow: `verb` is the transition's name, or what people call it."""

    source: str
    verb: str
    target: str


@dataclass(frozen=True)
class Machine:
    """The states of one kind of record. `first` is where a new row starts."""

    code: str
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
    lines += ["```", "", "| from | verb | to |", "|---|---|---|"]
    lines += [
        f"| {machine.labels[move.source]} `{move.source}` | {move.verb} | {machine.labels[move.target]} `{move.target}` |"
        for move in machine.moves
    ]
    return "\n".join(lines) + "\n"


def pages() -> dict[str, str]:
    """File name → content of every page, in the source language."""
    with translation.override("zh-hans"):
        drawn = machines()
        index = ["# Processes", "", "Drawn by `manage.py draw_processes` from the code; do not edit.", ""]
        index += [f"- [{machine.title}]({machine.code}.md)" for machine in drawn]
        return {"README.md": "\n".join(index) + "\n"} | {f"{machine.code}.md": draw(machine) for machine in drawn}


def _of_model(model: type[models.Model]) -> Iterator[Machine]:
    for field in model._meta.fields:
        if not isinstance(field, FSMFieldMixin):
            continue
        labels = {str(code): str(label) for code, label in field.flatchoices}
        moves = [
            Move(str(transition.source), transition.name, str(transition.target))
            for transition in field.get_all_transitions(model)
            if transition.target is not None
        ]
        moves = [step for move in moves for step in _spread(move, labels)]
        order = {code: number for number, code in enumerate(labels)}
        moves.sort(key=lambda move: (order[move.source], order[move.target], move.verb))
        yield Machine(
            f"{model._meta.app_label}-{model._meta.model_name}",
            str(model._meta.verbose_name),
            labels,
            str(field.get_default()),
            tuple(moves),
        )


def _spread(move: Move, labels: dict[str, str]) -> Iterable[Move]:
    """A transition from anywhere (*) or from anywhere else (+) as one arrow per state."""
    if move.source == "*":
        return [Move(code, move.verb, move.target) for code in labels]
    if move.source == "+":
        return [Move(code, move.verb, move.target) for code in labels if code != move.target]
    return [move]


def _of_table(model: type[models.Model], moves: Iterable[tuple[tuple[str, str], object]]) -> Machine:
    field = next(field for field in model._meta.fields if field.name == "state")
    return Machine(
        f"{model._meta.app_label}-{model._meta.model_name}",
        str(model._meta.verbose_name),
        {str(code): str(label) for code, label in field.flatchoices},
        str(field.get_default()),
        tuple(Move(str(source), str(verb), str(target)) for (source, target), verb in moves),
    )


def _ends(machine: Machine) -> list[str]:
    sources = {move.source for move in machine.moves}
    return [code for code in machine.labels if code not in sources]
