from datetime import datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction

from core.errors import Forbidden, Invalid
from core.models import AuditEntry
from customers import selectors, services
from customers.choices import CustomerClass
from customers.models import Customer
from customers.services.customers import DuplicateCustomer
from tests.customers.conftest import enter


def valid_uscc() -> str:
    from stdnum.cn import uscc

    body = "91510100MA6CJ8XK3"
    return body + uscc.calc_check_digit(body)


def test_the_creator_owns_it_and_it_gets_a_number(cast):
    with time_machine.travel("2026-11-17 09:30+08:00"):
        customer = enter(cast.rep, short_name="锐恒", industry="自动化装备")
    assert customer.owner == cast.rep
    assert customer.number == "KH-2026-00001"
    assert customer.customer_class == CustomerClass.POTENTIAL
    entry = AuditEntry.objects.get(code="customer.created")
    assert (entry.actor, entry.subject_id) == (cast.rep, customer.pk)


@pytest.mark.parametrize("login", ["finance", "service", "production", "leader", "hr", "admin"])
def test_who_may_not(cast, login):
    with pytest.raises(Forbidden):
        enter(getattr(cast, login))


@pytest.mark.parametrize("login", ["rep", "account", "head", "inside", "marketing"])
def test_who_may(cast, login):
    assert enter(getattr(cast, login)).pk


def test_found_by_part_pinyin_initials_and_phone(cast):
    from customers.selectors import find_customers

    customer = enter(cast.rep, phone="028-8533 6021")
    for query in ("锐恒", "恒", "ruiheng", "cdrh", "6021", "kh-20"):
        assert find_customers(cast.rep, query) == [customer], query
    assert find_customers(cast.rep, "绿源") == []


def test_wrong_uscc_names_the_field(cast):
    with pytest.raises(Invalid) as refusal:
        enter(cast.rep, uscc="91510100MA6CJ8XK30")
    assert "uscc" in refusal.value.errors


def test_unknown_division_is_refused(cast):
    with pytest.raises(Invalid) as refusal:
        enter(cast.rep, division="999999")
    assert "division" in refusal.value.errors


def test_a_field_that_is_no_fact_is_refused(cast):
    with pytest.raises(Invalid):
        enter(cast.rep, owner_id=cast.rep2.pk)
    with pytest.raises(Invalid):
        enter(cast.rep, last_contact_at=datetime(2026, 1, 1))


