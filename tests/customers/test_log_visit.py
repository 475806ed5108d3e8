from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.http import Http404

from core import clock, policy
from core.errors import Forbidden, Invalid, Unprocessable
from core.models import AuditEntry
from customers import services
from customers.choices import Outcome
from customers.models import Customer, Visit, VisitContact, VisitPosition
from customers.policy import POSITIONS
from customers.selectors import likely_customers
from tests.customers.conftest import enter

HERE = services.Position(Decimal("30.4156789"), Decimal("104.0712345"), 18)


def log(actor, customer, *, ago=timedelta(hours=1), outcome=Outcome.PROGRESS, **more):
    return services.log_visit(
        actor=actor, customer_id=customer.pk, occurred_at=clock.now() - ago, outcome=outcome, **more
    )


def test_a_visit_is_written_down_and_noted_on_the_customer(cast, customer):
    contact = services.create_contact(actor=cast.rep, customer_id=customer.pk, facts={"name": "刘建平"})
    visit = log(cast.rep, customer, contact_ids=[contact.pk], summary=" 预算 130 万以内 ")
    assert visit.visitor == cast.rep
    assert visit.summary == "预算 130 万以内"
    assert [met.contact for met in visit.met.all()] == [contact]
    assert Customer.objects.get(pk=customer.pk).last_contact_at == visit.occurred_at
    assert AuditEntry.objects.filter(code="visit.logged", subject_id=visit.pk).count() == 1


@pytest.mark.parametrize(
    ("occurred", "recorded", "late"),
    [
        ("2026-11-17 10:00+08:00", "2026-11-17 23:59+08:00", False),
        ("2026-11-17 10:00+08:00", "2026-11-18 00:00+08:00", True),
        ("2026-11-17 00:10+08:00", "2026-11-17 08:05+08:00", False),
    ],
)
def test_late_from_local_midnight_on(cast, customer, occurred, recorded, late):
    with time_machine.travel(recorded, tick=False):
        visit = services.log_visit(
            actor=cast.rep,
            customer_id=customer.pk,
            occurred_at=clock.datetime.fromisoformat(occurred),
            outcome=Outcome.STEADY,
        )
    assert visit.is_late is late


def test_policy_decides_what_is_late(cast, customer):
    with time_machine.travel("2026-11-01 09:00+08:00"):
        policy.revise(actor=cast.admin, key="visits.late_days", raw=2, clause="{value} 天内", valid_from=clock.today())
    with time_machine.travel("2026-11-19 23:00+08:00", tick=False):
        assert not log(cast.rep, customer, ago=timedelta(days=2)).is_late
        assert AuditEntry.objects.filter(code="visit.logged").latest("pk").data["policies"] == {"visits.late_days": 1}
        assert log(cast.rep, customer, ago=timedelta(days=3)).is_late


