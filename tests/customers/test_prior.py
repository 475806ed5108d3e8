"""事前请示、事后汇报 (C09): asked before it is done, closed only with its report."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from core import clock
from core.errors import Conflict, Forbidden, Invalid, Stale
from core.models import AuditEntry, Notification
from customers import policies, services
from customers.choices import PriorState
from customers.models import Customer, PriorApproval
from org.models import User
from tests.customers.conftest import enter
from workflow import services as workflow
from workflow.models import ApprovalStep

ASKED = {
    "subject": "请华能采购部两人吃饭",
    "kind": "hosting",
    "content": "年度框架下月招标，想先听听他们的想法",
    "amount": Decimal("800.00"),
}


def ask(actor, customer=None, **facts):
    facts = {**ASKED, "act_on": clock.today() + timedelta(days=2), **facts}
    return services.ask_prior(actor=actor, facts=facts, customer_id=customer.pk if customer else None)


def step_of(prior):
    return ApprovalStep.objects.get(request=prior.approval, state="open")


def deciders(prior):
    seats = step_of(prior).seats.values("approver")
    return set(User.objects.filter(pk__in=seats).values_list("username", flat=True))


def decide(prior, actor, verb="approve", **more):
    step = step_of(prior)
    getattr(workflow, f"{verb}_step")(actor=actor, step_id=step.pk, digest=prior.approval.digest, **more)
    return PriorApproval.objects.get(pk=prior.pk)


def granted(cast, **facts):
    return decide(ask(cast.rep, **facts), cast.head)


def report(prior, actor, **more):
    given = {"outcome": "done", "report": "谈了框架，下周送样", "spent": Decimal("760.00"), **more}
    return services.report_prior(actor=actor, prior_id=prior.pk, **given)


class TestAsking:
    def test_the_superior_decides(self, cast):
        prior = ask(cast.rep)
        assert (prior.state, deciders(prior)) == (PriorState.REPORTED, {"head"})
        assert prior.number.startswith("QS-")

    def test_of_much_money_the_director_decides_too(self, cast):
        after = decide(ask(cast.rep, amount=Decimal("10000.00")), cast.head)
        assert (after.state, deciders(after)) == (PriorState.REPORTED, {"director"})
        less = decide(ask(cast.rep, amount=Decimal("9999.99")), cast.head)
        assert less.state == PriorState.GRANTED, "control: below it the superior alone"

    def test_it_may_cost_nothing_and_be_about_no_customer(self, cast):
        assert ask(cast.rep, amount=None).customer is None

    def test_not_about_a_customer_out_of_sight(self, cast):
        customer = enter(cast.rep)
        with pytest.raises(Http404):
            ask(cast.rep_south, customer)
        assert ask(cast.rep, customer).customer == customer, "control"

    def test_not_afterwards(self, cast):
        with pytest.raises(Invalid) as refused:
            ask(cast.rep, act_on=clock.today() - timedelta(days=1))
        assert refused.value.code == "prior.afterwards"
        assert ask(cast.rep, act_on=clock.today()), "control"

    @pytest.mark.parametrize(
        "facts", [{"amount": Decimal(0)}, {"amount": Decimal(-5)}, {"subject": " "}, {"kind": "x"}]
    )
    def test_what_cannot_be_right_is_refused(self, cast, facts):
        with pytest.raises(Invalid):
            ask(cast.rep, **facts)

    def test_who_does_no_field_work_has_nothing_to_ask(self, cast):
        with pytest.raises(Forbidden):
            ask(cast.finance)

    def test_nobody_decides_about_their_own(self, cast):
        prior = ask(cast.head)
        assert "head" not in deciders(prior)
        with pytest.raises((Forbidden, Http404)):
            decide(prior, cast.head)

    @pytest.mark.parametrize(("verb", "state"), [("reject", "refused"), ("return", "refused")])
    def test_a_no_ends_it(self, cast, verb, state):
        assert decide(ask(cast.rep), cast.head, verb, comment="先电话谈").state == state

    def test_who_asked_takes_it_back(self, cast):
        prior = ask(cast.rep)
        workflow.withdraw_request(actor=cast.rep, request_id=prior.approval_id, reason="不去了")
        assert PriorApproval.objects.get(pk=prior.pk).state == PriorState.WITHDRAWN

    def test_what_was_granted_is_what_was_asked(self, cast):
        prior = ask(cast.rep)
        PriorApproval.objects.filter(pk=prior.pk).update(amount=Decimal("80000.00"))
        with pytest.raises(Stale):
            decide(prior, cast.head)

    def test_an_amount_typed_without_cents_is_the_same_amount(self, cast):
        assert decide(ask(cast.rep, amount=Decimal(800)), cast.head).state == PriorState.GRANTED


class TestSeeing:
    @pytest.mark.parametrize("who", ["rep", "head", "region", "director"])
    def test_who_asked_and_who_is_above(self, cast, who):
        prior = ask(cast.rep)
        assert PriorApproval.objects.visible_to(getattr(cast, who)).get() == prior

    @pytest.mark.parametrize("who", ["rep2", "rep_south", "head_south", "logistics"])
    def test_nobody_beside_them(self, cast, who):
        ask(cast.rep, enter(cast.rep))
        assert not PriorApproval.objects.visible_to(getattr(cast, who)).exists()

    def test_a_collaborator_of_the_customer_does_not(self, cast):
        customer = enter(cast.rep)
        services.add_collaborator(actor=cast.rep, customer_id=customer.pk, person=cast.rep2)
        ask(cast.rep, customer)
        assert Customer.objects.visible_to(cast.rep2).exists(), "control"
        assert not PriorApproval.objects.visible_to(cast.rep2).exists()


class TestReporting:
    def test_the_day_to_report_by_stands_from_the_yes_on(self, cast):
        with clock.pretend(clock.local(clock.now()).replace(year=2026, month=11, day=18, hour=10)):
            prior = granted(cast, act_on=date(2026, 11, 19))
        assert (prior.state, prior.report_by) == (PriorState.GRANTED, date(2026, 11, 24)), (
            "three work days, a weekend between"
        )

    def test_what_was_granted_is_reported_and_then_closed(self, cast):
        prior = report(granted(cast), cast.rep)
        assert (prior.state, prior.spent) == (PriorState.TOLD, Decimal("760.00"))
        assert Notification.objects.filter(recipient=cast.head, code="prior.reported").exists()
        closed = services.close_prior(actor=cast.head, prior_id=prior.pk, version=prior.version)
        assert (closed.state, closed.closed_by) == (PriorState.CLOSED, cast.head)
        assert Notification.objects.filter(recipient=cast.rep, code="prior.closed").exists()
        codes = AuditEntry.objects.filter(subject_kind="customers.priorapproval").values_list("code", flat=True)
        assert {"prior.asked", "prior.granted", "prior.reported", "prior.closed"} <= set(codes)

    def test_it_cannot_be_closed_without_its_report(self, cast):
        prior = granted(cast)
        with pytest.raises(Conflict) as refused:
            services.close_prior(actor=cast.head, prior_id=prior.pk)
        assert refused.value.code == "prior.state"

    def test_the_database_does_not_close_it_either(self, cast):
        prior = granted(cast)
        for change in (
            {"state": "closed", "closed_by": cast.head, "closed_at": clock.now()},
            {"state": "told"},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                PriorApproval.objects.filter(pk=prior.pk).update(**change)
        told = report(prior, cast.rep)
        with pytest.raises(IntegrityError), transaction.atomic():
            PriorApproval.objects.filter(pk=told.pk).update(state="closed", closed_by=cast.rep, closed_at=clock.now())

    def test_nothing_is_reported_before_it_was_granted(self, cast):
        with pytest.raises(Conflict):
            report(ask(cast.rep), cast.rep)

    def test_an_empty_report_is_none(self, cast):
        with pytest.raises(Invalid):
            report(granted(cast), cast.rep, report="  ")

    def test_nobody_reports_for_another(self, cast):
        prior = granted(cast)
        with pytest.raises(Forbidden):
            report(prior, cast.head)
        with pytest.raises(Http404):
            report(prior, cast.rep2)

    def test_of_a_leaver_the_superior_reports(self, cast):
        prior = granted(cast)
        User.objects.filter(pk=cast.rep.pk).update(is_active=False)
        told = report(prior, cast.head, outcome="not", report="人走了，没办")
        assert services.close_prior(actor=cast.head, prior_id=told.pk).state == PriorState.CLOSED

    def test_who_asked_does_not_close_it(self, cast):
        prior = report(granted(cast), cast.rep)
        with pytest.raises(Forbidden):
            services.close_prior(actor=cast.rep, prior_id=prior.pk)
        assert not policies.may_close_prior(cast.rep, prior)

    def test_a_report_that_says_little_is_written_anew(self, cast):
        prior = report(granted(cast), cast.rep)
        with pytest.raises(Invalid):
            services.return_prior(actor=cast.head, prior_id=prior.pk, reason=" ")
        back = services.return_prior(actor=cast.head, prior_id=prior.pk, reason="写明见了谁")
        assert (back.state, back.returned_reason) == (PriorState.GRANTED, "写明见了谁")
        assert Notification.objects.filter(recipient=cast.rep, code="prior.returned").exists()
        again = report(back, cast.rep, report="见了采购部王部长，下周送样")
        assert (again.state, again.returned_reason) == (PriorState.TOLD, "")

    def test_of_two_tabs_the_stale_one_is_told(self, cast):
        prior = granted(cast)
        report(prior, cast.rep, version=prior.version)
        with pytest.raises(Stale):
            report(prior, cast.rep, version=prior.version)


class TestUndoing:
    def test_an_undone_yes_waits_again(self, cast):
        prior = ask(cast.rep)
        step = step_of(prior)
        decide(prior, cast.head)
        workflow.undo_verdict(actor=cast.head, step_id=step.pk)
        prior = PriorApproval.objects.get(pk=prior.pk)
        assert (prior.state, prior.report_by) == (PriorState.REPORTED, None)

    def test_not_when_it_was_reported_meanwhile(self, cast):
        prior = ask(cast.rep)
        step = step_of(prior)
        report(decide(prior, cast.head), cast.rep)
        with pytest.raises(Conflict):
            workflow.undo_verdict(actor=cast.head, step_id=step.pk)


class TestMinding:
    def at(self, day):
        return clock.day_start(day) + timedelta(hours=8)

    def test_on_the_last_day_who_owes_it_and_afterwards_the_superior(self, cast):
        prior = granted(cast)

        def told(code):
            return list(Notification.objects.filter(code=code).values_list("recipient__username", flat=True))

        assert services.mind_priors(as_of=self.at(prior.report_by - timedelta(days=1))) == 0
        for _run in range(2):
            with clock.pretend(self.at(prior.report_by)):
                services.mind_priors(as_of=self.at(prior.report_by))
        assert (told("prior.due"), told("prior.late")) == (["rep"], [])
        late = self.at(clock.add_workdays(prior.report_by, 1))
        for _run in range(2):
            with clock.pretend(late):
                assert services.mind_priors(as_of=late) == 1
        assert (told("prior.due"), told("prior.late")) == (["rep"], ["head"])

    def test_what_was_reported_is_not_asked_for(self, cast):
        prior = report(granted(cast), cast.rep)
        assert services.mind_priors(as_of=self.at(prior.report_by + timedelta(days=7))) == 0


def test_a_customer_is_not_merged_away_while_one_waits(cast):
    customer, other = enter(cast.rep), enter(cast.rep, "成都锐恒自动化设备厂")
    prior = ask(cast.rep, customer)
    with pytest.raises(Conflict):
        services.merge_customers(actor=cast.director, survivor_id=other.pk, merged_id=customer.pk)
    decide(prior, cast.head)
    services.merge_customers(actor=cast.director, survivor_id=other.pk, merged_id=customer.pk)
    assert PriorApproval.objects.get(pk=prior.pk).customer == other
