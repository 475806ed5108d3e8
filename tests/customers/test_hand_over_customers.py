import pytest

from core.errors import Conflict
from core.models import AuditEntry
from customers import services
from customers.models import Customer
from org import services as people


@pytest.fixture
def customer(cast):
    return services.create_customer(actor=cast.rep, facts={"name": "成都锐恒自动化设备有限公司"})


def test_all_customers_go_to_the_successor(cast, customer):
    assert services.hand_over_customers(actor=cast.hr, leaver=cast.rep, successor=cast.rep2) == 1
    moved = Customer.objects.get()
    assert (moved.owner, moved.version) == (cast.rep2, customer.version + 1)
    assert AuditEntry.objects.filter(code="customer.transferred", actor=cast.hr).count() == 1


def test_a_key_customer_needs_an_account_manager(cast):
    services.create_customer(
        actor=cast.head,
        facts={"name": "无锡云麓泵业有限公司"},
        customer_class="key",
        account_manager=cast.account,
    )
    with pytest.raises(Conflict) as refused:
        services.hand_over_customers(actor=cast.hr, leaver=cast.account, successor=cast.rep2)
    assert refused.value.code == "customer.successor_role"
    assert Customer.objects.get().account_manager == cast.account


def test_leaving_hands_over(cast, customer):
    people.dismiss_person(actor=cast.hr, user_id=cast.rep.pk, successor=cast.rep2)
    assert Customer.objects.get().owner == cast.rep2
