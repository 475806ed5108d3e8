"""One action on many rows: chosen, confirmed where it must be, done row by row by the service that does it by hand.

The choice is written down with what each row was when it was chosen, so that the address of the confirmation is honest and
nobody overwrites what they have not seen. Each row is its own transaction with its own outcome: a worker that dies loses and
repeats nothing. Right and sight are asked again for every row.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core import clock, context, errors, notices
from core.choices import JobState, RowState
from core.errors import Conflict, Forbidden, Invalid, Refusal, Stale
from core.models import BulkRow, BulkRun
from core.pages import listing, navigation, saved, toasts
from core.pages.text import keep

log = structlog.get_logger(__name__)

AT_ONCE = 500
"""Rows that are done before anybody waits."""
MOST = 10_000
CHUNK = 100
ATTEMPTS = 3
LEASE_SECONDS = 360
"""Longer than the worker's hard limit, so that no run is taken from a living worker."""
PATIENCE = 60
"""Seconds a worker stays at one run before others get their turn."""
NOT_FIELDS = ("csrfmiddlewaretoken", "confirm")


def action_of(page: listing.ListPage | None, code: str, user: Any) -> listing.Bulk:
    """The action, if this person may use it at all. Each row is asked about again."""
    action = page.bulk_action(code) if page else None
    if action is None:
        raise Invalid("list.bulk", _("没有这种批量操作"))
    if not user.is_active or not navigation.may(user, action.capability):
        told = _("你不能批量“%(what)s”") % {"what": action.label}
        raise Forbidden("list.bulk", told, needs=filter(None, [action.capability]))
    return action


def choose(request: HttpRequest, page: listing.ListPage, rows: models.QuerySet[Any]) -> BulkRun | None:
    """Write down what was chosen: the rows ticked, or all that match. None when there is nothing."""
    action = action_of(page, request.POST.get("bulk", ""), request.user)
    if request.POST.get("all_matching"):
        found = rows.order_by("pk")[: MOST + 1].iterator(chunk_size=2000)
        chosen = [(row.pk, page.row_seen(row)) for row in found]
    else:
        chosen = _ticked(request.POST.getlist("id"))
    if len(chosen) > MOST:
        raise Invalid("list.too_many", _("一次最多办 %(n)s 条，先把条件收窄") % {"n": MOST})
    if not chosen:
        return None
    query = saved.without(request.GET, ("filters",))
    return _written(user=request.user, page=page.code, action=action.code, query=query, chosen=chosen)


def _ticked(values: Iterable[str]) -> list[tuple[int, str]]:
    """What checkboxes say: the row's id, and what it was when the page was drawn."""
    found: dict[int, str] = {}
    for value in values:
        number, _colon, seen = value.partition(":")
        if number.isdecimal() and len(number) < 19:
            found[int(number)] = seen[:40]
    return list(found.items())


@transaction.atomic
def _written(*, user: Any, chosen: Sequence[tuple[int, str]], **facts: Any) -> BulkRun:
    run = BulkRun.objects.create(user_id=user.pk, total=len(chosen), **facts)
    BulkRow.objects.bulk_create((BulkRow(run=run, subject_id=pk, seen=seen) for pk, seen in chosen), batch_size=1000)
    return run


def confirm(run: BulkRun, posted: QueryDict | None = None) -> None:
    """Let it begin: few rows at once, more in a worker. A second press finds it begun."""
    data = posted.copy() if posted is not None else QueryDict(mutable=True)
    for name in NOT_FIELDS:
        data.pop(name, None)
    mine = BulkRun.objects.filter(pk=run.pk, confirmed_at=None)
    if mine.update(confirmed_at=clock.now(), data=data.urlencode()) and run.total <= AT_ONCE:
        work(run.pk)
    run.refresh_from_db()


def list_url(run: BulkRun) -> str:
    """The list as it was left."""
    page = listing.find(run.page)
    address = navigation.url_of(page.url_name) if page else None
    return f"{address or '/'}?{run.query}" if run.query else address or "/"


def undoable(run: BulkRun, action: listing.Bulk, numbers: dict[str, int]) -> bool:
    ended = run.state == JobState.DONE and not run.undoes_id
    return (
        action.reversible and ended and numbers[RowState.DONE] > 0 and not BulkRun.objects.filter(undoes=run).exists()
    )


