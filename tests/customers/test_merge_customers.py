"""Two customers become one, and two again: nothing is lost, nothing doubled (B06)."""

from datetime import timedelta

import pytest
from django.http import Http404

from core import clock, references
from core.errors import Conflict, Forbidden, Invalid, Stale
from core.journal import snapshot
from core.models import AuditEntry, Notification
from customers import selectors, services, sides
from customers.models import (
    Address,
    Collaborator,
    Contact,
    Customer,
    FormerCustomer,
    MergeRecord,
    MergeUndo,
    PoolExtension,
    Visit,
    VisitContact,
    VisitPlan,
)
from tests.customers.conftest import enter

OTHER = "锐恒自动化（成都）公司"


@pytest.fixture
def other(cast):
    """The same company, entered again by rep's colleague."""
    return enter(cast.rep2, OTHER, phone="028-85336021", industry="水务")


def merge(actor, survivor, merged, **more):
    return services.merge_customers(actor=actor, survivor_id=survivor.pk, merged_id=merged.pk, **more)


def undo(actor, record):
    return services.undo_merge(actor=actor, merge_id=record.pk)


def person(actor, customer, name="刘建平", **facts):
    return services.create_contact(actor=actor, customer_id=customer.pk, facts={"name": name, **facts})


def log(actor, customer, *contacts):
    return services.log_visit(
        actor=actor,
        customer_id=customer.pk,
        occurred_at=clock.now(),
        outcome="steady",
        summary="看了现场",
        contact_ids=[contact.pk for contact in contacts],
    )


def test_a_head_merges_what_two_of_the_team_entered(cast, customer, other):
    visit, contact = log(cast.rep2, other), person(cast.rep2, other)
    record = merge(cast.head, customer, other, reason="同一家")
    assert not Customer.objects.filter(pk=other.pk).exists()
    for row in (visit, contact):
        row.refresh_from_db()
        assert row.customer == customer
    customer.refresh_from_db()
    assert (customer.industry, customer.phone, customer.owner) == ("水务", "028-85336021", cast.rep)
    assert customer.last_contact_at == visit.occurred_at
    assert (record.merged_number, record.merged["name"]) == (other.number, OTHER)
    assert set(AuditEntry.objects.filter(code__startswith="customer.merged").values_list("code", "subject_id")) == {
        ("customer.merged", customer.pk),
        ("customer.merged_away", other.pk),
    }


def test_whose_customer_it_was_goes_on_working_on_it_and_is_told(cast, customer, other):
    merge(cast.head, customer, other)
    assert Collaborator.objects.get(customer=customer).user == cast.rep2
    assert Customer.objects.visible_to(cast.rep2).filter(pk=customer.pk).exists()
    told = Notification.objects.filter(code="customer.merged").values_list("recipient", flat=True)
    assert set(told) == {cast.rep.pk, cast.rep2.pk}


@pytest.mark.parametrize("login", ["rep", "account", "finance"])
def test_who_may_not_merge_is_refused(cast, customer, other, login):
    actor = getattr(cast, login)
    for one in (customer, other):
        Collaborator.objects.get_or_create(customer=one, user=actor, defaults={"added_by": cast.head})
    with pytest.raises(Forbidden) as refusal:
        merge(actor, customer, other)
    assert refusal.value.code == "customer.merge"


def test_a_head_merges_nothing_of_another_region(cast, customer):
    theirs = enter(cast.rep_south, OTHER)
    with pytest.raises(Http404):
        merge(cast.head, customer, theirs)
    services.add_collaborator(actor=cast.rep_south, customer_id=theirs.pk, person=cast.head)
    with pytest.raises(Forbidden):
        merge(cast.head, customer, theirs)
    assert merge(cast.director, customer, theirs)


def test_inside_sales_merge_whosever_they_are(cast, customer):
    assert merge(cast.inside, customer, enter(cast.rep_south, OTHER))


