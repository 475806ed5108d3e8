"""What a customer's file holds besides its name: completeness, confirmation, group, tags, credit, addresses."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from core import clock, policy
from core.errors import Forbidden, Invalid, Stale
from core.models import AuditEntry
from customers import completeness, selectors, services
from customers.choices import CustomerClass
from customers.models import Address, Customer
from customers.policy import REQUIRED, STALE_DAYS
from tests.customers.conftest import enter

MORNING = datetime.fromisoformat("2026-11-16T10:00:00+08:00")
POTENTIAL = REQUIRED[CustomerClass.POTENTIAL]


@pytest.fixture(autouse=True)
def _morning(time_machine):
    time_machine.move_to(MORNING)


def share(customer):
    return Customer.objects.get(pk=customer.pk).completeness


def revise(cast, key, raw):
    policy.revise(actor=cast.admin, key=key, raw=raw, clause="{value}", valid_from=clock.today())


class TestCompleteness:
    def test_it_counts_what_the_class_must_have(self, cast, customer):
        assert share(customer) == 0
        assert completeness.missing(customer) == ["电话", "联系人"]
        services.edit_customer(actor=cast.rep, customer_id=customer.pk, facts={"phone": "028-8533 6021"})
        assert share(customer) == 50
        services.create_contact(actor=cast.rep, customer_id=customer.pk, facts={"name": "刘建平"})
        assert share(customer) == 100
        assert completeness.missing(customer) == []

    def test_a_contact_who_left_does_not_count(self, cast, customer):
        contact = services.create_contact(actor=cast.rep, customer_id=customer.pk, facts={"name": "刘建平"})
        assert share(customer) == 50
        services.edit_contact(actor=cast.rep, contact_id=contact.pk, facts={"left": True, "is_primary": False})
        assert share(customer) == 0

    def test_a_higher_class_asks_for_more(self, cast):
        customer = enter(cast.rep, phone="028-8533 6021")
        assert share(customer) == 50
        services.classify_customer(actor=cast.rep, customer_id=customer.pk, customer_class=CustomerClass.FOCUS)
        assert share(customer) == 13
        assert len(completeness.missing(Customer.objects.get())) == 7

    def test_a_revised_rule_counts_for_all_after_its_night(self, cast, customer):
        revise(cast, POTENTIAL, ["industry"])
        assert completeness.refresh_all() == 0
        revise(cast, POTENTIAL, [])
        assert completeness.refresh_all() == 1
        assert share(customer) == 100
        assert completeness.refresh_all() == 0

    def test_a_night_writes_in_portions_and_leaves_the_rest_to_the_next(self, cast, monkeypatch):
        monkeypatch.setattr(completeness, "AT_ONCE", 2)
        monkeypatch.setattr(completeness, "MOST", 3)
        rows = [enter(cast.rep, f"宁波第{number}泵业有限公司") for number in range(5)]
        revise(cast, POTENTIAL, [])
        assert (completeness.refresh_all(), completeness.refresh_all(), completeness.refresh_all()) == (4, 1, 0)
        assert {share(row) for row in rows} == {100}

    def test_the_list_finds_what_is_below(self, as_, cast, customer):
        enter(cast.rep, "苏州工业园区水务有限公司", phone="0512-6288 0000")
        page = as_("rep").get("/customers/", {"scene": "mine", "below": "50"})
        assert [row.name for row in page.context["page"].rows] == [customer.name]

    def test_a_rule_takes_only_what_it_knows(self, cast):
        with pytest.raises(Invalid):
            revise(cast, POTENTIAL, ["shoe_size"])


class TestConfirmation:
    def stale(self):
        return list(Customer.objects.stale(clock.today(), selectors.stale_days()))

    def test_what_nobody_looked_at_for_its_days_is_stale(self, cast, customer, time_machine):
        days = policy.value(STALE_DAYS[CustomerClass.POTENTIAL])
        time_machine.shift(timedelta(days=days))
        assert self.stale() == []
        time_machine.shift(timedelta(days=1))
        assert self.stale() == [customer]
        services.confirm_customer(actor=cast.rep, customer_id=customer.pk)
        assert self.stale() == []
        assert AuditEntry.objects.filter(code="customer.confirmed", actor=cast.rep).exists()

    def test_a_change_confirms(self, cast, customer, time_machine):
        time_machine.shift(timedelta(days=400))
        services.edit_customer(actor=cast.rep, customer_id=customer.pk, facts={"industry": "化工"})
        assert self.stale() == []

    def test_not_by_who_only_reads(self, cast, customer):
        with pytest.raises(Forbidden):
            services.confirm_customer(actor=cast.finance, customer_id=customer.pk)
        with pytest.raises(Http404):
            services.confirm_customer(actor=cast.rep_south, customer_id=customer.pk)


class TestGroup:
    def test_a_company_has_a_parent_and_the_parent_its_subsidiaries(self, cast, customer):
        parent = enter(cast.rep, "成都锐恒控股集团有限公司")
        services.edit_customer(actor=cast.rep, customer_id=customer.pk, facts={"parent": parent})
        _url, below = selectors.relatives(cast.rep, parent)
        assert list(below) == [customer]

    def test_no_circle(self, cast, customer):
        parent = enter(cast.rep, "成都锐恒控股集团有限公司")
        services.edit_customer(actor=cast.rep, customer_id=customer.pk, facts={"parent": parent})
        for below in (customer, parent):
            with pytest.raises(Invalid) as refusal:
                services.edit_customer(actor=cast.rep, customer_id=parent.pk, facts={"parent": below})
            assert "parent" in refusal.value.errors
        with pytest.raises(IntegrityError), transaction.atomic():
            Customer.objects.filter(pk=parent.pk).update(parent=parent)

    def test_what_one_does_not_see_is_no_parent(self, cast, customer):
        unseen = enter(cast.rep_south, "广州南粤机电有限公司")
        with pytest.raises(Http404):
            services.edit_customer(actor=cast.rep, customer_id=customer.pk, facts={"parent": unseen})

    def test_a_parent_out_of_sight_stays_when_the_form_is_saved(self, as_, cast, customer):
        parent = enter(cast.rep, "成都锐恒控股集团有限公司")
        services.edit_customer(actor=cast.rep, customer_id=customer.pk, facts={"parent": parent})
        services.transfer_customer(actor=cast.director, customer_id=parent.pk, to=cast.rep_south)
        browser = as_("rep")
        form = browser.get(f"/customers/{customer.pk}/edit/").context["form"]
        sent = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
        answer = browser.post(f"/customers/{customer.pk}/edit/", {**sent, "tags": "", "industry": "化工"})
        assert answer.status_code == 302, answer.context["form"].errors
        kept = Customer.objects.get(pk=customer.pk)
        assert (kept.parent, kept.industry) == (parent, "化工")


class TestTags:
    def test_words_become_tags_once_each(self, as_, cast, customer):
        browser = as_("rep")
        form = {"name": customer.name, "tags": "总包，老客户 总包、  出口", "version": customer.version}
        assert browser.post(f"/customers/{customer.pk}/edit/", form).status_code == 302
        assert Customer.objects.get().tags == ["总包", "老客户", "出口"]
        found = browser.get("/customers/", {"scene": "mine", "tag": "出口"}).context["page"].rows
        assert [row.pk for row in found] == [customer.pk]
        assert not browser.get("/customers/", {"scene": "mine", "tag": "出"}).context["page"].rows

    @pytest.mark.parametrize("tags", [" ".join("甲乙丙丁戊己庚辛壬癸子"), "长" * 21])
    def test_too_many_or_too_long_is_refused(self, as_, cast, customer, tags):
        form = {"name": customer.name, "tags": tags, "version": customer.version}
        assert "tags" in as_("rep").post(f"/customers/{customer.pk}/edit/", form).context["form"].errors


class TestCredit:
    def test_finance_sets_it_and_the_log_keeps_it(self, cast, customer):
        facts = {"credit_rating": "B", "credit_limit": Decimal("500000.00"), "credit_days": 60}
        set_ = services.set_credit(actor=cast.finance, customer_id=customer.pk, facts=facts)
        assert (set_.credit_rating, set_.credit_days) == ("B", 60)
        assert AuditEntry.objects.get(code="customer.credit_set").data["credit_limit"] == ["None", "500000.00"]

    def test_sales_does_not(self, cast, customer):
        with pytest.raises(Forbidden):
            services.set_credit(actor=cast.rep, customer_id=customer.pk, facts={"credit_days": 90})
        with pytest.raises(Invalid):
            services.edit_customer(actor=cast.rep, customer_id=customer.pk, facts={"credit_days": 90})

    def test_no_debt_below_nothing(self, cast, customer):
        with pytest.raises(Invalid):
            services.set_credit(actor=cast.finance, customer_id=customer.pk, facts={"credit_limit": Decimal(-1)})


def address(customer, actor, line, **facts):
    facts = {"kind": "shipping", "division": "510107", "line": line, **facts}
    return services.create_address(actor=actor, customer_id=customer.pk, facts=facts)


class TestAddresses:
    def test_the_first_of_a_kind_is_the_default_and_another_takes_its_place(self, cast, customer):
        first, second = address(customer, cast.rep, "武科东三路 9 号"), address(customer, cast.rep, "科华北路 58 号")
        assert (first.is_default, second.is_default) == (True, False)
        services.edit_address(actor=cast.rep, address_id=second.pk, facts={"is_default": True}, version=second.version)
        assert list(Address.objects.filter(is_default=True)) == [second]
        assert address(customer, cast.rep, "天府大道 1 号", kind="billing").is_default

    def test_of_what_somebody_changed_meanwhile_nothing_is_overwritten(self, cast, customer):
        row = address(customer, cast.rep, "武科东三路 9 号")
        services.edit_address(actor=cast.rep, address_id=row.pk, facts={"line": "武科东三路 11 号"})
        with pytest.raises(Stale):
            services.edit_address(actor=cast.rep, address_id=row.pk, facts={"line": "别处"}, version=row.version)

    def test_they_go_with_the_customer_and_are_seen_with_it(self, cast, customer):
        row = address(customer, cast.rep, "武科东三路 9 号")
        assert not Address.objects.visible_to(cast.rep2).exists()
        with pytest.raises(Http404):
            services.remove_address(actor=cast.rep_south, address_id=row.pk)
        with pytest.raises(Forbidden):
            services.remove_address(actor=cast.finance, address_id=row.pk)
        services.remove_address(actor=cast.rep, address_id=row.pk)
        assert not Address.objects.exists()
        assert AuditEntry.objects.get(code="customer.address_removed").data["address"].endswith("武科东三路 9 号")

    def test_a_place_that_does_not_exist_is_refused(self, cast, customer):
        with pytest.raises(Invalid):
            address(customer, cast.rep, "武科东三路 9 号", division="999999")


def test_of_two_stale_tabs_of_the_credit_the_second_is_told(cast, as_, customer):
    page = f"/customers/{customer.pk}/credit/"
    finance = as_("finance")
    opened = finance.get(page).context["form"].initial["version"]
    typed = {"credit_rating": "B", "credit_limit": "500000", "credit_days": "60", "version": opened}
    assert finance.post(page, typed).status_code == 302
    late = finance.post(page, {**typed, "credit_rating": "A"})
    assert late.status_code == 412
    customer.refresh_from_db()
    assert customer.credit_rating == "B"


def test_of_two_stale_tabs_of_the_class_the_second_is_told(cast, as_, customer):
    page = f"/customers/{customer.pk}/classify/"
    head = as_("head")
    opened = head.get(page).context["form"].initial["version"]
    assert head.post(page, {"customer_class": "focus", "version": opened}).status_code == 302
    late = head.post(page, {"customer_class": "potential", "version": opened})
    assert late.status_code == 412
    assert late.context["stale"] in late.content.decode()
    customer.refresh_from_db()
    assert customer.customer_class == "focus"
    assert head.post(page, {"customer_class": "potential"}).status_code == 200