def answer(request: HttpRequest, run: BulkRun) -> HttpResponse:
    """Back to the list with a toast and undo when all went well, else to the page that says row by row."""
    action = action_of(listing.find(run.page), run.action, request.user)
    numbers = run.numbers()
    if run.state != JobState.DONE or numbers[RowState.REFUSED]:
        return HttpResponseRedirect(reverse("core:bulk_detail", args=[run.pk]))
    text = _("撤回了 %(n)s 条") if run.undoes_id else _("%(what)s：%(n)s 条办好了")
    text %= {"what": action.label, "n": numbers[RowState.DONE]}
    if numbers[RowState.SAME]:
        text = _("%(said)s，%(n)s 条本来就是这样") % {"said": text, "n": numbers[RowState.SAME]}
    undo = reverse("core:bulk_undo", args=[run.pk]) if undoable(run, action, numbers) else ""
    toasts.say(request, text, undo_url=undo)
    return HttpResponseRedirect(list_url(run))


def take_back(run: BulkRun) -> BulkRun:
    """Undo what was done, by the action's own way back. What somebody changed since stays, and is told."""
    action = action_of(listing.find(run.page), run.action, run.user)
    if action.back is None or run.undoes_id or run.state != JobState.DONE:
        raise Conflict("list.no_undo", _("这个操作撤不回来"))
    with transaction.atomic():
        BulkRun.objects.select_for_update(no_key=True).get(pk=run.pk)
        earlier = BulkRun.objects.filter(undoes=run).first()
        if earlier is not None:
            return earlier
        done = list(run.rows.filter(state=RowState.DONE).values_list("subject_id", "after", "kept"))
        if not done:
            raise Conflict("list.no_undo", _("没有可以撤回的"))
        way = BulkRun.objects.create(
            user_id=run.user_id, page=run.page, action=run.action, query=run.query, total=len(done), undoes=run
        )
        BulkRow.objects.bulk_create(
            (BulkRow(run=way, subject_id=pk, seen=after, kept=kept) for pk, after, kept in done), batch_size=1000
        )
    confirm(way)
    return way


def due() -> list[int]:
    return list(BulkRun.objects.due(clock.now()).order_by("pk").values_list("pk", flat=True)[:20])


def work_later(run_id: int) -> bool:
    """In a worker: as the person who began it, in their language, and they are told in the bell."""
    run = BulkRun.objects.select_related("user").filter(pk=run_id).first()
    if run is None:
        return False
    meta = context.RequestMeta(request_id=uuid.uuid4().hex, source="job", actor_id=run.user_id)
    with context.use(meta), translation.override(getattr(run.user, "language", None)):
        if not work(run_id, patience=PATIENCE):
            return False
        run.refresh_from_db()
        numbers = run.numbers()
        notices.send(
            code="bulk.done" if run.state == JobState.DONE else "bulk.failed",
            recipients=[run.user],
            params={
                "what": keep(_in_our_words(run)),
                "done": str(numbers[RowState.DONE] + numbers[RowState.SAME]),
                "refused": str(numbers[RowState.REFUSED] + numbers[RowState.WAITING]),
            },
            dedupe_key=f"bulk:{run.pk}",
            url=reverse("core:bulk_detail", args=[run.pk]),
        )
    return True


def _in_our_words(run: BulkRun) -> str:
    page = listing.find(run.page)
    action = page.bulk_action(run.action) if page else None
    with translation.override(settings.LANGUAGE_CODE):  # which our msgids are written in
        return str(action.label) if action else run.action


def work(run_id: int, patience: float | None = None) -> bool:
    """Go through what is left of a run, unless somebody else is at it. True when it came to an end here."""
    now = clock.now()
    taken = (
        BulkRun.objects.due(now)
        .filter(pk=run_id)
        .update(state=JobState.RUNNING, lease_until=_lease(), attempts=models.F("attempts") + 1)
    )
    if not taken:
        return False
    run = BulkRun.objects.get(pk=run_id)
    try:
        if run.attempts > ATTEMPTS:
            raise Conflict("list.bulk_died", _("办的时候进程一再中断，没办的还在下面，重新选了再办"))
        if not _go_through(run, patience):
            return False
    except Refusal as refusal:
        _end(run, state=JobState.FAILED, refusal=str(refusal))
    except Exception:
        log.exception("bulk_failed", run=run.pk, page=run.page, action=run.action)
        _end(run, state=JobState.FAILED, refusal=_("系统出错了，已记录，过会儿再试"))
    else:
        _end(run, state=JobState.DONE)
    return True


