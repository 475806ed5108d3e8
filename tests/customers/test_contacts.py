import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from core.errors import Forbidden, Invalid, Stale
from customers import services
from customers.models import Contact
from customers.selectors import contacts_of


def add(actor, customer, name="刘建平", **facts):
    return services.create_contact(actor=actor, customer_id=customer.pk, facts={"name": name, **facts})


def test_the_first_is_primary_and_the_next_is_not(cast, customer):
    assert add(cast.rep, customer).is_primary
    assert not add(cast.rep, customer, "赵启明").is_primary


def test_a_new_primary_takes_the_place_of_the_old(cast, customer):
    first, second = add(cast.rep, customer), add(cast.rep, customer, "赵启明")
    services.edit_contact(actor=cast.rep, contact_id=second.pk, facts={"is_primary": True})
    assert [contact.name for contact in contacts_of(customer)] == ["赵启明", "刘建平"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=first.pk).update(is_primary=True)


def test_who_left_is_not_offered(cast, customer):
    add(cast.rep, customer)
    gone = add(cast.rep, customer, "赵启明")
    services.edit_contact(actor=cast.rep, contact_id=gone.pk, facts={"left": True})
    assert [contact.name for contact in contacts_of(customer)] == ["刘建平"]


def test_who_left_cannot_be_primary(cast, customer):
    contact = add(cast.rep, customer)
    with pytest.raises(Invalid):
        services.edit_contact(actor=cast.rep, contact_id=contact.pk, facts={"left": True})


def test_unseen_and_forbidden(cast, customer):
    contact = add(cast.rep, customer)
    with pytest.raises(Http404):
        services.edit_contact(actor=cast.rep2, contact_id=contact.pk, facts={"title": "x"})
    with pytest.raises(Forbidden):
        services.edit_contact(actor=cast.finance, contact_id=contact.pk, facts={"title": "x"})
    with pytest.raises(Http404):
        add(cast.rep_south, customer)


def test_stale(cast, customer):
    contact = add(cast.rep, customer)
    services.edit_contact(actor=cast.rep, contact_id=contact.pk, facts={"title": "采购部长"})
    with pytest.raises(Stale):
        services.edit_contact(actor=cast.rep, contact_id=contact.pk, facts={"title": "经理"}, version=1)


@pytest.mark.parametrize("typed", ["建平", "liujianping", "ljp", "9406"])
def test_the_palette_finds_a_person_at_the_customer(cast, client, customer, typed):
    add(cast.rep, customer, phone="139 8041 9406")
    gone = add(cast.rep, customer, "刘建平二", phone="13980419406")
    services.edit_contact(actor=cast.rep, contact_id=gone.pk, facts={"left": True})

    def found(who):
        client.force_login(who, backend="org.backends.PasswordBackend")
        return client.get("/search/", {"q": typed}).content.decode()

    shown = found(cast.rep)
    assert f"{customer.get_absolute_url()}?tab=contacts" in shown
    assert "刘建平二" not in shown
    assert customer.get_absolute_url() not in found(cast.rep_south)
