"""A file's way in: guessed, checked whole, shown, written batch by batch, taken back within a day.

What a person decides is a verb here; what takes long is done by a worker, each batch with its outcome in one transaction
that holds the run: a worker that dies loses and repeats nothing, and of two at one run only one can write. Right and sight
are asked anew for every batch.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any

import structlog
from django.contrib.auth import get_user_model
from django.core.files.base import File
from django.db import connection, models, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core import audit, batches, clock, context, errors, notices, refusals
from core.choices import ImportPlan, ImportRowState, ImportStage, JobState
from core.errors import Conflict, Invalid, Refusal
from core.imports import files, mapping, targets
from core.imports.targets import Given, Outcome, Target, Verdict, Written
from core.models import ImportRow, ImportRun
from core.scope import visible_or_404

log = structlog.get_logger(__name__)

AT_ONCE = 300
"""Rows that are done before anybody waits."""
BATCH = 300
ATTEMPTS = 3
LEASE_SECONDS = 90
"""Each batch renews it and lasts a second or two. Who is overtaken all the same finds the attempt changed and stops."""
PATIENCE = 150
"""Seconds a worker stays at one run before others get their turn; below its hard limit."""
SAMPLES = 4
LONGEST_MESSAGE = 500
BEFORE_WRITING = (ImportStage.MAPPING, ImportStage.CHECK, ImportStage.PREVIEW)
IMPORTED = (ImportRowState.CREATED, ImportRowState.UPDATED)


def order_import(*, actor: Any, page: str, file: File, name: str) -> ImportRun:
    """Take a file in and guess what its columns are. Nothing of it is a record yet.

    Raises Forbidden without the right, Invalid or TooLarge for a file that is not taken, Unavailable when the disk is full.
    """
    target = targets.target_of(page, actor)
    shown, kind, where = files.keep(file, name)
    run = ImportRun(user_id=actor.pk, page=page, name=shown, kind=kind)
    run.file.name = where
    try:
        _look_at(run, target)
        run.save(force_insert=True)
    except BaseException:
        run.file.storage.delete(where)
        raise
    return run


def check_import(*, actor: Any, run_id: int, wanted: Sequence[Any]) -> ImportRun:
    """Have every row checked with this mapping, one code for each column of the file. Before writing as often as one likes."""
    with transaction.atomic():
        run = _mine(actor, run_id)
        target = targets.target_of(run.page, actor)
        _require(run, run.stage in BEFORE_WRITING and not run.unfinished, _("正在检查，等它查完"))
        run.mapping = mapping.checked(target, run.header, wanted)
        _begin(run, ImportStage.CHECK, run.total)
    return _soon(run)


def confirm_import(*, actor: Any, run_id: int, overwrite: bool = False) -> ImportRun:
    """Write what was previewed. `overwrite` updates the record a row is a duplicate of, where the actor may; else it is left out.

    A second press finds it begun. Raises Conflict before the check is done, or when there is nothing to write.
    """
    with transaction.atomic():
        run = _mine(actor, run_id)
        targets.target_of(run.page, actor)
        if run.stage in (ImportStage.WRITE, ImportStage.DONE) and not run.failed:
            return run
        _require(run, run.stage in (ImportStage.PREVIEW, ImportStage.WRITE), _("先检查，再导入"))
        if run.stage == ImportStage.PREVIEW:
            run.overwrite = overwrite
            writable = _writable(run)
            run.rows.exclude(writable).update(state=ImportRowState.SKIPPED)
        waiting = run.rows.filter(state=ImportRowState.WAITING).count()
        _require(run, waiting > 0, _("没有可以导入的行"))
        _begin(run, ImportStage.WRITE, waiting)
    return _soon(run)


def undo_import(*, actor: Any, run_id: int) -> ImportRun:
    """Take back what was created and updated, within 24 hours. What has changed since stays, and is told row by row."""
    with transaction.atomic():
        run = _mine(actor, run_id)
        targets.target_of(run.page, actor)
        if run.stage in (ImportStage.UNDO, ImportStage.UNDONE) and not run.failed:
            return run
        _require(run, run.stage in (ImportStage.DONE, ImportStage.UNDO), _("还没有导入，撤不了"))
        _require(run, undoable(run), _("导入过了 24 小时，撤不回来了"))
        there = run.rows.filter(state__in=IMPORTED).count()
        _require(run, there > 0, _("没有可以撤回的"))
        _begin(run, ImportStage.UNDO, there)
    return _soon(run)


def undoable(run: ImportRun) -> bool:
    """Whether there is time left to take it back; a way back that broke off may always go on."""
    if run.stage == ImportStage.UNDO:
        return run.failed
    return run.undo_until is not None and clock.now() < run.undo_until


def due() -> list[int]:
    return list(ImportRun.objects.due(clock.now()).order_by("pk").values_list("pk", flat=True)[:20])


def work_later(run_id: int) -> bool:
    """In a worker: as the person who began it, in their language, and they are told in the bell."""
    run = ImportRun.objects.select_related("user").filter(pk=run_id).first()
    if run is None:
        return False
    meta = context.RequestMeta(request_id=uuid.uuid4().hex, source="job", actor_id=run.user_id)
    with context.use(meta), translation.override(getattr(run.user, "language", None)):
        stage = run.stage
        if not work(run_id, patience=PATIENCE):
            return False
        run.refresh_from_db()
        code = "import.failed" if run.failed else "import.checked" if stage == ImportStage.CHECK else "import.done"
        notices.send(
            code=code,
            recipients=[run.user],
            params={"name": run.name},
            dedupe_key=f"import:{run.pk}:{stage}:{run.touched_at.isoformat()}",
            url=reverse("core:import_detail", args=[run.pk]),
        )
    return True


def work(run_id: int, patience: float | None = None) -> bool:
    """Go on with a run, unless somebody else is at it. True when its stage came to an end here."""
    now = clock.now()
    taken = (
        ImportRun.objects.due(now)
        .filter(pk=run_id)
        .update(state=JobState.RUNNING, lease_until=_lease(), attempts=models.F("attempts") + 1)
    )
    if not taken:
        return False
    run = ImportRun.objects.get(pk=run_id)
    until = None if patience is None else time.monotonic() + patience
    stages = {ImportStage.CHECK: _check, ImportStage.WRITE: _write, ImportStage.UNDO: _undo}
    try:
        if run.attempts > ATTEMPTS:
            raise Conflict("import.died", _("进程一再中断，停在这里了，可以接着来"))
        return stages[ImportStage(run.stage)](run, until)
    except Refusal as refusal:
        return _conclude(run, state=JobState.FAILED, refusal=str(refusal))
    except Exception:
        log.exception("import_failed", run=run.pk, page=run.page, stage=run.stage)
        return _conclude(run, state=JobState.FAILED, refusal=_("系统出错了，已记录，过会儿再试"))


def forget(before: datetime) -> int:
    """The file and its rows go; the log of each record keeps who imported it."""
    old = ImportRun.objects.filter(touched_at__lt=before).exclude(state=JobState.RUNNING)
    runs = list(old)
    for run in runs:
        _clear(run)
        run.delete()
        run.file.storage.delete(str(run.file.name))
    return len(runs)


def given(run: ImportRun, row: ImportRow) -> Given:
    return Given(row.line, _values(run.mapping, row.cells), row.plan, row.subject_id, tuple(row.kept.get("seen", ())))


# --- the file ------------------------------------------------------------------------------------


def _look_at(run: ImportRun, target: Target) -> None:
    """Find the heads, guess the columns, count the rows."""
    with files.Reading(run, shown=mapping.HEADER_WITHIN + SAMPLES) as lines:
        first, count = list(lines), lines.count
        if not first:
            raise Invalid("import.empty", _("表里没有内容"))
        run.sheet, run.sheets = str(lines.about["sheet"])[:100], lines.about["sheets"]
    at = mapping.header_line(target, first)
    run.header_line, header = first[at]
    rows = [cells for _number, cells in first[at + 1 :][:SAMPLES]]
    width = max(len(cells) for cells in (header, *rows))
    run.header = [*header, *[""] * (width - len(header))]
    run.samples = [[*cells, *[""] * (width - len(cells))] for cells in rows]
    run.mapping = mapping.guess(target, run.header)
    run.total = count - at - 1
    if not run.total:
        raise Invalid("import.no_rows", _("只有表头，下面没有内容"))
    if run.total > files.MOST_ROWS:
        raise Invalid("import.rows", _("一次最多 50,000 行，分几个文件导"))


def _values(codes: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    # A row may be longer than the head.
    return {code: text for code, cell in zip(codes, cells, strict=False) if code and (text := cell.strip())}


def _batches(run: ImportRun) -> Iterator[tuple[list[files.Line], list[list[int]]]]:
    with files.Reading(run) as lines:
        merged = lines.about["merged"]
        rows = (line for line in lines if line[0] > run.header_line)
        while batch := list(islice(rows, BATCH)):
            yield batch, merged


# --- the stages ----------------------------------------------------------------------------------


def _check(run: ImportRun, until: float | None) -> bool:
    """From the first row, whoever had begun: nothing of it is a record, and rows are compared with those before them."""
    target = targets.target_of(run.page, run.user)
    with transaction.atomic():
        if not _held(run):
            return False
        _clear(run)
        _progress(run, 0, done=0)
    seen: dict[tuple[str, str], int] = {}
    for batch, merged in _batches(run):
        with transaction.atomic():
            if not _held(run):
                return False
            actor = _actor(run)
            rows = [Given(number, _values(run.mapping, cells)) for number, cells in batch]
            verdicts = [
                _in_file(target, verdict, row.line, seen)
                for row, verdict in zip(rows, _planned(target, actor, rows), strict=True)
            ]
            _keep(run, batch, [_spread(line[0], merged) or one for line, one in zip(batch, verdicts, strict=True)])
            _progress(run, len(batch))
    return _conclude(run, stage=ImportStage.PREVIEW, state=JobState.DONE)


def _planned(target: Target, actor: Any, rows: Sequence[Given]) -> list[Verdict]:
    """The example of our own template is no record."""
    example = {column.code: column.example for column in target.columns if column.example}
    found = iter(target.plan(actor=actor, rows=[row for row in rows if row.values != example]))
    left_out = Verdict(ImportPlan.SAME, message=_("模板里的例子"))
    return [left_out if row.values == example else next(found) for row in rows]


def _in_file(target: Target, verdict: Verdict, line: int, seen: dict[tuple[str, str], int]) -> Verdict:
    """Two rows that are the same record: the first one counts."""
    if verdict.plan == ImportPlan.ERROR:
        return verdict
    same = next((key for key in verdict.keys if key in seen), None)
    if same is not None:
        said = {"line": seen[same], "what": target.shared[same[0]]}
        return Verdict(ImportPlan.DUPLICATE, verdict.label, _("和第 %(line)s 行是同一家：%(what)s相同") % said)
    seen.update(dict.fromkeys(verdict.keys, line))
    return verdict


def _spread(line: int, merged: Sequence[Sequence[int]]) -> Verdict | None:
    """A cell merged over rows belongs to the first of them for the file, to all for the eye: nobody can say."""
    if not any(first <= line <= last and last > first for first, last in merged):
        return None
    return Verdict(ImportPlan.ERROR, message=_("这一行有跨行合并的单元格，拆开再导"))


def _keep(run: ImportRun, lines: Sequence[files.Line], verdicts: Sequence[Verdict]) -> None:
    columns: dict[str, list[Any]] = {
        "line": [number for number, _cells in lines],
        "cells": [cells for _number, cells in lines],
        "plan": [verdict.plan.value for verdict in verdicts],
        "label": [verdict.label[:200] for verdict in verdicts],
        "message": [verdict.message[:LONGEST_MESSAGE] for verdict in verdicts],
        "subject_id": [verdict.subject_id for verdict in verdicts],
        "kept": [{"seen": list(verdict.seen)} for verdict in verdicts],
    }
    batches.insert(ImportRow, columns, {"run": run.pk, "state": ImportRowState.WAITING.value})


def _write(run: ImportRun, until: float | None) -> bool:
    while True:
        with transaction.atomic():
            if not _held(run):
                return False
            rows = list(run.rows.filter(state=ImportRowState.WAITING).order_by("pk")[:BATCH])
            if not rows:
                return _finish(run)
            target, actor = targets.target_of(run.page, run.user), _actor(run)
            targets.target_of(run.page, actor)
            asked = [given(run, row) for row in rows]
            outcomes = _tried(partial(target.write, actor=actor, overwrite=run.overwrite), asked)
            _note(rows, outcomes, refused=ImportRowState.REFUSED)
            _progress(run, len(rows))
        if _tired(run, until):
            return False


def _finish(run: ImportRun) -> bool:
    """With the last batch written: the log entry of the whole, and whoever has to know."""
    actor = _actor(run)
    target = targets.target_of(run.page, actor)
    numbers = run.outcomes()
    counted = {state.value: numbers[state] for state in ImportRowState if numbers[state]}
    audit.record(actor=actor, code="import.done", subject=run, data={"file": run.name, **counted})
    target.finish(actor=actor, run=run)
    return _conclude(run, stage=ImportStage.DONE, state=JobState.DONE, finished_at=clock.now())


def _undo(run: ImportRun, until: float | None) -> bool:
    while True:
        with transaction.atomic():
            if not _held(run):
                return False
            rows = list(run.rows.filter(state__in=IMPORTED).order_by("pk")[:BATCH])
            actor = _actor(run)
            target = targets.target_of(run.page, actor)
            if not rows:
                numbers = run.outcomes()
                told = {
                    name.value: numbers[name] for name in (ImportRowState.UNDONE, ImportRowState.KEPT) if numbers[name]
                }
                audit.record(actor=actor, code="import.undone", subject=run, data={"file": run.name, **told})
                target.taken_back(actor=actor, run=run)
                return _conclude(run, stage=ImportStage.UNDONE, state=JobState.DONE)
            done = [Written(row.line, row.subject_id, row.state, row.kept) for row in rows]
            _note(rows, _tried(partial(target.undo, actor=actor), done), refused=ImportRowState.KEPT)
            _progress(run, len(rows))
        if _tired(run, until):
            return False


def _tried(act: Any, rows: Sequence[Any]) -> list[Outcome | str]:
    """All at once; when something unforeseen stops them, each alone, so that it stops only its own row."""
    try:
        with transaction.atomic():
            return list(act(rows=rows))
    except Exception as error:
        if len(rows) == 1:
            return [_words(error)]
        return [outcome for row in rows for outcome in _tried(act, [row])]


def _words(error: Exception) -> str:
    told = refusals.translate(error)
    if told is None:
        log.error("import_row_failed", exc_info=error)
        return _("系统出错了，已记录，过会儿再试")
    return str(errors.problem(told)["detail"])


def _note(rows: Sequence[ImportRow], outcomes: Sequence[Outcome | str], *, refused: ImportRowState) -> None:
    for row, outcome in zip(rows, outcomes, strict=True):
        if isinstance(outcome, str):
            row.state, row.message = refused, outcome[:LONGEST_MESSAGE]
            continue
        row.state, row.message = outcome.state, outcome.message[:LONGEST_MESSAGE]
        row.subject_id, row.kept = outcome.subject_id or row.subject_id, dict(outcome.kept)
    batches.update(ImportRow, rows, ["state", "message", "subject_id", "kept"])


# --- the run -------------------------------------------------------------------------------------


def _mine(actor: Any, run_id: int) -> ImportRun:
    run: ImportRun = visible_or_404(ImportRun.objects.select_for_update(no_key=True), actor, pk=run_id)
    return run


def _require(run: ImportRun, possible: bool, message: str) -> None:
    if not possible:
        raise Conflict("import.stage", message)


def _writable(run: ImportRun) -> models.Q:
    """Rows that confirming writes."""
    plain = models.Q(plan__in=[ImportPlan.CREATE, ImportPlan.UPDATE])
    known = models.Q(plan=ImportPlan.DUPLICATE, subject_id__isnull=False)
    return plain | known if run.overwrite else plain


def _begin(run: ImportRun, stage: ImportStage, todo: int) -> None:
    run.stage, run.state, run.todo, run.done = stage, JobState.WAITING, todo, 0
    run.attempts, run.refusal, run.lease_until, run.touched_at = 0, "", None, clock.now()
    run.save()


def _soon(run: ImportRun) -> ImportRun:
    """Few rows at once, more in a worker."""
    if run.todo <= AT_ONCE:
        work(run.pk)
    run.refresh_from_db()
    return run


def _actor(run: ImportRun) -> Any:
    """The person with the rights of this moment."""
    return get_user_model()._default_manager.get(pk=run.user_id)


def _lease() -> datetime:
    return clock.now() + timedelta(seconds=LEASE_SECONDS)


def _held(run: ImportRun) -> bool:
    """Lock the run for this transaction, unless it was taken over: the attempt is the fence."""
    mine = ImportRun.objects.filter(pk=run.pk, state=JobState.RUNNING, attempts=run.attempts)
    return bool(mine.select_for_update(no_key=True).values_list("pk", flat=True))


def _progress(run: ImportRun, rows: int, **facts: Any) -> None:
    facts = {"done": models.F("done") + rows, **facts}
    ImportRun.objects.filter(pk=run.pk).update(lease_until=_lease(), **facts)


def _tired(run: ImportRun, until: float | None) -> bool:
    if until is None or time.monotonic() < until:
        return False
    _conclude(run, state=JobState.WAITING, attempts=0)
    return True


def _conclude(run: ImportRun, **facts: Any) -> bool:
    """Write the outcome, unless the run was taken over meanwhile."""
    mine = ImportRun.objects.filter(pk=run.pk, state=JobState.RUNNING, attempts=run.attempts)
    return bool(mine.update(touched_at=clock.now(), **facts))


def _clear(run: ImportRun) -> None:
    run.rows.all()._raw_delete(connection.alias)
