"""What the engine must know of a document. Apps register one adapter per kind in `<app>/approvals.py`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext

from org.models import User

Text = str | Promise


@dataclass(frozen=True)
class Fact:
    """Something conditions may ask about: "amount" (money), "discount" (percent), "major" (switch), …

    `tag` is the word beside the title of a document of which the fact holds.
    `derived` facts follow from the others by the rules in force; a case to try does not ask for them.
    """

    key: str
    label: Text
    kind: str
    tag: Text = ""
    derived: bool = False


@dataclass(frozen=True)
class Difference:
    """One thing that is not as it was in the submission before, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Submission:
    """A document as its approvers will see it. `data` feeds the adapter's preview template as `data`.

    `risks` are sentences as `core.pages.text.keep` keeps them; a request with any is left out of bulk approval. `policies` cites the rules used.
    """

    number: str
    title: str
    party: str
    url: str
    amount: Decimal | None
    currency: str
    digest: str
    facts: Mapping[str, Any]
    data: Mapping[str, Any]
    risks: Sequence[Mapping[str, Any] | str] = ()
    policies: Mapping[str, int] = field(default_factory=dict)


class Adapter(Protocol):
    """One kind of document. `lock` returns the row locked (FOR NO KEY UPDATE); the rest get it from there.

    `digest` is the fingerprint of the content as it stands now. The `on_…` verbs carry the outcome into the
    document; `on_undone` takes it back and raises Conflict when the document has moved on. An adapter may also have
    `differences(before, after)`: what changed between the `data` of two submissions, and `summary(data)`: the facts
    above the content as {label, value, tone, big}; `authors(subject)`: whose document it is besides the submitter's;
    `derive(facts)`: its derived facts, worked out from the others; `predecessors(subject_id, data)`: the rows this one
    replaces, the nearest first, to compare a revision with.
    """

    @property
    def kind(self) -> str: ...
    @property
    def label(self) -> Text: ...
    @property
    def facts(self) -> Sequence[Fact]: ...
    @property
    def preview_template(self) -> str: ...

    def lock(self, subject_id: int) -> Any: ...
    def digest(self, subject: Any) -> str: ...
    def on_approved(self, subject: Any, *, actor: User, request_id: int) -> None: ...
    def on_returned(self, subject: Any, *, actor: User, reason: str) -> None: ...
    def on_rejected(self, subject: Any, *, actor: User, reason: str) -> None: ...
    def on_withdrawn(self, subject: Any, *, actor: User, reason: str) -> None: ...
    def on_undone(self, subject: Any, *, actor: User) -> None: ...


_adapters: dict[str, Adapter] = {}


def register(adapter: Adapter) -> None:
    _adapters[adapter.kind] = adapter


def get(kind: str) -> Adapter:
    """The adapter of a kind. KeyError for a kind nobody registered."""
    return _adapters[kind]


def all_adapters() -> list[Adapter]:
    return sorted(_adapters.values(), key=lambda adapter: adapter.kind)


def authors(adapter: Adapter, subject: Any) -> set[int]:
    """Whose document it is now, besides whoever submitted it: they decide nothing about it, by any route."""
    tell = getattr(adapter, "authors", None)
    return set(tell(subject)) if tell is not None else set()


def derive(adapter: Adapter, facts: Mapping[str, Any]) -> dict[str, Any]:
    """These facts and what follows from them."""
    tell = getattr(adapter, "derive", None)
    return {**facts, **(tell(facts) if tell is not None else {})}


def predecessors(adapter: Adapter, subject_id: int, data: Any) -> list[int]:
    """Ids of the documents that this one is a new version of, the nearest first."""
    tell = getattr(adapter, "predecessors", None)
    return list(tell(subject_id, data)) if tell is not None else []


def differences(adapter: Adapter, before: Any, after: Any) -> list[Difference]:
    """What changed from one request to the next: as the adapter tells it, else by the facts it declares."""
    tell = getattr(adapter, "differences", None)
    if tell is not None:
        return list(tell(before.snapshot, after.snapshot))
    changes = (
        [Difference(gettext("金额"), str(before.amount), str(after.amount))] if before.amount != after.amount else []
    )
    for fact in adapter.facts:
        old, new = before.facts.get(fact.key), after.facts.get(fact.key)
        if old != new and fact.key != "amount":
            changes.append(Difference(str(fact.label), str(old), str(new)))
    return changes
