"""Customers and contacts over the API."""

import pytest

from core.models import AuditEntry
from customers import services
from customers.models import Customer
from tests.api.client import refused

NAME = "成都锐恒自动化设备有限公司"


@pytest.fixture
def customer(cast):
    return services.create_customer(actor=cast.rep, facts={"name": NAME})


def test_create(api, cast):
    answer = api("rep").post("customers/", {"name": NAME, "phone": "028-8555 0101"})
    assert answer.status_code == 201, answer.content
    body = answer.json()
    assert (body["name"], body["owner"]["name"], body["version"]) == (NAME, str(cast.rep), 1)
    assert {"edit", "log-visit"} <= set(body["available_actions"])
    entry = AuditEntry.objects.get(code="customer.created")
    assert (entry.actor, entry.source) == (cast.rep, "api")


def test_create_needs_the_right(api):
    refused(api("hr").post("customers/", {"name": NAME}), 403, "customer.create")


def test_a_duplicate_is_409_and_names_the_owner(api, cast, customer):
    body = refused(api("rep_south").post("customers/", {"name": NAME}), 409, "customer.duplicate")
    assert str(cast.rep) in body["detail"]
    assert NAME not in body["detail"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": 5}, "name"),
        ({"name": "甲", "uscc": "91320594MA7LC0318X"}, "uscc"),
        ({"name": "甲", "customer_class": "vip"}, "customer_class"),
        ({"name": "甲", "account_manager": 999999}, "account_manager"),
        ({"name": "甲", "account_manager": "1"}, "account_manager"),
        ({"name": "甲", "website": "javascript:x()"}, "website"),
    ],
)
def test_invalid_facts_are_400_by_field(api, facts, field):
    body = refused(api("rep").post("customers/", facts), 400)
    assert field in body["errors"]
    assert not Customer.objects.exists()


def test_edit_asks_for_the_version_seen(api, customer):
    script = api("rep")
    answer = script.get(f"customers/{customer.pk}/")
    assert answer["ETag"] == '"1"'
    edited = script.patch(f"customers/{customer.pk}/", {"industry": "水处理"}, version=1)
    assert (edited.json()["industry"], edited["ETag"]) == ("水处理", '"2"')
    refused(script.patch(f"customers/{customer.pk}/", {"industry": "化工"}, version=1), 412)
    for version in ("x", "*", None):
        told = script.patch(f"customers/{customer.pk}/", {"industry": "化工"}, version=version)
        refused(told, 400, "request.if_match")
    assert Customer.objects.get().industry == "水处理"


def test_what_cannot_be_written_is_not(api, cast, customer):
    owner = cast.rep2.pk
    api("rep").patch(
        f"customers/{customer.pk}/", {"owner": owner, "number": "X", "version": 9, "remarks": "记一笔"}, version=1
    )
    row = Customer.objects.get()
    assert (row.owner, row.number, row.version, row.remarks) == (cast.rep, customer.number, 2, "记一笔")


@pytest.mark.parametrize("login", ["rep2", "rep_south", "head_south", "engineer", "hr", "admin"])
def test_unseen_is_404_whatever_is_asked(api, customer, login):
    script = api(login)
    for answer in (
        script.get(f"customers/{customer.pk}/"),
        script.patch(f"customers/{customer.pk}/", {"name": "改名"}),
        script.post(f"customers/{customer.pk}/classify/", {"customer_class": "focus"}),
    ):
        assert refused(answer, 404) == refused(script.get("customers/999999/"), 404)
    assert script.ids("customers/") == []


def test_classify_transfer_share(api, cast, customer):
    head = api("head")
    path = f"customers/{customer.pk}/classify/"
    refused(head.post(path, {"customer_class": "focus"}), 400, "request.if_match")
    assert head.post(path, {"customer_class": "focus"}, version=1).json()["customer_class"] == "focus"
    refused(head.post(path, {"customer_class": "normal"}, version=1), 412)
    refused(api("rep").post(f"customers/{customer.pk}/transfer/", {"to": cast.rep2.pk}), 403, "customer.transfer")
    assert api("rep").post(f"customers/{customer.pk}/share/", {"person": cast.account.pk}).status_code == 200
    refused(api("rep").post(f"customers/{customer.pk}/share/", {"person": cast.account.pk}), 409)
    assert api("account").ids("customers/") == [customer.pk]
    assert api("account").post(f"customers/{customer.pk}/unshare/", {"person": cast.account.pk}).status_code == 204
    assert head.post(f"customers/{customer.pk}/transfer/", {"to": cast.rep2.pk}).json()["owner"]["id"] == cast.rep2.pk
    refused(api("rep").get(f"customers/{customer.pk}/"), 404)


def test_the_list_takes_what_the_page_takes(api, cast, customer):
    other = services.create_customer(actor=cast.rep2, facts={"name": "无锡云麓泵业有限公司"})
    head = api("head")
    assert set(head.ids("customers/")) == {customer.pk, other.pk}
    assert head.ids(f"customers/?owner={cast.rep2.pk}") == [other.pk]
    assert head.ids("customers/?q=ruiheng") == [customer.pk]
    assert head.ids("customers/?scene=mine") == []
    assert set(head.ids("customers/?scene=team&sort=name")) == {customer.pk, other.pk}
    refused(api("rep").get("customers/?scene=team"), 403)


def test_contacts(api, cast, customer):
    script = api("rep")
    made = script.post("contacts/", {"customer": customer.pk, "name": "刘建平", "phone": "13800000001"})
    assert made.status_code == 201
    contact = made.json()
    assert contact["is_primary"]
    changed = script.patch(f"contacts/{contact['id']}/", {"title": "设备科长"}, version=1).json()
    assert (changed["title"], changed["version"]) == ("设备科长", 2)
    refused(script.patch(f"contacts/{contact['id']}/", {"title": "科员"}, version=1), 412)
    refused(script.patch(f"contacts/{contact['id']}/", {"title": "科员"}), 400, "request.if_match")
    assert script.ids(f"contacts/?customer={customer.pk}") == [contact["id"]]
    refused(api("finance").patch(f"contacts/{contact['id']}/", {"title": "x"}, version=2), 403, "contact.edit")


def test_a_contact_at_an_unseen_customer_is_refused_as_absent(api, customer):
    script = api("rep_south")
    unseen = refused(script.post("contacts/", {"customer": customer.pk, "name": "甲"}), 400)
    absent = refused(script.post("contacts/", {"customer": 999999, "name": "甲"}), 400)
    assert unseen == absent
    refused(script.get(f"contacts/?customer={customer.pk}"), 400)
