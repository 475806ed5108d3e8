"""Nobody quotes on their own (E08): no sequence lets content out that was not approved as it stands."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction
from django_fsm import TransitionNotAllowed

from core import clock
from core.errors import Conflict, Forbidden, Stale
from core.models import AuditEntry
from quotes import papers, services
from quotes.digest import digest_of
from quotes.models import Dispatch, PriceList, Quote, QuoteLine, SellerProfile, StampEntry
from tests.customers.conftest import enter
from tests.quotes.world import approve_all, approved, fresh, make_quote, submit
from workflow import services as workflow


@pytest.fixture
def passed(cast, customer, pump, seller):
    return approved(cast, customer, pump)


def refused(act, *kinds):
    with pytest.raises(kinds or (Conflict,)):
        act()


def send(actor, quote):
    return services.send_quote(actor=actor, quote_id=quote.pk, way="mail", to="刘建平")


CHANGES = {
    "a price": lambda quote: QuoteLine.objects.filter(quote=quote).update(unit_price=Decimal("1.00")),
    "a quantity": lambda quote: QuoteLine.objects.filter(quote=quote).update(qty=Decimal(99)),
    "a word": lambda quote: QuoteLine.objects.filter(quote=quote).update(spec="别的"),
    "payment": lambda quote: Quote.objects.filter(pk=quote.pk).update(payment_terms="0/0/100"),
    "the buyer": lambda quote: Quote.objects.filter(pk=quote.pk).update(buyer={"name": "别家"}),
    "validity": lambda quote: Quote.objects.filter(pk=quote.pk).update(
        valid_until=quote.valid_until + timedelta(days=1)
    ),
    "our bank account": lambda quote: SellerProfile.objects.update(account="6222 0000 0000 0000"),
    "our whole profile": lambda quote: SellerProfile.objects.create(
        valid_from=quote.quoted_on, name="冒名公司", uscc="x", address="x", phone="x", bank="x", account="x"
    ),
}


class TestContentChangedAfterApproval:
    """What the paper prints, changed behind the services' back."""

    @pytest.mark.parametrize("what", CHANGES)
    def test_it_neither_prints_clean_nor_is_stamped_nor_sent(self, cast, passed, what):
        assert papers.mark_of(fresh(passed)) == "none"
        CHANGES[what](passed)
        assert papers.mark_of(fresh(passed)) == "unapproved"
        refused(lambda: services.stamp_quote(actor=cast.inside, quote_id=passed.pk))
        refused(lambda: send(cast.rep, passed))
        assert not StampEntry.objects.exists()
        assert not Dispatch.objects.exists()

    def test_a_stamped_one_is_not_sent_either_and_its_seal_is_gone(self, cast, passed):
        services.stamp_quote(actor=cast.inside, quote_id=passed.pk)
        assert papers.data_of(fresh(passed))["seal"]
        CHANGES["a price"](passed)
        assert not papers.data_of(fresh(passed))["seal"]
        refused(lambda: send(cast.rep, passed))

    def test_while_it_is_being_approved_the_verdict_is_stale(self, cast, customer, pump):
        quote = submit(make_quote(cast.rep, customer, pump), cast.rep)
        step = quote.approval.steps.get(state="open")
        CHANGES["a price"](quote)
        refused(lambda: workflow.approve_step(actor=cast.head, step_id=step.pk, digest=quote.approval.digest), Stale)
        assert fresh(quote).state == "reported"

    def test_what_is_not_printed_changes_nothing(self, passed):
        """Negative control: the fingerprint is of the paper, not of the row."""
        before = digest_of(passed)
        passed.customer.name = "改名有限公司"
        passed.customer.save()
        Quote.objects.filter(pk=passed.pk).update(version=99)
        PriceList.objects.update(name="别的名字")
        later = clock.today() + timedelta(days=1)
        SellerProfile.objects.create(
            valid_from=later, name="新名", uscc="x", address="x", phone="x", bank="x", account="x"
        )
        assert digest_of(fresh(passed)) == before


class TestTransitions:
    @pytest.mark.parametrize("verb", ["approve", "issue"])
    def test_a_draft_does_not_jump(self, cast, customer, pump, verb):
        quote = make_quote(cast.rep, customer, pump)
        with pytest.raises(TransitionNotAllowed):
            getattr(quote, verb)()

    def test_reported_without_the_engines_yes_stays(self, cast, customer, pump):
        quote = submit(make_quote(cast.rep, customer, pump), cast.rep)
        with pytest.raises(TransitionNotAllowed):
            quote.approve()

    def test_the_state_cannot_be_assigned(self, cast, customer, pump):
        quote = make_quote(cast.rep, customer, pump)
        with pytest.raises(AttributeError):
            quote.state = "approved"

    @pytest.mark.parametrize(
        "row",
        [
            {"state": "approved"},
            {"state": "issued"},
            {"state": "reported"},
            {"number": ""},
            {"total": Decimal("1.00")},
            {"valid_until": "2000-01-01"},
        ],
    )
    def test_the_database_asks_for_evidence(self, cast, customer, pump, row):
        quote = make_quote(cast.rep, customer, pump)
        with pytest.raises(IntegrityError), transaction.atomic():
            Quote.objects.filter(pk=quote.pk).update(**row)

    @pytest.mark.parametrize("row", [{"qty": 0}, {"unit_price": -1}, {"tax": Decimal("0.01")}])
    def test_lines_tie(self, cast, customer, pump, row):
        quote = make_quote(cast.rep, customer, pump)
        with pytest.raises(IntegrityError), transaction.atomic():
            QuoteLine.objects.filter(quote=quote).update(**row)

    def test_one_revision_once(self, cast, customer, pump):
        quote, other = make_quote(cast.rep, customer, pump), make_quote(cast.rep, customer, pump)
        with pytest.raises(IntegrityError), transaction.atomic():
            Quote.objects.filter(pk=other.pk).update(number=quote.number)


