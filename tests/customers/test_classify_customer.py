from datetime import date

import pytest
import time_machine

from core.errors import Forbidden, Invalid
from core.models import AuditEntry
from customers import selectors, services
from customers.choices import CustomerClass
from customers.models import Customer
from tests.customers.conftest import enter


def classify(actor, customer, to, **more):
    return services.classify_customer(actor=actor, customer_id=customer.pk, customer_class=to, **more)


def test_dated_and_attributed(cast, customer):
    with time_machine.travel("2026-12-01 10:00+08:00"):
        classify(cast.rep, customer, CustomerClass.FOCUS, reason="二期项目立项")
    fresh = Customer.objects.get(pk=customer.pk)
    assert fresh.classified_by == cast.rep
    assert fresh.classified_at.isoformat().startswith("2026-12-01T02:00")
    entry = AuditEntry.objects.get(code="customer.classified")
    assert (entry.from_state, entry.to_state, entry.reason) == ("potential", "focus", "二期项目立项")


def test_unknown_class_is_refused(cast, customer):
    with pytest.raises(Invalid):
        classify(cast.rep, customer, "vip")


def test_into_and_out_of_key_only_by_a_superior(cast, customer):
    with pytest.raises(Forbidden):
        classify(cast.rep, customer, CustomerClass.KEY, account_manager=cast.account)
    classify(cast.head, customer, CustomerClass.KEY, account_manager=cast.account)
    with pytest.raises(Forbidden):
        classify(cast.rep, customer, CustomerClass.NORMAL)
    assert classify(cast.head, customer, CustomerClass.NORMAL).account_manager is None


def test_key_without_or_with_a_wrong_manager_is_refused(cast, customer):
    for manager in (None, cast.rep):
        with pytest.raises(Invalid) as refusal:
            classify(cast.head, customer, CustomerClass.KEY, account_manager=manager)
        assert "account_manager" in refusal.value.errors


def test_the_account_manager_sees_the_customer_and_a_former_one_does_not(cast, customer):
    assert not Customer.objects.visible_to(cast.account).exists()
    classify(cast.head, customer, CustomerClass.KEY, account_manager=cast.account)
    assert list(Customer.objects.visible_to(cast.account)) == [customer]
    classify(cast.head, customer, CustomerClass.FOCUS)
    assert not Customer.objects.visible_to(cast.account).exists()


@pytest.mark.parametrize(("kind", "days"), [("potential", 60), ("normal", 30), ("focus", 14), ("key", 7)])
def test_the_class_sets_how_often_to_visit(cast, kind, days):
    """B05: overdue the day after the class's days have passed, not on the day itself."""
    with time_machine.travel("2026-03-02 16:00+08:00"):
        manager = cast.account if kind == "key" else None
        customer = enter(cast.head, customer_class=kind, account_manager=manager)
    allowed = selectors.visit_days()
    assert allowed[kind] == days
    last_day = date.fromordinal(date(2026, 3, 2).toordinal() + days)
    next_day = date.fromordinal(last_day.toordinal() + 1)
    assert not Customer.objects.needs_visit(last_day, allowed).exists()
    assert list(Customer.objects.needs_visit(next_day, allowed)) == [customer]
    assert selectors.next_due(customer, allowed, last_day) == 0
