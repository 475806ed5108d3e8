"""Business events, written in the transaction of the act (O10), and the seals that chain them.

`record` appends one event. `seal` puts what is not yet sealed into the next link of each table's
chain; `verify` recomputes every link. Sealing runs apart from the requests, because a chain kept
inside them would make every write wait for every other.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from itertools import pairwise
from typing import Any

import structlog
from django.db import connection, models, transaction
from psycopg2 import sql

from core import append_only, batches, clock, context
from core.models import AuditEntry, AuditSeal

log = structlog.get_logger(__name__)

LINK_ROWS = 10_000
"""Rows in one link at most: what a worker holds in memory while it hashes them."""

MOST_LINKS = 30
"""Links one call adds to a chain, so that sealing after a large import ends within a job's time."""

SETTLED = timedelta(days=1)
"""How long a transaction may still bring rows in below ids that are sealed already. Later ones slipped in."""


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
    return _append(
        _entry(
            context.current(),
            actor=actor,
            code=code,
            subject=subject,
            from_state=from_state,
            to_state=to_state,
            reason=reason,
            data=data,
            in_place_of=in_place_of,
        )
    )


def record_many(
    *, actor: Any, code: str, acts: Sequence[tuple[models.Model, dict[str, Any]]], to_state: str = ""
) -> None:
    """Append one event for each (subject, data), in one statement: for acts on many rows, otherwise as `record`.

    `to_state` names a field of the subject to read it from.
    """
    if not acts:
        return
    like = _entry(context.current(), actor=actor, code=code, subject=acts[0][0])
    columns = {
        "subject_id": [subject.pk for subject, _data in acts],
        "subject_label": [str(subject)[:200] for subject, _data in acts],
        "to_state": [getattr(subject, to_state) if to_state else "" for subject, _data in acts],
        "data": [data for _subject, data in acts],
    }
    rest = [field for field in AuditEntry._meta.concrete_fields if not field.primary_key and field.name not in columns]
    batches.insert(AuditEntry, columns, {field.name: getattr(like, field.attname) for field in rest})


