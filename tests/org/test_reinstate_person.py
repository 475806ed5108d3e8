"""Somebody comes back: the account opens again, without the roles and the work of then."""

import pytest
from django.test import Client

from core.errors import Conflict, Forbidden
from core.models import AuditEntry
from customers import services as customers
from org import services
from org.models import Posting


@pytest.fixture
def gone(cast):
    customers.create_customer(actor=cast.rep, facts={"name": "成都锐恒自动化设备有限公司"})
    services.dismiss_person(actor=cast.hr, user_id=cast.rep.pk, successor=cast.rep2)


def test_the_account_opens_again(cast, gone):
    unit = cast.rep.unit
    password = services.reinstate_person(actor=cast.admin, user_id=cast.rep.pk)
    rep = cast.rep
    assert (rep.is_active, rep.left_on, rep.unit, rep.password_is_temporary) == (True, None, unit, True)
    assert Posting.objects.filter(user=rep, ends=None).count() == 1
    assert AuditEntry.objects.filter(code="org.person_reinstated", actor=cast.admin).count() == 1
    browser = Client()
    browser.post("/accounts/login/", {"login": "rep", "password": password})
    assert browser.get("/org/me/").url == "/accounts/password/change/"


def test_neither_roles_nor_work_come_back_by_themselves(cast, gone):
    services.reinstate_person(actor=cast.admin, user_id=cast.rep.pk)
    assert cast.rep.access.capabilities == frozenset()
    assert cast.rep2.customers.count() == 1


def test_only_an_administrator_and_only_a_leaver(cast, gone):
    for login in ("hr", "head", "vp"):
        with pytest.raises(Forbidden):
            services.reinstate_person(actor=getattr(cast, login), user_id=cast.rep.pk)
    with pytest.raises(Conflict) as told:
        services.reinstate_person(actor=cast.admin, user_id=cast.rep2.pk)
    assert told.value.code == "org.not_left"


def test_the_page_offers_it_for_leavers_alone(cast, gone, client):
    client.force_login(cast.admin)
    assert "恢复账号" not in client.get(f"/org/people/{cast.rep2.pk}/").content.decode()
    assert "恢复账号" in client.get(f"/org/people/{cast.rep.pk}/").content.decode()
    shown = client.post(f"/org/people/{cast.rep.pk}/reinstate/")
    assert shown.status_code == 200
    assert cast.rep.is_active
