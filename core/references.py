"""What hangs on a row: found over the keys of all rooms, so that a new room is not forgotten.

Append-only tables are not followed: registers and the row history outlive what they tell of.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from core import append_only

TOLD = "core.notification"
"""Tells of a record and does not hold on to it."""


def children(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Every model with a foreign key to this one, and the key's name."""
    kept = append_only.primary_keys()
    for relation in model._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or relation.many_to_many:
            continue
        child = relation.related_model
        if isinstance(child, type) and child._meta.db_table not in kept:
            yield child, relation.field.name  # type: ignore[union-attr]


def hanging_on(
    model: type[models.Model], ids: Iterable[int], *, besides: Mapping[type[models.Model], Iterable[int]] | None = None
) -> dict[int, list[str]]:
    """Row → names of the kinds of things that point to it, without those rows that are `besides`."""
    wanted = list(ids)
    found: dict[int, list[str]] = defaultdict(list)
    asked: list[tuple[type[models.Model], str, dict[str, Any]]] = [
        (child, name, {f"{name}__in": wanted}) for child, name in children(model)
    ]
    for child, kind in _by_kind():
        if child._meta.label_lower != TOLD:
            asked.append((child, "subject", {kind: model._meta.label_lower, "subject_id__in": wanted}))
    for child, name, condition in asked:
        rows: Any = child._base_manager.filter(**condition).exclude(pk__in=list((besides or {}).get(child, ())))
        for pk in sorted(set(rows.values_list(f"{name}_id", flat=True))):
            found[pk].append(str(child._meta.verbose_name))
    return found


@cache
def _by_kind() -> tuple[tuple[type[models.Model], str], ...]:
    """Models that name their subject by its kind and `subject_id`."""
    kept = append_only.primary_keys()
    found = []
    for model in apps.get_models():
        names = {field.name for field in model._meta.concrete_fields}
        kind = next((name for name in ("subject_kind", "kind") if name in names), "")
        if kind and "subject_id" in names and model._meta.db_table not in kept:
            found.append((model, kind))
    return tuple(found)
