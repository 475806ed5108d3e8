"""The weekly review of a unit (C10): issues with owner and day, carried on until they are closed."""

from datetime import datetime, timedelta
from html import unescape

import pytest
from django.urls import reverse

from core import clock
from core.errors import Forbidden, Invalid, Stale
from core.models import Notification
from customers import services as customers
from customers.choices import TaskState
from customers.models import Task
from org.models import Unit, User
from performance import reviews, services
from performance.models import WeeklyReview
from tests.cast import LOGINS
from tests.customers.conftest import enter
from tests.customers.test_tasks import give

WEDNESDAY = datetime.fromisoformat("2026-11-11T10:00:00+08:00")
THIS_WEEK = datetime.fromisoformat("2026-11-09").date()
NEXT_WEEK, WEEK_AFTER = THIS_WEEK + timedelta(days=7), THIS_WEEK + timedelta(days=14)


@pytest.fixture
def east1(cast, time_machine):
    time_machine.move_to(WEDNESDAY)
    return Unit.objects.get(pk=cast.head.unit_id)


def bring_up(actor, unit, owner=None, customer=None, **facts):
    facts = {"subject": "变频柜交期两个月，客户等不了", "due_on": clock.today() + timedelta(days=5), **facts}
    kind = facts.pop("kind", "business")
    return customers.raise_issue(
        actor=actor,
        unit_id=unit.pk,
        kind=kind,
        facts=facts,
        owner_id=owner.pk if owner else None,
        customer_id=customer.pk if customer else None,
    )


class TestIssues:
    def test_raise_issue_puts_it_before_the_unit_s_review_and_tells_who_sees_to_it(self, cast, east1):
        task = bring_up(cast.rep, east1, cast.engineer, kind="technical")
        assert (task.unit, task.raised_in, task.customer) == (east1, THIS_WEEK, None)
        notice = Notification.objects.get(code="task.given")
        assert (notice.recipient, notice.params["customer"]) == (cast.engineer, east1.name)

    def test_the_unit_and_who_leads_it_see_it(self, cast, east1):
        bring_up(cast.head, east1, cast.engineer)
        people = [User.objects.get(username=login) for login in LOGINS]
        seeing = {person.username for person in people if Task.objects.visible_to(person).exists()}
        assert seeing == {"rep", "rep2", "head", "region", "director", "vp", "leader", "engineer"}

    @pytest.mark.parametrize("login", ["rep_south", "head_south", "account", "finance", "hr"])
    def test_nobody_else_raises_one_there(self, cast, east1, login):
        with pytest.raises(Forbidden):
            bring_up(getattr(cast, login), east1)
        assert not Task.objects.exists()

    @pytest.mark.parametrize("login", ["rep2", "head", "region", "vp"])
    def test_who_belongs_there_or_leads_it_does(self, cast, east1, login):
        assert bring_up(getattr(cast, login), east1).pk

    def test_about_a_customer_only_who_sees_it_is_given_it(self, cast, east1):
        customer = enter(cast.rep)
        with pytest.raises(Invalid) as refusal:
            bring_up(cast.rep, east1, cast.engineer, customer)
        assert refusal.value.code == "task.owner"
        assert bring_up(cast.rep, east1, cast.head, customer).customer == customer
        people = [User.objects.get(username=login) for login in LOGINS]
        seeing = {person.username for person in people if Task.objects.visible_to(person).exists()}
        assert seeing == {"rep", "head", "region", "director", "vp", "leader"}, "rep2 does not know the customer"

    def test_it_is_of_a_kind_that_reviews_know(self, cast, east1):
        with pytest.raises(Invalid):
            bring_up(cast.rep, east1, kind="plan")

    def test_it_is_not_closed_without_saying_how(self, cast, east1):
        task = bring_up(cast.rep, east1)
        with pytest.raises(Invalid) as refusal:
            customers.finish_task(actor=cast.rep, task_id=task.pk)
        assert refusal.value.code == "task.result"


class TestAgenda:
    def weeks(self, user, unit):
        found = {}
        for week in (THIS_WEEK, NEXT_WEEK, WEEK_AFTER):
            agenda = reviews.agenda(user, unit, week)
            found[week] = (len(agenda.carried), len(agenda.raised))
        return found

    def test_what_is_open_is_carried_on_until_it_is_closed(self, cast, east1, time_machine):
        task = bring_up(cast.rep, east1)
        assert self.weeks(cast.head, east1) == {THIS_WEEK: (0, 1), NEXT_WEEK: (1, 0), WEEK_AFTER: (1, 0)}
        time_machine.move_to(WEDNESDAY + timedelta(days=7))
        customers.finish_task(actor=cast.rep, task_id=task.pk, result="改从常州仓发")
        assert self.weeks(cast.head, east1) == {THIS_WEEK: (0, 1), NEXT_WEEK: (1, 0), WEEK_AFTER: (0, 0)}
        agenda = reviews.agenda(cast.head, east1, NEXT_WEEK)
        assert (agenda.open, agenda.closed) == (0, 1)

    def test_who_leads_several_units_has_all_before_them(self, cast, east1):
        bring_up(cast.rep, east1)
        east = Unit.objects.get(pk=cast.region.unit_id)
        assert len(reviews.agenda(cast.region, east, THIS_WEEK).raised) == 1
        south = Unit.objects.get(pk=cast.head_south.unit_id)
        assert not reviews.agenda(cast.head_south, south, THIS_WEEK).raised

    def test_late_tasks_of_the_unit_stand_there_too(self, cast, east1, time_machine):
        give(cast.rep, enter(cast.rep), due_on=clock.today())
        bring_up(cast.rep, east1, due_on=clock.today())
        time_machine.move_to(WEDNESDAY + timedelta(days=1))
        agenda = reviews.agenda(cast.head, east1, THIS_WEEK)
        assert [task.subject for task in agenda.late] == ["寄两份样本给王工"], "issues stand above already"
        assert agenda.late_in_all == 1
        assert not reviews.agenda(cast.rep2, east1, THIS_WEEK).late, "what a colleague owes is for those above"

    def test_the_number_of_late_ones_opens_them(self, cast, client, east1, time_machine):
        give(cast.rep, enter(cast.rep), due_on=clock.today())
        bring_up(cast.rep, east1, due_on=clock.today())
        time_machine.move_to(WEDNESDAY + timedelta(days=1))
        client.force_login(cast.head)
        page = client.get(client.get(reverse("performance:review_week")).context["late_url"])
        assert [task.subject for task in page.context["page"].rows] == ["寄两份样本给王工"]


