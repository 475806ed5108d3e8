"""The pages and the API of a merge: choose, side by side, what it did, undo; and what an old address answers."""

import pytest
from django.urls import reverse

from core import clock
from customers import services
from customers.models import Customer, MergeRecord
from tests.customers.conftest import enter


@pytest.fixture
def other(cast):
    return enter(cast.rep2, "锐恒自动化", phone="028-85336021")


@pytest.fixture
def as_head(cast, client):
    client.force_login(cast.head)
    return client


def side_by_side(survivor, merged):
    return f"{reverse('customers:customer_merge', args=[survivor.pk])}?other={merged.pk}"


def test_one_looks_at_both_side_by_side_and_merges(cast, as_head, customer, other):
    page = as_head.get(side_by_side(customer, other)).content.decode()
    assert customer.name in page
    assert "028-85336021" in page
    versions = {"survivor_version": customer.version, "merged_version": other.version}
    choices = {"name": "survivor", "owner": "survivor", "phone": "merged"}
    answer = as_head.post(side_by_side(customer, other), {**versions, **choices}, follow=True)
    assert answer.redirect_chain[-1][0] == customer.get_absolute_url()
    customer.refresh_from_db()
    assert customer.phone == "028-85336021"


def test_what_changed_meanwhile_is_looked_at_again(as_head, customer, other):
    given = {"survivor_version": 9, "merged_version": 1, "name": "survivor", "owner": "survivor", "phone": "merged"}
    answer = as_head.post(side_by_side(customer, other), given)
    assert answer.status_code == 412
    assert Customer.objects.count() == 2


def test_the_other_one_is_chosen_and_likely_ones_are_offered(cast, as_head, customer, other):
    alike = services.create_customer(actor=cast.rep, facts={"name": customer.name}, accept_duplicates=True)
    address = reverse("customers:customer_merge", args=[customer.pk])
    assert f"?other={alike.pk}" in as_head.get(address).content.decode()
    answer = as_head.post(address, {"other": other.pk})
    assert answer["Location"] == side_by_side(customer, other)


def test_what_waits_is_named_before_one_tries(cast, as_head, customer, other, time_machine):
    services.set_credit(actor=cast.vp, customer_id=other.pk, facts={"credit_days": 30})
    page = as_head.get(side_by_side(customer, other)).content.decode()
    assert 'name="credit"' not in page, "whoever may not set credit does not choose it"


def test_an_old_address_leads_to_the_customer_that_stayed(cast, as_head, customer, other):
    services.merge_customers(actor=cast.head, survivor_id=customer.pk, merged_id=other.pk)
    answer = as_head.get(other.get_absolute_url(), follow=True)
    assert answer.redirect_chain[-1][0] == customer.get_absolute_url()
    assert "锐恒自动化 已并入" in answer.content.decode()
    as_head.force_login(cast.rep_south)
    assert as_head.get(other.get_absolute_url()).status_code == 404


def test_a_merge_shows_what_it_did_and_is_undone_there(cast, as_head, customer, other):
    services.create_contact(actor=cast.rep2, customer_id=other.pk, facts={"name": "刘建平"})
    record = services.merge_customers(actor=cast.head, survivor_id=customer.pk, merged_id=other.pk)
    page = as_head.get(record.get_absolute_url()).content.decode()
    assert "撤销合并" in page
    assert "联系人" in page
    assert "028-85336021" in page
    assert record.get_absolute_url() in as_head.get(f"{customer.get_absolute_url()}?tab=profile").content.decode()
    answer = as_head.post(reverse("customers:merge_undo", args=[record.pk]))
    assert answer["Location"] == other.get_absolute_url()
    assert "已撤销" in as_head.get(record.get_absolute_url()).content.decode()


def test_the_past_of_both_is_one_timeline(cast, as_head, customer, other):
    services.confirm_customer(actor=cast.rep2, customer_id=other.pk)
    services.merge_customers(actor=cast.head, survivor_id=customer.pk, merged_id=other.pk)
    page = as_head.get(customer.get_absolute_url()).content.decode()
    assert "确认资料没有变" in page
    assert "锐恒自动化</" in page, "of which customer it tells"
    assert "并入这家" in page


def test_the_api_merges_undoes_and_says_where_one_went(cast, as_head, customer, other):
    path = reverse("api:customer-merge", args=[customer.pk])
    assert as_head.post(path, {"other": other.pk}, "application/json").status_code == 400
    answer = as_head.post(path, {"other": other.pk}, "application/json", headers={"If-Match": f'"{customer.version}"'})
    assert (answer.status_code, answer.json()["merged_number"]) == (200, other.number)
    gone = as_head.get(reverse("api:customer-detail", args=[other.pk]))
    assert (gone.status_code, gone.json()["successor"], gone.json()["code"]) == (410, customer.pk, "customer.merged")
    record = MergeRecord.objects.get()
    undone = as_head.post(reverse("api:merge-undo", args=[record.pk])).json()
    assert (undone["left"], undone["undone_at"] is not None) == ({}, True)
    assert as_head.get(reverse("api:customer-detail", args=[other.pk])).status_code == 200


def test_an_import_finds_the_customer_by_its_old_number(cast, customer, other):
    from customers.services import import_rows

    number = other.number
    services.merge_customers(actor=cast.head, survivor_id=customer.pk, merged_id=other.pk)
    (found,) = import_rows._merged_into(cast.rep, {number}, set(), besides=set())
    assert (found, import_rows._former(found, "number")) == (customer, [number])
    assert import_rows._merged_into(cast.rep_south, {number}, set(), besides=set()) == []
    assert clock.now()


def test_the_record_says_whose_it_was_and_what_it_counted_as(cast, as_head, customer, other):
    services.classify_customer(actor=cast.head, customer_id=other.pk, customer_class="normal")
    record = services.merge_customers(
        actor=cast.head,
        survivor_id=customer.pk,
        merged_id=other.pk,
        choices={"owner": "merged", "customer_class": "merged"},
    )
    page = " ".join(as_head.get(record.get_absolute_url()).content.decode().split())
    assert f"<dt>负责人</dt><dd>{cast.rep} → {cast.rep2}</dd>" in page
    assert "<dt>类别</dt><dd>潜在 → 普通</dd>" in page
    assert f"<dt>负责人</dt><dd>{cast.rep2}</dd>" in page, "of the one that is no more"
