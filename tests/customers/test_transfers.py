"""撞单: somebody met a customer that is a colleague's, and asks for it."""

import pytest

from core.errors import Conflict, Forbidden, Stale
from core.models import AuditEntry, Notification
from customers import selectors, services
from customers.choices import TransferState, TransferWish
from customers.models import Collaborator, Customer, TransferRequest
from org.models import User
from tests.customers.conftest import enter
from workflow import services as workflow
from workflow.models import ApprovalRequest, ApprovalStep

NAME = "成都锐恒自动化设备有限公司"
WHY = "上周在成都工博会见过他们王总，约好下周去看现场"


def ask(actor, name=NAME, wish=TransferWish.OWN, **more):
    return services.request_transfer(actor=actor, name=name, wish=wish, reason=WHY, **more)


def arbiters(request):
    step = ApprovalStep.objects.get(request=request.approval)
    return set(User.objects.filter(pk__in=step.seats.values("approver")).values_list("username", flat=True))


def decide(request, actor, verb="approve", **more):
    step = ApprovalStep.objects.get(request=request.approval, state="open")
    getattr(workflow, f"{verb}_step")(actor=actor, step_id=step.pk, digest=request.approval.digest, **more)
    return TransferRequest.objects.get(pk=request.pk)


def undo(request, actor):
    step = ApprovalStep.objects.get(request=request.approval)
    workflow.undo_verdict(actor=actor, step_id=step.pk)
    return TransferRequest.objects.get(pk=request.pk)


def owner_of(customer):
    return Customer.objects.get(pk=customer.pk).owner


class TestAsking:
    def test_the_superior_of_both_decides(self, cast, customer):
        assert arbiters(ask(cast.rep2)) == {"head"}

    def test_between_two_regions_it_climbs_to_who_leads_both(self, cast, customer):
        assert arbiters(ask(cast.rep_south)) == {"director"}

    def test_a_head_who_owns_it_does_not_decide_about_it(self, cast):
        enter(cast.head, "宁波北仑泵业有限公司")
        assert arbiters(ask(cast.rep2, "宁波北仑泵业")) == {"region"}

    def test_who_does_not_see_it_learns_its_holder_and_no_more(self, cast, customer):
        request = ask(cast.rep_south, "成都锐恒自动化设备")
        assert TransferRequest.objects.visible_to(cast.rep_south).get() == request
        assert not Customer.objects.visible_to(cast.rep_south).exists()
        told = str(vars(ApprovalRequest.objects.get(pk=request.approval_id)))
        assert customer.number not in told
        assert customer.name not in told
        assert str(cast.rep) in told

    def test_the_owner_hears_of_it_and_can_answer(self, cast, customer):
        request = ask(cast.rep2)
        assert Notification.objects.filter(recipient=cast.rep, code="customer.requested").exists()
        assert TransferRequest.objects.visible_to(cast.rep).get() == request

    def test_colleagues_beside_them_see_nothing_of_it(self, cast, customer):
        ask(cast.rep2)
        for other in (cast.rep_south, cast.head_south, cast.engineer, cast.hr):
            assert not TransferRequest.objects.visible_to(other).exists()

    def test_it_stands_on_the_customers_timeline(self, cast, customer):
        ask(cast.rep2)
        entry = AuditEntry.objects.about("customers.customer", customer.pk).get(code="customer.transfer_requested")
        assert entry.reason == WHY

    def test_of_two_alike_one_says_which(self, cast, customer):
        second = services.create_customer(actor=cast.head, facts={"name": NAME}, accept_duplicates=True)
        with pytest.raises(Conflict) as refusal:
            ask(cast.rep2)
        assert refusal.value.code == "customer.request_gone"
        found = selectors.find_duplicates(user=cast.rep2, name=NAME)
        meant = next(one for one in found if one.owner == str(cast.head))
        assert ask(cast.rep2, which=meant.ask).customer_id == second.pk

    def test_the_key_of_a_colleague_opens_nothing(self, cast, customer):
        (theirs,) = selectors.find_duplicates(user=cast.rep_south, name=NAME)
        with pytest.raises(Conflict):
            ask(cast.rep2, which=theirs.ask)

    @pytest.mark.parametrize("name", ["成都没有的公司", ""])
    def test_what_nobody_has_cannot_be_asked_for(self, cast, customer, name):
        with pytest.raises(Conflict) as refusal:
            ask(cast.rep2, name)
        assert refusal.value.code == "customer.request_gone"

    def test_ones_own_is_refused_and_not_offered(self, cast, customer):
        assert selectors.find_duplicates(user=cast.rep, name=NAME)[0].ask == ""
        with pytest.raises(Conflict) as refusal:
            ask(cast.rep)
        assert refusal.value.code == "customer.request_own"

    def test_what_lies_in_the_pool_is_claimed_instead(self, cast, customer):
        services.release_customer(actor=cast.rep, customer_id=customer.pk, reason="没有需求")
        with pytest.raises(Conflict) as refusal:
            ask(cast.rep2)
        assert refusal.value.code == "customer.request_pooled"

    def test_who_owns_no_customers_may_not_ask(self, cast, customer):
        assert selectors.find_duplicates(user=cast.finance, name=NAME)[0].ask == ""
        with pytest.raises(Forbidden):
            ask(cast.finance)

    def test_one_question_of_a_person_at_a_time(self, cast, customer):
        ask(cast.rep2)
        with pytest.raises(Conflict) as refusal:
            ask(cast.rep2, wish=TransferWish.SHARE)
        assert refusal.value.code == "customer.request_waits"
        assert ask(cast.rep_south).pk, "another one may"

    def test_a_collaborator_may_ask_to_own_it_but_works_on_it_already(self, cast, customer):
        services.add_collaborator(actor=cast.rep, customer_id=customer.pk, person=cast.rep2)
        with pytest.raises(Conflict) as refusal:
            ask(cast.rep2, wish=TransferWish.SHARE)
        assert refusal.value.code == "customer.request_shared"
        assert ask(cast.rep2).wish == TransferWish.OWN


