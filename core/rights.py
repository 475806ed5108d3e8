"""Whom a refusal sends one to: the roles that hold the right it rests on.

The kernel says no, org knows which right each rule rests on and who holds it; so org registers the answer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.errors import Forbidden


@dataclass(frozen=True, slots=True)
class Role:
    """A role as a refusal names it."""

    label: str
    url: str


WhoMay = Callable[[Any, Forbidden], Sequence[Role]]
_registered: dict[str, WhoMay] = {}


def register(who_may: WhoMay) -> WhoMay:
    """The one answer there is; the kernel alone has none."""
    _registered["who_may"] = who_may
    return who_may


def who_may(viewer: Any, refused: Exception) -> list[Role]:
    """The roles that may do what was refused to this person for want of a right. None for strangers, and none where
    the person has the right and another rule said no."""
    if not isinstance(refused, Forbidden) or not getattr(viewer, "is_authenticated", False):
        return []
    return [role for ask in _registered.values() for role in ask(viewer, refused)]


def named(body: dict[str, Any], roles: Sequence[Role]) -> dict[str, Any]:
    """A problem for readers without a page: its words end with who may, `roles` lists them."""
    if not roles:
        return body
    labels = [role.label for role in roles]
    who = _("这一步由%(roles)s来做") % {"roles": _("、").join(labels)}
    return body | {"detail": _("%(refusal)s。%(who)s") % {"refusal": body["detail"], "who": who}, "roles": labels}
