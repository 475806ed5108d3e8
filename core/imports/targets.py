"""What can be imported: an app says which columns its rows have and who checks, writes and takes back (docs/howto/import.md).

Whatever a target does for many rows it does by the rules of the service that does it for one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.choices import ImportPlan, ImportRowState
from core.errors import Forbidden, Invalid
from core.pages import navigation

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Column:
    """What a column of a file can be. `aliases` are other heads people give it; width, case, script and signs do not count."""

    code: str
    label: Text
    aliases: Sequence[str] = ()
    help: Text = ""
    example: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """One row as the file has it: column code → text, empty cells left out. `subject_id` and `seen` are what the check found."""

    line: int
    values: Mapping[str, str]
    plan: str = ""
    subject_id: int | None = None
    seen: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What importing would make of a row. `subject_id` is the record it would change, `seen` its version as it was shown.

    `keys` say what no other row of the file may have, as (what, value); the target's `shared` says how people call it.
    """

    plan: ImportPlan
    label: str = ""
    message: str = ""
    subject_id: int | None = None
    keys: Sequence[tuple[str, str]] = ()
    seen: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """What was done with a row, and what its way back needs."""

    line: int
    subject_id: int | None
    state: str
    kept: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    state: ImportRowState
    message: str = ""
    subject_id: int | None = None
    kept: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Target:
    """A list's way in. `page` is the list's code, `capability` the right to import at all.

    `plan(actor=, rows=)` gives a Verdict for each Given and writes nothing. `write(actor=, rows=, overwrite=)` plans again
    under locks, writes what is as the check found it and gives an Outcome for each; a clash in the database may fail
    all of them, then each is tried alone. `undo(actor=, rows=)` gives an Outcome for each Written. `finish(actor=, run=)`
    runs once, with the last of them, `taken_back(actor=, run=)` with the last of the way back. `matched_by` are columns that name a record that is there; `rules` stand on the first page.
    """

    page: str
    title: Text
    unit: Text
    capability: str
    kind: str
    columns: Sequence[Column]
    plan: Callable[..., Sequence[Verdict]]
    write: Callable[..., Sequence[Outcome]]
    undo: Callable[..., Sequence[Outcome]]
    finish: Callable[..., object] = lambda **said: None
    taken_back: Callable[..., object] = lambda **said: None
    rules: Sequence[Text] = ()
    matched_by: Sequence[str] = ()
    shared: Mapping[str, Text] = field(default_factory=dict)

    def column(self, code: str) -> Column | None:
        return next((column for column in self.columns if column.code == code), None)

    @property
    def required(self) -> list[Column]:
        return [column for column in self.columns if column.required]


_targets: dict[str, Target] = {}


def register(target: Target) -> None:
    _targets[target.page] = target


def find(page: str) -> Target | None:
    return _targets.get(page)


def offered(page: str, user: Any) -> bool:
    """Whether this list shows the way in to this person."""
    return page in _targets and navigation.may(user, _targets[page].capability)


def open_to(user: Any) -> list[Target]:
    """What this person may import."""
    return [target for target in _targets.values() if navigation.may(user, target.capability)]


def target_of(page: str, user: Any) -> Target:
    """The target, if this person may import into it: asked again whenever something is written."""
    target = _targets.get(page)
    if target is None:
        raise Invalid("import.page", _("这里没有导入"))
    if not user.is_active or not navigation.may(user, target.capability):
        told = _("你没有导入%(what)s的权限") % {"what": target.title}
        raise Forbidden("import.only", told, needs=[target.capability])
    return target