def test_both_must_be_as_they_were_looked_at(cast, customer, other):
    for versions in ({"survivor_version": 7}, {"merged_version": 7}):
        with pytest.raises(Stale):
            merge(cast.head, customer, other, **versions)
    assert Customer.objects.count() == 2


def test_a_customer_is_not_merged_into_itself(cast, customer):
    with pytest.raises(Invalid):
        merge(cast.head, customer, customer)


def test_who_comes_second_is_told_where_it_went(cast, customer, other):
    merge(cast.head, customer, other)
    for survivor, merged in ((customer, other), (other, customer)):
        with pytest.raises(Conflict) as refusal:
            merge(cast.head, survivor, merged)
        assert refusal.value.code == "customer.merged"
    with pytest.raises(Http404):
        merge(cast.head_south, customer, other)


def test_one_chooses_which_value_stays(cast, customer, other):
    record = merge(cast.head, customer, other, choices={"name": "merged", "owner": "merged", "phone": "survivor"})
    customer.refresh_from_db()
    assert (customer.name, customer.owner, customer.phone) == (OTHER, cast.rep2, "")
    assert Collaborator.objects.get(customer=customer).user == cast.rep
    assert record.fields["name"]["was"] == {"name": "成都锐恒自动化设备有限公司"}
    assert (
        Customer.objects.visible_to(cast.head)
        .filter(pk__in=[one.pk for one in selectors.find_customers(cast.head, "锐恒自动化")])
        .exists()
    )


@pytest.mark.parametrize("choices", [{"tea": "merged"}, {"name": "both"}, {"name": "neither"}])
def test_what_is_no_choice_is_refused(cast, customer, other, choices):
    with pytest.raises(Invalid) as refusal:
        merge(cast.head, customer, other, choices=choices)
    assert refusal.value.code == "customer.merge_choice"


def test_remarks_and_tags_are_put_together(cast, customer, other):
    services.edit_customer(actor=cast.rep, customer_id=customer.pk, facts={"remarks": "老客户", "tags": ["水泵"]})
    services.edit_customer(actor=cast.rep2, customer_id=other.pk, facts={"remarks": "新厂", "tags": ["水泵", "变频"]})
    merge(cast.head, customer, other)
    customer.refresh_from_db()
    assert (customer.remarks, customer.tags) == ("老客户\n新厂", ["水泵", "变频"])


def test_what_is_too_long_together_is_refused_and_one_side_proposed(cast, customer, other):
    for owner, one in ((cast.rep, customer), (cast.rep2, other)):
        services.edit_customer(actor=owner, customer_id=one.pk, facts={"remarks": one.name[0] * 1500})
    survivor, merged = (Customer.objects.get(pk=one.pk) for one in (customer, other))
    assert sides.proposed(survivor, merged, sides.GROUPS["remarks"]) == sides.MERGED
    with pytest.raises(Invalid) as refusal:
        merge(cast.head, customer, other, choices={"remarks": "both"})
    assert refusal.value.code == "customer.merge_too_long"


def test_the_code_of_the_company_stays_one_of_a_kind(cast, customer):
    other = enter(cast.rep2, OTHER, uscc="91320594MA7LC0318Q")
    record = merge(cast.head, customer, other)
    customer.refresh_from_db()
    assert customer.uscc == "91320594MA7LC0318Q"
    undo(cast.head, record)
    customer.refresh_from_db()
    assert (customer.uscc, Customer.objects.get(pk=other.pk).uscc) == ("", "91320594MA7LC0318Q")


def test_a_key_customer_stays_one_with_its_account_manager(cast, customer):
    key = enter(cast.head, OTHER, customer_class="key", account_manager=cast.account)
    with pytest.raises(Forbidden) as refusal:
        merge(cast.inside, customer, key, choices={"customer_class": "survivor"})
    assert refusal.value.code == "customer.key_class"
    merge(cast.inside, customer, key)
    customer.refresh_from_db()
    assert (customer.customer_class, customer.account_manager) == ("key", cast.account)


