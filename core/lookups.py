"""Conditions that Django has no word for."""

from typing import Any

from django.db.models.lookups import Exact


class AnyOf(Exact):
    """`column = ANY (ARRAY(SELECT …))`: the few ids are read first, then each row by its index.

    As `column IN (SELECT …)` PostgreSQL may read the other side whole, to have it sorted or hashed: every open approval of
    the company for the twenty that wait for one person. Where the ids may be many, `__in` is the better question.
    """

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        return f"= ANY {rhs}"
