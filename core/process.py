"""What the arrows of a state machine mean to people: their name, who may go them, under which written rules.

A transition carries its act: `@transition(…, custom={"act": Act(…)})`, and `"act_from": {state: Act(…)}` where the same
transition is something else from another state. Pages and docs/processes draw from it; the services ask `policies`, and
tests hold the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class Act:
    """One way from a state to another.

    Done by whoever holds `right`: all of them, or with `people` (fields of the record, dotted) those it names and whoever
    holds `or_right` besides. With `route`, by those the approval route asks; `who` says it in words where no right decides.
    `rules` are keys of core.policy; `first` has to be done before, `is_done(record)` tells whether it is. An `undo` is nothing
    to wait for.
    """

    label: Text
    right: str = ""
    people: tuple[str, ...] = ()
    or_right: str = ""
    route: bool = False
    who: Text = ""
    rules: tuple[str, ...] = ()
    first: Act | None = None
    is_done: Callable[[Any], bool] | None = None
    undo: bool = False

    def is_open_to(self, user: Any, record: Any) -> bool:
        """Whether this person may go it with this record. Routes are asked per step: never by this."""
        if self.route or self.who or (self.right and not user.can(self.right)):
            return False
        named = not self.people or any(self.named(record, name) == user for name in self.people)
        return named or bool(self.or_right and user.can(self.or_right))

    @staticmethod
    def named(record: Any, name: str) -> Any:
        for part in name.split("."):
            record = getattr(record, part, None)
        return record


Pages = Callable[[str], Sequence[tuple[str, str]]]

_pages: list[Pages] = []


def register_pages(tell: Pages) -> Pages:
    """Decorator: `fn(key)` gives (label, url) of the pages of processes in which a rule decides something."""
    _pages.append(tell)
    return tell


def pages_using(key: str) -> list[tuple[str, str]]:
    return [page for tell in _pages for page in tell(key)]
