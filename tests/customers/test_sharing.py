"""Share, take back, transfer, hand over."""

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from core import clock, notices
from core.errors import Conflict, Forbidden, Invalid
from core.models import AuditEntry, Notification
from customers import services
from customers.choices import CustomerClass
from customers.models import Collaborator, Contact, Customer
from org.services import dismiss_person
from tests.customers.conftest import enter


def test_a_collaborator_sees_the_customer_and_its_contacts_until_removed(cast, customer):
    services.create_contact(actor=cast.rep, customer_id=customer.pk, facts={"name": "刘建平"})
    assert not Customer.objects.visible_to(cast.rep2).exists()
    services.add_collaborator(actor=cast.rep, customer_id=customer.pk, person=cast.rep2)
    assert list(Customer.objects.visible_to(cast.rep2)) == [customer]
    assert Contact.objects.visible_to(cast.rep2).count() == 1
    assert Notification.objects.filter(recipient=cast.rep2, code="customer.shared").count() == 1
    services.remove_collaborator(actor=cast.rep, customer_id=customer.pk, person=cast.rep2)
    assert not Customer.objects.visible_to(cast.rep2).exists()
    assert not Contact.objects.visible_to(cast.rep2).exists()


def test_a_collaborator_does_not_share_further_but_may_leave(cast, customer):
    services.add_collaborator(actor=cast.rep, customer_id=customer.pk, person=cast.rep2)
    with pytest.raises(Forbidden):
        services.add_collaborator(actor=cast.rep2, customer_id=customer.pk, person=cast.rep_south)
    services.remove_collaborator(actor=cast.rep2, customer_id=customer.pk, person=cast.rep2)
    assert not Collaborator.objects.exists()


def test_twice_and_oneself_are_refused(cast, customer):
    with pytest.raises(Conflict):
        services.add_collaborator(actor=cast.rep, customer_id=customer.pk, person=cast.rep)
    services.add_collaborator(actor=cast.rep, customer_id=customer.pk, person=cast.rep2)
    with pytest.raises(Conflict):
        services.add_collaborator(actor=cast.rep, customer_id=customer.pk, person=cast.rep2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Collaborator.objects.create(customer=customer, user=cast.rep2, added_by=cast.rep)


class TestTransfer:
    def test_the_new_owner_has_it_and_the_old_one_lost_sight(self, cast, customer):
        services.transfer_customer(actor=cast.head, customer_id=customer.pk, to=cast.rep2, reason="调整片区")
        assert not Customer.objects.visible_to(cast.rep).exists()
        assert list(Customer.objects.visible_to(cast.rep2)) == [customer]
        entry = AuditEntry.objects.get(code="customer.transferred")
        assert (entry.from_state, entry.to_state, entry.reason) == (str(cast.rep), str(cast.rep2), "调整片区")
        assert Notification.objects.filter(recipient=cast.rep2, code="customer.received").count() == 1

    def test_not_by_the_owner(self, cast, customer):
        with pytest.raises(Forbidden):
            services.transfer_customer(actor=cast.rep, customer_id=customer.pk, to=cast.rep2)

    def test_not_by_another_teams_head(self, cast, customer):
        with pytest.raises(Http404):
            services.transfer_customer(actor=cast.head_south, customer_id=customer.pk, to=cast.rep_south)

    def test_sharing_with_another_head_gives_no_right_to_take(self, cast, customer):
        services.add_collaborator(actor=cast.rep, customer_id=customer.pk, person=cast.head_south)
        with pytest.raises(Forbidden):
            services.transfer_customer(actor=cast.head_south, customer_id=customer.pk, to=cast.rep_south)

    def test_a_head_gives_to_own_people_only_a_director_across(self, cast, customer):
        with pytest.raises(Forbidden):
            services.transfer_customer(actor=cast.head, customer_id=customer.pk, to=cast.rep_south)
        moved = services.transfer_customer(actor=cast.director, customer_id=customer.pk, to=cast.rep_south)
        assert moved.owner == cast.rep_south

    def test_not_to_people_who_do_not_sell(self, cast, customer):
        with pytest.raises(Invalid):
            services.transfer_customer(actor=cast.director, customer_id=customer.pk, to=cast.finance)


class TestHandOver:
    def test_a_leavers_customers_go_to_the_successor(self, cast, customer):
        other = enter(cast.rep_south, "广州南粤机电有限公司")
        dismiss_person(actor=cast.hr, user_id=cast.rep.pk, successor=cast.rep2)
        assert Customer.objects.get(pk=customer.pk).owner == cast.rep2
        assert Customer.objects.get(pk=other.pk).owner == cast.rep_south

    def test_key_customers_need_a_successor_who_may_have_them(self, cast, customer):
        services.classify_customer(
            actor=cast.head,
            customer_id=customer.pk,
            customer_class=CustomerClass.KEY,
            account_manager=cast.account,
        )
        with pytest.raises(Conflict):
            dismiss_person(actor=cast.hr, user_id=cast.account.pk, successor=cast.rep2)
        assert cast.account.is_active


def test_tell_owner_says_how_many_and_only_once(cast):
    given = [enter(cast.rep, "成都锐恒"), enter(cast.rep, "杭州西奥")]
    for _twice in range(2):
        services.tell_owner(actor=cast.head, to=cast.rep, customer_ids=[one.pk for one in given], dedupe_key="same")
    notice = Notification.objects.get(recipient=cast.rep, code="customer.received")
    assert notices.text(notice) == f"{cast.head} 把 2 家客户 转给你负责"
    assert notice.url.endswith(f"transferred={clock.today()}")
