"""The row history of one record as changes a person can read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext as _

NOISE = {"version", "updated_at", "search_key", "sort_key"}


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a row: when, by whom, in which request, and what became different."""

    at: datetime
    label: str
    who: str
    source: str
    request_id: str
    changes: list[Change]


def event_model(kind: str) -> type[models.Model] | None:
    """Where the versions of a kind are kept; None for a kind without row history."""
    try:
        tracked = apps.get_model(kind)
    except (LookupError, ValueError):
        return None
    found = getattr(tracked, "pgh_event_model", None)
    return found or next((m for m in apps.get_models() if getattr(m, "pgh_tracked_model", None) is tracked), None)


def of(kind: str, pk: int, *, limit: int = 30) -> list[Version]:
    """The latest versions of one row, newest first, each with what changed since the one before."""
    events = event_model(kind)
    if events is None:
        return []
    rows = list(events._default_manager.filter(pgh_obj_id=pk).order_by("-pgh_id")[: limit + 1])
    names = _names(rows)
    pairs = zip(rows, [*rows[1:], None], strict=True)
    return [_version(row, older, names) for row, older in pairs][:limit]


def _version(row: Any, older: Any, names: dict[int, str]) -> Version:
    meta = row.pgh_context or {}
    return Version(
        row.pgh_created_at,
        {"insert": _("新建"), "update": _("修改"), "delete": _("删除")}.get(row.pgh_label, row.pgh_label),
        names.get(meta.get("actor") or 0, "") or _("系统"),
        str(meta.get("source", "")),
        str(meta.get("request", "")),
        [] if row.pgh_label == "delete" else list(_changes(row, older, names)),
    )


def _changes(row: Any, older: Any, names: dict[int, str]) -> Iterable[Change]:
    for field in row._meta.fields:
        if field.name.startswith("pgh_") or field.name in NOISE or field.name == "id":
            continue
        after = getattr(row, field.attname)
        before = getattr(older, field.attname) if older is not None else None
        if before == after or (older is None and after in (None, "", [], {})):
            continue
        yield Change(str(field.verbose_name), _show(field, before, names), _show(field, after, names))


def _show(field: Any, value: Any, names: dict[int, str]) -> Any:
    if value is None or value == "":
        return ""
    if field.is_relation:
        return names.get(value, f"#{value}") if field.related_model is get_user_model() else f"#{value}"
    choices = dict(field.flatchoices)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, dict):
        return "\n".join(f"{name}: {part}" for name, part in value.items() if part not in ("", None))
    # A JSON or list value cannot be looked up, and has no choices.
    return choices.get(value, value) if choices else value


def _names(rows: list[Any]) -> dict[int, str]:
    """Names of all people the versions speak of, in one query."""
    user = get_user_model()
    wanted: set[int] = set()
    for row in rows:
        wanted |= {value for value in (row.pgh_context or {}).values() if isinstance(value, int)}
        wanted |= {getattr(row, f.attname) or 0 for f in row._meta.fields if f.is_relation and f.related_model is user}
    return {person.pk: str(person) for person in user._default_manager.filter(pk__in=wanted)}