def test_a_key_customer_does_not_come_into_the_pool(cast, customer):
    key = enter(cast.director, OTHER, customer_class="key", account_manager=cast.account)
    services.release_customer(actor=cast.rep, customer_id=customer.pk, reason="跑不过来")
    with pytest.raises(Invalid) as refusal:
        merge(cast.director, key, customer, choices={"owner": "merged"})
    assert refusal.value.code == "customer.key_pooled"


def test_of_a_pooled_and_an_owned_one_the_owner_stays(cast, customer, other):
    services.release_customer(actor=cast.rep, customer_id=customer.pk, reason="跑不过来")
    merge(cast.director, customer, other)
    customer.refresh_from_db()
    assert (customer.owner, customer.pooled_at, customer.pool) == (cast.rep2, None, None)


def test_two_in_the_pool_have_no_collaborators(cast, customer, other):
    for owner, one in ((cast.rep, customer), (cast.rep2, other)):
        services.release_customer(actor=owner, customer_id=one.pk, reason="跑不过来")
    merge(cast.director, customer, other)
    assert not Collaborator.objects.exists()


def test_credit_is_chosen_by_who_may_set_it(cast, customer, other):
    for days, one in ((30, customer), (60, other)):
        services.set_credit(actor=cast.vp, customer_id=one.pk, facts={"credit_days": days})
    with pytest.raises(Forbidden) as refusal:
        merge(cast.head, customer, other, choices={"credit": "merged"})
    assert refusal.value.code == "customer.credit"
    merge(cast.vp, customer, other, choices={"credit": "merged"})
    customer.refresh_from_db()
    assert customer.credit_days == 60


def test_subsidiaries_follow_and_a_parent_that_is_merged_is_none(cast, customer, other):
    branch = enter(cast.rep, "锐恒昆明分公司")
    Customer.objects.filter(pk=branch.pk).update(parent=other)
    Customer.objects.filter(pk=customer.pk).update(parent=other)
    record = merge(cast.head, customer, other)
    branch.refresh_from_db()
    customer.refresh_from_db()
    assert (branch.parent, customer.parent) == (customer, None)
    undo(cast.head, record)
    branch.refresh_from_db()
    customer.refresh_from_db()
    assert (branch.parent_id, customer.parent_id) == (other.pk, other.pk)


def test_nobody_comes_to_stand_above_and_below(cast, customer, other):
    between = enter(cast.rep, "锐恒集团西南公司")
    Customer.objects.filter(pk=between.pk).update(parent=other)
    Customer.objects.filter(pk=customer.pk).update(parent=between)
    with pytest.raises(Conflict) as refusal:
        merge(cast.head, customer, other)
    assert refusal.value.code == "customer.parent_below"


def test_the_primary_contact_of_the_one_that_stays_is_it(cast, customer, other):
    ours, theirs = person(cast.rep, customer), person(cast.rep2, other, "王工")
    record = merge(cast.head, customer, other)
    assert Contact.objects.get(is_primary=True) == ours
    undo(cast.head, record)
    assert set(Contact.objects.filter(is_primary=True)) == {ours, theirs}


def test_where_only_the_other_has_a_primary_contact_it_stays_so(cast, customer, other):
    theirs = person(cast.rep2, other)
    merge(cast.head, customer, other)
    assert Contact.objects.get(customer=customer, is_primary=True) == theirs


def test_contacts_of_one_phone_stay_two_unless_joined(cast, customer, other):
    ours = person(cast.rep, customer, phone="13808001234", title="")
    theirs = person(cast.rep2, other, "刘工", phone="138 0800 1234", title="设备部长", wechat="liu_gong")
    visit = log(cast.rep2, other, theirs)
    record = merge(cast.head, customer, other)
    assert Contact.objects.count() == 2
    undo(cast.head, record)
    record = merge(cast.head, customer, other, join=[theirs.pk])
    ours.refresh_from_db()
    assert (Contact.objects.get(), ours.title, ours.wechat) == (ours, "设备部长", "liu_gong")
    assert VisitContact.objects.get(visit=visit).contact == ours
    undo(cast.head, record)
    ours.refresh_from_db()
    assert (ours.title, ours.wechat) == ("", "")
    assert VisitContact.objects.get(visit=visit).contact == theirs


