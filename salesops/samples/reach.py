"""What hangs on rows that go: found over the foreign keys of all rooms, so that a new room is not forgotten.

Append-only tables are not followed: the registers and the row history outlive what they tell of.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef

from core import references
from core.models import Attachment, Notification
from workflow.models import ApprovalRequest

Rows = dict[type[models.Model], set[int]]

BY_KIND: tuple[tuple[type[models.Model], str], ...] = (
    (Attachment, "subject_kind"),
    (Notification, "subject_kind"),
    (ApprovalRequest, "kind"),
)
"""Models that name their subject by kind and `subject_id`."""


def fan(model: type[models.Model], ids: Iterable[int]) -> Rows:
    """The rows and everything that hangs on them, and on that."""
    found: Rows = defaultdict(set)
    waiting: list[tuple[type[models.Model], set[int]]] = [(model, set(ids))]
    while waiting:
        at, some = waiting.pop()
        fresh = some - found[at]
        if not fresh:
            continue
        found[at] |= fresh
        for child, name in references.children(at):
            waiting.append((child, _ids(child, {f"{name}__in": fresh})))
        for child, name in BY_KIND:
            waiting.append((child, _ids(child, {name: at._meta.label_lower, "subject_id__in": fresh})))
    return {at: some for at, some in found.items() if some}


def unused(rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Those that no row of any room points to."""
    for child, name in references.children(rows.model):
        rows = rows.filter(~Exists(child._base_manager.filter(**{name: OuterRef("pk")})))
    return rows


def remove(found: Rows) -> dict[str, int]:
    """Delete rows by themselves, whatever order: the database checks foreign keys at the end. Files go with the commit.

    Not by `QuerySet.delete`, which asks `on_delete` and would stop at a stamp register that stays on purpose.
    """
    files = [
        (row.file.storage, str(row.file.name)) for row in Attachment.objects.filter(pk__in=found.get(Attachment, ()))
    ]
    for model, ids in found.items():
        model._base_manager.filter(pk__in=ids)._raw_delete(connection.alias)
    for storage, name in files:
        transaction.on_commit(partial(storage.delete, name))
    return {model._meta.label_lower: len(ids) for model, ids in found.items()}


def _ids(model: type[models.Model], condition: dict[str, Any]) -> set[int]:
    return set(model._base_manager.filter(**condition).values_list("pk", flat=True))