def test_a_time_to_come_is_refused(cast, customer):
    with pytest.raises(Invalid):
        log(cast.rep, customer, ago=-timedelta(minutes=5))
    visit = log(cast.rep, customer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(occurred_at=clock.now() + timedelta(days=1))


def test_a_date_without_a_step_is_refused(cast, customer):
    with pytest.raises(Invalid):
        log(cast.rep, customer, next_on=clock.today())


def test_somebody_elses_contact_is_refused(cast, customer):
    other = enter(cast.rep_south, "广州南粤机电有限公司")
    foreign = services.create_contact(actor=cast.rep_south, customer_id=other.pk, facts={"name": "梁先生"})
    own = services.create_contact(actor=cast.rep, customer_id=customer.pk, facts={"name": "刘建平"})
    for met in ([foreign.pk], [own.pk, foreign.pk], [own.pk, 10**30]):
        with pytest.raises(Invalid):
            log(cast.rep, customer, contact_ids=met)
    assert not Visit.objects.exists()
    assert not VisitContact.objects.exists()
    twice = log(cast.rep, customer, contact_ids=[own.pk, own.pk])
    assert [met.contact for met in twice.met.all()] == [own]


def test_an_earlier_visit_entered_later_does_not_set_the_contact_back(cast, customer):
    newest = log(cast.rep, customer, ago=timedelta(hours=1))
    log(cast.rep, customer, ago=timedelta(days=5))
    assert Customer.objects.get(pk=customer.pk).last_contact_at == newest.occurred_at


def test_nobody_met_is_no_contact(cast, customer):
    log(cast.rep, customer, outcome=Outcome.NOT_MET)
    assert Customer.objects.get(pk=customer.pk).last_contact_at is None


@pytest.mark.parametrize("login", ["finance", "marketing", "leader", "inside"])
def test_who_may_not(cast, customer, login):
    with pytest.raises(Forbidden):
        log(getattr(cast, login), customer)


def test_unseen_customer_is_absent(cast, customer):
    with pytest.raises(Http404):
        log(cast.rep_south, customer)


def test_after_sales_may_visit_every_customer(cast, customer):
    assert log(cast.service, customer).pk


class TestTwice:
    def test_the_same_draft_is_one_row(self, cast, customer):
        first = log(cast.rep, customer, client_key="draft-1")
        assert log(cast.rep, customer, client_key="draft-1") == first
        assert Visit.objects.count() == 1
        assert AuditEntry.objects.filter(code="visit.logged").count() == 1

    def test_another_persons_key_is_another_draft(self, cast, customer):
        log(cast.rep, customer, client_key="draft-1")
        log(cast.head, customer, client_key="draft-1")
        assert Visit.objects.count() == 2

    def test_one_key_for_two_customers_is_refused(self, cast, customer):
        log(cast.rep, customer, client_key="draft-1")
        with pytest.raises(Unprocessable):
            log(cast.rep, enter(cast.rep, "四川岷江水务"), client_key="draft-1")

    def test_without_a_key_two_are_two(self, cast, customer):
        log(cast.rep, customer)
        log(cast.rep, customer)
        assert Visit.objects.count() == 2

    def test_twenty_at_once_are_one(self, committed_db, cast):
        customer = enter(cast.rep)
        rep, at = cast.rep, clock.now() - timedelta(hours=1)

        def submit():
            return services.log_visit(
                actor=rep, customer_id=customer.pk, occurred_at=at, outcome=Outcome.PROGRESS, client_key="draft-1"
            )

        results = committed_db.together([submit] * 20)
        assert {result.pk for result in results} == {Visit.objects.get().pk}
        assert AuditEntry.objects.filter(code="visit.logged").count() == 1


class TestPosition:
    def test_only_with_consent(self, cast, customer):
        with pytest.raises(Forbidden):
            log(cast.rep, customer, position=HERE)
        services.give_consent(actor=cast.rep)
        visit = log(cast.rep, customer, position=HERE)
        assert (visit.position.latitude, visit.position.accuracy) == (Decimal("30.415679"), 18)

    def test_not_when_the_company_switched_it_off(self, cast, customer):
        services.give_consent(actor=cast.rep)
        policy.revise(actor=cast.admin, key=POSITIONS, raw=False, clause="关", valid_from=clock.today())
        with pytest.raises(Forbidden):
            log(cast.rep, customer, position=HERE)

    def test_only_the_visitor_and_the_line_see_it(self, cast, customer):
        services.give_consent(actor=cast.rep)
        services.add_collaborator(actor=cast.rep, customer_id=customer.pk, person=cast.rep2)
        log(cast.rep, customer, position=HERE)
        seeing = {person.username for person in cast.everyone() if VisitPosition.objects.visible_to(person).exists()}
        assert seeing == {"rep", "head", "region", "director", "vp"}

    def test_deleted_after_the_policys_days_and_on_withdrawal(self, cast, customer):
        services.give_consent(actor=cast.rep)
        log(cast.rep, customer, position=HERE)
        taken = VisitPosition.objects.get().taken_at
        assert services.purge_positions(as_of=taken + timedelta(days=180)) == 0
        assert services.purge_positions(as_of=taken + timedelta(days=181)) == 1
        log(cast.rep, customer, position=HERE)
        services.withdraw_consent(actor=cast.rep)
        assert not VisitPosition.objects.exists()

    def test_nothing_of_it_stays_in_the_row_history(self):
        assert not hasattr(VisitPosition, "pgh_event_model")

    def test_not_off_the_earth(self, cast, customer):
        services.give_consent(actor=cast.rep)
        with pytest.raises(Invalid):
            log(cast.rep, customer, position=services.Position(Decimal(91), Decimal(0), 5))


class TestPhotos:
    PNG = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001"
        "e221bc330000000049454e44ae426082"
    )

    def photo(self, name="现场.png", body=PNG):
        from django.core.files.uploadedfile import SimpleUploadedFile

        return SimpleUploadedFile(name, body, content_type="image/png")

    def test_they_come_with_the_visit_and_are_seen_with_it(self, cast, customer):
        from core import attachments

        visit = log(cast.rep, customer, photos=[self.photo()])
        _record, files = attachments.of("customers.visit", visit.pk, cast.head)
        assert [file.name for file in files] == ["现场.png"]
        with pytest.raises(Http404):
            attachments.of("customers.visit", visit.pk, cast.rep_south)

    def test_an_unwanted_file_leaves_no_visit(self, cast, customer):
        with pytest.raises(Invalid):
            log(cast.rep, customer, photos=[self.photo("x.exe", b"MZ\x90\x00")])
        assert not Visit.objects.exists()

    def test_a_repeated_draft_does_not_double_them(self, cast, customer):
        from core.models import Attachment

        for _time in range(2):
            log(cast.rep, customer, photos=[self.photo()], client_key="draft-9")
        assert Attachment.objects.count() == 1


def test_whom_one_planned_to_see_today_is_offered_first(cast, customer):
    planned = enter(cast.rep, "无锡东亭机械有限公司")
    log(cast.rep, customer)
    assert likely_customers(cast.rep)[0] == customer
    services.create_plan(actor=cast.rep, customer_id=planned.pk, day=clock.today())
    assert likely_customers(cast.rep)[:2] == [planned, customer]
    log(cast.rep, planned, ago=timedelta(0))
    assert likely_customers(cast.rep) == [planned, customer], "each once"