class TestMinutes:
    def test_write_minutes_keeps_them_once_a_week(self, cast, east1):
        first = services.write_minutes(actor=cast.head, unit=east1, week=clock.today(), minutes="先保交期", version=0)
        assert first.week == THIS_WEEK
        again = services.write_minutes(
            actor=cast.region, unit=east1, week=THIS_WEEK, minutes="先保交期，再谈价", version=first.version
        )
        assert (again.pk, again.minutes) == (first.pk, "先保交期，再谈价")
        with pytest.raises(Stale):
            services.write_minutes(actor=cast.head, unit=east1, week=THIS_WEEK, minutes="旧页", version=first.version)

    @pytest.mark.parametrize("login", ["rep", "head_south", "finance"])
    def test_not_by_who_does_not_lead_the_unit(self, cast, east1, login):
        with pytest.raises(Forbidden):
            services.write_minutes(actor=getattr(cast, login), unit=east1, week=THIS_WEEK, minutes="先保交期")

    def test_not_for_a_week_to_come_nor_with_nothing_said(self, cast, east1):
        for week, minutes in ((NEXT_WEEK, "先保交期"), (THIS_WEEK, "  ")):
            with pytest.raises(Invalid):
                services.write_minutes(actor=cast.head, unit=east1, week=week, minutes=minutes)
        assert not WeeklyReview.objects.exists()

    def test_the_door(self, cast, east1):
        services.write_minutes(actor=cast.head, unit=east1, week=THIS_WEEK, minutes="先保交期")
        people = [User.objects.get(username=login) for login in LOGINS]
        seeing = {person.username for person in people if WeeklyReview.objects.visible_to(person).exists()}
        assert seeing == {"rep", "rep2", "head", "region", "director", "vp", "leader"}


class TestPages:
    def test_from_the_issue_to_the_minutes(self, cast, client, east1):
        client.force_login(cast.rep)
        raised = {
            "kind": "technical",
            "subject": "谐波超标要加滤波",
            "due_on": clock.today(),
            "owner": cast.ids["rep2"],
        }
        client.post(reverse("performance:issue_raise"), raised)
        task = Task.objects.get()
        assert (task.unit, task.owner) == (east1, cast.rep2)
        page = unescape(client.get(reverse("performance:review_week")).text)
        assert "谐波超标要加滤波" in page
        assert "存纪要" not in page
        client.force_login(cast.head)
        page = unescape(client.get(reverse("performance:review_week")).text)
        assert "存纪要" in page
        client.post(reverse("performance:review_week"), {"minutes": "滤波由技术部出方案", "version": 0})
        assert client.post(reverse("performance:review_week"), {"minutes": "旧页", "version": 0}).status_code == 412
        client.force_login(cast.rep)
        assert "滤波由技术部出方案" in unescape(client.get(reverse("performance:review_week")).text)
        client.force_login(cast.rep2)
        done = {"result": "加 5% 电抗器", "version": task.version}
        client.post(reverse("customers:task_finish", args=[task.pk]), done)
        task.refresh_from_db()
        assert task.state == TaskState.DONE
        assert "加 5% 电抗器" in unescape(client.get(reverse("performance:review_week")).text)

    def test_a_unit_out_of_sight_is_none(self, cast, client, east1):
        client.force_login(cast.rep_south)
        assert client.get(reverse("performance:review_week"), {"unit": east1.pk}).status_code == 404
        assert client.get(reverse("performance:review_week"), {"unit": "x"}).status_code == 404
        assert client.get(reverse("performance:issue_raise"), {"unit": east1.pk}).status_code == 404
        assert client.get(reverse("performance:review_week")).status_code == 200, "their own"

    @pytest.mark.parametrize("asked", [{"on": "2099-01-01"}, {"on": "x"}, {"on": "2026-13-45"}])
    def test_an_address_that_names_no_week_opens_this_one(self, cast, client, east1, asked):
        client.force_login(cast.head)
        assert client.get(reverse("performance:review_week"), asked).context["week"] == THIS_WEEK

    def test_a_writer_without_the_right_is_told(self, cast, client, east1):
        client.force_login(cast.rep)
        assert client.post(reverse("performance:review_week"), {"minutes": "我来写", "version": 0}).status_code == 403
        assert not WeeklyReview.objects.exists()
