"""State and class marks: which glyph and which tone a value wears, kept beside its label in the app's choices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models.enums import Choices


@dataclass(frozen=True, slots=True)
class Mark:
    """Glyph is a `st-*` symbol of static/icons.svg; tone is act, ok, warn, bad, off or empty."""

    glyph: str
    tone: str = ""


DRAFT = Mark("draft", "off")
TODO = Mark("todo")
RUNNING = Mark("half", "act")
DONE = Mark("ok", "ok")
RETURNED = Mark("back", "warn")
REFUSED = Mark("no", "bad")
WITHDRAWN = Mark("wd", "off")
EXPIRED = Mark("exp", "off")
VOID = Mark("void", "off")

BY_CODE = {
    "draft": DRAFT,
    "todo": TODO,
    "pending": TODO,
    "open": RUNNING,
    "running": RUNNING,
    "submitted": RUNNING,
    "reported": RUNNING,
    "approved": DONE,
    "done": DONE,
    "signed": DONE,
    "returned": RETURNED,
    "rejected": REFUSED,
    "withdrawn": WITHDRAWN,
    "expired": EXPIRED,
    "void": VOID,
    "cancelled": VOID,
}


class StateChoices(str, Choices):
    """Text choices whose members carry a mark: `APPROVED = "approved", marks.DONE, _("已通过")`."""

    mark: Mark

    def __new__(cls, value: str, mark: Mark | None = None) -> StateChoices:
        member = str.__new__(cls, value)
        member._value_ = value
        member.mark = mark or BY_CODE.get(value, TODO)
        return member

    @staticmethod
    def _generate_next_value_(name: str, start: int, count: int, last_values: list[Any]) -> str:
        return name.lower()

    def __str__(self) -> str:
        return str(self.value)


class ScaleChoices(str, Choices):
    """Text choices on a scale of four weights (customer class): `KEY = "key", 3, _("重点")`."""

    weight: int

    def __new__(cls, value: str, weight: int = 2) -> ScaleChoices:
        member = str.__new__(cls, value)
        member._value_ = value
        member.weight = weight
        return member

    def __str__(self) -> str:
        return str(self.value)
