"""公海: who may take what, what comes back in the night, and who hears of it."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connections, transaction
from django.http import Http404

from core import clock, policy
from core.errors import Conflict, Forbidden
from core.models import AuditEntry, Notification
from customers import pool, services
from customers.choices import CustomerClass, PoolStep
from customers.models import Collaborator, Contact, Customer, PoolMove, Visit
from customers.policy import POOL_CLAIMS, POOL_DAYS, POOL_MOST
from org.models import User
from tests.customers.conftest import enter

MONDAY = datetime.fromisoformat("2026-11-16T10:00:00+08:00")
DAYS = 120
"""Of a potential customer, by our default."""


@pytest.fixture(autouse=True)
def _monday(time_machine):
    """Early enough in the day that no test runs over midnight."""
    time_machine.move_to(MONDAY)


def release(customer, actor):
    return services.release_customer(actor=actor, customer_id=customer.pk, reason="跑不过来")


def revise(cast, key, raw):
    policy.revise(actor=cast.admin, key=key, raw=raw, clause="{value}", valid_from=clock.today())


def left(customer):
    return pool.left(Customer.objects.get(pk=customer.pk), pool.days_of(), clock.today())


def leaving(within):
    return list(pool.leaving(Customer.objects.all(), within=within, days=pool.days_of(), on=clock.today()))


@pytest.fixture
def pooled(cast, customer):
    """Of rep's until a moment ago."""
    return release(customer, cast.rep)


class TestRelease:
    def test_nobody_has_it_and_the_region_finds_it(self, cast, pooled):
        assert (pooled.owner, str(pooled.pool)) == (None, "华东区")
        assert not Customer.objects.visible_to(cast.rep).exists()
        assert not Customer.objects.visible_to(cast.head).exists()
        assert list(Customer.objects.in_pool_of(cast.rep2)) == [pooled]
        assert list(Customer.objects.visible_to(cast.director)) == [pooled]

    def test_another_region_does_not_find_it(self, cast, pooled):
        assert not Customer.objects.in_pool_of(cast.rep_south).exists()
        assert not Customer.objects.in_pool_of(cast.marketing).exists()

    def test_its_contacts_and_visits_are_not_shown_to_who_may_claim_it(self, cast, customer):
        services.create_contact(actor=cast.rep, customer_id=customer.pk, facts={"name": "刘建平"})
        release(customer, cast.rep)
        assert not Contact.objects.visible_to(cast.rep2).exists()
        services.claim_customer(actor=cast.rep2, customer_id=customer.pk)
        assert Contact.objects.visible_to(User.objects.get(pk=cast.rep2.pk)).exists()

    def test_collaborators_leave_with_the_owner(self, cast, customer):
        services.add_collaborator(actor=cast.rep, customer_id=customer.pk, person=cast.rep_south)
        release(customer, cast.rep)
        assert not Collaborator.objects.exists()
        assert not Customer.objects.visible_to(cast.rep_south).exists()

    def test_the_log_says_who_and_why(self, cast, pooled):
        entry = AuditEntry.objects.get(code="customer.released")
        assert (entry.actor, entry.from_state, entry.reason) == (cast.rep, str(cast.rep), "跑不过来")

    def test_the_head_may_and_the_owner_hears_of_it(self, cast, customer):
        release(customer, cast.head)
        assert Notification.objects.get(code="customer.pooled").recipient == cast.rep

    def test_only_the_owner_and_those_above(self, cast, customer):
        services.add_collaborator(actor=cast.rep, customer_id=customer.pk, person=cast.rep2)
        with pytest.raises(Forbidden):
            release(customer, cast.rep2)
        with pytest.raises(Http404):
            release(customer, cast.rep_south)

    def test_a_key_customer_is_never_nobodys(self, cast):
        key = enter(cast.head, customer_class=CustomerClass.KEY, account_manager=cast.account)
        with pytest.raises(Forbidden):
            release(key, cast.head)
        with pytest.raises(IntegrityError), transaction.atomic():
            Customer.objects.filter(pk=key.pk).update(owner=None, pooled_at=clock.now())

    def test_one_in_the_pool_is_not_shared(self, cast, pooled):
        with pytest.raises(Conflict):
            services.add_collaborator(actor=cast.director, customer_id=pooled.pk, person=cast.rep_south)

    def test_the_database_knows_no_customer_of_nobody_outside_the_pool(self, cast, customer):
        with pytest.raises(IntegrityError), transaction.atomic():
            Customer.objects.filter(pk=customer.pk).update(owner=None)
        with pytest.raises(IntegrityError), transaction.atomic():
            Customer.objects.filter(pk=customer.pk).update(pooled_at=clock.now())


