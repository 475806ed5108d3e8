"""What a leaver would hand over: each app says what is its own, the hand-over wizard shows it before the one confirm.

An app registers a part from `apps.ready()`; the work itself it does as a subscriber of `org.person_left`:

    handover.register(Part("customers.customers", _("客户"), "i-cust", selectors.preview_handover))
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise

from org.models import User

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Line:
    """One thing handed over, as the person who runs the hand-over may see it."""

    title: Text
    url: str = ""
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Pile:
    """All of one kind: how many there are, and the first lines the viewer may see. The rest is only counted."""

    total: int
    lines: Sequence[Line] = field(default=())

    @property
    def hidden(self) -> int:
        return self.total - len(self.lines)


@dataclass(frozen=True, slots=True)
class Part:
    """One app's share. `gather(leaver=, viewer=)` counts everything; its lines go through `visible_to(viewer)`."""

    code: str
    label: Text
    icon: str
    gather: Callable[..., Pile]
    order: int = 50


_parts: dict[str, Part] = {}


def register(*parts: Part) -> None:
    """Add parts; the same code again replaces."""
    for part in parts:
        _parts[part.code] = part


def preview(*, leaver: User, viewer: User) -> list[tuple[Part, Pile]]:
    """Every part with its pile, empty ones too: that nothing is open is worth knowing."""
    ordered = sorted(_parts.values(), key=lambda part: (part.order, part.code))
    return [(part, part.gather(leaver=leaver, viewer=viewer)) for part in ordered]