class TestStampAndSend:
    def test_who_may_stamp(self, cast, passed):
        for login in ("rep", "head", "director", "leader"):
            with pytest.raises(Forbidden):
                services.stamp_quote(actor=getattr(cast, login), quote_id=passed.pk)
        entry = services.stamp_quote(actor=cast.inside, quote_id=passed.pk, copies=3)
        assert (entry.applied_by, entry.stamped_by, entry.copies) == (cast.rep, cast.inside, 3)
        assert entry.digest == passed.approved_digest

    def test_not_before_approval_and_not_twice(self, cast, customer, pump, passed):
        draft = make_quote(cast.rep, customer, pump)
        refused(lambda: services.stamp_quote(actor=cast.inside, quote_id=draft.pk))
        services.stamp_quote(actor=cast.inside, quote_id=passed.pk)
        refused(lambda: services.stamp_quote(actor=cast.inside, quote_id=passed.pk))

    def test_the_register_is_append_only_for_the_application(self, cast, passed):
        entry = services.stamp_quote(actor=cast.inside, quote_id=passed.pk)
        rows = StampEntry.objects.filter(pk=entry.pk)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(copies=9)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete(rows.db)

    def test_an_expired_one_is_not_sent_and_prints_so(self, cast, passed):
        services.stamp_quote(actor=cast.inside, quote_id=passed.pk)
        with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
            assert papers.mark_of(fresh(passed)) == "expired"
            refused(lambda: send(cast.rep, passed))

    def test_the_same_one_within_its_validity_goes_out(self, cast, passed):
        """Negative control of all the refusals above."""
        services.stamp_quote(actor=cast.inside, quote_id=passed.pk)
        assert send(cast.rep, passed).state == "issued"


class TestNewPapersStartFromNothing:
    def test_a_revision_is_a_draft_and_the_old_one_stands_until_it_passes(self, cast, passed):
        revision = services.revise_quote(actor=cast.rep, quote_id=passed.pk)
        assert (revision.number, revision.revision, revision.state) == (passed.number, 2, "draft")
        assert (revision.approved_digest, revision.approval, revision.approved_at) == ("", None, None)
        assert papers.mark_of(revision) == "draft"
        assert fresh(passed).state == "approved"
        approve_all(submit(revision, cast.rep), [cast.head])
        assert fresh(passed).state == "void"
        assert papers.mark_of(fresh(passed)) == "void"

    def test_one_revision_in_work_at_a_time(self, cast, passed):
        services.revise_quote(actor=cast.rep, quote_id=passed.pk)
        refused(lambda: services.revise_quote(actor=cast.rep, quote_id=passed.pk))

    def test_a_copy_has_its_own_number_and_has_passed_nothing(self, cast, passed):
        copy = services.duplicate_quote(actor=cast.rep, quote_id=passed.pk)
        assert copy.number != passed.number
        assert (copy.state, copy.approved_digest) == ("draft", "")
        refused(lambda: send(cast.rep, copy))

    def test_every_print_of_an_unapproved_paper_is_written_down(self, cast, customer, pump, seller):
        quote = make_quote(cast.rep, customer, pump)
        services.print_quote(actor=cast.rep, quote_id=quote.pk)
        entry = AuditEntry.objects.get(code="quote.printed")
        assert entry.data == {"mark": "draft", "digest": digest_of(quote), "sealed": False}


class TestPrices:
    def test_the_list_of_the_quotes_day_counts(self, cast, customer, pump):
        """E05: a later list changes no quote that stands, and the next one takes it."""
        quote = make_quote(cast.rep, customer, pump)
        services.create_price_list(
            actor=cast.vp,
            name="新",
            valid_from=clock.today() + timedelta(days=2),
            valid_until=None,
            prices=[(pump, Decimal("1200.00"), Decimal("1100.00"))],
        )
        assert fresh(quote).lines.get().list_price == Decimal("1000.00")
        with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
            copy = services.duplicate_quote(actor=cast.rep, quote_id=quote.pk)
            assert copy.lines.get().list_price == Decimal("1200.00")
            assert copy.worst_gap > 0

    def test_two_lists_never_hold_on_one_day(self, pump):
        current = PriceList.objects.get()
        with pytest.raises(IntegrityError), transaction.atomic():
            PriceList.objects.create(name="重叠", valid_from=current.valid_from + timedelta(days=1))


def test_two_hundred_numbers_without_a_double(committed_db, cast):
    """Ten hands make twenty quotes each at once."""
    customer, rep = enter(cast.rep), cast.rep
    facts = {"title": "t", "payment_terms": "30/60/10"}

    def make_twenty():
        for _each in range(20):
            services.create_quote(actor=rep, customer_id=customer.pk, contact_id=None, facts=facts, lines=[])

    assert committed_db.together([make_twenty] * 10) == [None] * 10
    numbers = set(Quote.objects.values_list("number", flat=True))
    assert len(numbers) == 200
    assert max(numbers).endswith("0200")
