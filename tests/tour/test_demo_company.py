"""The finished demo company obeys the rules that no constraint of the database holds: asked of its rows."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.db.models import Exists, F, Model, OuterRef, QuerySet

from core import audit, uscc
from customers.models import Customer
from quotes.choices import QuoteState
from quotes.models import Dispatch, Quote, StampEntry
from quotes.models.quotes import KIND
from tests.browser import Site
from workflow.choices import RequestState
from workflow.models import ApprovalRequest, ApprovalSeat

pytestmark = pytest.mark.drill

LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)
RELEASED = [QuoteState.APPROVED, QuoteState.ISSUED]
Rows = Callable[[], Sequence[Model] | QuerySet[Model]]


def wrong_credit_codes() -> Sequence[Model]:
    return [customer for customer in Customer.objects.exclude(uscc="") if not uscc.is_valid(customer.uscc)]


def released_without_approval() -> QuerySet[Quote]:
    approved = ApprovalRequest.objects.filter(
        kind=KIND, subject_id=OuterRef("pk"), state=RequestState.APPROVED, digest=OuterRef("approved_digest")
    )
    return Quote.objects.filter(state__in=RELEASED).exclude(Exists(approved))


def sent_without_a_stamp() -> QuerySet[Dispatch]:
    stamped = StampEntry.objects.filter(
        quote=OuterRef("quote"), digest=OuterRef("digest"), stamped_at__lte=OuterRef("sent_at")
    )
    return Dispatch.objects.exclude(Exists(stamped))


def decided_before_asked() -> QuerySet[ApprovalSeat]:
    return ApprovalSeat.objects.filter(decided_at__lt=F("step__request__submitted_at"))


def misspell_a_code() -> None:
    Customer.objects.filter(pk__in=Customer.objects.exclude(uscc="")[:1]).update(uscc="91310000MA1FL0000X")


def send_what_nobody_stamped() -> None:
    dispatch = Dispatch.objects.all()[0]
    dispatch.pk, dispatch.digest, dispatch._state.adding = None, "0" * 64, True
    dispatch.save()


WRONGS: dict[Rows, Callable[[], object]] = {
    wrong_credit_codes: misspell_a_code,
    released_without_approval: lambda: Quote.objects.filter(state__in=RELEASED).update(approved_digest="0" * 64),
    sent_without_a_stamp: send_what_nobody_stamped,
    decided_before_asked: lambda: ApprovalSeat.objects.exclude(verdict="").update(decided_at=LONG_AGO),
}
"""Behind the back of the services, in a transaction that is undone."""


@pytest.mark.parametrize("rows", WRONGS, ids=lambda rows: rows.__name__)
def test_no_row_breaks_the_rule_and_one_that_did_would_be_found(tour_site: Site, rows: Rows) -> None:
    assert list(rows()[:5]) == []
    with transaction.atomic():
        WRONGS[rows]()
        assert list(rows()[:1])
        transaction.set_rollback(True)


def test_its_audit_trail_is_whole(tour_site: Site) -> None:
    assert audit.seal() > 0
    assert audit.verify() == []
    assert audit.verify(anchors={next(iter(audit.heads())): "another"}), "what does not follow would be found"