def test_two_entries_of_one_person_met_at_once_are_met_once(cast, customer, other):
    ours = person(cast.rep, customer, phone="13808001234")
    twice = [person(cast.rep2, other, name, phone="13808001234") for name in ("刘工", "刘总")]
    visit = log(cast.rep2, other, *twice)
    record = merge(cast.head, customer, other, join=[one.pk for one in twice])
    assert VisitContact.objects.get(visit=visit).contact == ours
    undo(cast.head, record)
    assert set(VisitContact.objects.filter(visit=visit).values_list("contact", flat=True)) == {one.pk for one in twice}


def test_only_those_with_one_phone_are_joined(cast, customer, other):
    person(cast.rep, customer, phone="13808001234")
    stranger = person(cast.rep2, other, phone="13808005678")
    with pytest.raises(Invalid) as refusal:
        merge(cast.head, customer, other, join=[stranger.pk])
    assert refusal.value.code == "customer.merge_join"


def test_one_address_of_a_kind_stays_the_default(cast, customer, other):
    facts = {"kind": "shipping", "division": "510107", "line": "天府大道 1 号", "is_default": True}
    ours = services.create_address(actor=cast.rep, customer_id=customer.pk, facts=facts)
    services.create_address(actor=cast.rep2, customer_id=other.pk, facts={**facts, "line": "天府大道 2 号"})
    record = merge(cast.head, customer, other)
    assert (Address.objects.count(), Address.objects.get(is_default=True)) == (2, ours)
    undo(cast.head, record)
    assert Address.objects.filter(is_default=True).count() == 2


def test_who_worked_on_both_works_on_one(cast, customer, other):
    for owner, one in ((cast.rep, customer), (cast.rep2, other)):
        services.add_collaborator(actor=owner, customer_id=one.pk, person=cast.account)
    record = merge(cast.head, customer, other)
    assert set(Collaborator.objects.values_list("user", flat=True)) == {cast.account.pk, cast.rep2.pk}
    undo(cast.head, record)
    assert set(Collaborator.objects.values_list("customer", "user")) == {
        (customer.pk, cast.account.pk),
        (other.pk, cast.account.pk),
    }


def test_a_day_planned_for_both_is_planned_once(cast, customer, other):
    services.add_collaborator(actor=cast.rep2, customer_id=other.pk, person=cast.rep)
    day = clock.today() + timedelta(days=3)
    ours, theirs = (services.create_plan(actor=cast.rep, customer_id=one.pk, day=day) for one in (customer, other))
    record = merge(cast.head, customer, other)
    assert VisitPlan.objects.get() == ours
    undo(cast.head, record)
    assert set(VisitPlan.objects.values_list("pk", "customer")) == {(ours.pk, customer.pk), (theirs.pk, other.pk)}


def test_what_waits_for_an_extension_waits_to_be_merged(cast, customer, other, time_machine):
    time_machine.move_to(clock.now() + timedelta(days=110))
    services.ask_extension(
        actor=cast.rep2, customer_id=other.pk, until=clock.today() + timedelta(days=20), reason="等招标"
    )
    with pytest.raises(Conflict) as refusal:
        merge(cast.head, customer, other)
    assert refusal.value.code == "customer.merge_waits"
    assert merge(cast.head, other, customer), "the fingerprint of what stays does not change"
    assert PoolExtension.objects.get().customer == other


def test_the_old_name_number_and_code_lead_to_the_one_that_stayed(cast, customer):
    other = enter(cast.rep2, OTHER, uscc="91320594MA7LC0318Q")
    merge(cast.head, customer, other, choices={"uscc": "survivor"})
    for asked in ({"name": OTHER}, {"uscc": "91320594MA7LC0318Q"}):
        (found,) = selectors.find_duplicates(user=cast.rep, **asked)
        assert found.url == customer.get_absolute_url()
    assert selectors.former_customer(cast.rep, other.pk).customer == customer
    assert selectors.former_customer(cast.rep_south, other.pk) is None


