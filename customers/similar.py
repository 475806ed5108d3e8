"""Names nearly alike (撞单, 相似): a hint while typing, never a refusal. What is the same is in `selectors.find_duplicates`."""

from difflib import SequenceMatcher

from django.db import connection, transaction

from core import names

LEAST = 0.85
"""How like two normalised names must be (business rule 查重): of seven characters one may be another."""
MOST_COMPARED = 50

NEAR_SQL = """
    SELECT id, name_key FROM customers_customer
    WHERE name_key %% %(key)s AND name_key <> %(key)s AND id <> %(besides)s
    ORDER BY similarity(name_key, %(key)s) DESC, id LIMIT %(most)s
"""


def similar_customers(name: str, *, besides: int | None = None) -> list[int]:
    """Customers whose names are nearly `name`, the likest first; those of the very same name are not among them.

    Shares of trigrams find them by index, then the names are compared letter by letter. What differs in several places
    far apart may be missed.
    """
    key = names.normalise_company(name)[:120]
    if not key:
        return []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(_shared(len(key)))])
        cursor.execute(NEAR_SQL, {"key": key, "besides": besides or 0, "most": MOST_COMPARED})
        near = [(_likeness(key, other), pk) for pk, other in cursor.fetchall()]
    return [pk for likeness, pk in sorted(near, key=lambda one: (-one[0], one[1])) if likeness >= LEAST]


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _shared(length: int) -> float:
    """The share of trigrams two names of this length have in common when as many characters differ as may.

    Each character stands in three trigrams, and a name has one more of them than characters. The higher the share, the
    fewer rows are read; below 0.4 a common trade (轨道交通装备) would be read whole.
    """
    differing = max(1, int(length * (1 - LEAST)))
    all_of_them = length + 1
    share = (all_of_them - 3 * differing) / (all_of_them + 3 * differing)
    return round(max(share - 0.01, 0.4), 3)
