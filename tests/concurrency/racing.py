"""Fifty people pressing at once: what every run of it must leave behind."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.test import Client
from django.urls import reverse

from core import refusals
from core.errors import Refusal
from core.models import AuditEntry, Notification
from org.models import User
from tests.cast import Cast
from tests.committed import Committed
from tests.workflow import memos
from workflow import services
from workflow.choices import RequestState
from workflow.models import ApprovalRequest, ApprovalSeat

HANDS = 50


def tally(results: Sequence[Any]) -> Counter[int]:
    """Answers by HTTP status: a refusal by its own, a constraint or lock as the middleware would tell it."""
    return Counter(_status(result) for result in results)


def _status(result: Any) -> int:
    if not isinstance(result, BaseException):
        return getattr(result, "status_code", 200)
    told = refusals.translate(result)
    if not isinstance(told, Refusal):
        raise result
    return int(told.status)


def verdicts_by_service(db: Committed, cast: Cast, request: ApprovalRequest) -> Counter[int]:
    step_id, digest = request.steps.get().pk, request.digest

    def press() -> Any:
        return services.approve_step(actor=User.objects.get(username="head"), step_id=step_id, digest=digest)

    return tally(db.together([press] * HANDS))


def verdicts_by_http(db: Committed, cast: Cast, request: ApprovalRequest) -> Counter[int]:
    """A redirect is a success: the page that follows is the next approval."""
    url = reverse("workflow:step_approve", args=[request.steps.get().pk])
    session = Client()
    session.force_login(cast.head)

    def press() -> Any:
        client = Client()
        client.cookies = session.cookies
        return client.post(url, {"digest": request.digest})

    counted = tally(db.together([press] * HANDS))
    return Counter({200 if status == 302 else status: number for status, number in counted.items()})


def assert_decided_once(request: ApprovalRequest) -> None:
    request.refresh_from_db()
    assert request.state == RequestState.APPROVED
    assert ApprovalSeat.objects.filter(step__request=request).exclude(verdict="").count() == 1
    about = {"subject_kind": "workflow.approvalrequest", "subject_id": request.pk}
    assert AuditEntry.objects.filter(code="approval.approved", **about).count() == 1
    assert Notification.objects.filter(code="approval.approved", **about).count() == 1
    assert memos.Memo.objects.get(pk=request.subject_id).state == "approved"