def _entry(
    meta: context.RequestMeta,
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
    return AuditEntry(
        actor=actor,
        actor_label=str(actor)[:80] if actor else "",
        in_place_of_id=in_place_of.pk if in_place_of else meta.on_behalf_of,
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


def _append(entry: AuditEntry) -> AuditEntry:
    """Every verb passes here: having Django put the statement together each time took longer than writing the row."""
    fields = [field for field in AuditEntry._meta.concrete_fields if not field.primary_key]
    with connection.cursor() as cursor:
        cursor.execute(
            _text(tuple(field.column for field in fields)),
            [field.get_db_prep_save(getattr(entry, field.attname), connection) for field in fields],
        )
        entry.pk = cursor.fetchone()[0]
    entry._state.adding, entry._state.db = False, connection.alias
    return entry


@cache
def _text(columns: tuple[str, ...]) -> str:
    quoted = ", ".join(f'"{column}"' for column in columns)
    places = ", ".join(["%s"] * len(columns))
    return f'INSERT INTO "{AuditEntry._meta.db_table}" ({quoted}) VALUES ({places}) RETURNING id'  # noqa: S608


@dataclass(frozen=True)
class Broken:
    """One place where the log no longer is what was sealed."""

    table: str
    sequence: int | None
    what: str


Anchors = Mapping[tuple[str, int], str]
"""Links somebody wrote down outside this database: (table, sequence) → link."""


def seal(*, link_rows: int = LINK_ROWS) -> int:
    """Seal the unsealed rows of every append-only table; returns how many rows were sealed.

    Two sealers at once: the second leaves the table to the first. Each link is logged, so that the log
    files keep an anchor that whoever rewrites the database does not reach.
    """
    total = 0
    for table in _sealed_tables():
        for _ in range(MOST_LINKS):
            with transaction.atomic():
                sealed = _seal_next(table, link_rows) if _lock_chain(table) else 0
            total += sealed
            if sealed < link_rows:
                break
    return total


def verify(*, anchors: Anchors | None = None) -> list[Broken]:
    """Every break of the chains: changed, removed or slipped-in rows and tampered links. Empty is good.

    Only `anchors` can show that a chain was cut off at its end, or made anew as a whole.
    """
    tables = sorted({*_sealed_tables(), *AuditSeal.objects.values_list("table", flat=True).distinct()})
    return [
        *(broken for table in tables for broken in _verify_table(table)),
        *_verify_anchors(anchors or {}),
    ]


def heads() -> dict[tuple[str, int], str]:
    """The last link of every chain, to be kept elsewhere as anchors."""
    newest = AuditSeal.objects.order_by("table", "-sequence").distinct("table")
    return {(seal.table, seal.sequence): seal.link for seal in newest}


def _lock_chain(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [f"seal {table}"])
        return bool(cursor.fetchone()[0])


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
    seal.digest = _digest(seal)[0]
    seal.link = _link(previous.link if previous else "", seal)
    seal.save(force_insert=True)
    log.info("audit_sealed", table=table, sequence=seal.sequence, rows=seal.row_count, link=seal.link)
    return len(ids)


def _verify_table(table: str) -> Iterator[Broken]:
    present = set(_columns(table))
    link = ""
    expected = 1
    for seal in AuditSeal.objects.filter(table=table).order_by("sequence").iterator():
        if seal.sequence != expected:
            yield Broken(table, expected, "missing link")
        if not present.issuperset(seal.columns):
            yield Broken(table, seal.sequence, f"columns gone: {', '.join(sorted({*seal.columns} - present))}")
        else:
            digest, count = _digest(seal)
            if count != seal.row_count:
                yield Broken(table, seal.sequence, "rows removed or slipped in")
            elif digest != seal.digest:
                yield Broken(table, seal.sequence, "rows changed")
        if _link(link, seal) != seal.link:
            yield Broken(table, seal.sequence, "link changed")
        link, expected = seal.link, seal.sequence + 1
    stray = _unsealed_ids(table, 1, settled=True) if present else []
    if stray:
        yield Broken(table, None, f"row {stray[0]} slipped in below the sealed ones")


def _verify_anchors(anchors: Anchors) -> Iterator[Broken]:
    for (table, sequence), link in anchors.items():
        found = AuditSeal.objects.filter(table=table, sequence=sequence).first()
        if found is None or found.link != link:
            yield Broken(table, sequence, "cut off" if found is None else "not the link that was written down")


def _sealed_tables() -> list[str]:
    """Every append-only table but the chain itself, which its links guard."""
    return [table for table in append_only.tables() if table != AuditSeal._meta.db_table]


def _primary_key(table: str) -> str:
    return append_only.primary_keys()[table]


def _unsealed_ids(table: str, limit: int, *, settled: bool = False) -> list[int]:
    """Ids no seal covers, lowest first: those that may still be sealed, or with `settled` those that came too late.

    A row that committed late under a low id is found, for a day. Looking only above what was sealed a day
    ago keeps this a look at today's rows, however long the log has grown.
    """
    sequence, highest = _settled(table)
    query = sql.SQL(
        """
        WITH sealed AS (
            SELECT coalesce(range_agg(int8range(ids[n], ids[n + 1], '[]')), '{{}}'::int8multirange) AS ids
            FROM core_auditseal, generate_series(1, cardinality(ids), 2) AS n
            WHERE "table" = {name} AND sequence > {sequence}
        )
        SELECT t.{key} FROM {table} t, sealed
        WHERE t.{key} {side} {highest} AND NOT t.{key}::bigint <@ sealed.ids
        ORDER BY t.{key} LIMIT {limit}
        """
    ).format(
        key=sql.Identifier(_primary_key(table)),
        table=sql.Identifier(table),
        name=sql.Literal(table),
        sequence=sql.Literal(0 if settled else sequence),
        side=sql.SQL("<=" if settled else ">"),
        highest=sql.Literal(highest),
        limit=sql.Literal(limit),
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [row[0] for row in cursor.fetchall()]


def _settled(table: str) -> tuple[int, int]:
    """The last link older than a day, and the highest id sealed by then. A thousand links are enough to know it:
    a link of late rows alone has low ids, and too low an answer only means looking at more rows."""
    old = AuditSeal.objects.filter(table=table, at__lt=clock.now() - SETTLED).order_by("-sequence")
    links = list(old.values_list("sequence", "ids")[:1000])
    return (links[0][0], max(ids[-1] for _, ids in links)) if links else (0, 0)


def _ranges(ids: list[int]) -> list[int]:
    """[1, 2, 3, 7] → [1, 3, 7, 7]: pairs of first and last."""
    bounds = [ids[0]]
    for left, right in pairwise(ids):
        if right != left + 1:
            bounds += [left, right]
    return [*bounds, ids[-1]]


def _columns(table: str) -> list[str]:
    """The table's columns by name; none for a table that is gone or no longer append-only."""
    if table not in append_only.primary_keys():
        return []
    with connection.cursor() as cursor:
        return sorted(column.name for column in connection.introspection.get_table_description(cursor, table))


def _covered(seal: AuditSeal) -> sql.Composed:
    key = sql.Identifier(_primary_key(seal.table))
    spans = zip(seal.ids[::2], seal.ids[1::2], strict=True)
    return sql.SQL(" OR ").join(
        sql.SQL("{} BETWEEN {} AND {}").format(key, sql.Literal(low), sql.Literal(high)) for low, high in spans
    )


def _digest(seal: AuditSeal) -> tuple[str, int]:
    """SHA-256 over the covered rows in id order, in the columns that existed when they were sealed; and their number.

    Text of timestamps depends on the session's zone, so the zone is fixed for the transaction.
    """
    query = sql.SQL("SELECT ROW({})::text FROM {} WHERE {} ORDER BY {}").format(
        sql.SQL(", ").join(sql.Identifier(column) for column in seal.columns),
        sql.Identifier(seal.table),
        _covered(seal),
        sql.Identifier(_primary_key(seal.table)),
    )
    digest = hashlib.sha256()
    count = 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL TIME ZONE 'UTC'")
        cursor.execute(query)
        for (row,) in cursor:
            digest.update(row.encode())
            digest.update(b"\n")
            count += 1
    return digest.hexdigest(), count


def _link(previous: str, seal: AuditSeal) -> str:
    facts = f"{previous}|{seal.table}|{seal.sequence}|{seal.ids}|{seal.row_count}|{seal.columns}|{seal.digest}"
    return hashlib.sha256(facts.encode()).hexdigest()
