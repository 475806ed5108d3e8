"""Removing the sample: ordered by an administrator, done by a worker in small transactions, safe to be killed in any of them.

Each transaction takes whole customers with all that hangs on them, so that what is left is a company as well. Accounts are
closed and hidden, never deleted: the log names them.
"""

from __future__ import annotations

import time
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import structlog
from django.db import models, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core import audit, clock, context, notices
from core.choices import JobState
from core.errors import Conflict, Invalid, Refusal
from core.guards import require
from core.models import Notification, SampleData, SavedView
from customers.models import Collaborator, Competitor, Customer, Lead, Task
from org import policies
from org.models import Posting, RoleGrant, Unit, User
from org.services import close_account
from performance.models import ReportReader, WeeklyReview, WorkReport
from quotes.models import PriceList, PriceListItem, Product, ProductLine, Quote, SellerProfile
from salesops.samples import contents
from salesops.samples.reach import fan, remove, unused

log = structlog.get_logger(__name__)

BATCH = 20
"""Customers in one transaction, with all that hangs on them: some thousand rows."""
ATTEMPTS = 3
LEASE_SECONDS = 60
"""Each step renews it and lasts a second. Who is overtaken all the same finds the attempt changed and stops."""
PATIENCE = 60
"""Seconds a worker stays at it before others get their turn."""


@transaction.atomic
def order_removal(*, actor: User | None, successor: User | None = None) -> SampleData:
    """Let a worker remove the sample. `actor` None is the installation itself (`manage.py demo --clear`).

    Raises Forbidden for whoever is not administrator or is of the sample, Conflict when there is nothing to remove or
    nobody of one's own would be left who may manage, Invalid without somebody to take over what its people hold.
    """
    require(actor is None or policies.may_manage_org(actor), "sample.manage_only", _("只有管理员能清走样例数据"))
    sample = contents.current()
    if sample is None or sample.done_at is not None:
        raise Conflict("sample.none", _("这里没有样例数据"))
    sample = SampleData.objects.select_for_update(no_key=True, of=("self",)).get(pk=sample.pk)
    if sample.unfinished:
        return sample
    require(
        actor is None or not sample.holds(actor),
        "sample.own_account",
        _("样例账号会一起停用，用你自己的管理员账号来清"),
    )
    administrator = contents.own_administrators(sample).order_by("pk").first()
    if administrator is None:
        raise Conflict("sample.no_administrator", _("还没有你们自己的管理员，先开一个账号"))
    heir = successor or (administrator if actor is None else None)
    if heir is None and contents.in_their_hands(sample):
        raise Invalid(
            "sample.successor", _("样例人员手里有你们的东西，选一个人接手"), errors={"successor": [_("选一个人")]}
        )
    if heir is not None and not contents.own_people(sample).filter(pk=heir.pk).exists():
        raise Invalid("sample.successor", _("接手的要是你们自己在职的人"), errors={"successor": [_("选别人")]})
    sample.ordered_by, sample.ordered_at = actor, clock.now()
    sample.successor = heir or actor
    sample.state, sample.attempts, sample.refusal, sample.lease_until = JobState.WAITING, 0, "", None
    sample.save()
    return sample


def due() -> list[int]:
    return list(SampleData.objects.due(clock.now()).values_list("pk", flat=True))


def work_later(sample_id: int) -> bool:
    """In a worker: as the person who ordered it, in their language, and they are told in the bell."""
    sample = SampleData.objects.select_related("ordered_by").filter(pk=sample_id).first()
    if sample is None:
        return False
    by = sample.ordered_by
    meta = context.RequestMeta(request_id=uuid.uuid4().hex, source="job", actor_id=by.pk if by else None)
    with context.use(meta), translation.override(by.language if by else None):
        if not work(sample_id, patience=PATIENCE):
            return False
        sample.refresh_from_db()
        notices.send(
            code="sample.removed" if sample.state == JobState.DONE else "sample.failed",
            recipients=[by] if by else [],
            dedupe_key=f"sample:{sample.pk}:{sample.ordered_at}",
            url=reverse("sample_data"),
        )
    return True


def work(sample_id: int, patience: float | None = None) -> bool:
    """Go on with what is left, unless somebody else is at it. True when it came to an end here."""
    taken = (
        SampleData.objects.due(clock.now())
        .filter(pk=sample_id)
        .update(state=JobState.RUNNING, lease_until=_lease(), attempts=models.F("attempts") + 1)
    )
    if not taken:
        return False
    attempt = SampleData.objects.get(pk=sample_id).attempts
    until = None if patience is None else time.monotonic() + patience
    try:
        if attempt > ATTEMPTS:
            raise Conflict("sample.died", _("清的时候进程一再中断，再点一次接着清"))
        for stage in (_customers, _catalog, _people, _units):
            while (left := _step(sample_id, attempt, stage)) is True:
                if until is not None and time.monotonic() > until:
                    _write(sample_id, attempt, state=JobState.WAITING, attempts=0)
                    return False
            if left is None:
                return False
        return _finish(sample_id, attempt)
    except Refusal as refusal:
        return _write(sample_id, attempt, state=JobState.FAILED, refusal=str(refusal))
    except Exception:
        log.exception("sample_removal_failed")
        return _write(sample_id, attempt, state=JobState.FAILED, refusal=_("系统出错了，已记录，过会儿再试"))


