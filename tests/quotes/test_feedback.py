"""E13: what the customer says closes a quote as accepted, in talks or lost; nothing unapproved is ever accepted."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from core import clock, policy
from core.errors import Conflict, Forbidden, Invalid, Stale
from core.models import AuditEntry, Notification
from customers import pool
from customers import services as customer_services
from customers.models import Customer
from quotes import policies, services
from quotes import policy as rules
from quotes.choices import QuoteState
from quotes.models import Quote, QuoteFeedback, QuoteLine
from tests.customers.deals import make_competitor
from tests.quotes.world import approve_all, approved, fresh, make_quote, sent, submit


@pytest.fixture
def quote(cast, customer, pump):
    return sent(cast, customer, pump)


@pytest.fixture
def rival(cast):
    return make_competitor(cast.rep)


def hear(actor, quote, outcome, **more):
    services.record_feedback(actor=actor, quote_id=quote.pk, outcome=outcome, **more)
    return fresh(quote)


class TestWhatIsSaid:
    def test_talks_go_on_until_the_customer_decides_and_all_of_it_stays(self, cast, quote):
        assert hear(cast.rep, quote, "negotiating", said="再让 3%").state == "negotiating"
        assert hear(cast.rep, quote, "negotiating", said="交期 6 周可以").state == "negotiating"
        assert hear(cast.rep, quote, "accepted").state == "accepted"
        told = QuoteFeedback.objects.filter(quote=quote).values_list("outcome", "said")
        assert list(told) == [("accepted", ""), ("negotiating", "交期 6 周可以"), ("negotiating", "再让 3%")]
        codes = AuditEntry.objects.about("quotes.quote", quote.pk).order_by("pk").values_list("code", flat=True)
        assert list(codes)[-3:] == ["quote.negotiated", "quote.negotiated", "quote.accepted"]

    def test_a_loss_has_a_reason_and_a_winner(self, cast, quote, rival):
        with pytest.raises(Invalid) as refusal:
            hear(cast.rep, quote, "lost")
        assert set(refusal.value.errors) == {"reason"}
        with pytest.raises(Invalid) as refusal:
            hear(cast.rep, quote, "lost", reason="price")
        assert set(refusal.value.errors) == {"competitor"}
        assert hear(cast.rep, quote, "lost", reason="price", competitor=rival).state == "lost"
        assert hear(cast.rep, sent_again(cast, quote), "lost", reason="cancelled", competitor=rival).state == "lost"
        assert list(QuoteFeedback.objects.order_by("pk").values_list("lost_reason", "competitor")) == [
            ("price", rival.pk),
            ("cancelled", None),
        ]

    def test_talks_say_what_they_are_about(self, cast, quote):
        with pytest.raises(Invalid, match="要谈什么"):
            hear(cast.rep, quote, "negotiating", said=" ")
        with pytest.raises(IntegrityError), transaction.atomic():
            QuoteFeedback.objects.create(quote=quote, outcome="negotiating", recorded_by=cast.rep)

    def test_the_same_decision_twice_is_told_so(self, cast, quote):
        hear(cast.rep, quote, "accepted")
        with pytest.raises(Conflict, match="已经记过了"):
            hear(cast.rep, quote, "accepted")
        assert QuoteFeedback.objects.count() == 1

    def test_a_customer_may_change_their_mind(self, cast, quote):
        hear(cast.rep, quote, "accepted")
        hear(cast.rep, quote, "lost", reason="no_budget")
        assert hear(cast.rep, quote, "negotiating", said="预算又批了").state == "negotiating"

    def test_who_said_it_is_somebody_of_theirs(self, cast, quote):
        stranger = customer_services.create_contact(
            actor=cast.rep_south,
            customer_id=customer_services.create_customer(actor=cast.rep_south, facts={"name": "广州南粤机电"}).pk,
            facts={"name": "陈工"},
        )
        with pytest.raises(Invalid, match="不是这家客户"):
            hear(cast.rep, quote, "accepted", contact=stranger)

    def test_a_version_that_is_old_is_stale(self, cast, quote):
        with pytest.raises(Stale):
            hear(cast.rep, quote, "accepted", version=quote.version - 1)


def sent_again(cast, quote):
    copy = services.duplicate_quote(actor=cast.rep, quote_id=quote.pk)
    passed = approve_all(submit(copy, cast.rep), [cast.head])
    services.stamp_quote(actor=cast.inside, quote_id=passed.pk)
    return services.send_quote(actor=cast.rep, quote_id=passed.pk, way="mail", to="刘建平")


class TestWhatMayBeAccepted:
    def test_only_what_went_out_has_feedback(self, cast, customer, pump):
        for quote in (make_quote(cast.rep, customer, pump), approved(cast, customer, pump)):
            with pytest.raises(Conflict, match="发给客户的报价才有反馈"):
                hear(cast.rep, quote, "accepted")

    def test_not_past_its_validity_but_lost_it_may_be(self, cast, quote):
        with time_machine.travel(f"{quote.valid_until + timedelta(days=1)}T09:00:00+08:00", tick=False):
            with pytest.raises(Conflict, match="已过有效期"):
                hear(cast.rep, quote, "accepted")
            assert hear(cast.rep, quote, "lost", reason="cancelled").state == "lost"

    def test_not_with_other_content_than_was_approved(self, cast, quote):
        QuoteLine.objects.filter(quote=quote).update(unit_price="1.00")
        with pytest.raises(Conflict, match="不一样"):
            hear(cast.rep, quote, "accepted")
        assert fresh(quote).state == "issued"

    def test_not_while_its_successor_is_under_way(self, cast, quote):
        services.revise_quote(actor=cast.rep, quote_id=quote.pk)
        with pytest.raises(Conflict, match="V2 还在进行中"):
            hear(cast.rep, quote, "accepted")
        assert hear(cast.rep, quote, "negotiating", said="等新版").state == "negotiating"

    def test_an_accepted_one_is_not_revised_and_a_lost_one_is_superseded(self, cast, quote):
        accepted = hear(cast.rep, quote, "accepted")
        assert "revise" not in policies.available_actions(cast.rep, accepted)
        with pytest.raises(Conflict, match="还没接受"):
            services.revise_quote(actor=cast.rep, quote_id=quote.pk)
        hear(cast.rep, quote, "lost", reason="no_budget")
        revision = services.revise_quote(actor=cast.rep, quote_id=quote.pk)
        approve_all(submit(revision, cast.rep), [cast.head])
        assert fresh(quote).state == "void"
        with pytest.raises(Conflict):
            hear(cast.rep, quote, "accepted")

    def test_the_database_wants_the_evidence_of_an_accepted_one(self, cast, customer, pump):
        quote = approved(cast, customer, pump)
        with pytest.raises(IntegrityError), transaction.atomic():
            Quote.objects.filter(pk=quote.pk).update(state=QuoteState.ACCEPTED)


class TestWhoTells:
    def test_its_owner_and_who_keeps_its_papers(self, cast, quote):
        for person in (cast.head, cast.director):
            with pytest.raises(Forbidden):
                hear(person, quote, "accepted")
        assert hear(cast.inside, quote, "accepted").state == "accepted"

    def test_superiors_and_owner_hear_of_a_decision_not_of_talks(self, cast, quote):
        hear(cast.inside, quote, "negotiating", said="再让 3%")
        assert not Notification.objects.filter(code__in=["quote.accepted", "quote.lost"]).exists()
        hear(cast.inside, quote, "accepted")
        told = Notification.objects.filter(code="quote.accepted").values_list("recipient__username", flat=True)
        assert set(told) == {"rep", "head"}


class TestReminders:
    def test_silence_is_told_once_after_the_days_of_the_rule(self, cast, quote):
        days = policy.value(rules.FEEDBACK_DAYS)
        begun = clock.day_start(clock.local_date(quote.issued_at)) + timedelta(hours=8)
        told = [
            services.remind_of_feedback(as_of=begun + timedelta(days=n)) for n in (days, days + 1, days + 1, days + 2)
        ]
        assert told == [0, 1, 0, 0]
        assert Notification.objects.get(code="quote.unanswered").recipient == cast.rep

    def test_nobody_asks_about_what_was_answered_or_ran_out(self, cast, quote):
        late = clock.now() + timedelta(days=60)
        assert services.remind_of_feedback(as_of=late) == 0
        hear(cast.rep, quote, "negotiating", said="再让 3%")
        assert services.remind_of_feedback(as_of=clock.now() + timedelta(days=10)) == 0


class TestAround:
    @pytest.mark.parametrize(("outcome", "stays"), [("negotiating", True), ("accepted", True), ("lost", False)])
    def test_a_lost_quote_keeps_no_customer_out_of_the_pool(self, cast, quote, outcome, stays):
        more = {"said": "再让"} if outcome == "negotiating" else {}
        hear(cast.rep, quote, outcome, **more, **({"reason": "cancelled"} if outcome == "lost" else {}))
        assert bool(pool.reasons(Customer.objects.get(pk=quote.customer_id), clock.today())) is stays

    def test_what_is_decided_does_not_expire(self, cast, quote):
        hear(cast.rep, quote, "accepted")
        later = quote.valid_until + timedelta(days=1)
        assert not fresh(quote).is_expired(later)
        assert not Quote.objects.expired(later).exists()


class TestPage:
    def test_the_owner_notes_it_and_reads_it_on_the_quote(self, as_, cast, quote):
        client = as_("rep")
        assert "记反馈" in client.get(quote.get_absolute_url()).text
        answer = client.post(
            reverse("quotes:quote_feedback", args=[quote.pk]),
            {"outcome": "negotiating", "said": "总价再让 3%", "reason": "price", "version": quote.version},
        )
        assert answer.status_code == 302
        page = client.get(quote.get_absolute_url()).text
        assert "总价再让 3%" in page
        assert not QuoteFeedback.objects.get().lost_reason, "what belongs to a loss is left out"

    def test_what_is_missing_stands_beside_its_field(self, as_, quote):
        answer = as_("rep").post(
            reverse("quotes:quote_feedback", args=[quote.pk]), {"outcome": "lost", "version": quote.version}
        )
        assert answer.status_code == 200
        assert "选一个" in answer.text

    def test_before_it_went_out_there_is_nothing_to_note(self, as_, cast, customer, pump):
        quote = approved(cast, customer, pump)
        assert as_("rep").get(reverse("quotes:quote_feedback", args=[quote.pk])).status_code == 409

    def test_a_stale_page_is_told(self, as_, cast, quote):
        hear(cast.inside, quote, "negotiating", said="再让 3%")
        answer = as_("rep").post(
            reverse("quotes:quote_feedback", args=[quote.pk]), {"outcome": "accepted", "version": quote.version}
        )
        assert answer.status_code == 412
        assert fresh(quote).state == "negotiating"
