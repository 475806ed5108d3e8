"""Tasks: the follow-up plan (B12), what customers say at visits (C06), needs that changed (B14)."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from core import clock
from core.errors import Conflict, Forbidden, Invalid, Stale
from core.models import AuditEntry, Notification
from customers import policies, services
from customers.choices import TaskKind, TaskState
from customers.models import Opportunity, Task
from org import services as org
from org.models import User
from tests.cast import LOGINS
from tests.customers.conftest import enter
from tests.customers.deals import open_deal, with_need


def give(actor, customer, owner=None, **facts):
    """A task as the product makes it, due in two days."""
    facts = {"subject": "寄两份样本给王工", "due_on": clock.today() + timedelta(days=2), **facts}
    return services.create_task(actor=actor, customer_id=customer.pk, facts=facts, owner_id=owner.pk if owner else None)


def heard(actor, customer, *said, **more):
    """A return visit at which the customer said something."""
    return services.log_visit(
        actor=actor,
        customer_id=customer.pk,
        occurred_at=clock.now() - timedelta(hours=1),
        kind="return",
        outcome="steady",
        feedback=said,
        **more,
    )


def told(code):
    return set(Notification.objects.filter(code=code).values_list("recipient__username", flat=True))


class TestGiving:
    def test_one_s_own_is_told_to_nobody(self, cast, customer):
        task = give(cast.rep, customer)
        assert (task.owner, task.state, task.kind) == (cast.rep, TaskState.OPEN, TaskKind.PLAN)
        assert not told("task.given")

    def test_a_colleague_is_told(self, cast, customer):
        task = give(cast.head, customer, cast.rep)
        assert task.owner == cast.rep
        assert told("task.given") == {"rep"}

    @pytest.mark.parametrize("login", ["rep2", "rep_south", "engineer", "hr"])
    def test_not_to_who_does_not_see_the_customer(self, cast, customer, login):
        with pytest.raises(Invalid) as refusal:
            give(cast.rep, customer, getattr(cast, login))
        assert refusal.value.code == "task.owner"
        assert not Task.objects.exists()

    def test_not_for_a_customer_out_of_sight(self, cast, customer):
        with pytest.raises(Http404):
            give(cast.rep2, customer)

    def test_not_without_the_right(self, cast, customer):
        with pytest.raises(Forbidden) as refusal:
            give(cast.engineer, customer)
        assert refusal.value.code == "task.create"

    def test_not_for_a_day_that_is_over(self, cast, customer):
        with pytest.raises(Invalid) as refusal:
            give(cast.rep, customer, due_on=clock.today() - timedelta(days=1))
        assert refusal.value.code == "task.past"
        assert give(cast.rep, customer, due_on=clock.today()).pk, "control"

    @pytest.mark.parametrize("facts", [{"subject": ""}, {"subject": "长" * 121}, {"due_on": None}])
    def test_what_cannot_be_right_is_refused(self, cast, customer, facts):
        with pytest.raises(Invalid):
            give(cast.rep, customer, **facts)


class TestSight:
    def test_who_works_on_the_customer_and_who_leads(self, cast, customer):
        give(cast.rep, customer)
        services.add_collaborator(actor=cast.rep, customer_id=customer.pk, person=cast.rep2)
        people = [User.objects.get(username=login) for login in LOGINS]
        seeing = {person.username for person in people if Task.objects.visible_to(person).exists()}
        assert seeing == {"rep", "rep2", "head", "region", "director", "vp", "leader"}
        at_the_customer = {person.username for person in people if Task.objects.at(customer, person).exists()}
        assert at_the_customer == seeing, "asked of one customer the door is the same"

    def test_who_does_it_sees_it_wherever_they_stand(self, cast, customer):
        give(cast.rep, customer, cast.inside)
        assert Task.objects.visible_to(cast.inside).exists()
        assert Task.objects.at(customer, cast.inside).exists()
        assert not Task.objects.visible_to(cast.finance).exists()


class TestWorking:
    def test_done_is_told_to_who_gave_it(self, cast, customer):
        task = give(cast.head, customer, cast.rep)
        done = services.finish_task(actor=cast.rep, task_id=task.pk, result="周三寄出，顺丰")
        assert (done.state, done.closed_by, done.result) == (TaskState.DONE, cast.rep, "周三寄出，顺丰")
        assert told("task.finished") == {"head"}
        with pytest.raises(Conflict) as refusal:
            services.finish_task(actor=cast.rep, task_id=task.pk)
        assert refusal.value.code == "task.closed"

    def test_not_done_after_all_is_open_again(self, cast, customer):
        task = give(cast.rep, customer)
        services.finish_task(actor=cast.rep, task_id=task.pk)
        again = services.reopen_task(actor=cast.head, task_id=task.pk)
        assert (again.state, again.closed_at, again.result) == (TaskState.OPEN, None, "")
        with pytest.raises(Conflict):
            services.reopen_task(actor=cast.rep, task_id=task.pk)

    def test_not_to_be_done_wants_a_reason(self, cast, customer):
        task = give(cast.rep, customer)
        with pytest.raises(Invalid):
            services.drop_task(actor=cast.rep, task_id=task.pk, reason="  ")
        assert services.drop_task(actor=cast.rep, task_id=task.pk, reason="客户不要了").state == TaskState.DROPPED

    def test_a_colleague_who_sees_it_leaves_it_alone(self, cast, customer):
        task = give(cast.rep, customer)
        services.add_collaborator(actor=cast.rep, customer_id=customer.pk, person=cast.rep2)
        for act in (services.finish_task, services.reopen_task):
            with pytest.raises(Forbidden) as refusal:
                act(actor=User.objects.get(username="rep2"), task_id=task.pk)
            assert refusal.value.code == "task.change"
        assert policies.task_actions(User.objects.get(username="rep2"), task) == []
        assert policies.task_actions(cast.head, task) == ["finish", "edit", "drop"], "control"

    def test_it_changes_hands_and_day(self, cast, customer):
        task = give(cast.rep, customer)
        day = clock.today() + timedelta(days=9)
        moved = services.edit_task(
            actor=cast.rep, task_id=task.pk, facts={"due_on": day}, owner_id=cast.ids["head"], version=task.version
        )
        assert (moved.due_on, moved.owner) == (day, cast.head)
        assert told("task.given") == {"head"}
        with pytest.raises(Stale):
            services.edit_task(actor=cast.rep, task_id=task.pk, facts={"due_on": clock.today()}, version=task.version)
        with pytest.raises(Invalid):
            services.edit_task(actor=cast.rep, task_id=task.pk, facts={"due_on": clock.today() - timedelta(days=1)})

    def test_an_old_day_may_stay_as_it_is(self, cast, customer):
        task = give(cast.rep, customer)
        Task.objects.filter(pk=task.pk).update(due_on=clock.today() - timedelta(days=3))
        changed = services.edit_task(actor=cast.rep, task_id=task.pk, facts={"details": "两份都要盖章"})
        assert changed.is_late

    @pytest.mark.parametrize(
        "broken",
        [
            {"state": "done"},
            {"closed_at": datetime.fromisoformat("2026-11-20T10:00:00+08:00")},
            {"kind": "feedback"},
            {"kind": "need"},
        ],
    )
    def test_the_database_has_the_last_word(self, cast, customer, broken):
        task = give(cast.rep, customer)
        with pytest.raises(IntegrityError), transaction.atomic():
            Task.objects.filter(pk=task.pk).update(**broken)
        Task.objects.filter(pk=task.pk).update(details="可以")


class TestFeedback:
    def test_each_thing_a_customer_said_is_a_task_of_the_visitor(self, cast, customer):
        """By `raise_feedback`, which `log_visit` calls."""
        visit = heard(cast.rep, customer, "泵有异响", "", " 备件报个价 ", satisfaction="unhappy")
        tasks = list(Task.objects.order_by("pk"))
        assert [task.subject for task in tasks] == ["泵有异响", "备件报个价"]
        assert {(task.kind, task.owner, task.visit) for task in tasks} == {(TaskKind.FEEDBACK, cast.rep, visit)}
        assert tasks[0].due_on == clock.add_workdays(clock.today(), 3)
        assert visit.satisfaction == "unhappy"

    def test_it_is_not_done_without_an_answer(self, cast, customer):
        heard(cast.rep, customer, "泵有异响")
        task = Task.objects.get()
        with pytest.raises(Invalid) as refusal:
            services.finish_task(actor=cast.rep, task_id=task.pk, result=" ")
        assert refusal.value.code == "task.result"
        with pytest.raises(IntegrityError), transaction.atomic():
            Task.objects.update(state="done", closed_at=clock.now(), closed_by=cast.rep)
        assert services.finish_task(actor=cast.rep, task_id=task.pk, result="换了轴承").state == TaskState.DONE

    def test_a_visit_sent_twice_raises_them_once(self, cast, customer):
        for _time in range(2):
            heard(cast.rep, customer, "泵有异响", client_key="4f0d")
        assert Task.objects.count() == 1

    @pytest.mark.parametrize("said", [["长" * 121], ["一条"] * 21])
    def test_what_is_too_much_keeps_the_visit_too(self, cast, customer, said):
        with pytest.raises(Invalid):
            heard(cast.rep, customer, *said)
        assert not customer.visits.exists()


class TestChangedNeed:
    def test_the_owner_of_the_deal_looks_again(self, cast, customer):
        """By `raise_changed_need`, which `record_need` calls."""
        deal = with_need(cast.rep, customer)
        assert not Task.objects.exists(), "the first need is no change"
        services.record_need(actor=cast.head, opportunity_id=deal.pk, facts={"need": "三台"})
        task = Task.objects.get()
        assert (task.kind, task.owner, task.opportunity_id) == (TaskKind.NEED, cast.rep, deal.pk)
        assert told("task.given") == {"rep"}
        assert not told("opportunity.need_changed")

    def test_while_it_is_open_another_change_is_only_told(self, cast, customer):
        deal = with_need(cast.rep, customer)
        for need in ("三台", "四台"):
            services.record_need(actor=cast.head, opportunity_id=deal.pk, facts={"need": need})
        assert Task.objects.count() == 1
        assert told("opportunity.need_changed") == {"rep"}
        services.finish_task(actor=cast.rep, task_id=Task.objects.get().pk)
        services.record_need(actor=cast.rep, opportunity_id=deal.pk, facts={"need": "五台"})
        assert Task.objects.open().count() == 1, "who changed it oneself looks again too"
        with pytest.raises(Conflict):
            services.reopen_task(actor=cast.rep, task_id=Task.objects.exclude(state=TaskState.OPEN).get().pk)

    def test_the_same_need_again_is_no_change(self, cast, customer):
        deal = with_need(cast.rep, customer)
        last = Opportunity.objects.get(pk=deal.pk).needs.get()
        services.record_need(actor=cast.head, opportunity_id=deal.pk, facts={"need": last.need})
        assert not Task.objects.exists()

    def test_a_deal_without_need_raises_none(self, cast, customer):
        open_deal(cast.rep, customer)
        assert not Task.objects.exists()


class TestHandingOver:
    def test_hand_over_tasks_gives_the_open_ones_of_a_leaver_to_the_successor(self, cast, customer):
        """By `hand_over_tasks`, which follows org.person_left."""
        task, done = give(cast.rep, customer), give(cast.rep, customer, subject="问交期")
        services.finish_task(actor=cast.rep, task_id=done.pk)
        org.dismiss_person(actor=cast.admin, user_id=cast.ids["rep"], successor=cast.rep2, reason="离职")
        assert Task.objects.get(pk=task.pk).owner == cast.rep2
        assert Task.objects.get(pk=done.pk).owner_id == cast.ids["rep"]
        assert AuditEntry.objects.filter(code="task.handed_over", subject_id=task.pk).exists()

    def test_with_the_customer_go_its_tasks_only(self, cast, customer):
        other = enter(cast.rep, "华能淮阴第二发电有限公司")
        task, kept = give(cast.rep, customer), give(cast.rep, other)
        services.transfer_customer(actor=cast.head, customer_id=customer.pk, to=cast.rep2)
        assert Task.objects.get(pk=task.pk).owner == cast.rep2
        assert Task.objects.get(pk=kept.pk).owner == cast.rep

    def test_take_over_tasks_gives_those_of_a_pooled_customer_to_who_claims_it(self, cast, customer):
        """By `take_over_tasks`, which follows customer.claimed, and customer.transferred from nobody."""
        give(cast.rep, customer, due_on=clock.today())
        services.release_customer(actor=cast.rep, customer_id=customer.pk, reason="不做了")
        assert not Task.objects.due(clock.today()).exists(), "nobody is reminded of what is nobody's"
        services.claim_customer(actor=cast.rep2, customer_id=customer.pk)
        assert Task.objects.due(clock.today()).get().owner == cast.rep2


class TestReminding:
    MONDAY = datetime.fromisoformat("2026-11-16T10:00:00+08:00")

    def remind(self, day):
        return services.mind_tasks(as_of=datetime.fromisoformat(f"2026-11-{day}T08:15:00+08:00"))

    def test_mind_tasks_reminds_once_a_day_and_climbs_once(self, cast, customer, time_machine):
        time_machine.move_to(self.MONDAY)
        due = datetime.fromisoformat("2026-11-18").date()
        give(cast.rep, customer, due_on=due)
        give(cast.rep, customer, subject="问交期", due_on=due)
        assert self.remind(17) == 0
        assert (self.remind(18), self.remind(18)) == (2, 2)
        notice = Notification.objects.get(code="task.due")
        assert (notice.recipient, notice.params["number"]) == (cast.rep, 2)
        assert [self.remind(day) for day in (19, 20)] == [2, 2]
        assert self.remind(21) == 0, "nobody works on Saturday"
        assert self.remind(23) == 2
        assert not told("task.late")
        self.remind(24)
        self.remind(24)
        assert Notification.objects.filter(code="task.late", recipient=cast.head).count() == 2
        assert told("task.late") == {"head"}

    def test_who_left_is_not_reminded(self, cast, customer, time_machine):
        time_machine.move_to(self.MONDAY)
        give(cast.rep, customer, due_on=clock.today())
        assert self.remind(16) == 1, "control"
        type(cast.rep).objects.filter(pk=cast.ids["rep"]).update(is_active=False)
        assert self.remind(16) == 0


def test_export_tasks_writes_what_is_seen(cast, customer):
    give(cast.rep, customer)
    with pytest.raises(Forbidden) as refusal:
        services.export_tasks(actor=cast.rep, rows=Task.objects.all())
    assert refusal.value.code == "task.export"
