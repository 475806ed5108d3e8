"""Row history by triggers: catches save(), update(), bulk writes, admin and raw SQL alike (O10).

Each version carries who acted, through which channel and in which request, as a column of its own: the
history tables are append-only for the application, a separate context row would not be.
"""

import json
from collections.abc import Callable
from typing import Any

import pghistory
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg2.sql import Composable

from core import context


def track(*, exclude: tuple[str, ...] = ()) -> Callable[[type[models.Model]], type[models.Model]]:
    """Keep every version of a model's rows in `<model>event`, append-only for the application.

    `exclude` names derived columns (search keys) that would only bloat the history, and secrets.
    """
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=list(exclude) or None,
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,  # type: ignore[arg-type]  # it is accepted, their annotation forgets it
    )


def attribute_writes(*, connection: BaseDatabaseWrapper, **signal: Any) -> None:
    """Let every writing statement of a new connection tell the triggers who acts. Called when it is made."""
    if _tell_who not in connection.execute_wrappers:
        connection.execute_wrappers.append(_tell_who)


WRITES = ("insert", "update", "delete", "merge", "with")


def _tell_who(execute: Any, statement: Any, params: Any, many: bool, details: dict[str, Any]) -> Any:
    """Send the circumstances along with a write, in the same round trip and for this transaction only.

    `many` is executemany, which would repeat the prefix for each row; Django's bulk writes never use it.
    """
    meta = context.current()
    if meta is context.NOWHERE or many:
        return execute(statement, params, many, details)
    if isinstance(statement, Composable):
        statement = statement.as_string(details["cursor"].cursor)
    if not statement.lstrip()[:6].lower().startswith(WRITES):
        return execute(statement, params, many, details)
    told = json.dumps(
        {"actor": meta.actor_id, "in_place_of": meta.on_behalf_of, "source": meta.source, "request": meta.request_id}
    )
    prefix = "SELECT set_config('pghistory.context_metadata', {}, true); "
    if isinstance(params, dict):
        return execute(prefix.format("%(_who)s") + statement, {**params, "_who": told}, many, details)
    if params is None:
        # Without parameters psycopg leaves % alone, so the text is quoted here.
        literal = "'" + told.replace("'", "''") + "'"
        return execute(prefix.format(literal) + statement, None, many, details)
    return execute(prefix.format("%s") + statement, (told, *params), many, details)