def told(sample: SampleData) -> list[contents.Line]:
    """What was removed, in the order of the page."""
    numbers = [(label, int(sample.removed.get(model._meta.label_lower, 0))) for model, label in contents.LABELS.items()]
    return [contents.Line(label, number) for label, number in numbers if number]


def _lease() -> Any:
    return clock.now() + timedelta(seconds=LEASE_SECONDS)


def _write(sample_id: int, attempt: int, **facts: Any) -> bool:
    """Unless it was taken over meanwhile: the attempt is the fence."""
    mine = SampleData.objects.filter(pk=sample_id, state=JobState.RUNNING, attempts=attempt)
    return bool(mine.update(**facts))


def _held(sample_id: int, attempt: int) -> SampleData | None:
    held: SampleData | None = (
        SampleData.objects.select_for_update(no_key=True)
        .filter(pk=sample_id, state=JobState.RUNNING, attempts=attempt)
        .first()
    )
    return held


@transaction.atomic
def _step(sample_id: int, attempt: int, stage: Callable[[SampleData], dict[str, int]]) -> bool | None:
    """One transaction of a stage. False when nothing is left of it, None when somebody else has taken over."""
    sample = _held(sample_id, attempt)
    if sample is None:
        return None
    gone = stage(sample)
    if not gone:
        return False
    sample.removed = dict(Counter(sample.removed) + Counter(gone))
    sample.lease_until = _lease()
    sample.save(update_fields=["removed", "lease_until"])
    return True


def _customers(sample: SampleData) -> dict[str, int]:
    some = Customer.objects.filter(pk__lte=sample.mark(Customer)).order_by("pk")[:BATCH]
    ids = list(some.select_for_update().values_list("pk", flat=True))
    return remove(fan(Customer, ids))


def _catalog(sample: SampleData) -> dict[str, int]:
    """Prices of the sample's products in its lists, leads that became nobody yet; then what nothing of one's own points to."""
    items = PriceListItem.objects.filter(
        price_list_id__lte=sample.mark(PriceList), product_id__lte=sample.mark(Product)
    )
    gone = Counter(remove(fan(PriceListItem, _ids(items))))
    gone += Counter(remove(fan(Lead, _ids(contents.rows(sample, Lead)))))
    for model in (PriceList, Product, ProductLine, Competitor):
        gone += Counter(remove(fan(model, _ids(unused(contents.rows(sample, model))))))
    if not Quote.objects.exists():
        # Whatever was written under the sample's name was signed and printed with it.
        gone += Counter(remove(fan(SellerProfile, _ids(contents.rows(sample, SellerProfile)))))
    return dict(gone)


def _people(sample: SampleData) -> dict[str, int]:
    """One account: closed as a leaver's is, without its posts, and out of sight. The person stays for the log."""
    person = contents.rows(sample, User).select_for_update(no_key=True, of=("self",)).order_by("pk").first()
    if person is None:
        return {}
    assert sample.successor is not None
    if person.is_active:
        close_account(person=person, successor=sample.successor, actor=sample.ordered_by or sample.successor)
    for rows in (
        Collaborator.objects.filter(user=person),
        RoleGrant.objects.filter(user=person),
        Posting.objects.filter(user=person),
        SavedView.objects.filter(user=person),
    ):
        rows.delete()
    remove(fan(WorkReport, _ids(WorkReport.objects.filter(owner=person))))
    ReportReader.objects.filter(person=person).delete()
    remove(fan(WeeklyReview, _ids(WeeklyReview.objects.filter(created_by=person))))
    remove(fan(Task, _ids(Task.objects.issues().filter(created_by=person))))
    remove(fan(Notification, _ids(Notification.objects.filter(recipient=person))))
    User.objects.filter(pk=person.pk).update(is_hidden=True, unit=None)
    return {User._meta.label_lower: 1}


def _units(sample: SampleData) -> dict[str, int]:
    """The lowest ones nobody works or worked in and nobody has named anew; then those above them."""
    free = unused(contents.rows(sample, Unit)).exclude(pk__in=contents.renamed_units())
    return remove(fan(Unit, _ids(free)))


@transaction.atomic
def _finish(sample_id: int, attempt: int) -> bool:
    sample = _held(sample_id, attempt)
    if sample is None:
        return False
    kinds = [model._meta.label_lower for model in contents.LABELS]
    sample.state, sample.done_at = JobState.DONE, clock.now()
    sample.save(update_fields=["state", "done_at"])
    audit.record(
        actor=sample.ordered_by,
        code="sample.removed",
        subject=sample,
        data={kind: sample.removed[kind] for kind in kinds if sample.removed.get(kind)},
    )
    return True


def _ids(rows: models.QuerySet[Any]) -> list[int]:
    return list(rows.values_list("pk", flat=True))
