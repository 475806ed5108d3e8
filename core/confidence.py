"""Kinds of records whose words stay with those who see the record, even from readers of the log.

The log still tells every auditor that something was done to it, what, when and by whom. Reasons, comments, particulars and the
versions of the row are shown where the record itself is seen, and nowhere else.
"""

from typing import Any

from django.http import Http404

from core import subjects
from core.models import AuditEntry

_kinds: set[str] = set()


def keep(kind: str) -> None:
    """Let the words about records of a kind be read only by who sees the record."""
    _kinds.add(kind)


def kinds() -> list[str]:
    return sorted(_kinds)


def is_kept(entry: AuditEntry) -> bool:
    return entry.subject_kind in _kinds


def may_read(user: Any, entry: AuditEntry) -> bool:
    """Whether the words of an event are for this reader of the log."""
    if not is_kept(entry) or not entry.subject_id:
        return True
    try:
        subjects.get(entry.subject_kind, entry.subject_id, user)
    except Http404:
        return False
    return True