class TestDeciding:
    def test_a_yes_gives_the_customer_and_tells_who_had_it(self, cast, customer):
        request = decide(ask(cast.rep2), cast.head)
        assert request.state == TransferState.GRANTED
        assert owner_of(customer) == cast.rep2
        assert Notification.objects.filter(recipient=cast.rep, code="customer.request_decided").count() == 1
        assert not Customer.objects.visible_to(cast.rep).exists()

    def test_to_work_on_it_together_makes_a_collaborator(self, cast, customer):
        decide(ask(cast.rep_south, wish=TransferWish.SHARE), cast.director)
        assert owner_of(customer) == cast.rep
        assert Customer.objects.visible_to(cast.rep_south).get() == customer

    @pytest.mark.parametrize("verb", ["reject", "return"])
    def test_a_no_leaves_it_where_it_is(self, cast, customer, verb):
        request = decide(ask(cast.rep2), cast.head, verb, comment="林晓峰跟了半年")
        assert request.state == TransferState.REFUSED
        assert owner_of(customer) == cast.rep
        assert ask(cast.rep2).state == TransferState.REPORTED, "and one may ask anew"

    def test_neither_of_the_two_decides(self, cast, customer):
        request = ask(cast.rep2)
        for party in (cast.rep, cast.rep2):
            with pytest.raises(Exception) as refusal:
                decide(request, party)
            assert refusal.type.__name__ in ("Forbidden", "Http404")
        assert owner_of(customer) == cast.rep

    def test_it_is_read_one_by_one(self, cast, customer):
        request = ask(cast.rep2)
        step = ApprovalStep.objects.get(request=request.approval)
        (result,) = workflow.approve_many(actor=cast.head, items=[(step.pk, request.approval.digest)])
        assert not result.ok

    def test_who_may_own_none_any_more_gets_none(self, cast, customer):
        request = ask(cast.rep2)
        User.objects.filter(pk=cast.rep2.pk).update(is_active=False)
        with pytest.raises(Conflict) as refusal:
            decide(request, cast.head)
        assert refusal.value.code == "customer.request_left"

    def test_only_with_its_request_approved(self, cast, customer):
        request = ask(cast.rep2)
        with pytest.raises(Exception, match="grant"):
            TransferRequest.objects.get(pk=request.pk).grant()

    def test_a_changed_wish_is_no_longer_what_was_asked(self, cast, customer):
        request = ask(cast.rep2, wish=TransferWish.SHARE)
        TransferRequest.objects.filter(pk=request.pk).update(wish=TransferWish.OWN)
        with pytest.raises(Stale):
            decide(request, cast.head)