def _lease() -> Any:
    return clock.now() + timedelta(seconds=LEASE_SECONDS)


def _conclude(run: BulkRun, **facts: Any) -> bool:
    """Write the outcome, unless the run was taken over meanwhile: the attempt is the fence."""
    mine = BulkRun.objects.filter(pk=run.pk, state=JobState.RUNNING, attempts=run.attempts)
    return bool(mine.update(**facts))


@transaction.atomic
def _end(run: BulkRun, **facts: Any) -> None:
    """The outcome, and what the action says once of all its rows."""
    if not _conclude(run, **facts):
        return
    page = listing.find(run.page)
    action = page.bulk_action(run.action) if page else None
    done = list(run.rows.filter(state=RowState.DONE).order_by("pk").values_list("subject_id", "kept"))
    if action is not None and action.after is not None and done:
        action.after(run=run, done=done)


def _go_through(run: BulkRun, patience: float | None) -> bool:
    """Chunk by chunk, each with the person's rights of that moment. False when it is not at its end."""
    began = time.monotonic()
    page = listing.find(run.page)
    while chunk := list(run.rows.filter(state=RowState.WAITING).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        user = get_user_model()._default_manager.get(pk=run.user_id)
        action = action_of(page, run.action, user)
        assert page is not None
        data = _data(run, action, user)
        for row_id in chunk:
            _one(row_id, run, page, action, user, data)
        if not _conclude(run, lease_until=_lease()):
            return False
        if patience is not None and time.monotonic() - began > patience:
            _conclude(run, state=JobState.WAITING, attempts=0)
            return False
    return True


def _data(run: BulkRun, action: listing.Bulk, user: Any) -> dict[str, Any]:
    """What was filled in, checked anew: whom one hands over to may have left meanwhile."""
    if action.form is None or run.undoes_id:
        return {}
    form = action.form(QueryDict(run.data), user)
    if not form.is_valid():
        raise Invalid("list.bulk_data", " ".join(str(text) for texts in form.errors.values() for text in texts))
    return form.cleaned_data


def _one(
    row_id: int, run: BulkRun, page: listing.ListPage, action: listing.Bulk, user: Any, data: dict[str, Any]
) -> None:
    """One row and what became of it, in one transaction."""
    with transaction.atomic():
        line = BulkRow.objects.select_for_update(no_key=True).filter(pk=row_id, state=RowState.WAITING).first()
        if line is None:
            return
        try:
            with transaction.atomic():
                _act(line, run, page, action, user, data)
        except (Refusal, Http404, PermissionDenied, ValidationError) as refusal:
            told = errors.problem(refusal)
            line.state, line.after, line.kept = RowState.REFUSED, "", {}
            line.message, line.clause = told["detail"], told.get("clause", "")
        except Exception:
            log.exception("bulk_row_failed", run=run.pk, page=run.page, action=run.action, subject=line.subject_id)
            line.state, line.after, line.kept = RowState.REFUSED, "", {}
            line.message = _("系统出错了，已记录，过会儿再试")
        line.save(update_fields=["state", "after", "message", "clause", "kept"])


def _act(
    line: BulkRow, run: BulkRun, page: listing.ListPage, action: listing.Bulk, user: Any, data: dict[str, Any]
) -> None:
    rows = page.rows(user).filter(pk=line.subject_id)
    # Locked before it is looked at, as the services do: between the look and the act nobody writes.
    list(rows.model._base_manager.select_for_update(no_key=True).filter(pk=line.subject_id).values_list("pk"))
    row = rows.first()
    if row is None:
        raise Http404
    if line.seen and page.row_seen(row) != line.seen:
        raise Stale("record.changed", _("你选了之后有人改过，打开看一下再办"))
    if run.undoes_id and action.back is not None:
        action.back(actor=user, row=row, kept=line.kept)
        line.state = RowState.DONE
        return
    kept = action.act(actor=user, row=row, data=data)
    line.state = RowState.SAME if kept is None else RowState.DONE
    line.kept = dict(kept or {})
    after = page.rows(user).filter(pk=line.subject_id).first()
    line.after = page.row_seen(after) if after is not None else ""


def forget(before: Any) -> int:
    """What was chosen and what became of it goes; the log of each row keeps who did what."""
    old = BulkRun.objects.filter(created_at__lt=before).exclude(state=JobState.RUNNING)
    return old.delete()[1].get("core.BulkRun", 0)