class TestClaim:
    def test_it_is_theirs_and_its_days_begin_anew(self, cast, customer, time_machine):
        time_machine.shift(timedelta(days=100))
        release(customer, cast.rep)
        claimed = services.claim_customer(actor=cast.rep2, customer_id=customer.pk)
        assert (claimed.owner, claimed.pool, claimed.pooled_at) == (cast.rep2, None, None)
        assert left(customer) == DAYS
        assert list(PoolMove.objects.order_by("pk").values_list("step", "person")) == [
            (PoolStep.RELEASED, cast.rep.pk),
            (PoolStep.CLAIMED, cast.rep2.pk),
        ]

    def test_what_is_not_in_ones_pool_is_refused_alike(self, cast, customer):
        told, pooled = set(), release(enter(cast.rep, "杭州甲机电有限公司"), cast.rep)
        for actor, pk in ((cast.rep2, customer.pk), (cast.rep_south, pooled.pk), (cast.rep2, 0)):
            with pytest.raises(Conflict) as refusal:
                services.claim_customer(actor=actor, customer_id=pk)
            told.add(str(refusal.value))
        assert len(told) == 1

    def test_not_without_the_right(self, cast, pooled):
        with pytest.raises(Forbidden):
            services.claim_customer(actor=cast.inside, customer_id=pooled.pk)

    def test_the_former_owner_waits_as_long_as_the_rule_says(self, cast, pooled, time_machine):
        with pytest.raises(Conflict) as refusal:
            services.claim_customer(actor=cast.rep, customer_id=pooled.pk)
        assert refusal.value.code == "customer.claim_barred"
        assert "15" in refusal.value.clause
        time_machine.shift(timedelta(days=15, seconds=1))
        assert services.claim_customer(actor=cast.rep, customer_id=pooled.pk).owner == cast.rep

    def test_a_colleague_in_between_does_not_lift_the_bar(self, cast, pooled):
        services.claim_customer(actor=cast.rep2, customer_id=pooled.pk)
        release(pooled, cast.rep2)
        with pytest.raises(Conflict):
            services.claim_customer(actor=cast.rep, customer_id=pooled.pk)

    def test_no_more_than_the_days_claims(self, cast, time_machine):
        revise(cast, POOL_CLAIMS, 1)
        first, second = (
            release(enter(cast.rep, name), cast.rep) for name in ("杭州甲机电有限公司", "杭州乙机电有限公司")
        )
        services.claim_customer(actor=cast.rep2, customer_id=first.pk)
        with pytest.raises(Conflict) as refusal:
            services.claim_customer(actor=cast.rep2, customer_id=second.pk)
        assert refusal.value.code == "customer.claims_of_day"
        time_machine.shift(timedelta(days=1))
        services.claim_customer(actor=cast.rep2, customer_id=second.pk)

    def test_no_more_than_one_may_have(self, cast, pooled):
        revise(cast, POOL_MOST, 1)
        enter(cast.rep2, "南京丙机电有限公司")
        with pytest.raises(Conflict) as refusal:
            services.claim_customer(actor=cast.rep2, customer_id=pooled.pk)
        assert refusal.value.code == "customer.claim_most"

    def test_a_superior_gives_it_to_one_of_the_people(self, cast, pooled):
        given = services.transfer_customer(actor=cast.director, customer_id=pooled.pk, to=cast.rep_south)
        assert (given.owner, given.pooled_at) == (cast.rep_south, None)
        assert PoolMove.objects.latest("pk").step == PoolStep.ASSIGNED
        assert AuditEntry.objects.get(code="customer.assigned").to_state == str(cast.rep_south)