class TestUndoing:
    """What `carry_out_transfer` did, `carry_back_transfer` takes back."""

    def test_an_undone_yes_gives_it_back_as_it_was(self, cast, customer):
        services.add_collaborator(actor=cast.rep, customer_id=customer.pk, person=cast.rep2)
        before = Customer.objects.get(pk=customer.pk)
        request = undo(decide(ask(cast.rep2), cast.head), cast.head)
        after = Customer.objects.get(pk=customer.pk)
        assert request.state == TransferState.REPORTED
        assert (after.owner, after.owned_since, after.kept_until) == (cast.rep, before.owned_since, before.kept_until)
        assert Collaborator.objects.get(customer=customer).user == cast.rep2
        assert not Notification.objects.filter(
            recipient=cast.rep, code="customer.request_decided", retracted_at=None
        ).exists()

    def test_an_undone_shared_one_is_not_shared(self, cast, customer):
        request = decide(ask(cast.rep2, wish=TransferWish.SHARE), cast.head)
        undo(request, cast.head)
        assert not Collaborator.objects.exists()

    def test_an_undone_no_waits_again(self, cast, customer):
        request = decide(ask(cast.rep2), cast.head, "reject", comment="再等等")
        assert undo(request, cast.head).state == TransferState.REPORTED

    def test_not_when_the_customer_went_on(self, cast, customer):
        request = decide(ask(cast.rep2), cast.head)
        services.release_customer(actor=cast.rep2, customer_id=customer.pk, reason="不做了")
        with pytest.raises(Conflict) as refusal:
            undo(request, cast.head)
        assert refusal.value.code == "transfer.moved_on"


class TestEnding:
    def test_who_asked_takes_it_back(self, cast, customer):
        request = ask(cast.rep2)
        workflow.withdraw_request(actor=cast.rep2, request_id=request.approval_id)
        assert TransferRequest.objects.get().state == TransferState.WITHDRAWN

    def test_it_lapses_when_the_customer_changes_hands(self, cast, customer):
        request, other = ask(cast.rep2), ask(cast.rep_south)
        decide(request, cast.head)
        other.refresh_from_db()
        assert other.state == TransferState.LAPSED
        assert ApprovalRequest.objects.get(pk=other.approval_id).state == "withdrawn"
        assert not ApprovalStep.objects.awaiting(cast.director).exists()
        assert Notification.objects.filter(recipient=cast.rep_south, code="customer.request_lapsed").exists()

    def test_it_lapses_when_the_customer_goes_into_the_pool(self, cast, customer):
        ask(cast.rep2)
        services.release_customer(actor=cast.rep, customer_id=customer.pk, reason="没有需求")
        assert TransferRequest.objects.get().state == TransferState.LAPSED

    def test_it_lapses_when_the_applicant_leaves(self, cast, customer):
        ask(cast.rep2)
        assert services.lapse_transfers(applicant=cast.rep2) == 1
        assert TransferRequest.objects.get().state == TransferState.LAPSED
        assert not Notification.objects.filter(recipient=cast.rep2, code="customer.request_lapsed").exists()

    def test_nothing_lapses_twice(self, cast, customer):
        ask(cast.rep2)
        assert services.lapse_transfers(customer_id=customer.pk) == 1
        assert services.lapse_transfers(customer_id=customer.pk) == 0

    def test_a_merge_waits_for_the_verdict(self, cast, customer):
        ask(cast.rep2)
        other = enter(cast.rep, "成都锐恒")
        with pytest.raises(Conflict) as refusal:
            services.merge_customers(actor=cast.head, survivor_id=other.pk, merged_id=customer.pk)
        assert refusal.value.code == "customer.merge_waits"
        workflow.withdraw_request(actor=cast.rep2, request_id=TransferRequest.objects.get().approval_id)
        services.merge_customers(actor=cast.head, survivor_id=other.pk, merged_id=customer.pk)
        assert TransferRequest.objects.get().customer == other
