"""The timeline of any record: its business events, and what other rooms contribute (visits, comments)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core import subjects
from core.models import AuditEntry
from core.pages.text import told
from core.pages.timeline import Entry, Place

Text = str | Promise
LENGTH = 50
AUDIT = "audit"
BECAUSE = "because"
"""Under this key an event's data keeps a reason of ours (`text.keep`); `reason` is what a person wrote."""


@dataclass(frozen=True)
class Sentence:
    """What an event says after the person's name, and its mark (glyph without `st-`, tone).

    `words` are choices: what the codes in its data are called.
    """

    text: Text
    glyph: str = ""
    tone: str = ""
    words: Sequence[tuple[Any, Any]] = ()


Contributor = Callable[..., Sequence[Entry]]

_sentences: dict[str, Sentence] = {}
_contributors: dict[str, list[Contributor]] = {}
_details: dict[str, Text] = {}
_states: dict[str, dict[Any, Any]] = {}
_readers: dict[str, Callable[[Any, Any], bool]] = {}


def register(sentences: Mapping[str, Sentence]) -> None:
    """Teach the timeline an app's events; `%(key)s` in a text is filled from the event's data."""
    _sentences.update(sentences)


def name_details(labels: Mapping[str, Text]) -> None:
    """Say what the particulars of an app's events are called, for whoever reads one in the log."""
    _details.update(labels)


def name_states(kind: str, choices: Sequence[tuple[Any, Any]]) -> None:
    """Say what the states in the events of a kind are called, where they are not those of its field `state`."""
    _states[kind] = dict(choices)


def detail_name(kind: str, key: str) -> str:
    """What a particular is called: as an app says, else as the record's own field; what neither knows, by its key."""
    if key in _details:
        return str(_details[key])
    try:
        return str(apps.get_model(kind)._meta.get_field(key).verbose_name)
    except (LookupError, ValueError, FieldDoesNotExist, AttributeError):
        return key


def codes() -> list[tuple[str, str]]:
    """Every named event as (code, words), for filters, in the active language."""
    return [(code, say(code)) for code in sorted(_sentences)]


def known_codes() -> list[str]:
    """Every named event."""
    return list(_sentences)


def say(code: str, data: Mapping[str, Any] | None = None) -> str:
    """What an event says, with … for the particulars it does not know; one that nobody named says its code."""
    sentence = _sentences.get(code)
    return str(sentence.text) % _Unknown(_worded(sentence, data or {})) if sentence else code


def word(code: str, value: Any) -> Any:
    """A particular of an event in words, where it is a code that the event knows."""
    sentence = _sentences.get(code)
    return _worded(sentence, {"": value})[""] if sentence else value


def reason_of(row: AuditEntry) -> str:
    """Why it was done: what the person wrote, or our own reason in the reader's language."""
    return row.reason or (told(row.data[BECAUSE]) if BECAUSE in row.data else "")


def _worded(sentence: Sentence, data: Mapping[str, Any]) -> dict[str, Any]:
    words = dict(sentence.words)
    return {key: words.get(value, value) if isinstance(value, str) else value for key, value in data.items()}


def say_change(kind: str, before: str, after: str) -> str:
    """草稿 → 审批中: two states of a record in the words of its model; what has no words stays as it is written."""
    words = _state_words(kind)
    return " → ".join(str(words.get(state, state)) for state in (before, after) if state)


@cache
def _state_words(kind: str) -> dict[str, Any]:
    if kind in _states:
        return _states[kind]
    try:
        field = apps.get_model(kind)._meta.get_field("state")
    except (LookupError, ValueError, FieldDoesNotExist):
        return {}
    return dict(getattr(field, "flatchoices", ()))


def contribute(kind: str) -> Callable[[Contributor], Contributor]:
    """Decorator: `fn(*, user, subject, before, limit)` adds entries to records of one kind, through visible_to.

    It gives the newest `limit` of what `older(rows, before, …)` leaves, each with its `source` and `pk`.
    """

    def add(contributor: Contributor) -> Contributor:
        known = _contributors.setdefault(kind, [])
        if contributor not in known:
            known.append(contributor)
        return contributor

    return add


def only_for(kind: str, may_read: Callable[[Any, Any], bool]) -> None:
    """Narrow who reads the timeline of a kind whose records more people see: `may_read(user, record)`."""
    _readers[kind] = may_read


def may_read(user: Any, record: models.Model) -> bool:
    """Whether the past of a record in sight is for this reader, too."""
    asked = _readers.get(subjects.kind_of(record))
    return asked is None or asked(user, record)


def older(rows: Any, before: Place | None, *, source: str, at: str = "at") -> Any:
    """The rows that stand below a place, newest first. Rows of one moment are told apart, so that none is dropped."""
    rows = rows.order_by(f"-{at}", "-pk")
    if before is None:
        return rows
    below = Q(**{f"{at}__lt": before.at})
    if source < before.source:
        below |= Q(**{at: before.at})
    elif source == before.source:
        below |= Q(**{at: before.at, "pk__lt": before.pk})
    return rows.filter(below)


def of(user: Any, subject: models.Model, *, before: Place | None = None, limit: int = LENGTH) -> list[Entry]:
    """The newest entries of a record the reader was already let in to, newest first."""
    kind = subjects.kind_of(subject)
    if not may_read(user, subject):
        return []
    rows = AuditEntry.objects.about(kind, subject.pk).filter(code__in=_sentences).select_related("in_place_of")
    entries = [entry(row) for row in older(rows, before, source=AUDIT)[:limit]]
    for contributor in _contributors.get(kind, []):
        entries += contributor(user=user, subject=subject, before=before, limit=limit)
    return sorted(entries, key=lambda entry: entry.place, reverse=True)[:limit]


def entry(row: AuditEntry) -> Entry:
    """One event as a line. KeyError for a code nobody registered."""
    sentence = _sentences[row.code]
    return Entry(
        at=row.at,
        who=_who(row),
        text=str(sentence.text) % _Data(_worded(sentence, row.data)),
        glyph=sentence.glyph,
        tone=sentence.tone,
        quote=reason_of(row),
        names=row.data.get("mentions", ()),
        source=AUDIT,
        pk=row.pk,
    )


def _who(row: AuditEntry) -> str:
    who = row.actor_label or _("系统")
    if row.in_place_of is None:
        return who
    return _("%(person)s（代 %(principal)s）") % {"person": who, "principal": row.in_place_of}


class _Unknown(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


class _Data(dict[str, Any]):
    """An older event may lack what a newer text mentions: say nothing there."""

    def __missing__(self, key: str) -> str:
        return ""