def test_what_was_merged_goes_along_into_a_third_and_comes_back_in_order(cast, customer, other):
    third = enter(cast.rep, "锐恒水处理")
    contact = person(cast.rep2, other)
    first = merge(cast.head, customer, other)
    second = merge(cast.head, third, customer)
    assert {former.customer_id for former in FormerCustomer.objects.all()} == {third.pk}
    with pytest.raises(Conflict) as refusal:
        undo(cast.head, first)
    assert refusal.value.code == "customer.merged_on"
    undo(cast.head, second)
    undo(cast.head, first)
    contact.refresh_from_db()
    assert contact.customer == other
    assert not FormerCustomer.objects.exists()


def test_undone_is_undone_once_and_in_time(cast, customer, other, time_machine):
    record = merge(cast.head, customer, other)
    undo(cast.head, record)
    with pytest.raises(Conflict) as refusal:
        undo(cast.head, record)
    assert refusal.value.code == "customer.merge_undone"
    record = merge(cast.head, customer, other)
    time_machine.move_to(record.at + timedelta(days=30, seconds=1))
    with pytest.raises(Conflict) as refusal:
        undo(cast.head, record)
    assert refusal.value.code == "customer.merge_late"
    assert refusal.value.clause


def test_who_may_not_merge_does_not_undo(cast, customer, other):
    record = merge(cast.head, customer, other)
    with pytest.raises(Forbidden):
        undo(cast.rep, record)
    with pytest.raises(Http404):
        undo(cast.head_south, record)


def test_what_came_or_changed_since_stays_as_it_is_and_is_named(cast, customer, other):
    gone = person(cast.rep2, other)
    record = merge(cast.head, customer, other)
    visit = log(cast.rep, customer)
    services.edit_customer(actor=cast.rep, customer_id=customer.pk, facts={"industry": "化工"})
    gone.delete()
    left = undo(cast.head, record).left
    customer.refresh_from_db()
    visit.refresh_from_db()
    assert (visit.customer, customer.industry, customer.phone) == (customer, "化工", "")
    assert left == {"customers.contact": 1, "customers.customer": 1}
    assert MergeUndo.objects.get().merge == record


def test_a_code_given_to_somebody_else_since_is_named(cast, customer):
    other = enter(cast.rep2, OTHER, uscc="91320594MA7LC0318Q")
    record = merge(cast.head, customer, other, choices={"uscc": "survivor"})
    Customer.objects.filter(pk=customer.pk).update(uscc="91320594MA7LC0318Q")
    with pytest.raises(Conflict) as refusal:
        undo(cast.head, record)
    assert refusal.value.code == "customer.uscc_taken"
    assert FormerCustomer.objects.exists(), "nothing was done"


def test_what_is_allowed_once_per_customer_says_how_it_moves():
    from customers import merging

    bare = []
    for model, field in references.children(Customer):
        names = [set(rule.fields) for rule in model._meta.constraints if hasattr(rule, "fields")]
        names += [{one.name} for one in model._meta.concrete_fields if one.unique]
        if any(field in one for one in names) and (model, field) not in merging.registered():
            bare.append(model.__name__)
    assert not bare, "register a customers.merging.Part that says what becomes of the second one"


def test_a_kind_that_is_left_behind_stops_the_merge(cast, customer, other, monkeypatch):
    from customers import merging

    person(cast.rep2, other)
    without = [part for part in merging.parts() if part.model is not Contact]
    monkeypatch.setattr(merging, "parts", lambda: without)
    with pytest.raises(RuntimeError, match="left behind by a merge"):
        merge(cast.head, customer, other)
    assert Visit.objects.count() == 0
    assert MergeRecord.objects.count() == 0
    assert snapshot(Customer.objects.get(pk=other.pk))["name"] == OTHER
