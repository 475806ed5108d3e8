"""Which tables the application may only read and add to. `migrate` grants accordingly."""

import pghistory.models
from django.apps import apps


def primary_keys() -> dict[str, str]:
    """Append-only table → name of its key column: row history, and every model with `append_only = True`.

    In order of names, so that grants and seals go through the tables in one order everywhere.
    """
    found = {
        model._meta.db_table: str(model._meta.pk.column)
        for model in apps.get_models()
        if getattr(model, "append_only", False) or issubclass(model, pghistory.models.Event)
    }
    return dict(sorted(found.items()))


def tables() -> list[str]:
    return list(primary_keys())
