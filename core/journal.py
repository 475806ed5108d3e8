"""What an act did to rows of many tables, told so exactly that it can be taken back: moved, set, removed, added.

Kept as plain data beside the act. What somebody changed since is left as it is, and named by `undo`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import QuerySet

from core import subjects

Step = dict[str, Any]


class Journal:
    """The steps of one act, in order. `steps` is JSON."""

    def __init__(self, steps: Sequence[Step] = ()) -> None:
        self.steps: list[Step] = list(steps)

    def move(self, rows: QuerySet[Any], name: str, after: int) -> int:
        """Let the key `name` of these rows, which is the same in all of them, point to `after`; returns how many."""
        column = str(rows.model._meta.get_field(name).attname)
        found = list(rows.order_by("pk").select_for_update(no_key=True, of=("self",)).values_list("pk", column))
        if not found:
            return 0
        (before,) = {value for _pk, value in found}
        ids = [pk for pk, _value in found]
        rows.model._base_manager.filter(pk__in=ids).update(**{column: after})
        self._add("move", rows.model, ids=ids, column=column, before=before, after=after)
        return len(ids)

    def set(self, row: models.Model, name: str, value: Any) -> None:
        """Write one field of a row, past its services: for what follows from the act and is nobody's own decision."""
        field: Any = row._meta.get_field(name)
        before = getattr(row, field.attname)
        row._meta.model._base_manager.filter(pk=row.pk).update(**{field.attname: value})
        self._add("set", row._meta.model, pk=row.pk, column=field.attname, before=_plain(before), after=_plain(value))

    def remove(self, row: models.Model) -> None:
        """Delete a row and keep it whole."""
        self._add("remove", row._meta.model, row=snapshot(row))
        row._meta.model._base_manager.get(pk=row.pk).delete()

    def added(self, row: models.Model) -> None:
        """Note a row that the act made."""
        self._add("add", row._meta.model, pk=row.pk)

    def undo(self) -> Counter[str]:
        """Take everything back, last step first; returns kind → how many rows could not be put back as they were."""
        left: Counter[str] = Counter()
        for step in reversed(self.steps):
            missed = {"move": _unmove, "set": _unset, "remove": _put_back, "add": _take_off}[step["do"]](step)
            if missed:
                left[step["kind"]] += missed
        return left

    def moved(self, model: type[models.Model], column: str) -> list[int]:
        """Ids of the rows of a kind whose key was moved."""
        kind = model._meta.label_lower
        steps = [step for step in self.steps if step["do"] == "move" and step["kind"] == kind]
        return [pk for step in steps if step["column"] == column for pk in step["ids"]]

    def removed(self, model: type[models.Model]) -> Iterator[dict[str, Any]]:
        """Rows of a kind as they were."""
        kind = model._meta.label_lower
        return (step["row"] for step in self.steps if step["do"] == "remove" and step["kind"] == kind)

    def counts(self) -> dict[str, int]:
        """Kind → how many rows moved."""
        found: Counter[str] = Counter()
        for step in self.steps:
            if step["do"] == "move":
                found[step["kind"]] += len(step["ids"])
        return dict(found)

    def _add(self, do: str, model: type[models.Model], **more: Any) -> None:
        self.steps.append({"do": do, "kind": model._meta.label_lower, **more})


def snapshot(row: models.Model) -> dict[str, Any]:
    """Every column of a row as JSON, to the microsecond."""
    return {field.attname: _plain(getattr(row, field.attname)) for field in row._meta.concrete_fields}


def restored(model: type[models.Model], kept: dict[str, Any]) -> models.Model:
    """The row of a snapshot, not saved. Keys that lead nowhere by now are empty where they may be."""
    values = {
        field.attname: _read(field, kept[field.attname])
        for field in model._meta.concrete_fields
        if field.attname in kept
    }
    for field in model._meta.concrete_fields:
        target: Any = field.related_model
        asked = values.get(field.attname) if field.null and target is not None else None
        if asked is not None and not target._base_manager.filter(pk=asked).exists():
            values[field.attname] = None
    return model(**values)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _read(field: Any, value: Any) -> Any:
    return getattr(field, "target_field", field).to_python(value)


def _of(step: Step) -> Any:
    return subjects.model(step["kind"])._base_manager


def _unmove(step: Step) -> int:
    still = _of(step).filter(**{"pk__in": step["ids"], step["column"]: step["after"]})
    return len(step["ids"]) - int(still.update(**{step["column"]: step["before"]}))


def _unset(step: Step) -> int:
    field = apps.get_model(step["kind"])._meta.get_field(step["column"].removesuffix("_id"))
    was, became = (_read(field, step[side]) for side in ("before", "after"))
    still = _of(step).filter(**{"pk": step["pk"], step["column"]: became})
    try:
        with transaction.atomic():
            return 1 - int(still.update(**{step["column"]: was}))
    except IntegrityError:
        return 1


def _put_back(step: Step) -> int:
    row = restored(subjects.model(step["kind"]), step["row"])
    try:
        with transaction.atomic():
            type(row)._base_manager.bulk_create([row])
    except IntegrityError:
        return 1
    return 0


def _take_off(step: Step) -> int:
    for row in _of(step).filter(pk=step["pk"]):
        row.delete()
    return 0
