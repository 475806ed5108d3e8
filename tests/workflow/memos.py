"""A document of two fields, to prove the engine on: registered in tests only, its table made by the owner role.

The model belongs to no installed app, so that no architecture test, no page and no permission table knows it.
"""

import hashlib
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction

from core import clock
from core.errors import Conflict
from core.management.commands.migrate import connected_as
from core.scope import ScopedQuerySet
from org.models import User
from workflow import adapters, routes, services
from workflow.choices import Finder, Mode
from workflow.models import ApprovalRequest

KIND = "tests.memo"


class MemoQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "MemoQuerySet":
        return self.filter(owner_id=user.pk)


class Memo(models.Model):
    number = models.CharField(max_length=20)
    text = models.TextField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    state = models.CharField(max_length=10, default="draft")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = MemoQuerySet.as_manager()

    class Meta:
        app_label = "tests"
        db_table = "tests_memo"

    def __str__(self) -> str:
        return self.number


def create_table() -> None:
    """As the owner, as a migration would, with the grants the application's role needs."""
    with connected_as(connection, settings.DATABASE_OWNER):
        if Memo._meta.db_table in connection.introspection.table_names():
            return
        with connection.schema_editor() as editor:
            editor.create_model(Memo)
        with connection.cursor() as cursor:
            cursor.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON tests_memo TO salesops_app")
            cursor.execute("GRANT USAGE ON SEQUENCE tests_memo_id_seq TO salesops_app")


class MemoAdapter:
    kind = KIND
    label = "便条"
    facts: Sequence[adapters.Fact] = (
        adapters.Fact("amount", "金额", "money"),
        adapters.Fact("major", "重大", "switch"),
    )
    preview_template = ""

    def lock(self, subject_id: int) -> Memo:
        return Memo.objects.select_for_update(no_key=True).get(pk=subject_id)

    def digest(self, subject: Memo) -> str:
        return hashlib.sha256(f"{subject.text}|{subject.amount}".encode()).hexdigest()

    def on_approved(self, subject: Memo, *, actor: User, request_id: int) -> None:
        self._set(subject, "reported", "approved")

    def on_returned(self, subject: Memo, *, actor: User, reason: str) -> None:
        self._set(subject, "reported", "draft")

    def on_rejected(self, subject: Memo, *, actor: User, reason: str) -> None:
        self._set(subject, "reported", "rejected")

    def on_withdrawn(self, subject: Memo, *, actor: User, reason: str) -> None:
        self._set(subject, "reported", "draft")

    def on_undone(self, subject: Memo, *, actor: User) -> None:
        self._set(subject, subject.state, "reported")

    def _set(self, subject: Memo, before: str, after: str) -> None:
        if subject.state != before:
            raise Conflict("memo.state", f"memo is {subject.state}")
        subject.state = after
        subject.save(update_fields=["state"])


adapter = MemoAdapter()


def write(owner: User, *, amount: str = "1000.00", text: str = "换两台泵") -> Memo:
    number = f"BT-{Memo.objects.count() + 1:04d}"
    return Memo.objects.create(number=number, text=text, amount=Decimal(amount), owner=owner)


@transaction.atomic
def submit(
    memo: Memo, actor: User, *, major: bool = False, risks: Sequence[str] = (), note: str = ""
) -> ApprovalRequest:
    """What a document's own submit service does: lock, check, transition, ask the engine."""
    locked = adapter.lock(memo.pk)
    if locked.state != "draft":
        raise Conflict("memo.state", f"memo is {locked.state}")
    locked.state = "reported"
    locked.save(update_fields=["state"])
    return services.submit_for_approval(
        actor=actor,
        kind=KIND,
        subject=locked,
        submission=adapters.Submission(
            number=locked.number,
            title=locked.text,
            party="南京江北水务集团有限公司",
            url=f"/memos/{locked.pk}/",
            amount=locked.amount,
            currency="CNY",
            digest=adapter.digest(locked),
            facts={"amount": locked.amount, "major": major},
            data={"text": locked.text, "amount": locked.amount, "at": clock.now()},
            risks=risks,
            policies={"quote.major_amount": 0},
        ),
        note=note,
    )


def step(name: str, finder_ref: str, **facts: Any) -> dict[str, Any]:
    return {
        "name": name,
        "finder": Finder.CAPABILITY,
        "finder_ref": finder_ref,
        "mode": Mode.ANY,
        "hours": 24,
        "clause": f"{name}按制度必审",
        "conditions": [],
        **facts,
    }


def head_step(**facts: Any) -> dict[str, Any]:
    return step("销售经理审批", "approvals.head", **facts)


def leader_step(**facts: Any) -> dict[str, Any]:
    return step(
        "公司领导审批",
        "approvals.leader",
        conditions=[{"fact": "major", "op": "=", "value": True}],
        **facts,
    )


def lay_route(*steps: dict[str, Any]) -> None:
    """Put a route for memos in force: by default the head, and the leader when it is major."""
    routes.revise_route(actor=None, kind=KIND, name="便条审批", steps=list(steps) or [head_step(), leader_step()])
