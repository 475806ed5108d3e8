"""撞单 for many at once: what `selectors.find_duplicates` finds for one, in one statement for a whole batch of rows."""

from collections.abc import Mapping, Sequence

from django.db import connection

from customers import selectors
from customers.selectors import ALIKE_SQL, MOST_DUPLICATES, Duplicate
from org.models import User

BATCH_SQL = " UNION ALL ".join(
    f"""
    SELECT '{kind}', asked.key, alike.id FROM unnest(%s::text[]) AS asked(key)
    CROSS JOIN LATERAL (
        SELECT id FROM ({text % {kind: "asked.key"}}) AS found ORDER BY id LIMIT {MOST_DUPLICATES + 1}
    ) AS alike
    """  # noqa: S608  (our own text)
    for kind, text in ALIKE_SQL.items()
)


def find(user: User, keys: Sequence[Mapping[str, str]], besides: Sequence[int | None]) -> list[dict[int, Duplicate]]:
    """For each set of `selectors.duplicate_keys` the customers that share one, the certain ones first, without its own."""
    alike = _alike(keys)
    found: list[dict[int, str]] = []
    for own, mine in zip(keys, besides, strict=True):
        shared: dict[int, str] = {}
        for kind, key in own.items():
            for pk in [pk for pk in alike.get((kind, key), ()) if pk != mine][:MOST_DUPLICATES]:
                shared.setdefault(pk, kind)
        found.append(shared)
    told: dict[tuple[int, str], Duplicate] = {}
    for kind in ALIKE_SQL:
        some = {pk: matched for shared in found for pk, matched in shared.items() if matched == kind}
        told |= {(pk, kind): duplicate for pk, duplicate in selectors.told_duplicates(user, some).items()}
    return [{pk: told[pk, kind] for pk, kind in shared.items() if (pk, kind) in told} for shared in found]


def _alike(keys: Sequence[Mapping[str, str]]) -> dict[tuple[str, str], list[int]]:
    wanted = [sorted({own[kind] for own in keys if kind in own}) for kind in ALIKE_SQL]
    if not any(wanted):
        return {}
    with connection.cursor() as cursor:
        cursor.execute(BATCH_SQL, wanted)
        rows = cursor.fetchall()
    found: dict[tuple[str, str], list[int]] = {}
    for kind, key, pk in rows:
        found.setdefault((kind, key), []).append(pk)
    return found
