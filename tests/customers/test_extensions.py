"""More time before a customer comes into 公海: the owner asks, the superior decides."""

from datetime import datetime, timedelta

import pytest

from core import clock
from core.errors import Conflict, Forbidden, Invalid
from customers import pool, services
from customers.choices import CustomerClass, ExtensionState
from customers.models import Customer, PoolExtension
from tests.customers.conftest import enter
from workflow import services as workflow
from workflow.models import ApprovalStep

MONDAY = datetime.fromisoformat("2026-11-16T10:00:00+08:00")
LAST_DAYS = timedelta(days=115)


@pytest.fixture
def customer(cast, time_machine):
    """A potential customer of rep's with five days left."""
    time_machine.move_to(MONDAY)
    customer = enter(cast.rep)
    time_machine.shift(LAST_DAYS)
    return customer


def ask(customer, actor, days=20):
    until = clock.today() + timedelta(days=days)
    return services.ask_extension(
        actor=actor, customer_id=customer.pk, until=until, reason="十二月招标，业主要我们陪到底"
    )


def left(customer):
    return pool.left(Customer.objects.get(pk=customer.pk), pool.days_of(), clock.today())


def night(time_machine, days):
    time_machine.shift(timedelta(days=days))
    return services.return_customers(as_of=clock.now())


def decide(extension, actor, verb="approve", **more):
    step = ApprovalStep.objects.get(request=extension.approval, state="open")
    verdict = getattr(workflow, f"{verb}_step")
    verdict(actor=actor, step_id=step.pk, digest=extension.approval.digest, **more)
    return PoolExtension.objects.get(pk=extension.pk)


def test_the_head_is_asked_and_a_yes_keeps_the_customer(cast, customer, time_machine):
    extension = ask(customer, cast.rep)
    assert list(ApprovalStep.objects.awaiting(cast.head).values_list("request", flat=True)) == [extension.approval_id]
    assert decide(extension, cast.head).state == ExtensionState.GRANTED
    assert left(customer) == 20
    assert night(time_machine, 20) == 0
    assert night(time_machine, 1) == 1


def test_while_the_question_waits_the_customer_stays(cast, customer, time_machine):
    extension = ask(customer, cast.rep)
    assert night(time_machine, 30) == 0
    assert decide(extension, cast.head, "reject", comment="先放给别人").state == ExtensionState.REFUSED
    assert night(time_machine, 0) == 1


def test_returned_is_no_as_well_and_one_may_ask_anew(cast, customer):
    decide(ask(customer, cast.rep), cast.head, "return", comment="写清楚等什么")
    assert left(customer) == 5
    assert ask(customer, cast.rep, days=10).state == ExtensionState.REPORTED


def test_taken_back_it_holds_nothing(cast, customer, time_machine):
    extension = ask(customer, cast.rep)
    workflow.withdraw_request(actor=cast.rep, request_id=extension.approval_id, reason="不用了")
    assert PoolExtension.objects.get().state == ExtensionState.WITHDRAWN
    assert night(time_machine, 6) == 1


def test_an_undone_yes_waits_again(cast, customer):
    extension = ask(customer, cast.rep)
    decide(extension, cast.head)
    step = ApprovalStep.objects.get(request=extension.approval)
    workflow.undo_verdict(actor=cast.head, step_id=step.pk)
    assert PoolExtension.objects.get().state == ExtensionState.REPORTED
    assert Customer.objects.get().kept_until is None


def test_one_question_at_a_time(cast, customer):
    ask(customer, cast.rep)
    with pytest.raises(Conflict) as refusal:
        ask(customer, cast.rep, days=25)
    assert refusal.value.code == "customer.extension_waits"


@pytest.mark.parametrize(("days", "code"), [(5, "customer.extension_short"), (31, "customer.extension_long")])
def test_the_day_lies_between_what_it_has_and_what_the_rule_allows(cast, customer, days, code):
    with pytest.raises(Invalid) as refusal:
        ask(customer, cast.rep, days=days)
    assert refusal.value.code == code
    assert "until" in refusal.value.errors


@pytest.mark.parametrize("days", [6, 30])
def test_the_days_at_both_ends_are_allowed(cast, customer, days):
    assert ask(customer, cast.rep, days=days).state == ExtensionState.REPORTED


def test_only_the_owner_asks(cast, customer):
    with pytest.raises(Forbidden):
        ask(customer, cast.head)


def test_nothing_to_ask_where_nothing_ends(cast):
    key = enter(cast.head, customer_class=CustomerClass.KEY, account_manager=cast.account)
    with pytest.raises(Forbidden):
        ask(key, cast.head)


def test_the_head_is_not_the_one_who_decides_about_a_customer_of_the_heads(cast, time_machine):
    time_machine.move_to(MONDAY)
    own = enter(cast.head, "镇江江海电缆有限公司")
    time_machine.shift(LAST_DAYS)
    extension = ask(own, cast.head)
    assert not ApprovalStep.objects.awaiting(cast.head).exists()
    assert decide(extension, cast.region).state == ExtensionState.GRANTED
