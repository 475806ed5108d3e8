"""The first steps of somebody new: five per person, computed from what is there, put away for good when one wishes.

What a person keeps of it lies in `User.lists` under `CODE`, which every request has read already: whoever is done, or has been
here for longer, costs no query. The tracks are the front door's (salesops.onboarding).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, QuerySet
from django.utils.functional import Promise

from core import audit, clock

Text = str | Promise
Fact = QuerySet[Any] | bool

CODE = "start"
NEW = timedelta(days=60)
OFF, ON, DONE = "off", "on", "done"


@dataclass(frozen=True)
class Step:
    """One thing to do once. `fact(user)` is rows of which one is enough; `seen` ticks when it was opened from here."""

    code: str
    label: Text
    why: Text
    url: Callable[[Any], str]
    fact: Callable[[Any], Fact] | None = None

    @property
    def to_read(self) -> bool:
        """For templates, which would call `fact` instead of asking whether it is there."""
        return self.fact is None


@dataclass(frozen=True)
class Line:
    """A step as one person sees it."""

    step: Step
    url: str
    done: bool


@dataclass(frozen=True)
class Checklist:
    lines: Sequence[Line]

    @property
    def done(self) -> int:
        return sum(line.done for line in self.lines)

    @property
    def complete(self) -> bool:
        return self.done == len(self.lines)

    @property
    def next(self) -> Line | None:
        return next((line for line in self.lines if not line.done), None)


Track = Callable[[Any], Sequence[Step]]

_tracks: list[Track] = []


def register(track: Track) -> Track:
    """Decorator: `fn(user)` gives the steps of a person's role."""
    _tracks[:] = [track]
    return track


def of(user: Any) -> Checklist:
    """The steps with their state: one query for all of them."""
    steps = [step for track in _tracks for step in track(user)]
    seen = set(_kept(user).get("seen", ()))
    done = {step.code for step in steps if step.code in seen}
    asked: dict[str, QuerySet[Any]] = {}
    for step in steps:
        fact = step.fact(user) if step.fact else False
        if isinstance(fact, QuerySet):
            asked[step.code] = fact
        elif fact:
            done.add(step.code)
    if asked:
        exists = {f"is_{code}": Exists(rows.order_by()) for code, rows in asked.items()}
        row = get_user_model()._default_manager.filter(pk=user.pk).values(**exists).get()
        done |= {code for code in asked if row[f"is_{code}"]}
    return Checklist([Line(step, step.url(user), step.code in done) for step in steps])


def on_today(user: Any) -> Checklist | None:
    """For the home page: what is left, once more when all is done, and then never again unless asked for."""
    state = _kept(user).get("is", "")
    if state in (OFF, DONE) or (state != ON and user.created_at < clock.now() - NEW):
        return None
    found = of(user)
    if found.complete:
        _keep(user, {"is": DONE})
    return found if found.lines else None


def put_away(user: Any) -> None:
    _show(user, OFF, "onboarding.put_away")


def bring_back(user: Any) -> None:
    _show(user, ON, "onboarding.brought_back")


@transaction.atomic
def _show(user: Any, state: str, code: str) -> None:
    """What a person decided is logged; what ticks itself off is not, and a second press decides nothing."""
    if _keep(user, {"is": state}):
        audit.record(actor=user, code=code, subject=user)


def open_step(user: Any, code: str) -> str | None:
    """Where a step is done, and that it was opened. None for a step this person has not."""
    step = next((step for track in _tracks for step in track(user) if step.code == code), None)
    if step is None:
        return None
    if step.fact is None:
        _keep(user, {"seen": sorted({*_kept(user).get("seen", ()), code})})
    return step.url(user)


def is_shown(user: Any) -> bool:
    """Whether it stands on the home page, or would when something is left to do."""
    state = _kept(user).get("is", "")
    return state == ON or (not state and user.created_at >= clock.now() - NEW)


def _kept(user: Any) -> dict[str, Any]:
    return dict((getattr(user, "lists", None) or {}).get(CODE, {}))


def _keep(user: Any, changes: dict[str, Any]) -> bool:
    """Whether that changed anything."""
    with transaction.atomic():
        row = get_user_model()._default_manager.select_for_update().only("pk", "lists").get(pk=user.pk)
        before = _kept(row)
        row.lists = {**row.lists, CODE: {**before, **changes}}
        row.save(update_fields=["lists"])
    user.lists = row.lists
    return before != {**before, **changes}
