"""What people say to one another about a record: a line of its timeline, and a notice to whom it concerns.

A comment is an event like any other, so it stands in the log, sealed and unchanged; who erred writes another one. An app
says which of its records take comments: `comments.accept("quotes.quote", people=lambda quote: [quote.owner])`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.http import Http404
from django.utils.translation import gettext as _

from core import audit, notices, subjects, timeline
from core.errors import Forbidden, Invalid
from core.models import AuditEntry
from core.pages.text import MENTION
from core.scope import seen_by

CODE = "comment.added"
LONGEST = 1000
MOST_NAMED = 20
SHOWN = 60
"""Characters of a comment that its notice repeats."""

People = Callable[[Any], Iterable[Any]]

_kinds: dict[str, People] = {}


@dataclass(frozen=True)
class Said:
    """A comment with those it was told, and the names in it of colleagues who do not see the record."""

    entry: AuditEntry
    told: Sequence[Any]
    blind: Sequence[str]


def accept(kind: str, *, people: People) -> None:
    """Let records of a kind be commented on by whoever reads their timeline. `people(record)` are told of each comment."""
    _kinds[kind] = people


def kinds() -> list[str]:
    return sorted(_kinds)


def record_of(kind: str, subject_id: int, user: Any) -> Any:
    """The record to comment on. Http404 unless `user` sees it and its kind takes comments."""
    if kind not in _kinds:
        raise Http404
    return subjects.get(kind, subject_id, user)


def require_reader(user: Any, record: models.Model) -> None:
    """Raises Forbidden for who sees the record, but not what is said about it."""
    if not may_comment(user, record):
        raise Forbidden("comment.not_yours", _("这条记录的动态只给本人和查审计的人看"))


def may_comment(user: Any, record: models.Model) -> bool:
    return subjects.kind_of(record) in _kinds and timeline.may_read(user, record)


def of(record: models.Model) -> Any:
    """The comments on a record the reader was let in to, newest first."""
    return AuditEntry.objects.about(subjects.kind_of(record), record.pk).filter(code=CODE)


@transaction.atomic
def add_comment(*, actor: Any, kind: str, subject_id: int, text: str) -> Said:
    """Say something about a record, up to 1,000 characters. `@` and a colleague's name tells that colleague.

    Told are besides those the record concerns, and who spoke before; nobody who does not see the record (any more).
    Raises Http404, Forbidden for who may not read the timeline, Invalid for an empty or too long text.
    """
    record = record_of(kind, subject_id, actor)
    require_reader(actor, record)
    text = text.strip()
    if not text:
        raise Invalid("comment.empty", _("写一句再发"), errors={"text": [_("写一句再发")]})
    if len(text) > LONGEST:
        long = _("一条评论最多 %(most)s 字") % {"most": LONGEST}
        raise Invalid("comment.long", long, errors={"text": [long]})
    named = _named(actor, text)
    told = _who_sees(kind, record, [*named, *_concerned(kind, record), *_spoken(record)])
    entry = audit.record(
        actor=actor,
        code=CODE,
        subject=record,
        reason=text,
        data={"mentions": sorted({str(person) for person in named})},
    )
    mentioned = [person for person in named if person.pk in told and person != actor]
    others = [person for person in told.values() if person != actor and person not in mentioned]
    _tell("comment.mentioned", entry, record, mentioned)
    _tell("comment.added", entry, record, others)
    blind = sorted({str(person) for person in named if person.pk not in told})
    return Said(entry, [*mentioned, *others], blind)


def _tell(code: str, entry: AuditEntry, record: models.Model, people: Sequence[Any]) -> None:
    url = subjects.url(record)
    notices.send(
        code=code,
        recipients=people,
        subject=record,
        params={"person": entry.actor_label, "record": str(record), "text": _short(entry.reason)},
        dedupe_key=f"{CODE}:{entry.pk}",
        url=f"{url}?tab=timeline" if url else "",
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"


def _named(actor: Any, text: str) -> list[Any]:
    """Colleagues whose name follows an @. Between Chinese words there is no space: the longest name that fits is meant."""
    written = [found[1:] for found in MENTION.findall(text)][:MOST_NAMED]
    beginnings = {word[:length] for word in written for length in range(2, len(word) + 1)}
    if not beginnings:
        return []
    everybody: Any = get_user_model()._default_manager.all()
    people = everybody.visible_to(actor).filter(is_active=True, display_name__in=beginnings).order_by("pk")
    known = {str(person) for person in people}
    meant = {max((name for name in known if word.startswith(name)), key=len, default="") for word in written}
    return [person for person in people if str(person) in meant]


def _concerned(kind: str, record: models.Model) -> list[Any]:
    return [person for person in _kinds[kind](record) if person is not None]


def _spoken(record: models.Model) -> list[Any]:
    """Who spoke here before."""
    return list(get_user_model()._default_manager.filter(pk__in=of(record).order_by().values("actor")))


def _who_sees(kind: str, record: models.Model, people: Sequence[Any]) -> dict[int, Any]:
    """Those of the people who may read what is said about a record, each once: three of them cost as many queries as thirty."""
    asked: Any = get_user_model()._default_manager.filter(pk__in={person.pk for person in people}).order_by("pk")
    asked = list(asked)
    seeing = seen_by(subjects.queryset(kind).filter(pk=record.pk), asked)
    return {person.pk: person for person in asked if person.pk in seeing and timeline.may_read(person, record)}
