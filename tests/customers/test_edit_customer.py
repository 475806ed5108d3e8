import pytest
from django.http import Http404

from core.errors import Forbidden, Stale
from core.models import AuditEntry
from customers import services
from customers.models import Customer
from customers.services.customers import DuplicateCustomer
from tests.customers.conftest import enter


def edit(actor, customer, **facts):
    return services.edit_customer(actor=actor, customer_id=customer.pk, facts=facts)


def test_what_changed_is_written_down(cast, customer):
    edit(cast.rep, customer, industry="水处理", address="湖畔路 99 号")
    fresh = Customer.objects.get(pk=customer.pk)
    assert fresh.industry == "水处理"
    assert fresh.version == 2
    assert AuditEntry.objects.get(code="customer.edited").data["industry"] == ["", "水处理"]


def test_nothing_changed_writes_nothing(cast, customer):
    edit(cast.rep, customer, name=customer.name)
    assert Customer.objects.get(pk=customer.pk).version == 1
    assert not AuditEntry.objects.filter(code="customer.edited").exists()


def test_stale_form_is_refused(cast, customer):
    edit(cast.rep, customer, industry="水处理")
    with pytest.raises(Stale):
        services.edit_customer(actor=cast.rep, customer_id=customer.pk, facts={"industry": "电力"}, version=1)


@pytest.mark.parametrize("login", ["rep2", "rep_south", "head_south", "engineer", "admin"])
def test_unseen_is_absent(cast, customer, login):
    with pytest.raises(Http404):
        edit(getattr(cast, login), customer, industry="x")


@pytest.mark.parametrize("login", ["finance", "service", "leader"])
def test_seen_but_not_to_be_changed(cast, customer, login):
    with pytest.raises(Forbidden):
        edit(getattr(cast, login), customer, industry="x")


@pytest.mark.parametrize("login", ["head", "region", "director", "vp", "inside"])
def test_superiors_and_inside_sales_may(cast, customer, login):
    assert edit(getattr(cast, login), customer, industry="x").industry == "x"


def test_renaming_into_an_existing_name_warns(cast, customer):
    other = enter(cast.rep, "四川岷江水务投资有限公司")
    with pytest.raises(DuplicateCustomer):
        edit(cast.rep, other, name=customer.name)


def test_an_old_accepted_twin_does_not_stop_other_edits(cast, customer):
    services.create_customer(actor=cast.rep2, facts={"name": customer.name}, accept_duplicates=True)
    assert edit(cast.rep, customer, industry="水处理").industry == "水处理"


def test_the_new_name_is_found_and_the_old_is_not(cast, customer):
    from customers.selectors import find_customers

    edit(cast.rep, customer, name="眉山恒压供水有限公司")
    assert find_customers(cast.rep, "恒压") == [customer]
    assert find_customers(cast.rep, "锐恒") == []
