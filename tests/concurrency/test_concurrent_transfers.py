"""A verdict about who owns a customer meets a superior who gives it to somebody else: one after the other, or 409."""

from collections import Counter

import pytest

from core.models import AuditEntry
from customers import services
from customers.choices import TransferState, TransferWish
from customers.models import Customer, TransferRequest
from org.models import User
from tests.concurrency.racing import tally
from tests.customers.conftest import enter
from workflow import services as workflow
from workflow.choices import RequestState
from workflow.models import ApprovalStep


@pytest.fixture
def asked(cast):
    """rep2 asks for a customer of rep's; head decides."""
    customer = enter(cast.rep, "成都锐恒自动化设备有限公司")
    return services.request_transfer(
        actor=cast.rep2, name=customer.name, wish=TransferWish.OWN, reason="上周在工博会见过他们王总"
    )


def approve(request):
    step, digest = ApprovalStep.objects.get(request=request.approval, state="open").pk, request.approval.digest
    return lambda: workflow.approve_step(actor=User.objects.get(username="head"), step_id=step, digest=digest)


def give(customer, login):
    return lambda: services.transfer_customer(
        actor=User.objects.get(username="head"), customer_id=customer.pk, to=User.objects.get(username=login)
    )


@pytest.mark.parametrize("run", range(5))
def test_the_customer_has_the_owner_that_the_last_of_them_said(committed_db, cast, asked, run):
    customer = asked.customer
    verdict, transfer = committed_db.together([approve(asked), give(customer, "head")])
    codes = tally([verdict, transfer])
    assert codes in (Counter({200: 2}), Counter({200: 1, 409: 1}))
    request = TransferRequest.objects.get()
    customer = Customer.objects.get()
    assert request.approval.state == (
        RequestState.APPROVED if request.state == TransferState.GRANTED else RequestState.WITHDRAWN
    )
    moves = AuditEntry.objects.filter(code="customer.transferred").order_by("pk")
    assert moves.last().data["to"] == str(customer.owner)
    if request.state == TransferState.GRANTED:
        assert not isinstance(verdict, BaseException)
    else:
        assert request.state == TransferState.LAPSED
        assert customer.owner == cast.head
        assert isinstance(verdict, BaseException), "a verdict about what was over is refused"


@pytest.mark.parametrize("run", range(3))
def test_of_a_verdict_and_a_withdrawal_one_counts(committed_db, cast, asked, run):
    def withdraw():
        actor = User.objects.get(username="rep2")
        return workflow.withdraw_request(actor=actor, request_id=asked.approval_id)

    codes = tally(committed_db.together([approve(asked), withdraw]))
    assert codes == Counter({200: 1, 409: 1})
    granted = TransferRequest.objects.get().state == TransferState.GRANTED
    assert Customer.objects.get().owner == (cast.rep2 if granted else cast.rep)