class TestDuplicates:
    def test_same_uscc_is_refused_whatever_is_ticked(self, cast):
        enter(cast.rep_south, "广州南粤机电有限公司", uscc=valid_uscc())
        with pytest.raises(DuplicateCustomer) as refusal:
            services.create_customer(
                actor=cast.rep,
                facts={"name": "别的公司", "uscc": valid_uscc().lower()},
                accept_duplicates=True,
            )
        assert refusal.value.certain

    def test_same_name_in_other_clothes_warns_and_can_be_ticked_past(self, cast):
        enter(cast.rep, "华东绿源（集团）股份有限公司")
        twin = {"name": "华东绿源(集团)有限公司 "}
        with pytest.raises(DuplicateCustomer) as refusal:
            services.create_customer(actor=cast.rep2, facts=twin)
        assert not refusal.value.certain
        assert services.create_customer(actor=cast.rep2, facts=twin, accept_duplicates=True).pk

    def test_phone_of_a_contact_counts(self, cast, customer):
        services.create_contact(
            actor=cast.rep, customer_id=customer.pk, facts={"name": "刘建平", "phone": "+86 138 8021 4417"}
        )
        with pytest.raises(DuplicateCustomer):
            enter(cast.rep2, "另一家公司", phone="13880214417")

    def test_the_certain_one_comes_first_and_each_comes_once(self, cast):
        phone = "028-85336021"
        by_phone = enter(cast.rep, "成都甲公司", phone=phone)
        twin = {"name": "成都乙公司", "phone": phone}
        by_name = services.create_customer(actor=cast.rep, facts=twin, accept_duplicates=True)
        certain = enter(cast.rep, "成都丙公司", uscc=valid_uscc())
        for name in ("刘建平", "陈工"):
            services.create_contact(actor=cast.rep, customer_id=by_phone.pk, facts={"name": name, "phone": phone})
        found = selectors.find_duplicates(user=cast.rep, name="成都乙公司", uscc=valid_uscc(), phone=phone)
        assert [one.number for one in found] == [certain.number, by_name.number, by_phone.number]
        assert [one.exact for one in found] == [True, False, False]
        besides = selectors.find_duplicates(user=cast.rep, name="成都乙公司", phone=phone, besides=by_name.pk)
        assert [one.number for one in besides] == [by_phone.number]

    def test_a_switchboard_of_one_customer_hides_no_other(self, cast):
        phone = "028-85336021"
        for customer in (enter(cast.rep, "成都甲公司"), enter(cast.rep, "成都乙公司")):
            for number in range(6):
                facts = {"name": f"刘{number}", "phone": phone}
                services.create_contact(actor=cast.rep, customer_id=customer.pk, facts=facts)
        assert len(selectors.find_duplicates(user=cast.rep, phone=phone)) == 2

    def test_where_there_is_none_it_costs_one_question(self, cast, django_assert_num_queries):
        rep = cast.rep
        with django_assert_num_queries(1):
            assert selectors.find_duplicates(user=rep, name="某公司", uscc=valid_uscc(), phone="02885336021") == []
        with django_assert_num_queries(0):
            assert selectors.find_duplicates(user=rep, phone="110") == []

    def test_to_those_who_do_not_see_it_owner_and_last_contact_and_no_more(self, cast):
        theirs = enter(cast.rep_south, "广州南粤机电有限公司", phone="020-8888 0001")
        with pytest.raises(DuplicateCustomer) as refusal:
            enter(cast.rep, "南粤机电", phone="020-88880001")
        (found,) = refusal.value.found
        assert found.owner == str(cast.rep_south)
        assert (found.name, found.number, found.url) == ("", "", "")
        assert theirs.number not in str(refusal.value)
        assert theirs.name not in str(refusal.value)

    def test_to_those_who_see_it_the_name_too(self, cast, customer):
        with pytest.raises(DuplicateCustomer) as refusal:
            enter(cast.head, customer.name)
        assert refusal.value.found[0].name == customer.name

    def test_another_company_of_the_group_is_no_duplicate(self, cast):
        enter(cast.rep, "华为技术（深圳）有限公司")
        assert enter(cast.rep, "华为技术（北京）有限公司").pk


class TestKeyCustomer:
    def test_needs_its_account_manager(self, cast):
        with pytest.raises(Invalid) as refusal:
            enter(cast.head, customer_class=CustomerClass.KEY)
        assert "account_manager" in refusal.value.errors
        made = enter(cast.head, customer_class=CustomerClass.KEY, account_manager=cast.account)
        assert made.account_manager == cast.account

    def test_a_rep_makes_none(self, cast):
        with pytest.raises(Forbidden):
            enter(cast.rep, customer_class=CustomerClass.KEY, account_manager=cast.account)

    @pytest.mark.parametrize(
        "row",
        [
            {"customer_class": "key", "account_manager_id": None},
            {"customer_class": "focus", "account_manager_id": "account"},
            {"uscc": "taken"},
            {"name": ""},
        ],
    )
    def test_the_database_says_so_too(self, cast, customer, row):
        other = enter(cast.rep, "乙公司", uscc=valid_uscc())
        if row.get("account_manager_id") == "account":
            row = {**row, "account_manager_id": cast.account.pk}
        if row.get("uscc") == "taken":
            row = {"uscc": other.uscc}
        with pytest.raises(IntegrityError), transaction.atomic():
            Customer.objects.filter(pk=customer.pk).update(**row)


def test_two_at_once_with_one_uscc_make_one(committed_db, cast):
    from core.errors import Conflict, Refusal

    def make(login: str, name: str):
        return lambda: services.create_customer(
            actor=getattr(cast, login), facts={"name": name, "uscc": valid_uscc()}, accept_duplicates=True
        )

    results = committed_db.together([make("rep", "甲公司"), make("rep2", "乙公司")])
    assert sorted(isinstance(result, Customer) for result in results) == [False, True]
    refused = next(result for result in results if not isinstance(result, Customer))
    assert isinstance(refused, Conflict | Invalid), refused
    assert isinstance(refused, Refusal)
    assert Customer.objects.count() == 1
