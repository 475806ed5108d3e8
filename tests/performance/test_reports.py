"""Daily logs and weekly reports: drafted from facts, handed in by whose they are, read by who leads them."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.http import Http404

from core import clock
from core.errors import Conflict, Forbidden, Invalid, Stale
from core.models import Notification
from customers import services as customers
from org import services as people
from org.models import User
from performance import facts, periods, services
from performance.choices import ReportKind, ReportState
from performance.models import ReportCopy, ReportReader, WorkReport
from tests.customers.conftest import enter

DAY, WEEK = ReportKind.DAY, ReportKind.WEEK
TUESDAY = date(2026, 11, 17)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return clock.day_start(day) + timedelta(hours=hour, minutes=minute)


@pytest.fixture(autouse=True)
def long_here(cast):
    """Nobody owes a report of before they came."""
    User.objects.update(created_at=at(date(2026, 1, 5), 9))


@pytest.fixture
def tuesday():
    with clock.pretend(at(TUESDAY, 18)):
        yield


def hand_in(actor, kind=DAY, day=TUESDAY, **more):
    return services.submit_report(actor=actor, kind=kind, day=day, texts={"done": "整理投标资料", **more})


def told(code):
    return set(Notification.objects.filter(code=code).values_list("recipient__username", flat=True))


class TestDrafting:
    def test_it_is_drafted_from_what_the_system_knows(self, cast, tuesday):
        customer = enter(cast.rep)
        customers.log_visit(
            actor=cast.rep, customer_id=customer.pk, occurred_at=at(TUESDAY, 10), outcome="progress", summary="谈价格"
        )
        known = facts.of(cast.rep, DAY, TUESDAY)
        assert (known["sums"]["visits"], known["sums"]["unplanned"]) == (1, 1)
        (part,) = [part for part in facts.shown(known, DAY) if part.code == "visits"]
        assert (part.number, part.lines[0].name, part.lines[0].note) == (1, customer.name, "谈价格")
        assert facts.of(cast.rep2, DAY, TUESDAY)["sums"]["visits"] == 0, "control: of oneself alone"
        assert facts.of(cast.rep, DAY, TUESDAY - timedelta(days=1))["sums"]["visits"] == 0, "control: of the day"
        assert facts.of(cast.rep, WEEK, date(2026, 11, 16))["sums"]["visits"] == 1

    def test_save_report_keeps_a_draft_that_nobody_else_sees(self, cast, tuesday):
        report = services.save_report(actor=cast.rep, kind=DAY, day=TUESDAY, texts={"done": "半天在厂里"}, version=0)
        assert report.state == ReportState.DRAFT
        assert WorkReport.objects.visible_to(cast.rep).get() == report
        assert not WorkReport.objects.visible_to(cast.head).exists()

    def test_a_second_tab_that_begins_it_too_is_told(self, cast, tuesday):
        services.save_report(actor=cast.rep, kind=DAY, day=TUESDAY, texts={"done": "甲"}, version=0)
        with pytest.raises(Conflict):
            services.save_report(actor=cast.rep, kind=DAY, day=TUESDAY, texts={"done": "乙"}, version=0)

    def test_a_stale_draft_is_told(self, cast, tuesday):
        report = services.save_report(actor=cast.rep, kind=DAY, day=TUESDAY, texts={"done": "甲"}, version=0)
        services.save_report(actor=cast.rep, kind=DAY, day=TUESDAY, texts={"done": "乙"}, version=report.version)
        with pytest.raises(Stale):
            services.save_report(actor=cast.rep, kind=DAY, day=TUESDAY, texts={"done": "丙"}, version=report.version)

    def test_not_for_days_to_come(self, cast, tuesday):
        with pytest.raises(Invalid):
            hand_in(cast.rep, day=TUESDAY + timedelta(days=1))
        assert hand_in(cast.rep, kind=WEEK, day=TUESDAY + timedelta(days=3)).day == date(2026, 11, 16), "this week"

    @pytest.mark.parametrize("kind", [DAY, WEEK])
    def test_who_owes_none_writes_none(self, cast, tuesday, kind):
        with pytest.raises(Forbidden):
            hand_in(cast.finance, kind=kind)


class TestHandingIn:
    def test_it_goes_to_the_superior_and_the_facts_are_kept(self, cast, tuesday):
        customer = enter(cast.rep)
        customers.log_visit(actor=cast.rep, customer_id=customer.pk, occurred_at=at(TUESDAY, 10), outcome="progress")
        report = hand_in(cast.rep)
        assert (report.state, report.is_late) == (ReportState.SUBMITTED, False)
        assert [reader.person for reader in report.readers.all()] == [cast.head]
        customers.log_visit(actor=cast.rep, customer_id=customer.pk, occurred_at=at(TUESDAY, 11), outcome="progress")
        assert facts.of(cast.rep, DAY, TUESDAY)["sums"]["visits"] == 2, "control"
        assert ReportCopy.objects.get(report=report).facts["sums"]["visits"] == 1

    def test_nothing_at_all_is_no_report(self, cast, tuesday):
        with pytest.raises(Invalid):
            hand_in(cast.rep, done=" ")

    def test_after_the_hour_it_is_marked_late(self, cast):
        with clock.pretend(at(TUESDAY + timedelta(days=1), 9, 1)):
            assert hand_in(cast.rep).is_late
        with clock.pretend(at(TUESDAY + timedelta(days=1), 8, 59)):
            assert not hand_in(cast.rep2).is_late

    def test_once_for_a_day(self, cast, tuesday):
        hand_in(cast.rep)
        with pytest.raises(Conflict):
            hand_in(cast.rep)

    @pytest.mark.parametrize("who", ["head", "region", "director"])
    def test_who_leads_the_writer_sees_it(self, cast, tuesday, who):
        assert WorkReport.objects.visible_to(getattr(cast, who)).filter(pk=hand_in(cast.rep).pk).exists()

    @pytest.mark.parametrize("who", ["rep2", "rep_south", "head_south", "finance"])
    def test_nobody_else_does(self, cast, tuesday, who):
        hand_in(cast.rep)
        assert not WorkReport.objects.visible_to(getattr(cast, who)).exists()
        assert not ReportCopy.objects.visible_to(getattr(cast, who)).exists()

    def test_what_was_handed_in_is_never_changed(self, cast, tuesday):
        copy = ReportCopy.objects.get(report=hand_in(cast.rep))
        with pytest.raises(ProgrammingError), transaction.atomic():
            ReportCopy.objects.filter(pk=copy.pk).update(done="别的")

    def test_the_database_holds_it_too(self, cast, tuesday):
        report = hand_in(cast.rep)
        for change in (
            {"state": "read"},
            {"state": "read", "read_at": clock.now(), "read_by": cast.rep},
            {"state": "draft"},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                WorkReport.objects.filter(pk=report.pk).update(**change)


class TestReading:
    def test_withdraw_report_takes_back_what_nobody_has_read(self, cast, tuesday):
        report = services.withdraw_report(actor=cast.rep, report_id=hand_in(cast.rep).pk)
        assert report.state == ReportState.DRAFT
        assert not ReportReader.objects.exists()
        again = hand_in(cast.rep, done="补一句")
        assert again.copies.count() == 2, "what was handed in first stays on record"

    def test_what_was_read_stays(self, cast, tuesday):
        report = hand_in(cast.rep)
        read = services.read_report(actor=cast.head, report_id=report.pk)
        assert (read.state, read.read_by) == (ReportState.READ, cast.head)
        with pytest.raises(Conflict) as refused:
            services.withdraw_report(actor=cast.rep, report_id=report.pk)
        assert refused.value.code == "report.read"

    def test_only_who_leads_the_writer_reads_it(self, cast, tuesday):
        report = hand_in(cast.rep)
        with pytest.raises(Forbidden):
            services.read_report(actor=cast.rep, report_id=report.pk)
        with pytest.raises(Http404):
            services.read_report(actor=cast.head_south, report_id=report.pk)
        with pytest.raises(Forbidden):
            services.withdraw_report(actor=cast.head, report_id=report.pk)

    def test_who_leads_further_up_reads_it_besides(self, cast, tuesday):
        report = hand_in(cast.rep)
        services.read_report(actor=cast.head, report_id=report.pk)
        read = services.read_report(actor=cast.director, report_id=report.pk)
        assert read.read_by == cast.head, "who was first"
        assert set(read.readers.exclude(read_at=None).values_list("person__username", flat=True)) == {
            "head",
            "director",
        }

    def test_a_draft_is_nothing_to_read(self, cast, tuesday):
        report = hand_in(cast.rep)
        services.withdraw_report(actor=cast.rep, report_id=report.pk)
        with pytest.raises(Http404):
            services.read_report(actor=cast.head, report_id=report.pk)

    def test_handed_in_anew_it_is_not_what_was_on_the_page(self, cast, tuesday):
        report = hand_in(cast.rep)
        services.withdraw_report(actor=cast.rep, report_id=report.pk)
        hand_in(cast.rep, done="改过的")
        with pytest.raises(Stale):
            services.read_report(actor=cast.head, report_id=report.pk, version=report.version)


class TestMinding:
    def test_before_the_end_who_owes_it_is_reminded_once(self, cast):
        with clock.pretend(at(TUESDAY, 18)):
            hand_in(cast.rep)
        evening = at(TUESDAY, 21)
        with clock.pretend(evening):
            services.mind_reports(as_of=at(TUESDAY, 12))
            assert told("report.due") == set(), "control: too early"
            assert services.mind_reports(as_of=evening) > 0
            assert services.mind_reports(as_of=evening) == 0, "a second run tells nobody twice"
        assert "rep2" in told("report.due")
        assert "rep" not in told("report.due")
        assert "finance" not in told("report.due")

    def test_after_the_end_the_superiors_hear_who_is_missing(self, cast):
        with clock.pretend(at(TUESDAY, 18)):
            hand_in(cast.rep)
        morning = at(TUESDAY + timedelta(days=1), 9, 30)
        with clock.pretend(morning):
            services.mind_reports(as_of=morning)
            assert services.mind_reports(as_of=morning) == 0
        assert {"head", "head_south"} <= told("report.missing")
        notice = Notification.objects.get(code="report.missing", recipient=cast.head)
        assert str(cast.rep2) in str(notice.params)
        assert str(cast.rep) not in str(notice.params["people"])

    def test_on_days_off_nobody_is_asked(self, cast):
        saturday = date(2026, 11, 21)
        assert not periods.is_asked(DAY, saturday)
        assert periods.is_asked(DAY, TUESDAY), "control"
        with clock.pretend(at(saturday, 21)):
            services.mind_reports(as_of=at(saturday, 21))
        assert not Notification.objects.filter(code="report.due", params__report__contains="11-21").exists()

    def test_who_has_a_stand_in_all_the_while_owes_none(self, cast):
        assert periods.owing(DAY, TUESDAY).filter(pk=cast.rep.pk).exists(), "control"
        people.set_stand_in(actor=cast.rep, principal=cast.rep, substitute=cast.rep2, starts=clock.today(), ends=None)
        assert not periods.owing(DAY, clock.today()).filter(pk=cast.rep.pk).exists()

    def test_who_left_owes_none(self, cast):
        User.objects.filter(pk=cast.rep2.pk).update(is_active=False)
        assert not periods.owing(DAY, clock.today()).filter(pk=cast.rep2.pk).exists()

    def test_who_came_later_owes_none(self, cast):
        User.objects.filter(pk=cast.rep2.pk).update(created_at=at(TUESDAY + timedelta(days=1), 9))
        assert not periods.owing(DAY, TUESDAY).filter(pk=cast.rep2.pk).exists()
        assert periods.owing(WEEK, TUESDAY - timedelta(days=1)).filter(pk=cast.rep2.pk).exists(), "control"
