"""Business events, written in the transaction of the act (O10), and the seals that chain them.

`record` appends one event. `seal` puts what is not yet sealed into the next link of each table's
chain; `verify` recomputes every link. Sealing runs apart from the requests, because a chain kept
inside them would make every write wait for every other.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db import connection, models, transaction
from psycopg2 import sql

from core import append_only, context
from core.models import AuditEntry, AuditSeal


def record(
    *,
    actor: Any,
    code: str,
    subject: models.Model | None,
    from_state: str = "",
    to_state: str = "",
    reason: str = "",
    data: dict[str, Any] | None = None,
    in_place_of: Any = None,
) -> AuditEntry:
    """Append one business event to the log. Call it inside the transaction of the act it tells of.

    `code` is app and past participle ("quote.submitted"); `actor` None means the system itself.
    """
    meta = context.current()
    return AuditEntry.objects.create(
        actor=actor,
        actor_label=str(actor) if actor else "",
        in_place_of=in_place_of,
        code=code,
        subject_kind=subject._meta.label_lower if subject else "",
        subject_id=subject.pk if subject else None,
        subject_label=str(subject)[:200] if subject else "",
        from_state=from_state,
        to_state=to_state,
        reason=reason,
        data=data or {},
        source=meta.source,
        ip=meta.ip,
        request_id=meta.request_id,
    )


@dataclass(frozen=True)
class Broken:
    """One place where the log no longer is what was sealed."""

    table: str
    sequence: int | None
    what: str


def seal(*, limit: int = 50_000) -> int:
    """Seal the unsealed rows of every append-only table; returns how many rows were sealed.

    At most `limit` rows go into one link. Two sealers at once: the second waits, then finds nothing.
    """
    total = 0
    for table in _sealed_tables():
        with transaction.atomic():
            _lock_chain(table)
            total += _seal_next(table, limit)
    return total


def verify() -> list[Broken]:
    """Every break of the chains: changed, removed or slipped-in rows and tampered links. Empty is good."""
    return [broken for table in _sealed_tables() for broken in _verify_table(table)]


def _lock_chain(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"seal {table}"])


def _seal_next(table: str, limit: int) -> int:
    ids = _unsealed_ids(table, limit)
    if not ids:
        return 0
    previous = AuditSeal.objects.filter(table=table).order_by("-sequence").first()
    seal = AuditSeal(
        table=table,
        sequence=previous.sequence + 1 if previous else 1,
        ids=_ranges(ids),
        row_count=len(ids),
        columns=_columns(table),
    )
    seal.digest = _digest(seal)
    seal.link = _link(previous.link if previous else "", seal)
    seal.save(force_insert=True)
    return len(ids)


def _verify_table(table: str) -> Iterator[Broken]:
    link = ""
    expected = 1
    for seal in AuditSeal.objects.filter(table=table).order_by("sequence").iterator():
        if seal.sequence != expected:
            yield Broken(table, expected, "missing link")
        if _count(seal) != seal.row_count:
            yield Broken(table, seal.sequence, "rows removed or slipped in")
        elif _digest(seal) != seal.digest:
            yield Broken(table, seal.sequence, "rows changed")
        if _link(link, seal) != seal.link:
            yield Broken(table, seal.sequence, "link changed")
        link, expected = seal.link, seal.sequence + 1


def _sealed_tables() -> list[str]:
    """Every append-only table but the chain itself, which its links guard."""
    return [table for table in append_only.tables() if table != AuditSeal._meta.db_table]


def _primary_key(table: str) -> str:
    return append_only.primary_keys()[table]


def _unsealed_ids(table: str, limit: int) -> list[int]:
    """Ids no seal covers, lowest first. A row that committed late under a low id is found too."""
    query = sql.SQL(
        """
        SELECT t.{key} FROM {table} t
        LEFT JOIN (
            SELECT ids[n] AS low, ids[n + 1] AS high
            FROM core_auditseal, generate_series(1, cardinality(ids), 2) AS n
            WHERE "table" = {name} AND ids[cardinality(ids)] >= {start}
        ) sealed ON t.{key} BETWEEN sealed.low AND sealed.high
        WHERE sealed.low IS NULL AND t.{key} >= {start}
        ORDER BY t.{key} LIMIT {limit}
        """
    ).format(
        key=sql.Identifier(_primary_key(table)),
        table=sql.Identifier(table),
        name=sql.Literal(table),
        start=sql.Literal(_settled_before(table)),
        limit=sql.Literal(limit),
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [row[0] for row in cursor.fetchall()]


LOOK_BACK = 100_000
"""How many ids below the highest sealed one a transaction may still commit. Far above what can be in flight."""


def _settled_before(table: str) -> int:
    highest = AuditSeal.objects.filter(table=table).aggregate(top=models.Max("ids__0"))["top"]
    return max((highest or 0) - LOOK_BACK, 0)


def _ranges(ids: list[int]) -> list[int]:
    """[1, 2, 3, 7] → [1, 3, 7, 7]: pairs of first and last."""
    bounds = [ids[0]]
    for left, right in pairwise(ids):
        if right != left + 1:
            bounds += [left, right]
    return [*bounds, ids[-1]]


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        return sorted(column.name for column in connection.introspection.get_table_description(cursor, table))


def _covered(seal: AuditSeal) -> sql.Composed:
    key = sql.Identifier(_primary_key(seal.table))
    spans = zip(seal.ids[::2], seal.ids[1::2], strict=True)
    return sql.SQL(" OR ").join(
        sql.SQL("{} BETWEEN {} AND {}").format(key, sql.Literal(low), sql.Literal(high)) for low, high in spans
    )


def _count(seal: AuditSeal) -> int:
    query = sql.SQL("SELECT count(*) FROM {} WHERE {}").format(sql.Identifier(seal.table), _covered(seal))
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def _digest(seal: AuditSeal) -> str:
    """SHA-256 over the covered rows in id order, in the columns that existed when they were sealed.

    Text of timestamps depends on the session's zone, so the zone is fixed for the statement.
    """
    query = sql.SQL("SELECT ROW({})::text FROM {} WHERE {} ORDER BY {}").format(
        sql.SQL(", ").join(sql.Identifier(column) for column in seal.columns),
        sql.Identifier(seal.table),
        _covered(seal),
        sql.Identifier(_primary_key(seal.table)),
    )
    digest = hashlib.sha256()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL TIME ZONE 'UTC'")
        cursor.execute(query)
        for (row,) in cursor:
            digest.update(row.encode())
            digest.update(b"\n")
    return digest.hexdigest()


def _link(previous: str, seal: AuditSeal) -> str:
    facts = f"{previous}|{seal.table}|{seal.sequence}|{seal.ids}|{seal.row_count}|{seal.columns}|{seal.digest}"
    return hashlib.sha256(facts.encode()).hexdigest()
