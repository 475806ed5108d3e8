"""Row history by triggers: catches save(), update(), bulk writes, admin and raw SQL alike (O10)."""

from collections.abc import Callable

import pghistory
from django.db import models


def track(*, exclude: tuple[str, ...] = ()) -> Callable[[type[models.Model]], type[models.Model]]:
    """Keep every version of a model's rows in `<model>event`, append-only for the application.

    `exclude` names derived columns (search keys) that would only bloat the history.
    """
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=list(exclude) or None,
    )
