"""Two people merging the same two customers, each the other way round: one wins, the other is told (409)."""

from collections import Counter

from customers import services
from customers.models import Contact, Customer, FormerCustomer, MergeRecord
from org.models import User
from tests.concurrency.racing import tally
from tests.customers.conftest import enter


def test_one_of_many_merges_wins_whichever_way_round(committed_db, cast):
    first, second = enter(cast.rep, "成都锐恒自动化设备有限公司"), enter(cast.rep2, "锐恒自动化")
    for owner, one in ((cast.rep, first), (cast.rep2, second)):
        services.create_contact(actor=owner, customer_id=one.pk, facts={"name": "刘建平"})

    def press(survivor, merged):
        return lambda: services.merge_customers(
            actor=User.objects.get(username="head"), survivor_id=survivor.pk, merged_id=merged.pk
        )

    results = committed_db.together([press(first, second), press(second, first)] * 5)
    assert tally(results) == Counter({200: 1, 409: 9})
    survivor = Customer.objects.get()
    assert FormerCustomer.objects.get().customer == survivor
    assert MergeRecord.objects.count() == 1
    assert list(Contact.objects.values_list("customer", flat=True)) == [survivor.pk] * 2


def test_nothing_is_hung_on_a_customer_that_is_going(committed_db, cast):
    """A contact that is added while the customer is merged away is refused or comes along: it is never lost or left."""
    first, second = enter(cast.rep, "成都锐恒自动化设备有限公司"), enter(cast.rep2, "锐恒自动化")

    def add():
        return services.create_contact(
            actor=User.objects.get(username="rep2"), customer_id=second.pk, facts={"name": "刘建平"}
        )

    def merge():
        return services.merge_customers(
            actor=User.objects.get(username="head"), survivor_id=first.pk, merged_id=second.pk
        )

    results = committed_db.together([add, add, merge, add, add])
    added = sum(isinstance(result, Contact) for result in results)
    assert Contact.objects.filter(customer=first).count() == Contact.objects.count() == added