def race(*verbs):
    """Run them at the same moment, each on a connection of its own; what each returned or was refused with."""
    start, told = Barrier(len(verbs)), {}

    def run(index, verb):
        try:
            start.wait(10)
            told[index] = verb()
        except Conflict as refusal:
            told[index] = refusal
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(index, verb)) for index, verb in enumerate(verbs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return [told[index] for index in range(len(verbs))]


def test_of_two_who_claim_at_once_exactly_one_gets_it(committed_db, cast):
    pooled = release(enter(cast.rep), cast.rep)
    told = race(
        lambda: services.claim_customer(actor=cast.rep2, customer_id=pooled.pk),
        lambda: services.claim_customer(actor=cast.head, customer_id=pooled.pk),
    )
    refused = [answer for answer in told if isinstance(answer, Conflict)]
    assert [refusal.code for refusal in refused] == ["customer.not_in_pool"]
    assert PoolMove.objects.filter(step=PoolStep.CLAIMED).count() == 1
    assert Customer.objects.get(pk=pooled.pk).owner in (cast.rep2, cast.head)


def test_two_claims_of_one_person_at_once_are_counted_one_after_the_other(committed_db, cast):
    revise(cast, POOL_CLAIMS, 1)
    rows = [release(enter(cast.rep, name), cast.rep) for name in ("杭州甲机电有限公司", "杭州乙机电有限公司")]
    told = race(*[lambda pk=row.pk: services.claim_customer(actor=cast.rep2, customer_id=pk) for row in rows])
    assert [answer.code for answer in told if isinstance(answer, Conflict)] == ["customer.claims_of_day"]


class TestDays:
    def test_they_count_from_the_last_contact(self, cast, customer, time_machine):
        time_machine.shift(timedelta(days=50))
        assert left(customer) == DAYS - 50
        services.log_visit(actor=cast.rep, customer_id=customer.pk, occurred_at=clock.now(), outcome="progress")
        assert left(customer) == DAYS

    def test_a_new_owner_has_them_all(self, cast, customer, time_machine):
        time_machine.shift(timedelta(days=100))
        services.transfer_customer(actor=cast.head, customer_id=customer.pk, to=cast.rep2)
        assert left(customer) == DAYS

    @pytest.mark.parametrize("passed", [0, 1, 50, 112, 113, 119, 120, 121, 400])
    def test_the_question_to_the_database_is_the_same(self, cast, customer, time_machine, passed):
        time_machine.shift(timedelta(days=passed))
        for within in (-1, 0, 3, 7):
            assert (customer in leaving(within)) == (left(customer) <= within)

    def test_an_extension_holds_it_until_its_day(self, cast, customer, time_machine):
        Customer.objects.filter(pk=customer.pk).update(kept_until=clock.today() + timedelta(days=200))
        time_machine.shift(timedelta(days=198))
        assert left(customer) == 2
        for within in (-1, 1, 2, 7):
            assert (customer in leaving(within)) == (within >= 2)

    def test_a_class_of_zero_days_never_goes(self, cast, customer, time_machine):
        revise(cast, POOL_DAYS[CustomerClass.POTENTIAL], 0)
        time_machine.shift(timedelta(days=4000))
        assert left(customer) is None
        assert leaving(7) == []


class TestNight:
    def run(self):
        return services.return_customers(as_of=clock.now())

    def test_what_nobody_followed_up_goes_back_once(self, cast, customer, time_machine):
        visited = enter(cast.rep, "苏州工业园区水务有限公司")
        time_machine.shift(timedelta(days=DAYS))
        services.log_visit(actor=cast.rep, customer_id=visited.pk, occurred_at=clock.now(), outcome="progress")
        assert self.run() == 0
        time_machine.shift(timedelta(days=1))
        assert self.run() == 1
        assert Customer.objects.get(pk=customer.pk).owner is None
        assert Customer.objects.get(pk=visited.pk).owner == cast.rep
        assert self.run() == 0
        notice = Notification.objects.get(code="customer.pooled")
        assert (notice.recipient, notice.params["number"]) == (cast.rep, 1)
        assert AuditEntry.objects.get(code="customer.returned").actor is None

    def test_a_visit_that_met_nobody_is_no_follow_up(self, cast, customer, time_machine):
        time_machine.shift(timedelta(days=DAYS))
        services.log_visit(actor=cast.rep, customer_id=customer.pk, occurred_at=clock.now(), outcome="not_met")
        time_machine.shift(timedelta(days=1))
        assert Visit.objects.count() == 1
        assert self.run() == 1

    def test_one_notice_names_all_of_an_owner(self, cast, customer, time_machine):
        for number in range(5):
            enter(cast.rep, f"宁波第{number}泵业有限公司")
        enter(cast.rep2, "无锡恒泰机械有限公司")
        time_machine.shift(timedelta(days=DAYS + 1))
        assert self.run() == 7
        told = {
            notice.recipient: notice.params["number"] for notice in Notification.objects.filter(code="customer.pooled")
        }
        assert told == {cast.rep: 6, cast.rep2: 1}

    def test_many_are_taken_in_portions_and_told_as_one(self, cast, customer, time_machine, monkeypatch):
        monkeypatch.setattr("customers.services.pool.AT_ONCE", 2)
        for number in range(4):
            enter(cast.rep, f"宁波第{number}泵业有限公司")
        time_machine.shift(timedelta(days=DAYS + 1))
        assert self.run() == 5
        assert Notification.objects.get(code="customer.pooled").params["number"] == 5

    def test_beyond_what_a_night_can_take_the_rest_waits_for_the_next(self, cast, customer, time_machine, monkeypatch):
        monkeypatch.setattr("customers.services.pool.MOST", 2)
        for number in range(2):
            enter(cast.rep, f"宁波第{number}泵业有限公司")
        time_machine.shift(timedelta(days=DAYS + 1))
        assert (self.run(), self.run(), self.run()) == (2, 1, 0)

    def test_as_of_a_past_night_it_takes_what_was_due_then(self, cast, customer, time_machine):
        begun = clock.now()
        time_machine.shift(timedelta(days=DAYS + 50))
        assert services.return_customers(as_of=begun + timedelta(days=DAYS)) == 0
        assert services.return_customers(as_of=begun + timedelta(days=DAYS + 1)) == 1


class TestWarnings:
    def test_the_ladder_climbs_to_the_superior(self, cast, customer, time_machine):
        other = enter(cast.rep, "苏州工业园区水务有限公司")
        heard = {}
        for days_left in (8, 7, 6, 5, 4, 3, 2):
            time_machine.move_to(
                clock.day_start(clock.local_date(other.created_at)) + timedelta(days=DAYS - days_left, hours=8)
            )
            for _again in range(2):
                services.warn_of_return(as_of=clock.now())
            heard[days_left] = Notification.objects.count()
        assert heard == {8: 0, 7: 1, 6: 1, 5: 2, 4: 2, 3: 4, 2: 4}
        last = Notification.objects.get(code="customer.leaving_team")
        assert last.recipient == cast.head
        assert last.params == {"person": str(cast.rep), "number": 2, "days": 3}
        assert set(Notification.objects.filter(code="customer.leaving").values_list("recipient", flat=True)) == {
            cast.rep.pk
        }


class TestForesee:
    def test_a_rule_tells_what_its_first_night_would_take_back(self, cast, customer, as_, time_machine):
        enter(cast.rep_south, "广州南粤机电有限公司")
        enter(cast.rep_south, "东莞长安模具有限公司")
        time_machine.shift(timedelta(days=40))
        form = {"value": "30", "clause": "{value}", "valid_from": clock.today().isoformat(), "foresee": "1"}
        page = as_("admin").post(f"/policies/{POOL_DAYS[CustomerClass.POTENTIAL]}/", form)
        told = [(effect.label, effect.now, effect.then) for effect in page.context["effects"]]
        assert told == [("回公海的客户", 0, 3), ("华南区", 0, 2), ("华东区", 0, 1)]
        assert "3 家，现在的规则是 0 家" in page.content.decode()
        assert policy.value(POOL_DAYS[CustomerClass.POTENTIAL]) == DAYS

    def test_the_night_then_does_as_told(self, cast, customer, time_machine):
        time_machine.shift(timedelta(days=40))
        (told, *_regions) = policy.foresee(POOL_DAYS[CustomerClass.POTENTIAL], "30", clock.today())
        revise(cast, POOL_DAYS[CustomerClass.POTENTIAL], 30)
        time_machine.shift(timedelta(days=1))
        assert services.return_customers(as_of=clock.now()) == told.then == 1
