"""News from one room to the rooms upstairs: explicit, typed, synchronous, in the same transaction.

The publishing app declares its event with the names and types of what it carries; subscribers are named in
`<app>/subscribers.py` and registered in `apps.ready()`. An error in a subscriber fails the publisher's transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from types import UnionType
from typing import Any

Subscriber = Callable[..., object]
Kind = type | UnionType


@dataclass(slots=True)
class _Event:
    payload: dict[str, Kind]
    subscribers: list[Subscriber] = field(default_factory=list)


_registry: dict[str, _Event] = {}


class UnknownEvent(LookupError):
    """Nobody declared an event of this name."""


def declare(name: str, **payload: Kind) -> None:
    """Make an event known: `declare("quote.submitted", quote_id=int, actor_id=int | None)`.

    The same declaration twice is harmless (a module imported again); a different one raises ValueError.
    """
    known = _registry.get(name)
    if known is None:
        _registry[name] = _Event(payload)
    elif known.payload != payload:
        raise ValueError(f"event {name} is already declared with {sorted(known.payload)}")


def subscribe(name: str) -> Callable[[Subscriber], Subscriber]:
    """Decorator: call the function with the event's payload as keywords, in order of registration, once each.

    Raises UnknownEvent unless the event is declared.
    """
    event = _find(name)

    def register(subscriber: Subscriber) -> Subscriber:
        if subscriber not in event.subscribers:
            event.subscribers.append(subscriber)
        return subscriber

    return register


def publish(name: str, **payload: Any) -> None:
    """Tell every subscriber, here and now. Publish inside the transaction that made the news true.

    Raises UnknownEvent for a name nobody declared, TypeError when the payload is not what was declared.
    """
    event = _find(name)
    _check(name, event.payload, payload)
    for subscriber in tuple(event.subscribers):
        subscriber(**payload)


def declared() -> dict[str, dict[str, Kind]]:
    """Every known event with its payload, for documentation and architecture tests."""
    return {name: dict(event.payload) for name, event in sorted(_registry.items())}


def _find(name: str) -> _Event:
    try:
        return _registry[name]
    except KeyError:
        raise UnknownEvent(name) from None


def _check(name: str, expected: dict[str, Kind], payload: dict[str, Any]) -> None:
    if payload.keys() != expected.keys():
        raise TypeError(f"{name} carries {sorted(expected)}, got {sorted(payload)}")
    for key, kind in expected.items():
        value = payload[key]
        # bool is an int to Python, but True is not an id
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise TypeError(f"{name}: {key} must be {kind}, got {type(value).__name__}")
